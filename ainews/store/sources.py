"""Sources and who is subscribed to them: adding, finding, leasing for a poll; no polling."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime, timedelta
from types import EllipsisType

from ainews.errors import Conflict, NotFound, UsageError
from ainews.model import OWNER_ID, Source, SourceKind, SourceOptions, Subscription
from ainews.store.engine import Engine, Row, Session
from ainews.store.rows import options_text, source_of, subscription_of
from ainews.text.instants import to_ms

_BY_ID = ("source.columns", "source.from", "source.by_id")
_BY_URL = ("source.columns", "source.from", "source.by_url")
_PLAIN = SourceOptions()
_EVERYTHING = 2**31 - 1
_CANDIDATES_NAMED = 5
_CLOCKS_DIFFER = timedelta(hours=1)  # of two processes that poll one store


class Sources:
    """The addresses that are polled."""

    def __init__(self, engine: Engine) -> None:
        self._engine = engine

    def add(
        self,
        url: str,
        *,
        kind: SourceKind = SourceKind.FEED,
        title: str = "",
        site_url: str | None = None,
        options: SourceOptions = _PLAIN,
        folder: str | None = None,
        now: datetime,
    ) -> tuple[Source, bool]:
        """Store a source, due at once, and subscribe the owner; returns it, and whether the owner had it not.

        A source or subscription that is there already stays as it is.
        """
        now_ms = to_ms(now)
        with self._engine.write() as session:
            session.run(
                "source.add",
                url=url,
                kind=kind.value,
                title=title,
                site_url=site_url,
                options=options_text(options),
                now_ms=now_ms,
            )
            source = source_of(_the(session.row(_BY_URL, url=url), url))
            subscribed = session.run(
                "subscription.add", user_id=OWNER_ID, source_id=source.id, folder=folder, now_ms=now_ms
            )
        return source, subscribed == 1

    def get(self, source_id: int) -> Source:
        return source_of(_the(self._engine.row(_BY_ID, id=source_id), source_id))

    def by_url(self, url: str) -> Source | None:
        row = self._engine.row(_BY_URL, url=url)
        return source_of(row) if row else None

    def pieces(self, source_id: int) -> bytes:
        """Return what the last landing remembered of its document's items; empty if nothing."""
        row = self._engine.row("piece.of_source", source_id=source_id)
        return row["data"] if row else b""

    def find(self, ref: str) -> Source:
        """Return the source that a person means: by id, address, title, or a part of these that only one has.

        Raises NotFound, or Conflict naming some that it could be.
        """
        names = self._engine.rows("source.names", user_id=OWNER_ID)
        for means in (_has_id, _is_called, _is_called_like):
            found = [row for row in names if means(row, ref.strip())]
            if len(found) == 1:
                return self.get(found[0]["id"])
            if found:
                raise Conflict(f"{ref!r} could be {_listing(found)}: use an id")
        raise NotFound(f"no source is called {ref!r}: `ainews source list` shows them all")

    def subscriptions(self, user_id: int = OWNER_ID) -> list[Subscription]:
        """Return one reader's sources, by folder and title."""
        return [subscription_of(row) for row in self._engine.rows("subscription.list", user_id=user_id)]

    def ids(self, user_id: int = OWNER_ID) -> list[int]:
        """Return the ids of one reader's sources, oldest first."""
        return [row["source_id"] for row in self._engine.rows("subscription.ids", user_id=user_id)]

    def claim(
        self,
        owner: str,
        now: datetime,
        *,
        lease: timedelta,
        limit: int,
        ids: Sequence[int] | None = None,
        include_not_due: bool = False,
        dead_owners: Sequence[str] = (),
    ) -> list[Source]:
        """Lease sources for polling, longest waiting first; nobody else gets them until the lease ends.

        ids              only these
        limit            0 means all
        include_not_due  also before their time, though never inside a pause that a server asked for
        dead_owners      whose leases count no more
        """
        now_ms = to_ms(now)
        with self._engine.write() as session:
            rows = session.rows(
                "source.claim",
                owner=owner,
                now_ms=now_ms,
                until_ms=to_ms(now + lease),
                later_ms=to_ms(now + _CLOCKS_DIFFER),
                lease_later_ms=to_ms(now + lease + _CLOCKS_DIFFER),
                limit=limit or _EVERYTHING,
                any_id=int(ids is None),
                ids=list(ids or ()),
                due_or_not=int(include_not_due),
                dead_owners=list(dead_owners),
            )
        return [source_of(row) for row in sorted(rows, key=lambda row: (row["next_due_ms"] or 0, row["id"]))]

    def lease_owners(self, now: datetime) -> list[str]:
        """Return who holds a lease that is still good."""
        return [row["lease_owner"] for row in self._engine.rows("source.lease_owners", now_ms=to_ms(now))]

    def release(self, owner: str) -> None:
        """End every lease of an owner; what was not polled stays due."""
        with self._engine.write() as session:
            session.run("source.release", owner=owner)

    def counts_due(self, now: datetime) -> int:
        """Return how many sources may be polled now."""
        row = self._engine.row("source.due_count", now_ms=to_ms(now))
        return int(row["due"]) if row else 0

    def edit(
        self,
        source_id: int,
        *,
        title: str | None = None,
        folder: str | EllipsisType | None = ...,
        options: SourceOptions | None = None,
        url: str | None = None,
    ) -> Source:
        """Change what the owner chose; what is not given stays.

        title   the owner's own name for it, "" for the feed's
        folder  None takes it out of its folder
        """
        with self._engine.write() as session:
            source = source_of(_the(session.row(_BY_ID, id=source_id), source_id))
            self._edit_source(session, source, url or source.url, options or source.options)
            mine = session.row("subscription.get", user_id=OWNER_ID, id=source_id)
            if mine is not None:
                session.run(
                    "subscription.edit",
                    user_id=OWNER_ID,
                    id=source_id,
                    title=mine["title"] if title is None else title or None,
                    folder=mine["folder"] if folder is ... else folder,
                )
        return self.get(source_id)

    def pause(self, source_id: int) -> None:
        """Poll it no more until `resume`."""
        self._change("source.pause", source_id)

    def resume(self, source_id: int, now: datetime) -> None:
        """Poll it again, from now on, with its faults forgiven."""
        self.get(source_id)
        with self._engine.write() as session:
            session.run("source.resume", id=source_id, now_ms=to_ms(now))

    def remove(self, source_id: int) -> None:
        """Forget a source with all of its items, for every reader."""
        from ainews.store.stories import refresh

        with self._engine.write() as session:
            stories = [row["story_id"] for row in session.rows("story.of_source", id=source_id)]
            session.run("index.forget_source", id=source_id)
            if session.run("source.remove", id=source_id) == 0:
                raise NotFound(f"there is no source {source_id}")
            refresh(session, stories)

    def _change(self, statement: str, source_id: int) -> None:
        with self._engine.write() as session:
            if session.run(statement, id=source_id) == 0:
                raise NotFound(f"there is no source {source_id}")

    def _edit_source(self, session: Session, source: Source, url: str, options: SourceOptions) -> None:
        if not url.strip():
            raise UsageError("a source needs an address")
        other = session.row(_BY_URL, url=url)
        if other is not None and other["id"] != source.id:
            raise Conflict(f"source {other['id']} has the address {url} already")
        session.run("source.edit", id=source.id, url=url, options=options_text(options))


def _the(row: Row | None, ref: object) -> Row:
    if row is None:
        raise NotFound(f"there is no source {ref}")
    return row


def _has_id(row: Row, ref: str) -> bool:
    return str(row["id"]) == ref


def _is_called(row: Row, ref: str) -> bool:
    return ref.casefold() in _names(row)


def _is_called_like(row: Row, ref: str) -> bool:
    return bool(ref) and any(ref.casefold() in name for name in _names(row))


def _names(row: Row) -> list[str]:
    return [name.casefold() for name in (row["url"], row["title"], row["own_title"]) if name]


def _listing(rows: Sequence[Row]) -> str:
    named = [f"{row['id']} {row['own_title'] or row['title'] or row['url']}" for row in rows[:_CANDIDATES_NAMED]]
    more = len(rows) - len(named)
    return ", ".join(named) + (f" or {more} more" if more else "")
