"""The recent items, and how alike any of them are; groups nothing.

Two likenesses, each of which sees what the other misses: the words two items share, the rarer the
better, and the closeness of their vectors. Costs grow with the window, never with what came before.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Sequence
from dataclasses import replace
from itertools import islice
from typing import TYPE_CHECKING

import numpy as np

from ainews.stories.signature import Signature
from ainews.text.vocabulary import usual_share

if TYPE_CHECKING:
    from numpy.typing import NDArray

    Floats = NDArray[np.float64]
    Ints = NDArray[np.int64]

_BACKGROUND = 1000
"""Usual English weighs as much as so many items that were seen."""
_RARE_WORDS, _POSTINGS, _COMMON = 10, 300, 600
_NEAR_IN_WORDS, _NEAR_IN_MEANING = 16, 8
_DULL = 0.5  # subtracted from every weight, so that "the" and "of" have none
# What a vector would say of items that share so many words, where none can be believed (fitted on pairs of one story).
_GUESS = 1.25
_SLACK = 0.25


class Window:
    """Items by slot; slots of items that left are used again.

    dims  length of the vectors
    """

    def __init__(self, dims: int) -> None:
        self._signatures: dict[int, Signature] = {}
        self._slots: dict[int, int] = {}
        self._free: list[int] = []
        self._words: dict[int, Ints] = {}
        self._postings: defaultdict[int, dict[int, None]] = defaultdict(dict)
        self._number: dict[str, int] = {}
        self._usual = np.zeros(1 << 12)
        self._seen = np.zeros(1 << 12)
        self._mark = np.zeros(1 << 12)
        self._weighed: Floats | None = None
        self._vectors = np.zeros((256, dims), np.float32)
        self._trust = np.zeros(256)

    def __len__(self) -> int:
        return len(self._signatures)

    def __getitem__(self, slot: int) -> Signature:
        return self._signatures[slot]

    def slot_of(self, item_id: int) -> int | None:
        return self._slots.get(item_id)

    def add(self, signature: Signature) -> int:
        """Take an item in; returns its slot."""
        slot = self._free.pop() if self._free else len(self._signatures)
        if slot == len(self._vectors):
            self._vectors = np.concatenate([self._vectors, np.zeros_like(self._vectors)])
            self._trust = np.concatenate([self._trust, np.zeros_like(self._trust)])
        listed = self._numbers(signature.words)
        numbers = np.array(listed, np.int64)
        self._signatures[slot] = replace(signature, vector=None)  # it stands in the table below
        self._words[slot], self._slots[signature.item_id] = numbers, slot
        self._vectors[slot] = 0.0 if signature.vector is None else signature.vector
        self._trust[slot] = 0.0 if signature.vector is None else signature.trust
        self._count(numbers, 1)
        for number in listed:
            self._postings[number][slot] = None
        return slot

    def remove(self, slot: int) -> None:
        """Let an item go."""
        signature, numbers = self._signatures.pop(slot), self._words.pop(slot)
        del self._slots[signature.item_id]
        self._vectors[slot] = 0.0
        self._count(numbers, -1)
        for number in numbers.tolist():
            del self._postings[number][slot]
        self._free.append(slot)

    def older_than(self, at_h: float) -> list[int]:
        return [slot for slot, signature in self._signatures.items() if signature.at_h < at_h]

    def closeness(self, slots: Sequence[int]) -> NDArray[np.float32]:
        """Return the cosine of those given with every slot, (n, slots)."""
        return self._vectors[list(slots)] @ self._vectors[: len(self) + len(self._free)].T

    def near(self, slot: int, closeness: NDArray[np.float32]) -> list[int]:
        """Return the few slots that may be like this one, by rare words and by vector; ascending."""
        found = set(self._near_in_words(slot))
        if self._trust[slot] > 0:
            count = min(_NEAR_IN_MEANING + 1, len(closeness))
            found.update(np.argpartition(-closeness, count - 1)[:count].tolist())
        return sorted(other for other in found if other != slot and other in self._signatures)

    def likeness(self, slot: int, others: Sequence[int]) -> tuple[Floats, Floats]:
        """Return how alike in words and in meaning one item is to others, each (n,)."""
        lists = [self._words[other] for other in others]
        numbers, ends = np.concatenate(lists), np.cumsum([0, *map(len, lists)])
        weights, own = self._weights, self._words[slot]
        squares = weights[numbers] ** 2
        self._mark[own] = 1.0
        shared = _sums(squares * self._mark[numbers], ends)
        self._mark[own] = 0.0
        length = float((weights[own] ** 2).sum())
        in_words = shared / np.sqrt(np.maximum(_sums(squares, ends) * length, 1e-9))
        rows = np.array(others)
        cosines = self._vectors[rows] @ self._vectors[slot]
        return in_words, _believed(in_words, cosines, np.minimum(self._trust[rows], self._trust[slot]))

    def likeness_within(self, slots: Sequence[int]) -> tuple[Floats, Floats]:
        """Return how alike in words and in meaning items are among themselves, each (n, n)."""
        return self.likeness_between(slots, slots)

    def likeness_between(self, some: Sequence[int], others: Sequence[int]) -> tuple[Floats, Floats]:
        """Return how alike in words and in meaning some items are to others, each (n, m)."""
        slots = [*some] if some is others else [*some, *others]
        lists = [self._words[slot] for slot in slots]
        numbers = np.concatenate(lists)
        distinct, columns = np.unique(numbers, return_inverse=True)
        table = np.zeros((len(slots), len(distinct)), np.float32)
        table[np.repeat(np.arange(len(slots)), [len(each) for each in lists]), columns] = self._weights[numbers]
        table /= np.maximum(np.linalg.norm(table, axis=1, keepdims=True), 1e-9)
        above, below = slice(len(some)), slice(len(slots) - len(others), None)
        in_words = (table[above] @ table[below].T).astype(np.float64)
        vectors, trust = self._vectors[slots], self._trust[slots]
        cosines = vectors[above] @ vectors[below].T
        return in_words, _believed(in_words, cosines, np.minimum.outer(trust[above], trust[below]))

    def _near_in_words(self, slot: int) -> list[int]:
        numbers = self._words[slot]
        weights = self._weights[numbers]
        score: defaultdict[int, float] = defaultdict(float)
        for place in np.lexsort((numbers, -weights))[:_RARE_WORDS].tolist():
            postings = self._postings[int(numbers[place])]
            if len(postings) > _COMMON:
                continue
            square = float(weights[place] ** 2)
            for other in islice(reversed(postings), _POSTINGS):
                score[other] += square
        score.pop(slot, None)
        return [other for _, other in sorted([(-found, other) for other, found in score.items()])[:_NEAR_IN_WORDS]]

    @property
    def _weights(self) -> Floats:
        """How much each word says, by number; counted anew once items have come or gone."""
        if self._weighed is None:
            count = len(self._number)
            share = (self._seen[:count] + _BACKGROUND * self._usual[:count]) / (len(self) + _BACKGROUND)
            self._weighed = np.maximum(0.0, -np.log(share) - _DULL)
        return self._weighed

    def _count(self, numbers: Ints, one: int) -> None:
        self._seen[numbers] += one
        self._weighed = None

    def _numbers(self, words: frozenset[str]) -> list[int]:
        number_of = self._number
        for word in sorted([word for word in words if word not in number_of]):
            number = number_of[word] = len(number_of)
            if number == len(self._usual):
                self._usual, self._seen, self._mark = (
                    np.concatenate([array, np.zeros_like(array)]) for array in (self._usual, self._seen, self._mark)
                )
            self._usual[number] = usual_share(word)
        return sorted([number_of[word] for word in words])


def _sums(values: Floats, ends: Ints) -> Floats:
    running = np.concatenate([[0.0], np.cumsum(values)])
    sums: Floats = running[ends[1:]] - running[ends[:-1]]
    return sums


def _believed(in_words: Floats, cosines: NDArray[np.float32], trust: Floats) -> Floats:
    """Return likeness in meaning: the vectors' word as far as they can be trusted, else a guess from the words."""
    guess = np.minimum(1.0, _GUESS * np.sqrt(np.maximum(in_words, 0.0)))
    believed: Floats = trust * np.minimum(cosines, guess + _SLACK) + (1.0 - trust) * guess
    return believed
