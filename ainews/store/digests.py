"""Digests that were made, to be listed and opened again as they were; what belongs in one is decided elsewhere."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime
from functools import cache

import msgspec

from ainews.errors import NotFound
from ainews.model import OWNER_ID
from ainews.model.digests import Digest, Inflow, Rhythm, SavedDigest
from ainews.store.engine import Engine, Row
from ainews.store.positions import PLACES, position_of
from ainews.text.hashing import digest as hash_of
from ainews.text.instants import from_ms, to_ms

_ALL = 2**31 - 1


class Digests:
    """One reader's digests, and what they are made from besides stories; the owner's, where no user is named."""

    def __init__(self, engine: Engine) -> None:
        self._engine = engine

    def save(self, digest: Digest, item_ids: Sequence[int], *, made_at: datetime, user_id: int = OWNER_ID) -> Digest:
        """Keep a digest, in place of the one of the same time and window; returns it with its id.

        item_ids  all items of its stories: from now on they have been shown
        """
        with self._engine.write() as session:
            row = session.row(
                "digest.save",
                user_id=user_id,
                at_ms=to_ms(digest.at),
                since_ms=window_ms(digest.since),
                made_ms=to_ms(made_at),
                stories=len(digest.stories),
                content_key=_content_key(digest),
                record=msgspec.json.encode(digest).decode(),
            )
            digest_id: int = _the(row, 0)["id"]
            session.run("digest_item.forget", digest_id=digest_id)
            session.run("digest_item.add", digest_id=digest_id, ids=list(item_ids))
        return msgspec.structs.replace(digest, id=digest_id)

    def get(self, digest_id: int, user_id: int = OWNER_ID) -> Digest:
        """Return a digest exactly as it was saved; raises NotFound."""
        row = _the(self._engine.row("digest.get", id=digest_id, user_id=user_id), digest_id)
        return msgspec.structs.replace(_decoder().decode(row["record"]), id=row["id"])

    def inflow(self, since: datetime | None, at: datetime, user_id: int = OWNER_ID) -> Inflow:
        """Count the items that are dated after `since` and up to `at`, to the second."""
        first = 0 if since is None else _after(since)
        row = self._engine.row("digest.window", user_id=user_id, first=first, before=_after(at))
        return Inflow(row["items"], row["sources"], row["waiting"]) if row else Inflow(0, 0, 0)

    def rhythms(self, at: datetime, user_id: int = OWNER_ID) -> list[Rhythm]:
        """Return how often each source that has brought something by then brings news."""
        rows = self._engine.rows("source.rhythm", user_id=user_id, before=_after(at))
        return [
            Rhythm(row["id"], row["items"], _dated(row["oldest"]), _dated(row["newest"]))
            for row in rows
            if row["newest"] is not None
        ]

    def list(self, *, limit: int = 0, user_id: int = OWNER_ID) -> list[SavedDigest]:
        """Return the saved digests, the latest first; `limit` 0 means all."""
        with self._engine.read() as session:
            rows = session.rows("digest.list", user_id=user_id, limit=limit or _ALL)
            sent = session.rows("digest.sent", ids=[row["id"] for row in rows])
        ways: dict[int, list[str]] = {}
        for each in sent:
            ways.setdefault(each["digest_id"], []).append(each["channel"])
        return [_saved_of(row, tuple(ways.get(row["id"], ()))) for row in rows]


def _content_key(digest: Digest) -> bytes:
    """Return a hash of what is shown; two days without stories are not the same."""
    shown = [f"{story.story_id} {story.revision}" for story in digest.stories]
    return hash_of(*(shown or [f"nothing at {to_ms(digest.at)}"]))


def window_ms(since: datetime | None) -> int:
    """Return where a window begins, as digests keep it."""
    return 0 if since is None else max(to_ms(since), 0)


def _after(at: datetime) -> int:
    """Return the first position beyond the second of a moment."""
    return position_of(to_ms(at) + 1000)


def _dated(position: int) -> datetime:
    return from_ms(position // PLACES * 1000)


def _saved_of(row: Row, sent: tuple[str, ...]) -> SavedDigest:
    return SavedDigest(
        id=row["id"],
        at=from_ms(row["at_ms"]),
        since=from_ms(row["since_ms"]) if row["since_ms"] else None,
        stories=row["stories"],
        made_at=from_ms(row["made_ms"]),
        sent=sent,
    )


def _the(row: Row | None, digest_id: int) -> Row:
    if row is None:
        raise NotFound(f"there is no digest {digest_id}: `ainews digest --list` shows them")
    return row


@cache
def _decoder() -> msgspec.json.Decoder[Digest]:
    return msgspec.json.Decoder(Digest)
