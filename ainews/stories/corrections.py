"""What the owner said about stories by hand: which items belong together and which do not."""

from __future__ import annotations

import itertools
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field


@dataclass(slots=True)
class Corrections:
    """Pairs of item ids; they outlive every regrouping, and the later word wins.

    together  pairs that share a story
    apart     pairs that never do
    """

    together: set[tuple[int, int]] = field(default_factory=set)
    apart: set[tuple[int, int]] = field(default_factory=set)

    def merge(self, story: Sequence[int], other: Sequence[int]) -> None:
        """Make one story of two, given by their items."""
        self._forget(self.apart, story, other)
        self.together.add(_pair(min(story), min(other)))

    def split(self, story: Sequence[int], leaving: Sequence[int]) -> None:
        """Let some items leave a story, as a story of their own."""
        left = set(leaving)
        staying = [item for item in story if item not in left]
        self._forget(self.together, staying, leaving)
        self.together.update(_chain(staying))
        self.together.update(_chain(leaving))
        if staying and leaving:
            self.apart.add(_pair(min(staying), min(leaving)))

    def _forget(self, pairs: set[tuple[int, int]], some: Iterable[int], others: Iterable[int]) -> None:
        one, two = set(some), set(others)
        crossing = {(a, b) for a, b in pairs if (a in one and b in two) or (a in two and b in one)}
        pairs -= crossing


def _pair(a: int, b: int) -> tuple[int, int]:
    return (a, b) if a < b else (b, a)


def _chain(items: Sequence[int]) -> set[tuple[int, int]]:
    ordered = sorted(items)
    return set(itertools.pairwise(ordered))
