"""Search: from a query to a page of items, newest first or best first; the language of queries is `text.query`'s."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import datetime
from typing import Literal

from ainews.model import OWNER_ID, Item, ItemFilter
from ainews.store.engine import Engine, Row
from ainews.store.languages import language_of
from ainews.store.request import Request
from ainews.store.rows import item_of
from ainews.text.matching import Needle, excerpt, needles
from ainews.text.query import Query

Order = Literal["newest", "relevance"]

_ALL = 2**31 - 1
_SHOWN = (
    *("list.columns", "search.html", "list.from_ids", "search.with_body"),
    *("list.joins", "list.chosen", "search.own_body"),
)


class Search:
    """Full-text search over a reader's sources."""

    def __init__(self, engine: Engine) -> None:
        self._engine = engine

    def search(
        self,
        query: Query,
        *,
        order: Order = "newest",
        limit: int = 20,
        unread: bool = False,
        starred: bool = False,
        source_ids: Sequence[int] = (),
        since: datetime | None = None,
        user_id: int = OWNER_ID,
    ) -> list[Item]:
        """Return the items that match, each with a snippet whose hits stand between U+E000 and U+E001.

        A question that too few items answer with all its words is filled up with the best that hold
        any; a short query only where nothing holds all its words, and best first. An empty query finds nothing.

        order  `newest` by date, or `relevance`: the items then carry a score, larger is better
        limit  0 means all
        """
        if not query:
            return []
        wanted = needles(query.shown_terms)
        with self._engine.read() as session:
            request = Request(session, language_of(self._engine.name), user_id, unread, starred)
            request.narrow(query, source_ids, since)
            found = request.newest(limit or _ALL) if order == "newest" else request.best(limit or _ALL)
        return [_item(row, score, wanted) for row, score in found]

    def listed(
        self, query: Query, within: ItemFilter, *, order: Order = "newest", user_id: int = OWNER_ID
    ) -> list[Item]:
        """Do what `search` does, narrowed as a list is."""
        return self.search(
            query,
            order=order,
            limit=within.limit,
            unread=within.unread,
            starred=within.starred,
            source_ids=within.source_ids,
            since=within.since,
            user_id=user_id,
        )

    def ranked(self, query: Query, within: ItemFilter, *, depth: int, user_id: int = OWNER_ID) -> dict[int, float]:
        """Return the ids of the best matches with their scores, best first; nothing for a query without words."""
        if not query.clauses:
            return {}
        with self._engine.read() as session:
            request = Request(session, language_of(self._engine.name), user_id, within.unread, within.starred)
            request.narrow(query, within.source_ids, within.since)
            return {row["id"]: score or 0.0 for row, score in request.best(depth)}

    def shown(self, scores: Mapping[int, float], query: Query, *, user_id: int = OWNER_ID) -> list[Item]:
        """Return items by id with these scores, in this order, each with a snippet; removed ones are left out."""
        wanted = needles(query.shown_terms)
        rows = {row["id"]: row for row in self._engine.rows(_SHOWN, ids=list(scores), user_id=user_id)}
        return [_item(rows[item_id], score, wanted) for item_id, score in scores.items() if item_id in rows]


def _item(row: Row, score: float | None, wanted: Sequence[Needle]) -> Item:
    return item_of(row, score=score, snippet=excerpt(wanted, row["html"]))
