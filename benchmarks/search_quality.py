"""How well the best-first order answers real questions, beside FTS5's own order; needs the shared data.

    python -m benchmarks.search_quality [--bounded N]

nDCG@10 over the queries of TIME, CISI and CACM that have judgements (`qrels`, grades as gains).
`plain` is SQLite's `ORDER BY rank` over the OR of all words. `--bounded N` ranks exactly only up to N
matches a term, so that the shortlist, made for large stores, has to answer on these small ones.
"""

from __future__ import annotations

import argparse
import json
import math
import os
import re
import sqlite3
import tempfile
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from pathlib import Path
from statistics import fmean

from ainews.model import CleanDraft, Draft, Landing
from ainews.store import Store, request
from ainews.text.hashing import digest
from ainews.text.query import parse_query
from benchmarks import million
from benchmarks.measure import keep, machine, table

SETS = ("time", "cisi", "cacm")
NOW = datetime(2026, 11, 23, 10, tzinfo=UTC)
SHARED = Path(os.environ.get("AINEWS_SHARED", Path(__file__).parents[2] / "shared"))

Judged = dict[str, dict[str, float]]
Ranking = Callable[[str], list[str]]


@dataclass(frozen=True)
class Collection:
    """Documents, questions, and for each question the grades of documents."""

    documents: list[dict[str, str]]
    questions: dict[str, str]
    judged: Judged


def collection(name: str) -> Collection:
    folder = SHARED / "data" / "search" / name
    judged: Judged = {}
    for line in (folder / "qrels.tsv").read_text().splitlines():
        question, document, grade = line.split("\t")
        judged.setdefault(question, {})[document] = float(grade)
    questions = {each["id"]: each["text"] for each in _lines(folder / "queries.jsonl")}
    return Collection(list(_lines(folder / "docs.jsonl")), questions, judged)


def ndcg(ranked: Sequence[str], grades: dict[str, float], depth: int = 10) -> float:
    """Return how much of the best possible gain the first results bring, discounted by rank."""
    ideal = sorted(grades.values(), reverse=True)[:depth]
    return _gain([grades.get(each, 0.0) for each in ranked[:depth]]) / _gain(ideal)


def plain_ranking(documents: Sequence[dict[str, str]]) -> Ranking:
    """Rank as FTS5 does on its own: bm25 of the OR of all words."""
    connection = sqlite3.connect(":memory:")
    connection.execute("CREATE VIRTUAL TABLE docs USING fts5 (text, tokenize = 'porter unicode61')")
    connection.executemany(
        "INSERT INTO docs (text) VALUES (?)", [(f"{_title(each)} {each['text']}",) for each in documents]
    )

    def rank(question: str) -> list[str]:
        match = " OR ".join(f'"{word}"' for word in re.findall(r"\w+", question))
        rows = connection.execute("SELECT rowid FROM docs WHERE docs MATCH ? ORDER BY rank LIMIT 10", (match,))
        return [documents[row[0] - 1]["id"] for row in rows]

    return rank


def our_ranking(documents: Sequence[dict[str, str]], folder: Path) -> Ranking:
    """Rank as `ainews search --order relevance` does, in a store of these documents."""
    store = Store.open(folder / "quality.db")
    source, _ = store.sources.add("https://example.org/feed", title="documents", now=NOW)
    store.items.land([Landing(million.update(source.id, NOW), NOW, new=tuple(_drafts(documents)))])

    def rank(question: str) -> list[str]:
        found = store.search.search(parse_query(question, now=NOW), order="relevance", limit=10)
        return [item.url.rpartition("/")[2] for item in found]

    return rank


def _drafts(documents: Sequence[dict[str, str]]) -> Iterator[CleanDraft]:
    for number, each in enumerate(documents):
        draft = Draft(
            guid=each["id"],
            url=f"https://example.org/{each['id']}",
            title=_title(each),
            html=each["text"],
            published=NOW - timedelta(hours=number * 7919 % len(documents)),
        )
        yield CleanDraft(draft, each["text"], each["text"], digest(each["id"]), None)


def _title(document: dict[str, str]) -> str:
    return document.get("title", "")


def _gain(grades: Sequence[float]) -> float:
    return sum(grade / math.log2(rank + 2) for rank, grade in enumerate(grades))


def _lines(path: Path) -> Iterator[dict[str, str]]:
    with path.open() as lines:
        yield from map(json.loads, lines)


def quality(name: str) -> dict[str, float]:
    known = collection(name)
    with tempfile.TemporaryDirectory() as folder:
        rankings = {"plain": plain_ranking(known.documents), "ainews": our_ranking(known.documents, Path(folder))}
        return {
            system: fmean(ndcg(rank(known.questions[each]), grades) for each, grades in known.judged.items())
            for system, rank in rankings.items()
        }


def main() -> None:
    options = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    options.add_argument("--bounded", type=int, metavar="N", help="rank exactly only up to N matches a term")
    bounded = options.parse_args().bounded
    if bounded is not None:
        request._SMALL_STORE = 0
        request._EXACT_MATCHES = request._EXACT_MATCHES_A_TERM = bounded
    found = {name: quality(name) for name in SETS}
    rows = [(name, *(f"{each[system]:.3f}" for system in ("plain", "ainews"))) for name, each in found.items()]
    flag = "" if bounded is None else f" --bounded {bounded}"
    text = f"# Search quality\n\n{machine()}. `python -m benchmarks.search_quality{flag}`\n\n"
    keep("search_quality", found, f"{text}{table(('nDCG@10', 'plain FTS5', 'ainews'), rows)}\n")


if __name__ == "__main__":
    main()
