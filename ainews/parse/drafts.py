"""What the walkers found, made into drafts: identities that last, duplicates told apart, links completed."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from ainews.model import Draft, Enclosure
from ainews.parse.markup import absolute_links
from ainews.text.hashing import digest

_GUID_CHARS = 1000
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


def drafts_of(findings: Sequence[Finding]) -> tuple[Draft, ...]:
    """Return one draft for each item; what a document repeats word for word comes once."""
    guids = _guids(findings)
    drafts: dict[bytes, Draft] = {}
    for guid, finding in zip(guids, findings, strict=True):
        draft = _draft(guid, finding)
        drafts.setdefault(draft.fingerprint, draft)
    return tuple(drafts.values())


def joined_names(names: Sequence[str]) -> str:
    """Join the names of authors, each once."""
    return ", ".join(dict.fromkeys(name for name in map(person, names) if name))


def person(text: str) -> str:
    """Return the name in `me@example.org (Name)` and `Name <me@example.org>`; the address where there is no name."""
    if "@" not in text:
        return " ".join(text.split()).removesuffix(" ()")
    mailbox = _MAILBOX.search(text)
    rest = _MAILBOX.sub("", text).replace("mailto:", "")
    name = " ".join(rest.translate(_BRACKETS).split()).strip(" ,;:\"'")
    return name or (mailbox[0].removeprefix("mailto:") if mailbox else "")


_BRACKETS = str.maketrans("()<>[]", "      ")


def _guids(findings: Sequence[Finding]) -> list[str]:
    """Name each item by its guid; by guid and address, or guid, address and title, where a document repeats itself."""
    guids = _parted([_bounded(f.guid or f.url or f"hash:{digest(f.title, f.html).hex()}") for f in findings],
                    [f.url for f in findings])  # fmt: skip
    return _parted(guids, [digest(f.title).hex() for f in findings])


def _parted(guids: list[str], by: list[str]) -> list[str]:
    counts = Counter(guids)
    if len(counts) == len(guids):
        return guids
    differing = {guid for guid in counts if len({b for g, b in zip(guids, by, strict=True) if g == guid}) > 1}
    return [_bounded(f"{g} {b}") if g in differing else g for g, b in zip(guids, by, strict=True)]


def _bounded(guid: str) -> str:
    return guid if len(guid) <= _GUID_CHARS else f"hash:{digest(guid).hex()}"


def _draft(guid: str, found: Finding) -> Draft:
    html = absolute_links(found.html, found.base)
    fingerprint = digest(
        guid,
        found.url,
        found.title,
        html,
        found.author,
        f"{found.published} {found.updated} {found.language}",
        "\n".join(found.categories),
        "\n".join([f"{enclosure.url} {enclosure.type} {enclosure.length}" for enclosure in found.enclosures]),
    )
    return Draft(
        guid=guid,
        url=found.url,
        title=found.title,
        html=html,
        author=found.author,
        published=found.published,
        updated=found.updated,
        categories=found.categories,
        enclosures=found.enclosures,
        language=found.language,
        fingerprint=fingerprint,
    )
