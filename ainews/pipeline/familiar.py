"""Reads a poll's document against what is stored, parsing only the items that the last poll did not bring.

Most documents that changed bring a few new items above dozens of old ones. The old ones are known by their
bytes (`parse.cut`); only where that leaves no doubt is the rest parsed on its own.
"""

from __future__ import annotations

import dataclasses
import struct
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime

from msgspec.structs import replace

from ainews import parse
from ainews.errors import ParseError
from ainews.model import Changed, Document, Draft, Known, Source, SourceKind
from ainews.parse import Pieces
from ainews.pipeline.compare import Difference, compare, unsettled
from ainews.store import Store
from ainews.text.instants import from_ms, to_ms
from ainews.text.urls import url_key

_RECORD = struct.Struct("<6sI")
_LATEST_S = 2**32

Dates = dict[bytes, datetime | None]


@dataclass(frozen=True, slots=True)
class Understood:
    """What a document says, and what of it is news.

    document  with the drafts that were parsed
    dates     of all its items, parsed or not
    pieces    to remember until the next poll; empty where nothing can be known by its bytes
    """

    document: Document
    difference: Difference
    dates: Sequence[datetime | None]
    pieces: bytes


def understand(source: Source, fetched: Changed, store: Store) -> Understood:
    """Read a poll's document; raises ParseError."""
    pieces = _pieces(source, fetched)
    if pieces and source.item_count:
        remembered = _remembered(store.sources.pieces(source.id))
        if found := _fresh(source, fetched, store, pieces, remembered):
            return found
    document = read(source, fetched)
    dates = [_date(draft) for draft in document.drafts]
    kept = zip(pieces.keys, dates, strict=True) if pieces and _are_plain(pieces.keys, document.drafts) else ()
    return Understood(document, _differ(source, document, store), dates, _packed(kept))


def _pieces(source: Source, fetched: Changed) -> Pieces | None:
    if source.kind is SourceKind.PAGE:
        return None
    return parse.cut(fetched.body, surroundings=f"{fetched.url} {fetched.content_type} {fetched.charset}")


def _fresh(source: Source, fetched: Changed, store: Store, pieces: Pieces, remembered: Dates) -> Understood | None:
    """Parse what was not there before; None where the whole document has to be read."""
    fresh = [key for key in pieces.keys if key not in remembered]
    if len(fresh) == len(pieces.keys) or len(set(pieces.keys)) < len(pieces.keys):
        return None
    try:
        document = read(source, replace(fetched, body=pieces.without(remembered)))
    except ParseError:
        return None
    drafts = document.drafts
    if document.warnings or not _are_plain(fresh, drafts) or _is_known(source, drafts, store):
        return None
    dates = {**remembered, **{key: _date(draft) for key, draft in zip(fresh, drafts, strict=True)}}
    difference = compare(drafts, (), parse.clean)
    kept = [(key, dates[key]) for key in pieces.keys]
    difference = dataclasses.replace(difference, seen=len(kept) - len(fresh))
    return Understood(document, difference, [date for _, date in kept], _packed(kept))


def _are_plain(keys: Sequence[bytes], drafts: Sequence[Draft]) -> bool:
    """Whether each item became one draft whose guid hangs on no other item, as those of repeated guids do."""
    heads = {draft.guid.partition(" ")[0] for draft in drafts if not draft.guid.startswith("hash:")}
    return len(keys) == len(drafts) == len(heads)


def _is_known(source: Source, drafts: Sequence[Draft], store: Store) -> bool:
    """Whether any of these might be an item that is stored: an edit, or one that shares its guid or address."""
    if not drafts:
        return False
    keys = [key for key in {url_key(draft.url) for draft in drafts} if key is not None]
    return bool(store.items.known(source.id, [draft.guid for draft in drafts], keys))


def read(source: Source, fetched: Changed) -> Document:
    """Parse a poll's body in the way of the source's kind; raises ParseError."""
    if source.kind is SourceKind.PAGE and source.options.selectors is not None:
        return parse.scrape(fetched.body, source.options.selectors, fetched.url)
    return parse.parse(fetched.body, url=fetched.url, content_type=fetched.content_type, charset=fetched.charset)


def _differ(source: Source, document: Document, store: Store) -> Difference:
    """Compare a document with what the store knows of its source."""
    drafts = document.drafts
    if not source.item_count:
        return compare(drafts, (), parse.clean)
    known: list[Known] = store.items.known(source.id, [draft.guid for draft in drafts], [])
    keys = {url_key(draft.url) for draft in unsettled(drafts, known)} - {None}
    if keys:
        known = [*known, *store.items.known(source.id, [], [key for key in keys if key is not None])]
    return compare(drafts, known, parse.clean)


def _date(draft: Draft) -> datetime | None:
    return draft.published or draft.updated


def _packed(kept: Iterable[tuple[bytes, datetime | None]]) -> bytes:
    return b"".join(_RECORD.pack(key, _seconds(date)) for key, date in kept)


def _seconds(date: datetime | None) -> int:
    """Return seconds since 1970; 0 where there is no date, or one that tells nothing."""
    seconds = to_ms(date) // 1000 if date else 0
    return seconds if 0 < seconds < _LATEST_S else 0


def _remembered(packed: bytes) -> Dates:
    return {key: from_ms(at * 1000) if at else None for key, at in _RECORD.iter_unpack(packed)}
