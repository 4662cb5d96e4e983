"""Gathers recent items into loose topics, one by one; which stories a topic holds is `contrast`'s matter.

A topic is a wide net: an item joins the one whose members it is most like on average, or one that
holds a very close relative. The larger a topic, the more likeness it asks for, so that a subject that
fills the news for weeks becomes many topics rather than one without end.
"""

from __future__ import annotations

import math
from collections.abc import Iterator, Sequence
from typing import TYPE_CHECKING

import numpy as np

from ainews.stories.window import Window

if TYPE_CHECKING:
    from numpy.typing import NDArray

_WORDS, _MEANING = 0.5, 0.5
_LEAST = 0.2
_PER_DOUBLING = 0.05
_DOUBLING_FROM = 24
_RELATIVE = 0.45
_MOST_MEMBERS = 200
_JUDGED_BY = 60
"""So many of its latest members speak for a topic."""
_RELATIVES, _TOPICS, _MERGES = 12, 8, 2


class Topics:
    """Topics by id, which is the item id of their founder, and their members' slots in order of arrival."""

    def __init__(self, window: Window) -> None:
        self._window = window
        self._members: dict[int, list[int]] = {}
        self._topic_of: dict[int, int] = {}

    def members(self, topic: int) -> list[int]:
        return self._members.get(topic, [])

    def topic_of(self, slot: int) -> int | None:
        return self._topic_of.get(slot)

    def sizes(self) -> Iterator[int]:
        return map(len, self._members.values())

    def put(self, slot: int, topic: int) -> None:
        """Place an item where it is known to belong."""
        self._members.setdefault(topic, []).append(slot)
        self._topic_of[slot] = topic

    def remove(self, slot: int) -> int:
        """Let an item go; returns the topic it was in."""
        topic = self._topic_of.pop(slot)
        self._members[topic].remove(slot)
        if not self._members[topic]:
            del self._members[topic]
        return topic

    def unite(self, topic: int, other: int) -> int:
        """Make one topic of two; returns the id that stays, the larger topic's."""
        if len(self._members[other]) > len(self._members[topic]):
            topic, other = other, topic
        for slot in self._members.pop(other):
            self.put(slot, topic)
        return topic

    def place(self, slot: int, near: Sequence[int]) -> int:
        """Find or found the topic of a new item among those of the items near it; returns its id."""
        window = self._window
        close = self._closest(slot, near)
        if not close:
            self.put(slot, window[slot].item_id)
            return window[slot].item_id
        found, average = self._best(slot, close)
        topic = window[slot].item_id if found is None else found
        self.put(slot, topic)
        for other in sorted((each for each in average if each != topic), key=lambda each: (-average[each], each)):
            if average[other] >= _LEAST:
                topic = self._merged(topic, other)
        return topic

    def _closest(self, slot: int, near: Sequence[int]) -> list[int]:
        """Return the topics of the closest items, closest first."""
        placed = [other for other in near if other in self._topic_of]
        if not placed:
            return []
        order = np.argsort(-self._likeness(slot, placed), kind="stable")[:_RELATIVES]
        return list(dict.fromkeys(self._topic_of[placed[place]] for place in order))[:_TOPICS]

    def _best(self, slot: int, topics: Sequence[int]) -> tuple[int | None, dict[int, float]]:
        spokesmen = [self._members[topic][-_JUDGED_BY:] for topic in topics]
        likeness = self._likeness(slot, [member for members in spokesmen for member in members])
        best, best_score, average, start = None, 0.0, {}, 0
        for topic, members in zip(topics, spokesmen, strict=True):
            part = likeness[start : start + len(members)]
            start += len(members)
            average[topic], closest = float(part.mean()), float(part.max())
            score = average[topic] - self._least(len(self._members[topic]))
            if closest >= _RELATIVE:
                score = max(score, 0.0) + closest
            elif len(self._members[topic]) >= _MOST_MEMBERS:
                continue
            if score >= 0 and (best is None or score > best_score):
                best, best_score = topic, score
        return best, dict(sorted(average.items(), key=lambda each: -each[1])[: _MERGES + 1])

    def _merged(self, topic: int, other: int) -> int:
        some, others = self._members[topic][-_JUDGED_BY:], self._members[other][-_JUDGED_BY:]
        size = len(self._members[topic]) + len(self._members[other])
        if size > _MOST_MEMBERS:
            return topic
        words, meaning = self._window.likeness_between(some, others)
        across = _WORDS * words + _MEANING * meaning
        return self.unite(topic, other) if across.mean() >= self._least(size) else topic

    def _likeness(self, slot: int, others: Sequence[int]) -> NDArray[np.float64]:
        words, meaning = self._window.likeness(slot, others)
        return _WORDS * words + _MEANING * meaning

    @staticmethod
    def _least(size: int) -> float:
        return _LEAST + _PER_DOUBLING * math.log2(max(1.0, size / _DOUBLING_FROM))
