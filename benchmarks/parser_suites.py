"""Scores the parser against the suites of feedparser and gofeed, by category; writes docs/reference/parsing.md.

    python benchmarks/parser_suites.py [--write] [--failures]

The suites are read from the evaluation data (env AINEWS_SHARED or ../shared beside the repository) and
never copied. Only facts that ainews keeps are scored; the report names the others.
"""

from __future__ import annotations

import argparse
import calendar
import json
import os
import re
from collections import Counter, defaultdict
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path
from typing import Any
from urllib.parse import urljoin

from ainews import parse
from ainews.errors import ParseError
from ainews.model import Document
from ainews.parse.drafts import person
from ainews.text.dates import parse_date
from ainews.text.html import plain_text, sanitize
from ainews.text.language import normalize

ROOT = Path(__file__).parents[1]
SHARED = Path(os.environ.get("AINEWS_SHARED", ROOT / ".." / "shared")) / "data" / "feeds"
BASE = "http://127.0.0.1:8097/suite/document.xml"
REPORT = ROOT / "docs" / "reference" / "parsing.md"
DIFFERENCES = ROOT / "benchmarks" / "parsing_differences.md"


@dataclass(frozen=True)
class Fact:
    """One thing a suite says of one document: what it expects, and what came out."""

    file: str
    category: str
    expected: object
    found: object

    @property
    def holds(self) -> bool:
        return self.expected == self.found


def read(path: Path) -> Document | None:
    body = path.read_bytes()
    head = body[:2000].decode("latin-1")
    charset = re.search(r"Header:\s*Content-type:.*?charset=[\"']?([\w-]+)", head, re.IGNORECASE)
    location = re.search(r"Header:\s*Content-Location:\s*(\S+)", head, re.IGNORECASE)
    try:
        return parse.parse(
            body, url=urljoin(BASE, location[1]) if location else BASE, charset=charset[1] if charset else None
        )
    except ParseError:
        return None


def words(html: str) -> str:
    """Sanitized HTML in one spelling: whitespace folded, none beside tags, as a browser's parser writes it."""
    from selectolax.lexbor import LexborHTMLParser

    tree = LexborHTMLParser(sanitize(html))
    inner = (tree.body.inner_html or "") if tree.body else ""
    folded = re.sub(r"\s*(<[^>]+>)\s*", r"\1", " ".join(inner.split())).strip()
    return (
        folded[5:-6]
        if folded.startswith("<div>") and folded.count("<div") == 1 and folded.endswith("</div>")
        else folded
    )


def title_words(html: str) -> str:
    return " ".join(plain_text(html).split())


def feedparser_facts() -> Iterator[tuple[str, Fact | None]]:
    """Yield (path in feedparser's result, fact); None where ainews does not keep what is asked for."""
    for line in (SHARED / "feedparser_expectations.jsonl").read_text().splitlines():
        case = json.loads(line)
        if case["simple"] is None:
            yield "(an expression)", None
            continue
        path = re.sub(r"\.(\w+)", r"['\1']", case["simple"]["path"])
        fact = feedparser_fact(case["file"], path, case["simple"]["value"])
        yield re.sub(r"\[\d+\]", "[]", path), fact


def feedparser_fact(file: str, path: str, value: Any) -> Fact | None:
    kept = re.fullmatch(r"(feed|entries\[(\d+)\])\['(\w+)'\](.*)", path)
    if kept is None and path != "version":
        return None
    document = read(SHARED / "edge" / file)
    if kept is None:
        return Fact(file, "format", str(value)[:4], document.format[:4] if document else None)
    field, rest = kept[3], kept[4]
    getter = FEED_FIELDS if kept[1] == "feed" else ENTRY_FIELDS
    known = getter.get(field + re.sub(r"\d+", "N", rest))
    if known is None:
        return None
    category, as_expected, attribute = known
    holder: Any = document
    if kept[1] != "feed":
        index = int(kept[2])
        holder = document.drafts[index] if document and index < len(document.drafts) else None
    found = attribute(holder, rest) if holder is not None else None
    if category.endswith("title") and found == " ".join(str(value).split()):
        return Fact(file, category, found, found)
    return Fact(file, category, as_expected(value), found)


def moment(value: Any) -> str:
    return datetime.fromtimestamp(calendar.timegm((*value, 0, 0, 0)[:9]), UTC).isoformat()


def nth(rest: str) -> int:
    return int(re.findall(r"\d+", rest)[0])


def iso(value: datetime | None) -> str | None:
    return value.replace(microsecond=0).isoformat() if value else None


HTML = ("content", words, lambda draft, rest: words(draft.html))
ENTRY_TITLE = ("title", title_words, lambda draft, rest: draft.title)
FEED_TITLE = ("feed title", title_words, lambda document, rest: document.title)
PUBLISHED = ("dates", moment, lambda draft, rest: iso(draft.published))
ENTRY_FIELDS: dict[str, Any] = {
    "title": ENTRY_TITLE,
    "title_detail['value']": ENTRY_TITLE,
    "description": HTML,
    "summary": HTML,
    "content[N]['value']": HTML,
    "summary_detail['value']": HTML,
    "link": ("link", str, lambda draft, rest: draft.url),
    "id": ("guid", str, lambda draft, rest: draft.guid),
    "guid": ("guid", str, lambda draft, rest: draft.guid),
    "author": ("author", person, lambda draft, rest: draft.author),
    "author_detail['name']": ("author", person, lambda draft, rest: draft.author),
    "tags[N]['term']": ("categories", str, lambda draft, rest: (*draft.categories, *[None] * 9)[nth(rest)]),
    "published_parsed": PUBLISHED,
    "created_parsed": PUBLISHED,
    "updated_parsed": ("dates", moment, lambda draft, rest: iso(draft.updated or draft.published)),
    "language": ("language", normalize, lambda draft, rest: draft.language),
    "content[N]['language']": ("language", normalize, lambda draft, rest: draft.language),
    "enclosures[N]['length']": (
        "enclosures",
        int,
        lambda draft, rest: draft.enclosures[0].length if draft.enclosures else None,
    ),
    "enclosures[N]['type']": (
        "enclosures",
        str,
        lambda draft, rest: draft.enclosures[0].type if draft.enclosures else None,
    ),
}
FEED_FIELDS: dict[str, Any] = {
    "title": FEED_TITLE,
    "title_detail['value']": FEED_TITLE,
    "link": ("feed link", str, lambda document, rest: document.site_url),
    "language": ("language", normalize, lambda document, rest: document.language),
    "ttl": ("pace", int, lambda document, rest: document.ttl and int(document.ttl.total_seconds() // 60)),
}


def gofeed_pairs() -> Iterator[tuple[str, str, list[Fact]]]:
    """Yield (folder, file, facts) for each document that comes with an expected result."""
    for folder in ("parser/atom", "parser/rss", "parser/universal", "translator/atom", "translator/rss", "extensions"):
        for expected_path in sorted((SHARED / "edge" / "gofeed" / folder).rglob("*.json")):
            path = expected_path.with_suffix(".xml")
            if path.exists():
                expected = json.loads(expected_path.read_text())
                yield folder, path.name, list(gofeed_facts(path, expected))


def gofeed_facts(path: Path, expected: dict[str, Any]) -> Iterator[Fact]:
    document = read(path)
    items = expected.get("items") or expected.get("entries") or []

    def fact(category: str, wanted: object, found: object) -> Fact:
        return Fact(path.name, category, wanted, found)

    yield fact("is a feed", True, document is not None)
    if document is None:
        return
    yield fact("number of items", len(items), len(document.drafts))
    if "title" in expected:
        yield fact("feed title", title_words(expected["title"]), document.title)
    if expected.get("link"):
        yield fact("feed link", expected["link"], document.site_url)
    if expected.get("language"):
        yield fact("language", normalize(expected["language"]), document.language)
    for item, draft in zip(items, document.drafts, strict=False):
        yield from (fact(*one) for one in gofeed_item_facts(item, draft))


def gofeed_item_facts(item: dict[str, Any], draft: Any) -> Iterator[tuple[str, object, object]]:
    if "title" in item:
        yield "title", title_words(item["title"]), draft.title
    if item.get("link"):
        yield "link", item["link"], draft.url
    guid = item.get("guid") or item.get("id")
    if guid:
        yield "guid", guid["value"] if isinstance(guid, dict) else guid, draft.guid
    if texts := gofeed_texts(item):
        yield "content", words(max(texts, key=len)), words(draft.html)
    names = [
        person.get("name") or person.get("email") or ""
        for person in item.get("authors") or ()
        if isinstance(person, dict)
    ]
    if any(names):
        yield "author", ", ".join(dict.fromkeys(filter(None, names))), draft.author
    if isinstance(item.get("author"), str):
        yield "author", gofeed_author(item["author"]), draft.author
    if terms := gofeed_categories(item):
        yield "categories", set(terms), set(draft.categories)
    if enclosures := item.get("enclosures"):
        wanted = [(one.get("url"), one.get("type") or "", one.get("length")) for one in enclosures if one.get("url")]
        yield (
            "enclosures",
            wanted,
            [(e.url, e.type, str(e.length) if e.length is not None else None) for e in draft.enclosures],
        )
    for key in ("publishedParsed", "pubDateParsed"):
        if item.get(key):
            yield "dates", iso(parse_date(item[key])), iso(draft.published)
    if item.get("updatedParsed"):
        yield "dates", iso(parse_date(item["updatedParsed"])), iso(draft.updated or draft.published)


def gofeed_author(text: str) -> str:
    return person(text)


def gofeed_texts(item: dict[str, Any]) -> list[str]:
    content = item.get("content")
    if isinstance(content, dict):
        content = content.get("value")
    return [text for text in (content, item.get("description"), item.get("summary")) if text]


def gofeed_categories(item: dict[str, Any]) -> list[str]:
    found = item.get("categories") or []
    return [
        one if isinstance(one, str) else one.get("label") or one.get("term") or one.get("value") or "" for one in found
    ]


def table(header: str, rows: list[tuple[str, int, int]]) -> str:
    lines = [f"| {header} | agree | of | |", "| --- | ---: | ---: | ---: |"]
    total = ("all", sum(row[1] for row in rows), sum(row[2] for row in rows))
    lines += [f"| {name} | {good} | {count} | {100 * good / count:.1f} % |" for name, good, count in [*rows, total]]
    return "\n".join(lines)


def report(show_failures: bool) -> str:
    kept: dict[str, list[Fact]] = defaultdict(list)
    left: Counter[str] = Counter()
    for path, fact in feedparser_facts():
        if fact is None:
            left[path] += 1
        else:
            kept[fact.category].append(fact)
    pairs = list(gofeed_pairs())
    by_fact: dict[str, list[Fact]] = defaultdict(list)
    for _, _, facts in pairs:
        for fact in facts:
            by_fact[fact.category].append(fact)
    if show_failures:
        for fact in [f for facts in (*kept.values(), *by_fact.values()) for f in facts if not f.holds]:
            print(f"{fact.category:12} {fact.file}\n    wants {fact.expected!r}\n    found {fact.found!r}")
    folders: dict[str, list[bool]] = defaultdict(list)
    for folder, _, facts in pairs:
        folders[folder].append(all(fact.holds for fact in facts))
    return TEMPLATE.format(
        feedparser=table(
            "what", [(name, sum(f.holds for f in facts), len(facts)) for name, facts in sorted(kept.items())]
        ),
        left=sum(left.values()),
        left_names=", ".join(f"`{name}` {count}" for name, count in left.most_common(12)),
        gofeed=table("pairs", [(name, sum(good), len(good)) for name, good in folders.items()]),
        gofeed_facts=table(
            "what", [(name, sum(f.holds for f in facts), len(facts)) for name, facts in sorted(by_fact.items())]
        ),
        differences=DIFFERENCES.read_text() if DIFFERENCES.exists() else "",
    )


TEMPLATE = """# How feeds are read, measured against two suites

Generated by `python benchmarks/parser_suites.py --write`; do not edit. The suites encode their authors'
choices, so what is compared is what a reader would see: HTML after sanitizing and in one spelling,
titles as words, dates as moments, of the fields that ainews keeps.

## feedparser's expectations

{feedparser}

Not scored, since ainews keeps no such thing: {left} expectations ({left_names}, ...). Their documents are
parsed all the same (`tests/parse/test_edge_suites.py`).

## gofeed's pairs

A pair agrees when every fact of it agrees.

{gofeed}

The same by fact:

{gofeed_facts}

{differences}"""


def main() -> None:
    arguments = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    arguments.add_argument("--write", action="store_true", help=f"write {REPORT.relative_to(ROOT)}")
    arguments.add_argument("--failures", action="store_true", help="print what disagrees")
    chosen = arguments.parse_args()
    if not SHARED.is_dir():
        raise SystemExit(f"{SHARED} is absent: set AINEWS_SHARED to the evaluation data")
    text = report(chosen.failures)
    if chosen.write:
        REPORT.parent.mkdir(parents=True, exist_ok=True)
        REPORT.write_text(text)
    print(text)


if __name__ == "__main__":
    main()
