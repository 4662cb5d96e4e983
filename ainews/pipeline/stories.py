"""Derives stories from what the store lacks: embeds, groups and saves, a piece at a time. Polls nothing.

Nothing needs to be kept between runs but what the store holds, and each piece is one transaction: a run that is
killed is finished by the next one. The newest three days come first, then what is older, day by day,
each day in the company of the two that follow it.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import TYPE_CHECKING

import numpy as np

from ainews.errors import ModelError
from ainews.model import Assigned, DueItem, KnownItem, Regrouped, StoriesReport, StoryText
from ainews.ports import Embedder
from ainews.store import Store
from ainews.stories.corrections import Corrections
from ainews.stories.grouper import WINDOW_H, Assignment, Grouper
from ainews.stories.signature import Signature, packed, signature, story_text, unpacked
from ainews.text.html import text_of_sanitized
from ainews.text.instants import to_ms

if TYPE_CHECKING:
    from ainews.stories.signature import Vector

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


@dataclass(slots=True)
class Kept:
    """What one derivation leaves to the next of the same process: the window, which need not be read again.

    It is only used while it says what the store says.
    """

    made_for: tuple[str, float] = ("", 0.0)
    grouper: Grouper | None = None


def derive(
    store: Store,
    embedder: Embedder,
    *,
    since: datetime | None = None,
    limit: int = 0,
    window_h: float = WINDOW_H,
    kept: Kept | None = None,
    on_event: OnEvent | None = None,
) -> StoriesReport:
    """Give every item its vector and its story, the newest first; what has both costs nothing.

    Raises ModelError after what could be embedded has been grouped; the rest waits for the next run.

    since     leave older items as they are; None means all
    limit     embed at most so many items; 0 means all
    window_h  how far apart in time reports of one story may be, at least 48 h
    kept      for a process that derives again and again, on this store
    """
    run = _Run(store, embedder, 0 if since is None else to_ms(since) // 1000, limit, window_h, kept or Kept(), on_event)
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
        kept: Kept,
        on_event: OnEvent | None,
    ) -> None:
        self.report = StoriesReport()
        self._stories = store.stories
        self._embedder = embedder
        self._since_s = since_s
        self._limit = limit
        self._window_h = window_h
        self._kept = kept
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
        self._tell()
        last_s = before_s = newest_s + 1
        while (due_s := self._newest_due_s(before_s)) is not None and not self._is_spent():
            end_s = min(last_s, due_s + self._window_s - _DAY_S)
            before_s = self._window_until(end_s, is_last=end_s == last_s)
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

    def _window_until(self, end_s: int, *, is_last: bool) -> int:
        """Do what is due in the window that ends then; returns where it starts."""
        first_s = end_s - self._window_s
        due = self._stories.due(self._embedder.model_hash, max(first_s, self._since_s), end_s)
        self._advance(sum(place.is_grouped for place in due))
        failure: ModelError | None = None
        embedded = {place.item_id for place in due if place.is_embedded}
        try:
            for ids in self._embedded(due):
                embedded.update(ids)
        except ModelError as error:
            failure = error
        ready = [place for place in due if not place.is_grouped and place.item_id in embedded]
        if ready:
            self._group(ready, self._grouper(first_s, end_s, keep=is_last))
        self._stories.settle(self._embedder.model_hash)
        if failure is not None:
            raise failure
        return first_s

    def _embedded(self, due: Sequence[DueItem]) -> Iterator[Sequence[int]]:
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
        kept = {each: _halved(vector) for each, vector in zip(distinct, vectors, strict=True)}
        found = [(text.item_id, text.content_hash, kept[each]) for text, each in zip(texts, words, strict=True)]
        self._stories.save_vectors(self._embedder.model_hash, found)

    def _group(self, due: Sequence[DueItem], grouper: Grouper) -> None:
        """Put items into stories by date, a few at a time, beside what the window's other items are in."""
        ordered = sorted(due, key=lambda place: (place.at_s, place.item_id))
        for ids in _batches([place.item_id for place in ordered], GROUP_AT_ONCE):
            order = {item_id: number for number, item_id in enumerate(ids)}
            texts = sorted(self._texts(ids), key=lambda text: order[text.item_id])
            signatures = [_signature(text) for text in texts]
            judged = {
                text.item_id: (text.content_hash, packed(each)) for text, each in zip(texts, signatures, strict=True)
            }
            assignments = grouper.assign(signatures)
            self._count(
                self._stories.save([_assigned(each, *judged.get(each.item_id, (None, None))) for each in assignments])
            )
            self.report.grouped += len(texts)
            self._advance(len(ids))

    def _grouper(self, first_s: int, end_s: int, *, keep: bool) -> Grouper:
        """Return a grouper that knows the window's stories: the last run's where nobody changed them since."""
        kept, made_for = self._kept, (self._embedder.model_hash, self._window_h)
        if keep and kept.grouper is not None and kept.made_for == made_for:
            kept.grouper.corrections = self._corrections
            if kept.grouper.standing(first_s / _HOUR_S) == self._stories.standing(first_s, end_s):
                return kept.grouper
        grouper = Grouper(self._embedder.dims, corrections=self._corrections, window_h=self._window_h)
        grouper.restore(self._known(first_s, end_s))
        if keep:
            kept.made_for, kept.grouper = made_for, grouper
        return grouper

    def _known(self, first_s: int, end_s: int) -> Iterator[tuple[Signature, int, int]]:
        known = self._stories.known(self._embedder.model_hash, first_s, end_s)
        read = {each.item_id: _restored(each) for each in known}
        unread = [item_id for item_id, found in read.items() if found is None]
        for ids in _batches(unread, GROUP_AT_ONCE):
            read.update((text.item_id, _signature(text)) for text in self._texts(ids))
        for each in known:
            if (found := read[each.item_id]) is not None:
                yield found, each.story_id, each.topic_id

    def _texts(self, ids: Sequence[int]) -> list[StoryText]:
        return self._stories.texts(ids, self._embedder.model_hash)

    def _count(self, regrouped: Regrouped) -> None:
        self._new = (self._new | regrouped.new) - regrouped.gone
        self._grown = (self._grown | regrouped.grown) - regrouped.gone - self._new
        self.report.new, self.report.grown = len(self._new), len(self._grown)

    def _advance(self, steps: int) -> None:
        self._done += steps
        if steps:
            self._tell()

    def _tell(self) -> None:
        if self._on_event is not None:
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
        vector=_vector(text.vector),
    )


def _restored(item: KnownItem) -> Signature | None:
    return unpacked(
        item.signature,
        item.item_id,
        at_h=item.at_s / _HOUR_S,
        source_id=item.source_id,
        url_key=item.url_key,
        vector=_vector(item.vector),
    )


def _vector(kept: bytes | None) -> Vector | None:
    return None if kept is None else np.frombuffer(kept, "<f2").astype(np.float32)


def _halved(vector: Vector) -> bytes:
    """Return a vector as it is kept: half precision moves no cosine by more than a thousandth."""
    return vector.astype("<f2").tobytes()


def _assigned(assignment: Assignment, content_hash: bytes | None, signature: bytes | None) -> Assigned:
    why = assignment.why
    return Assigned(
        assignment.item_id, assignment.story_id, assignment.topic_id, why.closest, why.signals, content_hash, signature
    )
