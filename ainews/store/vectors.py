"""Vectors in bulk, for searching by meaning: what is there to compare, and what is missing. Compares nothing."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import datetime

from ainews.model import OWNER_ID, ItemFilter
from ainews.store.engine import Engine, Session
from ainews.store.languages import language_of
from ainews.store.positions import position_of
from ainews.store.request import Request
from ainews.text.instants import to_ms
from ainews.text.query import Query

MOST_ITEMS = 100_000
"""So many of the newest items within reach are compared."""

_PAGE = 20_000
_SHORTEST_HTML = 240  # characters; sixty words are longer
_END = 2**63 - 1


@dataclass(frozen=True, slots=True)
class VectorPage:
    """Some items within reach.

    items     how many there are
    embedded  those of them that have a vector
    owners    item id of each vector; an item may have several
    vectors   one after another, as bytes
    """

    items: int
    embedded: int
    owners: Sequence[int]
    vectors: bytes


@dataclass(frozen=True, slots=True)
class LongText:
    """An item whose vector knows only how it begins."""

    item_id: int
    title: str
    html: str
    content_hash: bytes


Pieces = tuple[LongText, Sequence[bytes]]
"""A text, and the vectors of what follows its lead."""

Owned = tuple[int, bytes]
"""An item's id, and one of its vectors."""


class Vectors:
    """The vectors of items, and of the pieces of long ones."""

    def __init__(self, engine: Engine) -> None:
        self._engine = engine

    def dims(self, model_hash: str) -> int:
        """Return how long this model's vectors are; 0 while it has made none."""
        row = self._engine.row("model.dims", hash=model_hash)
        return int(row["dims"]) if row else 0

    def pages(
        self, query: Query, within: ItemFilter, model_hash: str, *, vector_bytes: int, user_id: int = OWNER_ID
    ) -> Iterator[VectorPage]:
        """Yield the newest `MOST_ITEMS` items that a reader follows and that match, with their vectors.

        vector_bytes  length of a vector of this model; others are left out
        """
        with self._engine.read() as session:
            request = Request(session, language_of(self._engine.name), user_id, within.unread, within.starred)
            request.narrow(query, within.source_ids, within.since)
            with_pieces = session.row("chunk.are_there") is not None
            before = _END
            for _ in range(0, MOST_ITEMS, _PAGE):
                rows = request.vectors(model_hash, before=before, limit=_PAGE)
                found = [(row["id"], data) for row in rows if (data := row["data"]) and len(data) == vector_bytes]
                pieces = _pieces(session, [owner for owner, _ in found], model_hash) if with_pieces else []
                yield _page(len(rows), found, [each for each in pieces if len(each[1]) == vector_bytes])
                if len(rows) < _PAGE:
                    return
                before = rows[-1]["position"]

    def count_long(self, model_hash: str, *, since: datetime | None = None) -> int:
        """Return how many long texts have no vectors of their pieces yet."""
        row = self._engine.row(("chunk.count", "chunk.due"), **_due(model_hash, since))
        return int(row["items"]) if row else 0

    def long_texts(self, model_hash: str, *, since: datetime | None = None, limit: int) -> list[LongText]:
        """Return such texts, the newest first."""
        names = ("chunk.texts", "chunk.due", "list.newest_first")
        rows = self._engine.rows(names, **_due(model_hash, since), limit=limit)
        return [LongText(row["id"], row["title"], row["html"], row["content_hash"]) for row in rows]

    def save_pieces(self, model_hash: str, texts: Sequence[Pieces]) -> None:
        """Keep the vectors of texts, in place of earlier ones; without any, that there is nothing to keep."""
        shared = {"model_hash": model_hash}
        rows = [
            shared | {"item_id": text.item_id, "content_hash": text.content_hash, "number": number, "data": vector}
            for text, vectors in texts
            for number, vector in enumerate(vectors or [b""], 1)
        ]
        with self._engine.write() as session:
            session.many("chunk.forget", [shared | {"item_id": text.item_id} for text, _ in texts])
            session.many("chunk.save", rows)


def _pieces(session: Session, ids: Sequence[int], model_hash: str) -> list[Owned]:
    rows = session.rows("chunk.of_items", ids=list(ids), model_hash=model_hash)
    return [(row["item_id"], row["data"]) for row in rows]


def _page(items: int, found: Sequence[Owned], pieces: Sequence[Owned]) -> VectorPage:
    owned = [*found, *pieces]
    return VectorPage(items, len(found), [owner for owner, _ in owned], b"".join([vector for _, vector in owned]))


def _due(model_hash: str, since: datetime | None) -> dict[str, object]:
    oldest = 0 if since is None else position_of(to_ms(since))
    return {"model_hash": model_hash, "since": oldest, "shortest": _SHORTEST_HTML}
