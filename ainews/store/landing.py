"""What one batch of polls writes, inside a transaction that the caller holds; decides nothing about polling."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import Any

from msgspec.structs import replace

from ainews.model import CleanDraft, Landed, Landing
from ainews.store.engine import Session
from ainews.store.positions import PLACES, position_of
from ainews.store.rows import enclosures_text, maybe_to_ms, update_row
from ainews.text.hashing import key64
from ainews.text.instants import to_ms
from ainews.text.spacing import spaced

VERSIONS_KEPT = 20
"""Earlier texts kept of an item; some feeds change an item at every poll."""


@dataclass(frozen=True, slots=True)
class _New:
    """A draft on its way to become an item; `dated_ms` is its place in lists."""

    source_id: int
    guid_key: int
    arrived_ms: int
    dated_ms: int
    clean: CleanDraft


@dataclass(frozen=True, slots=True)
class _Change:
    """An item whose text is to be replaced."""

    item_id: int
    position: int
    source_id: int
    seen_ms: int
    clean: CleanDraft


def land(session: Session, landings: Sequence[Landing]) -> list[Landed]:
    """Write everything, in statements that each serve the whole batch; returns what was really new or changed.

    The store has the last word: sources and items that were removed meanwhile are left out, and so is
    what another process landed first.
    """
    session.run("landing.begin")
    present = _present(session, landings)
    new = [each for landing in present for each in _unknown(session, landing)]
    changes = _changes(session, present)
    rows = _numbered(session, _distinct(new))
    _write(session, rows, changes)
    _refresh(session, present, changes)
    landed = Counter(row["source_id"] for row in rows)
    changed = Counter(change.source_id for change in changes)
    counts = [{"source_id": source_id, "landed": count} for source_id, count in landed.items()]
    session.many("subscription.landed", counts)
    reports = [_report(landing, landed, changed) for landing in landings]
    session.many(
        "source.update", [update_row(each.update, report.new) for each, report in zip(landings, reports, strict=True)]
    )
    pieces = [(each.update.source_id, each.pieces) for each in present if each.pieces is not None]
    session.many("piece.keep", [{"source_id": source_id, "data": data} for source_id, data in pieces])
    return reports


def scrubbed(landing: Landing) -> Landing:
    """Replace what no database stores as text: halves of surrogate pairs and NUL."""
    return replace(
        landing,
        new=tuple(_scrub(clean) for clean in landing.new),
        changed=tuple((item_id, _scrub(clean)) for item_id, clean in landing.changed),
        refreshed=tuple((item_id, fingerprint, _fit(guid)) for item_id, fingerprint, guid in landing.refreshed),
        update=_scrub(landing.update),
    )


def _present(session: Session, landings: Iterable[Landing]) -> list[Landing]:
    ids = sorted({landing.update.source_id for landing in landings})
    present = {row["id"] for row in session.rows("source.lock", ids=ids)}
    return [landing for landing in landings if landing.update.source_id in present]


def _unknown(session: Session, landing: Landing) -> list[_New]:
    """Return the drafts that may land as new, oldest first."""
    if not landing.new:
        return []
    source_id, arrived_ms = landing.update.source_id, to_ms(landing.at)
    keys = [key64(clean.draft.guid) for clean in landing.new]
    taken = {row["guid_key"] for row in session.rows("item.taken", source_id=source_id, guid_keys=keys)}
    return [
        _New(source_id, key, arrived_ms, _dated_ms(clean, arrived_ms), clean)
        for key, clean in zip(keys, landing.new, strict=True)
        if key not in taken
    ]


def _dated_ms(clean: CleanDraft, arrived_ms: int) -> int:
    published = clean.draft.published
    return arrived_ms if published is None else min(to_ms(published), arrived_ms)


def _distinct(new: Iterable[_New]) -> list[_New]:
    """Return one of each identity, oldest first: ids follow dates within a batch."""
    first: dict[tuple[int, int], _New] = {}
    for each in new:
        first.setdefault((each.source_id, each.guid_key), each)
    return sorted(first.values(), key=lambda each: each.dated_ms)


def _numbered(session: Session, new: Sequence[_New]) -> list[dict[str, Any]]:
    """Give each its id and position."""
    if not new:
        return []
    ids = [row["id"] for row in session.rows("item.next_ids", count=len(new))]
    positions = _positions(session, [position_of(each.dated_ms) for each in new])
    return [_new_row(each, item_id, position) for each, item_id, position in zip(new, ids, positions, strict=True)]


def _positions(session: Session, firsts: Sequence[int]) -> list[int]:
    """Return the next free position at or after each second's first, and take it."""
    last = _last_taken(session, firsts)
    chosen = []
    for wanted in firsts:
        first = wanted
        while last[first] == first + PLACES - 1:
            first += PLACES
            if first not in last:
                last |= _last_taken(session, [first])
        last[first] += 1
        chosen.append(last[first])
    return chosen


def _last_taken(session: Session, firsts: Iterable[int]) -> dict[int, int]:
    """Return the last position that is taken in each second, by the second's first."""
    rows = session.rows("item.last_places", firsts=list(set(firsts)), places=PLACES)
    return {row["first"]: row["first"] - 1 if row["last"] is None else row["last"] for row in rows}


def _changes(session: Session, landings: Iterable[Landing]) -> list[_Change]:
    """Return the changes that are still due, by position."""
    wanted = {
        item_id: (landing.update.source_id, to_ms(landing.at), clean)
        for landing in landings
        for item_id, clean in landing.changed
    }
    changes = []
    for row in session.rows("item.stored", ids=list(wanted)) if wanted else ():
        source_id, seen_ms, clean = wanted[row["id"]]
        if row["source_id"] == source_id and row["content_hash"] != clean.content_hash:
            changes.append(_Change(row["id"], row["position"], source_id, seen_ms, clean))
    return sorted(changes, key=lambda change: change.position)


def _write(session: Session, rows: Sequence[dict[str, Any]], changes: Sequence[_Change]) -> None:
    changed = [_changed_row(change) for change in changes]
    session.many("index.delete", changed)
    session.many("version.keep", changed)
    session.many("version.trim", changed)
    session.many("item.update", changed)
    session.many("body.update", changed)
    session.many("item.rename", changed)
    session.many("item.insert", rows)
    session.many("body.insert", rows)
    session.many("index.insert", sorted([*rows, *changed], key=lambda row: row["position"]))


def _refresh(session: Session, landings: Iterable[Landing], changes: Iterable[_Change]) -> None:
    """Note new fingerprints and guids, also of changes that another process made first."""
    done = {change.item_id for change in changes}
    rows = []
    for landing in landings:
        changed = ((item_id, each.draft.fingerprint, each.draft.guid) for item_id, each in landing.changed)
        rows += [
            {
                "id": item_id,
                "source_id": landing.update.source_id,
                "fingerprint": fingerprint,
                "guid": guid,
                "guid_key": key64(guid),
            }
            for item_id, fingerprint, guid in (*landing.refreshed, *changed)
            if item_id not in done
        ]
    session.many("item.refresh", rows)
    session.many("item.rename", rows)


def _report(landing: Landing, landed: Counter[int], changed: Counter[int]) -> Landed:
    """Take a source's counts, once: a batch may hold it twice."""
    source_id = landing.update.source_id
    return Landed(source_id, landed.pop(source_id, 0), changed.pop(source_id, 0))


def _new_row(new: _New, item_id: int, position: int) -> dict[str, Any]:
    row = _draft_row(new.clean, new.source_id, new.guid_key)
    return row | {"id": item_id, "position": position, "arrived_ms": new.arrived_ms}


def _changed_row(change: _Change) -> dict[str, Any]:
    row = _draft_row(change.clean, change.source_id, key64(change.clean.draft.guid))
    return row | {
        "id": change.item_id,
        "position": change.position,
        "seen_ms": change.seen_ms,
        "versions_kept": VERSIONS_KEPT,
    }


def _draft_row(clean: CleanDraft, source_id: int, guid_key: int) -> dict[str, Any]:
    """Return the parameters that the statements for items, bodies and the index share."""
    draft = clean.draft
    categories = "\n".join([" ".join(category.split()) for category in draft.categories])
    return {
        "source_id": source_id,
        "guid": draft.guid,
        "guid_key": guid_key,
        "url": draft.url,
        "url_key": clean.url_key,
        "title": draft.title,
        "author": draft.author,
        "published_ms": maybe_to_ms(draft.published),
        "updated_ms": maybe_to_ms(draft.updated),
        "language": draft.language,
        "fingerprint": draft.fingerprint,
        "content_hash": clean.content_hash,
        "html": clean.html,
        "categories": categories,
        "enclosures": enclosures_text(draft.enclosures),
        "index_title": spaced(draft.title),
        "index_body": spaced(clean.text),
        "index_tags": spaced(categories),
        "index_source": f"s{source_id}",
    }


def _scrub(value: Any) -> Any:
    """Return a dataclass with every text in it made fit to store."""
    if type(value) is str:
        return _fit(value)
    if isinstance(value, tuple):
        return tuple(_scrub(each) for each in value)
    if hasattr(value, "__struct_fields__"):
        return replace(value, **{name: _scrub(getattr(value, name)) for name in value.__struct_fields__})
    return value


def _fit(text: str) -> str:
    return text.encode("utf-8", "replace").decode().replace("\0", "\ufffd")
