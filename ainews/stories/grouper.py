"""Assigns items to stories as they arrive, and mends what later items show to be wrong; no store.

First the loose topic (`topics`), then the topic's stories anew (`contrast`): the second step is a pure
function of the topic's recent members, so the order of arrival within a topic does not matter, and a
story that came apart or grew together is named after the one it shares most items with.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Sequence
from contextlib import AbstractContextManager
from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np
from threadpoolctl import ThreadpoolController

from ainews.stories.contrast import NEVER, SURE, Pairs, Weights, divide, pairs
from ainews.stories.corrections import Corrections
from ainews.stories.signature import Signature
from ainews.stories.topics import Topics
from ainews.stories.twins import Twins, differ_in_filling
from ainews.stories.why import Why, copy_of, explain
from ainews.stories.window import Window

if TYPE_CHECKING:
    from numpy.typing import NDArray

WINDOW_H = 72.0
_BATCH = 64
_SIMILAR = 0.45


@dataclass(frozen=True, slots=True)
class Assignment:
    """Where an item belongs now.

    story_id  an item's id: the story is named after one of its first items
    topic_id  likewise; give it back with `Grouper.restore`
    """

    item_id: int
    story_id: int
    topic_id: int
    why: Why


class Grouper:
    """The stories of the recent window.

    dims      length of the vectors
    window_h  items older than this, counted from the newest, take no more part and keep their story
    """

    def __init__(
        self,
        dims: int,
        *,
        corrections: Corrections | None = None,
        weights: Weights | None = None,
        window_h: float = WINDOW_H,
    ) -> None:
        self._window = Window(dims)
        self._topics = Topics(self._window)
        self._twins = Twins()
        self._places: dict[int, tuple[int, int]] = {}  # story and topic of a slot, as they were last told
        self._corrections = corrections or Corrections()
        self._weights = weights or Weights()
        self._window_h = window_h
        self._newest_h = float("-inf")
        self._blas = ThreadpoolController()

    def __len__(self) -> int:
        return len(self._window)

    def story_of(self, item_id: int) -> int | None:
        """Return the story of an item that is still in the window."""
        slot = self._window.slot_of(item_id)
        return None if slot is None or slot not in self._places else self._places[slot][0]

    @property
    def corrections(self) -> Corrections:
        return self._corrections

    @corrections.setter
    def corrections(self, said: Corrections) -> None:
        """Heed other corrections from now on; what is grouped stays until its topic is looked at again."""
        self._corrections = said

    def standing(self, since_h: float) -> dict[int, tuple[int, int]]:
        """Return the (story id, topic id) of each item in the window, those published from a time on."""
        placed = ((self._window[slot], place) for slot, place in self._places.items())
        return {signature.item_id: place for signature, place in placed if signature.at_h >= since_h}

    def restore(self, known: Iterable[tuple[Signature, int, int]]) -> None:
        """Take back recent items with their (story id, topic id), oldest arrival first, regrouping nothing."""
        for signature, story_id, topic_id in known:
            slot = self._add(signature)
            self._places[slot] = story_id, topic_id
            self._topics.put(slot, topic_id)

    def assign(self, signatures: Sequence[Signature]) -> list[Assignment]:
        """Take in new items, in order of arrival; returns every item whose place is new or has changed.

        An item that is known is taken as edited: it stays in its topic and is judged by its new words.
        """
        changed: set[int] = set()
        with self._one_thread():
            for start in range(0, len(signatures), _BATCH):
                changed |= self._place(signatures[start : start + _BATCH])
            return self._regroup(changed)

    def correct(self, item_ids: Iterable[int]) -> list[Assignment]:
        """Regroup the topics of these items after the corrections changed."""
        slots = [slot for item in item_ids if (slot := self._window.slot_of(item)) is not None]
        changed = {topic for slot in slots if (topic := self._topics.topic_of(slot)) is not None}
        changed.update(map(self._joined_by_hand, slots))
        with self._one_thread():
            return self._regroup(changed)

    def _one_thread(self) -> AbstractContextManager[object]:
        """Keep numpy on one core: its products here are small, and a second thread mostly waits, at full cost."""
        limit: AbstractContextManager[object] = self._blas.limit(limits=1, user_api="blas")
        return limit

    def _place(self, signatures: Sequence[Signature]) -> set[int]:
        changed = {self._forget(known) for each in signatures if (known := self._known(each)) is not None}
        self._newest_h = max([self._newest_h, *(signature.at_h for signature in signatures)])
        for slot in self._window.older_than(self._newest_h - self._window_h):
            self._forget(slot)
        slots = [self._add(signature) for signature in signatures]
        closeness = self._window.closeness(slots)
        changed.update(map(self._topic, slots, closeness))
        return changed

    def _known(self, signature: Signature) -> int | None:
        return self._window.slot_of(signature.item_id)

    def _add(self, signature: Signature) -> int:
        slot = self._window.add(signature)
        self._twins.add(slot, signature)
        self._newest_h = max(self._newest_h, signature.at_h)
        return slot

    def _forget(self, slot: int) -> int:
        self._twins.remove(slot, self._window[slot])
        self._places.pop(slot, None)
        self._window.remove(slot)
        return self._topics.remove(slot)

    def _topic(self, slot: int, closeness: NDArray[np.float32]) -> int:
        signature = self._window[slot]
        twins = [twin for twin in self._twins.of(signature) if self._meets(signature, twin)]
        if twins:
            topic = self._topics.topic_of(twins[0])
            assert topic is not None
            self._topics.put(slot, topic)
        elif signature.tells:
            near = [other for other in self._window.near(slot, closeness) if self._meets(signature, other)]
            topic = self._topics.place(slot, near)
        else:
            topic = self._topics.place(slot, [])
        return self._joined_by_hand(slot) if self._corrections.together else topic

    def _meets(self, signature: Signature, slot: int) -> bool:
        other = self._window[slot]
        placed = self._topics.topic_of(slot) is not None
        return placed and other.tells and abs(other.at_h - signature.at_h) <= self._window_h

    def _joined_by_hand(self, slot: int) -> int:
        topic = self._topics.topic_of(slot)
        assert topic is not None
        item = self._window[slot].item_id
        for a, b in sorted(pair for pair in self._corrections.together if item in pair):
            friend = self._window.slot_of(b if a == item else a)
            other = None if friend is None else self._topics.topic_of(friend)
            if other is not None and other != topic:
                topic = self._topics.unite(topic, other)
        return topic

    def _regroup(self, topics: Iterable[int]) -> list[Assignment]:
        assignments: list[Assignment] = []
        for topic in sorted(topics):
            members = sorted(self._topics.members(topic), key=lambda slot: self._window[slot].item_id)
            if members:
                assignments += self._stories(topic, members)
        return assignments

    def _stories(self, topic: int, members: Sequence[int]) -> list[Assignment]:
        copies = self._by_text(members)
        scored = self._pairs([slots[0] for slots in copies])
        ids = [self._window[slots[0]].item_id for slots in copies]
        groups = divide(scored.scores, self._weights)
        before = {self._window[slot].item_id: self._places.get(slot, (None, 0))[0] for slot in members}
        everybody = [
            sorted(self._window[slot].item_id for place in group for slot in copies[place]) for group in groups
        ]
        told = Counter(before.values())
        assignments = []
        for group, name, items in zip(groups, _names(everybody, before), everybody, strict=True):
            alone = told[name] == 1 < len(items)  # what began the story had nothing to be like
            for place in group:
                slots = [slot for slot in copies[place] if alone or self._places.get(slot) != (name, topic)]
                if slots:
                    why = explain(scored, place, [other for other in group if other != place], ids)
                    self._places.update(dict.fromkeys(slots, (name, topic)))
                    assignments += [self._assignment(slot, name, topic, copies[place], why) for slot in slots]
        return assignments

    def _assignment(self, slot: int, name: int, topic: int, copies: Sequence[int], why: Why) -> Assignment:
        """Return a slot's place; what has only copies beside it, or copies an earlier item, is there for that."""
        if slot != copies[0] or (len(copies) > 1 and not why.signals):
            why = copy_of(self._window[copies[slot == copies[0]]].item_id)
        return Assignment(self._window[slot].item_id, name, topic, why)

    def _by_text(self, members: Sequence[int]) -> list[list[int]]:
        """Put copies behind the first item with their text, for they have no say of their own."""
        spoken_of = {item for pair in self._corrections.together | self._corrections.apart for item in pair}
        found: dict[tuple[int, int], list[int]] = {}
        for slot in members:
            signature = self._window[slot]
            single = signature.item_id in spoken_of or not signature.tells
            found.setdefault((signature.text_key, signature.item_id if single else 0), []).append(slot)
        return list(found.values())

    def _pairs(self, members: Sequence[int]) -> Pairs:
        words, meaning = self._window.likeness_within(members)
        signatures = [self._window[slot] for slot in members]
        filling, sure = np.zeros_like(words), np.zeros_like(words)
        pages = np.array([signature.url_key or 0 for signature in signatures])
        compared = (words + meaning >= 2 * _SIMILAR) | (np.equal.outer(pages, pages) & (pages != 0))
        for a, b in np.argwhere(np.triu(compared, 1)).tolist():
            if self._twins.are_twins(signatures[a], signatures[b]):
                sure[a, b] = sure[b, a] = SURE
            elif differ_in_filling(signatures[a], signatures[b]):
                filling[a, b] = filling[b, a] = 1.0
        for index, signature in enumerate(signatures):
            if not signature.tells:
                sure[index, :] = sure[:, index] = NEVER
        self._say_by_hand(sure, {signature.item_id: index for index, signature in enumerate(signatures)})
        at_h = np.array([signature.at_h for signature in signatures])
        return pairs(words, meaning, at_h=at_h, filling=filling, sure=sure, weights=self._weights)

    def _say_by_hand(self, sure: NDArray[np.float64], place: dict[int, int]) -> None:
        for verdict, said in ((SURE, self._corrections.together), (NEVER, self._corrections.apart)):
            for one, other in said:
                if one in place and other in place:
                    sure[place[one], place[other]] = sure[place[other], place[one]] = verdict


def _names(groups: Sequence[Sequence[int]], story: dict[int, int | None]) -> list[int]:
    """Name each group after the story it shares most items with, else after its first item; no name twice."""
    shared = sorted(
        (-count, name, index)
        for index, group in enumerate(groups)
        for name, count in Counter(story[item] for item in group).items()
        if name is not None
    )
    names: dict[int, int] = {}
    taken: set[int] = set()
    for _, name, index in shared:
        if index not in names and name not in taken:
            names[index] = name
            taken.add(name)
    taken.update(name for name in story.values() if name is not None)
    for index, group in enumerate(groups):
        if index not in names:
            names[index] = next((item for item in group if item not in taken), group[0])
            taken.add(names[index])
    return [names[index] for index in range(len(groups))]
