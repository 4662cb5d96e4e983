"""Chooses how a page of a list is read, so that it takes its time from the page and not from the store.

A walk down the positions is fastest where most items qualify; where few do, they are gathered from
what is kept about them: the stars, the exceptions, each subscription's mark and unread count.
"""

from __future__ import annotations

import heapq
from collections.abc import Iterable, Sequence
from typing import Any

from ainews.errors import NotFound
from ainews.model import Counts, Item, ItemFilter
from ainews.store.engine import Row, Session
from ainews.store.positions import position_of
from ainews.store.rows import item_of
from ainews.text.instants import to_ms
from ainews.text.spacing import spaced

_FEW = 2_000
_WINDOWS = (1_000, 10_000, 100_000)
"""Places to walk over before giving up, while that costs less than gathering all that is unread."""

_END = 2**63 - 1
_ALL = 2**31 - 1


def page(session: Session, wanted: ItemFilter, user_id: int) -> list[Item]:
    """Read one page inside one snapshot; see `Reading.list`."""
    return [item_of(row) for row in Page(session, wanted, user_id).rows()]


class Page:
    """One request for a page, and what its statements share.

    story_ids  leave out what is in no story of these
    """

    def __init__(
        self, session: Session, wanted: ItemFilter, user_id: int, *, story_ids: Sequence[int] | None = None
    ) -> None:
        self._session = session
        self._wanted = wanted
        self._story_ids = story_ids
        self._columns = "list.columns"
        self._shared: dict[str, Any] = {
            "user_id": user_id,
            "limit": wanted.limit or _ALL,
            "before": _END if wanted.before is None else self._position(wanted.before),
            "since": 0 if wanted.since is None else position_of(to_ms(wanted.since), 0),
            "only_unread": int(wanted.unread),
            "ids": list(story_ids or ()),
        }

    def rows(self) -> list[Row]:
        source_ids = self._wanted.source_ids
        if self._wanted.tag is None:
            return self._rows(source_ids)
        return self._either(self._in_folder(), self._tagged(source_ids))

    def counts(self) -> Counts:
        """Count what the page would hold."""
        if self._wanted.tag is not None:
            rows = self.rows()
            return Counts(len(rows), len({row["story_id"] or -row["id"] for row in rows}))
        self._columns = "list.counts"
        rows = self._rows(self._wanted.source_ids)
        return Counts(rows[0]["items"], rows[0]["stories"]) if rows else Counts()

    def _rows(self, source_ids: tuple[int, ...]) -> list[Row]:
        if self._story_ids is not None:
            return self._read("list.from_stories", source_ids)
        if self._wanted.starred:
            return self._read("list.from_starred", source_ids)
        if self._wanted.unread:
            return self._unread(source_ids)
        if source_ids:
            return self._read("list.from_sources", source_ids)
        return self._read("list.from_all", ())

    def _unread(self, source_ids: tuple[int, ...]) -> list[Row]:
        shared = self._shared | {"source_ids": list(source_ids), "any_source": int(not source_ids)}
        total = self._session.rows("list.unread_total", **shared)[0]["total"]
        if not total:
            return []
        if source_ids and total > _FEW:
            return self._read("list.from_sources", source_ids)
        if self._wanted.limit and not source_ids:
            for places in _WINDOWS:
                rows = self._walk(places) if places <= total else None
                if rows is not None:
                    return rows
        return self._read("list.from_unread", source_ids)

    def _walk(self, places: int) -> list[Row] | None:
        """Return the page, if so many places of the whole list hold it."""
        end = self._session.row("list.window", before=self._shared["before"], places=places)
        since = max(self._shared["since"], end["position"] if end else 0)
        rows = self._read("list.from_all", (), since=since)
        is_whole = len(rows) == self._wanted.limit or since == self._shared["since"]
        return rows if is_whole else None

    def _read(self, start: str, source_ids: tuple[int, ...], **other: object) -> list[Row]:
        """Join a way to find items with the conditions of the filter."""
        clauses = {
            "list.tagged": start == "list.from_tagged",
            "list.chosen": start not in ("list.from_all", "list.from_tagged"),
            "list.of_stories": start == "list.from_tagged" and self._story_ids is not None,
            "list.unread": self._wanted.unread,
            "list.starred": self._wanted.starred,
            "list.of_sources": bool(source_ids),
            "list.since": self._wanted.since is not None or "since" in other,
            "list.before": self._wanted.before is not None,
        }
        end = "list.newest_tagged_first" if clauses["list.tagged"] else "list.newest_first"
        names = [self._columns, start, "list.joins", *(name for name, holds in clauses.items() if holds)]
        if self._columns == "list.columns":
            names.append(end)
        parameters = self._shared | {"source_ids": list(source_ids), "any_source": int(not source_ids)} | other
        return self._session.rows(tuple(names), **parameters)

    def _in_folder(self) -> list[Row]:
        rows = self._session.rows("subscription.folders", user_id=self._shared["user_id"])
        wanted, tag = self._wanted.source_ids, (self._wanted.tag or "").casefold()
        inside = [row["source_id"] for row in rows if row["folder"].casefold() == tag]
        source_ids = tuple(each for each in inside if not wanted or each in wanted)
        return self._rows(source_ids) if source_ids else []

    def _tagged(self, source_ids: tuple[int, ...]) -> list[Row]:
        words = spaced(self._wanted.tag or "").replace('"', " ").strip()
        if not words:
            return []
        return self._read("list.from_tagged", source_ids, tag=words)

    def _either(self, *lists: Iterable[Row]) -> list[Row]:
        """Merge lists that are newest first, without repeating what is in both."""
        merged: list[Row] = []
        for row in heapq.merge(*lists, key=lambda row: -row["position"]):
            if not merged or merged[-1]["id"] != row["id"]:
                merged.append(row)
        return merged[: self._shared["limit"]]

    def _position(self, item_id: int) -> int:
        row = self._session.row("item.position", id=item_id)
        if row is None:
            raise NotFound(f"there is no item {item_id} to continue after")
        return int(row["position"])
