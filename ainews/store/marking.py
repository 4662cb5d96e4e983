"""Marks and stars, and the unread counts that go with them; each change is one transaction.

A subscription's read-through mark says that all up to an item's id is read; `item_state` holds the
exceptions. What is marked one by one becomes an exception; when these outgrow what is unread, the mark
moves over them, so that a list of unread items never wades through read ones.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from datetime import datetime

from ainews.errors import NotFound
from ainews.store.engine import Engine, Row, Session
from ainews.store.positions import position_of
from ainews.text.instants import to_ms

_SLACK = 64


class Marking:
    """Writes a reader's side."""

    def __init__(self, engine: Engine) -> None:
        self._engine = engine

    def mark(
        self,
        ids: Sequence[int],
        read: bool,
        user_id: int,
        *,
        story_ids: Sequence[int] = (),
        whole_story: bool = False,
        now: datetime | None = None,
    ) -> int:
        """See `Reading.mark`."""
        named = list(dict.fromkeys(ids))
        if not (named or story_ids):
            return 0
        with self._engine.write() as session:
            _require(session, named)
            _subscribed(session, user_id)
            wanted = sorted({*named, *_items_of(session, story_ids)})
            if read and whole_story:
                wanted = sorted({*wanted, *_others(session, named)})
            _note(session, user_id, named, read, now)
            return _mark(session, user_id, wanted, read)

    def mark_all(self, source_ids: Sequence[int], folder: str | None, before: datetime | None, user_id: int) -> int:
        """See `Reading.mark_all`."""
        with self._engine.write() as session:
            subscribed = _subscribed(session, user_id)
            chosen = sorted(_chosen(session, user_id, subscribed, source_ids, folder))
            if not chosen:
                return 0
            unread = _unread(session, user_id, chosen)
            if before is None:
                _read_everything(session, user_id, chosen)
            else:
                _read_before(session, user_id, chosen, position_of(to_ms(before), 0))
            return unread - _unread(session, user_id, chosen)

    def star(self, ids: Sequence[int], starred: bool, user_id: int) -> int:
        """See `Reading.star`."""
        wanted = list(dict.fromkeys(ids))
        if not wanted:
            return 0
        with self._engine.write() as session:
            _require(session, wanted)
            changed = session.run("state.star" if starred else "state.unstar", user_id=user_id, ids=wanted)
            session.run("state.tidy", user_id=user_id, ids=wanted)
            return changed


def _mark(session: Session, user_id: int, wanted: list[int], read: bool) -> int:
    """Mark items of the sources a reader is subscribed to, and keep their counts."""
    rows = [
        row for row in session.rows("item.read_state", user_id=user_id, ids=wanted) if bool(row["is_read"]) is not read
    ]
    states = [
        {"user_id": user_id, "id": row["id"], "read": _exception(read, bool(row["is_after_mark"]))} for row in rows
    ]
    session.many("state.read", states)
    session.run("state.tidy", user_id=user_id, ids=wanted)
    _count(session, user_id, Counter({source: -n if read else n for source, n in _per_source(rows).items()}))
    if read and rows:
        _move_sparse_marks(session, user_id, sorted(_per_source(rows)))
    return len(rows)


def _note(session: Session, user_id: int, named: list[int], read: bool, now: datetime | None) -> None:
    """Remember when a reader first read what they named; unread, it never was."""
    if not read:
        session.run("reading_event.forget", user_id=user_id, ids=named)
    elif now is not None:
        session.run("reading_event.note", user_id=user_id, ids=named, at_ms=to_ms(now))


def _items_of(session: Session, story_ids: Sequence[int]) -> list[int]:
    if not story_ids:
        return []
    rows = session.rows("story.members", ids=list(story_ids))
    if missing := sorted(set(story_ids) - {row["story_id"] for row in rows}):
        raise NotFound(f"there is no story {', '.join(map(str, missing))}: `ainews stories` shows them")
    return [row["item_id"] for row in rows]


def _others(session: Session, ids: list[int]) -> list[int]:
    """Return the items of the stories that these are in."""
    return [row["item_id"] for row in session.rows("story.siblings", ids=ids)]


def _require(session: Session, ids: Sequence[int]) -> None:
    missing = set(ids) - {row["id"] for row in session.rows("item.existing", ids=list(ids))}
    if missing:
        raise NotFound(f"there is no item {', '.join(str(each) for each in sorted(missing))}")


def _subscribed(session: Session, user_id: int) -> list[int]:
    """Return the reader's sources; where several may write, nobody else changes their counts from here on."""
    return [row["source_id"] for row in session.rows("subscription.lock", user_id=user_id)]


def _exception(read: bool, is_after_mark: bool) -> int | None:
    """Return what must be noted: nothing where the mark says the same."""
    return int(read) if read is is_after_mark else None


def _per_source(rows: Sequence[Row]) -> Counter[int]:
    return Counter(row["source_id"] for row in rows)


def _count(session: Session, user_id: int, more: Counter[int]) -> None:
    session.many(
        "subscription.count",
        [{"user_id": user_id, "source_id": source_id, "more": n} for source_id, n in more.items()],
    )


def _move_sparse_marks(session: Session, user_id: int, source_ids: list[int]) -> None:
    """Move the marks of sources where read exceptions outnumber what is unread."""
    rows = session.rows("subscription.sparse", user_id=user_id, source_ids=source_ids, slack=_SLACK)
    sparse = [row["source_id"] for row in rows]
    if sparse:
        session.run("mark.pin_unread", user_id=user_id, source_ids=sparse)
        session.run("mark.move", user_id=user_id, source_ids=sparse)
        session.run("mark.clear_read", user_id=user_id, source_ids=sparse)
        session.run("mark.drop_empty", user_id=user_id)


def _chosen(
    session: Session, user_id: int, subscribed: Sequence[int], source_ids: Sequence[int], folder: str | None
) -> set[int]:
    if not source_ids and folder is None:
        return set(subscribed)
    inside = {
        row["source_id"]
        for row in session.rows("subscription.folders", user_id=user_id)
        if folder is not None and row["folder"].casefold() == folder.casefold()
    }
    return (inside | set(source_ids)) & set(subscribed)


def _unread(session: Session, user_id: int, source_ids: Sequence[int]) -> int:
    chosen = set(source_ids)
    rows = session.rows("subscription.unread", user_id=user_id)
    return sum(row["unread"] for row in rows if row["source_id"] in chosen)


def _read_everything(session: Session, user_id: int, source_ids: list[int]) -> None:
    """One row per subscription, whatever their number of items."""
    session.run("mark.move", user_id=user_id, source_ids=source_ids)
    session.run("mark.nothing_unread", user_id=user_id, source_ids=source_ids)
    session.run("mark.clear_all", user_id=user_id, source_ids=source_ids)
    session.run("mark.drop_empty", user_id=user_id)


def _read_before(session: Session, user_id: int, source_ids: list[int], position: int) -> None:
    session.run("mark.move_before", user_id=user_id, source_ids=source_ids, position=position)
    session.run("mark.read_before", user_id=user_id, source_ids=source_ids, position=position)
    session.run("mark.unpin_before", user_id=user_id, source_ids=source_ids, position=position)
    session.run("mark.clear_read", user_id=user_id, source_ids=source_ids)
    session.run("mark.drop_empty", user_id=user_id)
    session.run("mark.recount", user_id=user_id, source_ids=source_ids)
    more = session.rows("mark.exceptions", user_id=user_id, source_ids=source_ids)
    _count(session, user_id, Counter({row["source_id"]: row["more"] for row in more}))
