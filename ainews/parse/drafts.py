"""What the walkers found, made into drafts: identities that last, duplicates told apart, links completed."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from html import escape

from ainews.model import Draft, Enclosure
from ainews.parse.markup import absolute_links
from ainews.text.dates import to_ms
from ainews.text.hashing import digest

_GUID_CHARS = 1000
_NAME_CHARS = 300
_TITLE_CHARS = 1000
_WORD_CHARS = 100  # a longer one is cut in the middle
_FINGERPRINT_BYTES = 8  # it is compared with one other only: that of the same item at the last poll
_BRACKETS = str.maketrans("()<>[]", "      ")
_MAILBOX = re.compile(r"[^\s@<>()]+@[^\s@<>()]+")


@dataclass(slots=True)
class Finding:
    """One item as a document has it; `base` completes the links in `html`."""

    guid: str = ""
    url: str = ""
    title: str = ""
    html: str = ""
    base: str = ""
    author: str = ""
    published: datetime | None = None
    updated: datetime | None = None
    categories: tuple[str, ...] = ()
    enclosures: tuple[Enclosure, ...] = ()
    language: str | None = None


def drafts_of(findings: Sequence[Finding]) -> tuple[tuple[Draft, ...], tuple[str, ...]]:
    """Return one draft for each item, and a warning where a document repeats items word for word: they come once."""
    drafts: dict[str, Draft] = {}
    for guid, finding in zip(_guids(findings), findings, strict=True):
        if guid not in drafts:
            drafts[guid] = _draft(guid, finding)
    repeated = len(findings) - len(drafts)
    return tuple(drafts.values()), (f"{repeated} items came more than once, word for word",) if repeated else ()


def joined_names(names: Sequence[str]) -> str:
    """Join the names of authors, each once."""
    if len(names) < 2 and not (names and "@" in names[0]):
        return " ".join(names[0].split()) if names else ""
    return ", ".join(dict.fromkeys([name for name in map(person, names) if name]))


def person(text: str) -> str:
    """Return the name in `me@example.org (Name)` and `Name <me@example.org>`; the address where there is no name."""
    if "@" not in text:
        return " ".join(text.split()).removesuffix(" ()")
    text = text[:_NAME_CHARS]
    mailbox = _MAILBOX.search(text)
    rest = _MAILBOX.sub("", text).replace("mailto:", "")
    name = " ".join(rest.translate(_BRACKETS).split()).strip(" ,;:\"'")
    return name or (mailbox[0].removeprefix("mailto:") if mailbox else "")


def _guids(findings: Sequence[Finding]) -> list[str]:
    """Name each item by its guid and, where a document repeats itself, by what else tells the items apart.

    That is the address, else the title too, else the date too, else the content too. Some changelogs give
    every release of one version the same guid, address and title.
    """
    guids = [_bounded(f.guid or f.url or f"hash:{digest(f.title, f.html).hex()}") for f in findings]
    for part in (_address, _title, _date, _content):
        if len(set(guids)) < len(guids):
            guids = _parted(guids, [part(finding) for finding in findings])
    return guids


def _address(finding: Finding) -> str:
    return finding.url


def _title(finding: Finding) -> str:
    return digest(finding.title).hex()


def _date(finding: Finding) -> str:
    return str(finding.published or finding.updated)


def _content(finding: Finding) -> str:
    return digest(finding.html).hex()


def _parted(guids: list[str], by: list[str]) -> list[str]:
    """Add what tells them apart to all guids that several items share, so that their order does not matter."""
    variants: dict[str, set[str]] = {}
    for guid, part in zip(guids, by, strict=True):
        variants.setdefault(guid, set()).add(part)
    return [_bounded(f"{g} {p}") if len(variants[g]) > 1 else g for g, p in zip(guids, by, strict=True)]


def _bounded(guid: str) -> str:
    return guid if len(guid) <= _GUID_CHARS else f"hash:{digest(guid).hex()}"


def _moment(date: datetime | None) -> int | None:
    return None if date is None else to_ms(date)


def _draft(guid: str, found: Finding) -> Draft:
    html, title = absolute_links(found.html, found.base), _shortened(found.title)
    rest = f"{_moment(found.published)} {_moment(found.updated)} {found.language} {found.author}"
    if found.categories or found.enclosures:
        rest = f"{rest} {found.categories} {found.enclosures}"
    return Draft(
        guid=guid,
        url=found.url,
        title=title,
        html=html if title == found.title else f"<p>{escape(found.title)}</p>{html}",
        author=found.author,
        published=found.published,
        updated=found.updated,
        categories=found.categories,
        enclosures=found.enclosures,
        language=found.language,
        fingerprint=digest(guid, found.url, found.title, html, rest)[:_FINGERPRINT_BYTES],
    )


def _shortened(title: str) -> str:
    """Cut an endless title at a word's end."""
    if len(title) <= _TITLE_CHARS:
        return title
    end = title.rfind(" ", _TITLE_CHARS - _WORD_CHARS, _TITLE_CHARS)
    return title[: end if end > 0 else _TITLE_CHARS - 1].rstrip() + "…"
