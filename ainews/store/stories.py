"""Vectors, stories and what the owner said of them; which item belongs where is decided elsewhere."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from datetime import datetime
from functools import cache

import msgspec

from ainews.errors import NotFound
from ainews.model import OWNER_ID, Assigned, DueItem, Item, KnownItem, Regrouped, Signal, Story, StoryText
from ainews.store.engine import Engine, Row, Session
from ainews.store.positions import PLACES, position_of
from ainews.store.rows import item_of
from ainews.text.instants import from_ms, to_ms
from ainews.text.matching import head
from ainews.text.titles import MOST_TITLES, best

Pair = tuple[int, int]

_HTML_CHARS = 6_000  # the sixty words that matter stand there, whatever the markup
_END = 2**63 - 1
_ALL = 2**31 - 1
_OF_STORIES = ("list.columns", "list.from_stories", "list.joins", "list.chosen")


class _Why(msgspec.Struct, frozen=True, array_like=True):
    """What the column `why` holds."""

    closest: int | None
    signals: tuple[tuple[str, float, float], ...]


class Stories:
    """What is derived from items, and can be derived again; only corrections cannot.

    Spans of time are whole seconds since 1970, the end left out.
    """

    def __init__(self, engine: Engine) -> None:
        self._engine = engine

    def remember_model(self, model_hash: str, *, name: str, dims: int, threshold: float) -> None:
        """Follow a model from now on: what lacks its vectors is known without looking at all items."""
        if self._is_followed(model_hash):
            return
        with self._engine.write() as session:
            session.run("landing.begin")
            session.run("model.add", hash=model_hash, model=name, dims=dims, threshold=threshold)
            session.run("model.follow", hash=model_hash)
            session.run("due.add_all")

    def settle(self, model_hash: str) -> None:
        """Look no more at the items that have their vector and their story."""
        with self._engine.write() as session:
            # Else an item that changes in these very milliseconds could be forgotten.
            session.run("landing.begin")
            session.run("due.settle", model_hash=model_hash)

    def _is_followed(self, model_hash: str) -> bool:
        row = self._engine.row("model.followed", hash=model_hash)
        return row is not None and bool(row["is_followed"])

    def _due(self, model_hash: str) -> str:
        return "due.of_followed" if self._is_followed(model_hash) else "due.of_any"

    def newest_s(self) -> int | None:
        """Return the date of the newest item."""
        row = self._engine.row("list.window", before=_END, places=0)
        return row["position"] // PLACES if row else None

    def newest_due_s(self, model_hash: str, *, since_s: int = 0, before_s: int | None = None) -> int | None:
        """Return the date of the newest item that lacks a vector or a story of its present text."""
        names = ("due.position", self._due(model_hash), "due.lacking", "due.newest_first")
        row = self._engine.row(names, model_hash=model_hash, **_span(since_s, before_s))
        return row["position"] // PLACES if row else None

    def count_due(self, model_hash: str, *, since_s: int = 0) -> int:
        names = ("due.count", self._due(model_hash), "due.lacking")
        row = self._engine.row(names, model_hash=model_hash, **_span(since_s, None))
        return int(row["items"]) if row else 0

    def count_waiting(self, *, since_s: int = 0, at_most: int = 0) -> int:
        """Count items without a story of their present text, whatever the model; `at_most` 0 means all."""
        row = self._engine.row("story.waiting", first=position_of(since_s * 1000), limit=at_most or _ALL)
        return int(row["items"]) if row else 0

    def due(self, model_hash: str, first_s: int, before_s: int) -> list[DueItem]:
        """Return what is due in a span of time, in order of arrival."""
        names = ("due.places", self._due(model_hash), "due.lacking", "due.in_order")
        rows = self._engine.rows(names, model_hash=model_hash, **_span(first_s, before_s))
        return [_due_of(row) for row in rows]

    def standing(self, first_s: int, before_s: int) -> dict[int, tuple[int, int]]:
        """Return story and topic of the items of a span of time that have them."""
        rows = self._engine.rows("story.standing", **_span(first_s, before_s))
        return {row["id"]: (row["story_id"], row["topic_id"]) for row in rows}

    def known(self, model_hash: str, first_s: int, before_s: int) -> list[KnownItem]:
        """Return the items of a span of time that have a story, in order of arrival."""
        rows = self._engine.rows("story.known", model_hash=model_hash, **_span(first_s, before_s))
        return [_known_of(row) for row in rows]

    def texts(self, ids: Sequence[int], model_hash: str) -> list[StoryText]:
        """Return what matching needs of these items, in order of arrival; removed ones are left out."""
        rows = self._engine.rows("story.texts", ids=list(ids), model_hash=model_hash, html_chars=_HTML_CHARS + 1)
        return [_text_of(row) for row in rows]

    def save_vectors(self, model_hash: str, vectors: Iterable[tuple[int, bytes, bytes]]) -> None:
        """Keep vectors: item id, hash of the content that was embedded, and the vector's bytes."""
        rows = [
            {"item_id": item_id, "model_hash": model_hash, "content_hash": content_hash, "data": vector}
            for item_id, content_hash, vector in vectors
        ]
        with self._engine.write() as session:
            session.many("vector.save", rows)

    def save(self, assigned: Sequence[Assigned]) -> Regrouped:
        """Put items into their stories, and count anew the stories that they enter and leave."""
        with self._engine.write() as session:
            touched = _touched(session, assigned)
            before = _sizes(session, touched)
            session.many("story_item.put", [_row(each) for each in assigned if each.content_hash is not None])
            session.many("story_item.move", [_row(each) for each in assigned if each.content_hash is None])
            refresh(session, touched)
            after = _sizes(session, touched)
        return Regrouped(
            new=frozenset(after.keys() - before.keys()),
            grown=frozenset(story for story, size in after.items() if size > before.get(story, size)),
            gone=frozenset(before.keys() - after.keys()),
        )

    def list(self, *, since: datetime | None = None, limit: int = 0) -> list[Story]:
        """Return stories without their items, the one that was reported on last first; `limit` 0 means all."""
        since_ms = 0 if since is None else to_ms(since)
        return [_story_of(row) for row in self._engine.rows("story.list", since=since_ms, limit=limit or _ALL)]

    def story(self, story_id: int, user_id: int = OWNER_ID) -> Story:
        """Return a story with its items; raises NotFound."""
        row = self._engine.row("story.get", id=story_id)
        if row is None:
            raise NotFound(f"there is no story {story_id}: `ainews stories` shows them")
        return self.with_items([_story_of(row)], user_id)[0]

    def with_items(self, stories: Sequence[Story], user_id: int = OWNER_ID) -> Sequence[Story]:
        """Return the stories with their items, as one reader sees them, oldest first."""
        ids = [story.id for story in stories]
        items: dict[int, list[Item]] = {story_id: [] for story_id in ids}
        for row in sorted(self._engine.rows(_OF_STORIES, ids=ids, user_id=user_id), key=lambda row: row["position"]):
            items[row["story_id"]].append(item_of(row))
        return [msgspec.structs.replace(story, items=tuple(items[story.id])) for story in stories]

    def why(self, item_id: int) -> Assigned | None:
        """Return an item's place in its story, None while it has none; raises NotFound."""
        row = self._engine.row("story_item.why", ids=[item_id])
        if row is None:
            raise NotFound(f"there is no item {item_id}")
        return _assigned_of(row) if row["story_id"] is not None else None

    def existing(self, ids: Sequence[int]) -> set[int]:
        """Return which of these ids stories bear."""
        return {row["id"] for row in self._engine.rows("story.sizes", ids=list(ids))}

    def corrections(self) -> tuple[set[Pair], set[Pair]]:
        """Return the pairs of items that the owner put together, and those that they put apart."""
        together: set[Pair] = set()
        apart: set[Pair] = set()
        for row in self._engine.rows("correction.list"):
            (together if row["kind"] == "together" else apart).add((row["item_a"], row["item_b"]))
        return together, apart

    def correct(
        self, *, together: Iterable[Pair] = (), apart: Iterable[Pair] = (), forgotten: Iterable[Pair] = ()
    ) -> None:
        """Remember pairs of items, the lower id first, and forget others."""
        said = [("together", pair) for pair in together] + [("apart", pair) for pair in apart]
        with self._engine.write() as session:
            session.many("correction.forget", [{"item_a": a, "item_b": b} for a, b in forgotten])
            session.many("correction.add", [{"item_a": a, "item_b": b, "kind": kind} for kind, (a, b) in said])


def stories_of(session: Session, item_ids: Sequence[int]) -> set[int]:
    """Return the stories that these items are in."""
    return {row["story_id"] for row in session.rows("story.of_items", ids=list(item_ids))}


def _touched(session: Session, assigned: Sequence[Assigned]) -> list[int]:
    """Return the stories that items enter, leave or tell in other words; another topic alone changes none."""
    rows = session.rows("story_item.stories", ids=[each.item_id for each in assigned])
    before = {row["item_id"]: row["story_id"] for row in rows}
    moved = [each for each in assigned if each.content_hash is not None or before.get(each.item_id) != each.story_id]
    left = {before[each.item_id] for each in moved if each.item_id in before}
    return sorted(left | {each.story_id for each in moved})


def refresh(session: Session, story_ids: Iterable[int]) -> None:
    """Count and name these stories anew after their items changed; a story without items is none."""
    ids = sorted(story_ids)
    if ids:
        session.run("story.refresh", ids=ids)
        titles: dict[int, list[str]] = {}
        for row in session.rows("story.titles", ids=ids, titles=MOST_TITLES):
            titles.setdefault(row["story_id"], []).append(row["title"])
        session.many("story.call", [{"id": story_id, "title": best(told)} for story_id, told in titles.items()])
        session.run("story.drop_empty", ids=ids)


def _sizes(session: Session, story_ids: Sequence[int]) -> dict[int, int]:
    return {row["id"]: row["size"] for row in session.rows("story.sizes", ids=list(story_ids))}


def _span(first_s: int, before_s: int | None) -> dict[str, int]:
    return {
        "first": position_of(first_s * 1000),
        "before": _END if before_s is None else position_of(before_s * 1000),
    }


def _row(assigned: Assigned) -> dict[str, object]:
    why = _Why(assigned.closest, tuple((each.name, each.value, each.weight) for each in assigned.signals))
    return {
        "item_id": assigned.item_id,
        "story_id": assigned.story_id,
        "topic_id": assigned.topic_id,
        "content_hash": assigned.content_hash,
        "why": msgspec.json.encode(why).decode(),
        "signature": assigned.signature,
    }


def _due_of(row: Row) -> DueItem:
    return DueItem(row["id"], row["position"] // PLACES, bool(row["is_embedded"]), bool(row["is_grouped"]))


def _known_of(row: Row) -> KnownItem:
    return KnownItem(
        row["id"],
        row["source_id"],
        row["position"] // PLACES,
        row["url_key"],
        row["story_id"],
        row["topic_id"],
        row["signature"],
        row["data"],
    )


def _text_of(row: Row) -> StoryText:
    return StoryText(
        item_id=row["id"],
        source_id=row["source_id"],
        at_s=row["position"] // PLACES,
        title=row["title"],
        html=head(row["html"], _HTML_CHARS),
        url_key=row["url_key"],
        content_hash=row["content_hash"],
        vector=row["data"],
    )


def _story_of(row: Row) -> Story:
    return Story(
        id=row["id"],
        revision=row["revision"],
        title=row["title"],
        first_at=from_ms(row["first_ms"]),
        last_at=from_ms(row["last_ms"]),
        size=row["size"],
        sources=row["sources"],
    )


def _assigned_of(row: Row) -> Assigned:
    why = _why_decoder().decode(row["why"])
    signals = tuple(Signal(*each) for each in why.signals)
    return Assigned(row["id"], row["story_id"], row["topic_id"], why.closest, signals)


@cache
def _why_decoder() -> msgspec.json.Decoder[_Why]:
    return msgspec.json.Decoder(_Why)
