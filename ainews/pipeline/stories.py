"""Derives stories from what the store lacks: embeds, groups and saves, a piece at a time. Polls nothing.

Nothing is kept between runs but what the store holds, and each piece is one transaction: a run that is
killed is finished by the next one. The newest three days come first, then what is older, day by day,
each day in the company of the two that follow it.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from datetime import datetime

import numpy as np

from ainews.errors import ModelError
from ainews.model import Assigned, Regrouped, StoriesReport, StoryPlace, StoryText
from ainews.ports import Embedder
from ainews.store import Store
from ainews.stories.corrections import Corrections
from ainews.stories.grouper import WINDOW_H, Assignment, Grouper
from ainews.stories.signature import Signature, signature, story_text
from ainews.text.html import text_of_sanitized
from ainews.text.instants import to_ms

EMBED_AT_ONCE = 256
GROUP_AT_ONCE = 200

_HOUR_S = 3600
_DAY_S = 24 * _HOUR_S


@dataclass(frozen=True, slots=True)
class StoriesEvent:
    """How far a derivation is, in steps; each item takes two."""

    done: int
    total: int


OnEvent = Callable[[StoriesEvent], None]


def derive(
    store: Store,
    embedder: Embedder,
    *,
    since: datetime | None = None,
    limit: int = 0,
    window_h: float = WINDOW_H,
    on_event: OnEvent | None = None,
) -> StoriesReport:
    """Give every item its vector and its story, the newest first; what has both costs nothing.

    Raises ModelError after what could be embedded has been grouped; the rest waits for the next run.

    since     leave older items as they are; None means all
    limit     embed at most so many items; 0 means all
    window_h  how far apart in time reports of one story may be, at least 48 h
    """
    run = _Run(store, embedder, 0 if since is None else to_ms(since) // 1000, limit, window_h, on_event)
    run.all()
    return run.report


class _Run:
    """One derivation: what it may spend, and its growing report."""

    def __init__(
        self,
        store: Store,
        embedder: Embedder,
        since_s: int,
        limit: int,
        window_h: float,
        on_event: OnEvent | None,
    ) -> None:
        self.report = StoriesReport()
        self._stories = store.stories
        self._embedder = embedder
        self._since_s = since_s
        self._limit = limit
        self._window_h = window_h
        self._on_event = on_event
        self._new: set[int] = set()
        self._grown: set[int] = set()
        self._done = self._total = 0

    def all(self) -> None:
        """Go from window to window, the newest first, while there is something to do in them."""
        newest_s, due = self._stories.newest_s(), self._count_due()
        if newest_s is None or not due:
            return
        model = self._embedder
        self._stories.remember_model(model.model_hash, name=model.name, dims=model.dims, threshold=model.threshold)
        self._corrections = Corrections(*self._stories.corrections())
        self._total = 2 * due
        before_s = newest_s + 1
        while (due_s := self._newest_due_s(before_s)) is not None and not self._is_spent():
            before_s = self._window_until(min(newest_s + 1, due_s + self._window_s - _DAY_S))
        self.report.left = self._count_due()

    @property
    def _window_s(self) -> int:
        return int(self._window_h * _HOUR_S)

    def _count_due(self) -> int:
        return self._stories.count_due(self._embedder.model_hash, since_s=self._since_s)

    def _newest_due_s(self, before_s: int) -> int | None:
        return self._stories.newest_due_s(self._embedder.model_hash, since_s=self._since_s, before_s=before_s)

    def _is_spent(self) -> bool:
        return bool(self._limit) and self.report.embedded >= self._limit

    def _window_until(self, end_s: int) -> int:
        """Do what is due in the window that ends then; returns where it starts."""
        first_s = end_s - self._window_s
        places = self._stories.window(self._embedder.model_hash, first_s, end_s)
        due = [place for place in places if self._is_due(place)]
        self._advance(sum(place.is_grouped for place in due))
        failure: ModelError | None = None
        embedded = {place.item_id for place in places if place.is_embedded}
        try:
            for ids in self._embedded(due):
                embedded.update(ids)
        except ModelError as error:
            failure = error
        self._group(places, [place for place in due if not place.is_grouped and place.item_id in embedded])
        if failure is not None:
            raise failure
        return first_s

    def _is_due(self, place: StoryPlace) -> bool:
        return place.at_s >= self._since_s and not (place.is_embedded and place.is_grouped)

    def _embedded(self, due: Sequence[StoryPlace]) -> Iterator[Sequence[int]]:
        """Embed the items that need it, the newest first; yields the ids of each batch that has been saved."""
        wanted = sorted(
            (place for place in due if not place.is_embedded), key=lambda place: (-place.at_s, -place.item_id)
        )
        self._advance(len(due) - len(wanted))
        for batch in _batches([place.item_id for place in wanted], EMBED_AT_ONCE):
            ids = batch[: self._limit - self.report.embedded] if self._limit else batch
            if not ids:
                return
            self._embed(ids)
            self.report.embedded += len(ids)
            self._advance(len(ids))
            yield ids

    def _embed(self, ids: Sequence[int]) -> None:
        texts = self._texts(ids)
        words = [story_text(text.title, _plain(text)) for text in texts]
        distinct = list(dict.fromkeys(words))
        vectors = self._embedder.embed(distinct)
        packed = {each: _packed(vector) for each, vector in zip(distinct, vectors, strict=True)}
        found = [(text.item_id, text.content_hash, packed[each]) for text, each in zip(texts, words, strict=True)]
        self._stories.save_vectors(self._embedder.model_hash, found)

    def _group(self, places: Sequence[StoryPlace], due: Sequence[StoryPlace]) -> None:
        """Put items into stories by date, a few at a time, beside what the window's other items are in."""
        if not due:
            return
        grouper = Grouper(self._embedder.dims, corrections=self._corrections, window_h=self._window_h)
        grouper.restore(self._known(places))
        ordered = sorted(due, key=lambda place: (place.at_s, place.item_id))
        for ids in _batches([place.item_id for place in ordered], GROUP_AT_ONCE):
            order = {item_id: number for number, item_id in enumerate(ids)}
            texts = sorted(self._texts(ids), key=lambda text: order[text.item_id])
            hashes = {text.item_id: text.content_hash for text in texts}
            assignments = grouper.assign([_signature(text) for text in texts])
            self._count(self._stories.save([_assigned(each, hashes.get(each.item_id)) for each in assignments]))
            self.report.grouped += len(texts)
            self._advance(len(ids))

    def _known(self, places: Sequence[StoryPlace]) -> Iterator[tuple[Signature, int, int]]:
        known = {
            place.item_id: (place.story_id, place.topic_id)
            for place in places
            if place.story_id is not None and place.topic_id is not None
        }
        for ids in _batches(list(known), GROUP_AT_ONCE):
            for text in self._texts(ids):
                yield (_signature(text), *known[text.item_id])

    def _texts(self, ids: Sequence[int]) -> list[StoryText]:
        return self._stories.texts(ids, self._embedder.model_hash)

    def _count(self, regrouped: Regrouped) -> None:
        self._new = (self._new | regrouped.new) - regrouped.gone
        self._grown = (self._grown | regrouped.grown) - regrouped.gone - self._new
        self.report.new, self.report.grown = len(self._new), len(self._grown)

    def _advance(self, steps: int) -> None:
        self._done += steps
        if self._on_event is not None and steps:
            self._on_event(StoriesEvent(min(self._done, self._total), self._total))


def _batches(ids: Sequence[int], size: int) -> Iterator[Sequence[int]]:
    for start in range(0, len(ids), size):
        yield ids[start : start + size]


def _plain(text: StoryText) -> str:
    return text_of_sanitized(text.html)


def _signature(text: StoryText) -> Signature:
    return signature(
        text.item_id,
        text.title,
        _plain(text),
        at_h=text.at_s / _HOUR_S,
        source_id=text.source_id,
        url_key=text.url_key,
        vector=None if text.vector is None else np.frombuffer(text.vector, "<f2").astype(np.float32),
    )


def _packed(vector: np.ndarray[tuple[int, ...], np.dtype[np.float32]]) -> bytes:
    """Return a vector as it is kept: half precision moves no cosine by more than a thousandth."""
    return vector.astype("<f2").tobytes()


def _assigned(assignment: Assignment, content_hash: bytes | None) -> Assigned:
    why = assignment.why
    return Assigned(
        assignment.item_id, assignment.story_id, assignment.topic_id, why.closest, why.signals, content_hash
    )
