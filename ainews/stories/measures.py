"""How good groupings, pairs and rankings are against what people said; grades are fractions of 1."""

from __future__ import annotations

import math
from collections import Counter
from collections.abc import Hashable, Mapping, Sequence
from dataclasses import dataclass
from typing import TypeVar

Key = TypeVar("Key", bound=Hashable)


@dataclass(frozen=True, slots=True)
class Grade:
    """Precision and recall, and their harmonic mean."""

    precision: float
    recall: float

    @property
    def f1(self) -> float:
        total = self.precision + self.recall
        return 2 * self.precision * self.recall / total if total else 0.0


def b_cubed(gold: Sequence[Hashable], found: Sequence[Hashable]) -> Grade:
    """Return B-cubed precision and recall (Bagga and Baldwin, 1998): the mean over items, one weight each."""
    if not gold:
        return Grade(0.0, 0.0)
    both, of_gold, of_found = Counter(zip(gold, found, strict=True)), Counter(gold), Counter(found)
    precision = sum(count * count / of_found[pair[1]] for pair, count in both.items())
    recall = sum(count * count / of_gold[pair[0]] for pair, count in both.items())
    return Grade(precision / len(gold), recall / len(gold))


def pairs(gold: Sequence[Hashable], found: Sequence[Hashable]) -> Grade:
    """Return precision and recall over pairs of items that share a group; 1 where there are none to judge."""

    def couples(groups: Counter[Hashable]) -> int:
        return sum(count * (count - 1) // 2 for count in groups.values())

    right = couples(Counter(zip(gold, found, strict=True)))
    of_found, of_gold = couples(Counter(found)), couples(Counter(gold))
    return Grade(right / of_found if of_found else 1.0, right / of_gold if of_gold else 1.0)


def at_threshold(scores: Sequence[float], same: Sequence[bool], threshold: float) -> Grade:
    """Return precision and recall of calling pairs the same from a score on."""
    said = [score >= threshold for score in scores]
    right = sum(a and b for a, b in zip(said, same, strict=True))
    return Grade(right / max(1, sum(said)), right / max(1, sum(same)))


def best_threshold(scores: Sequence[float], same: Sequence[bool]) -> float:
    """Return the score from which on calling pairs the same has the best F1."""
    return max(sorted(set(scores)), key=lambda score: at_threshold(scores, same, score).f1)


def ndcg(ranked: Sequence[Key], grades: Mapping[Key, float], depth: int = 10) -> float:
    """Return the normalized discounted cumulative gain of a ranking (Järvelin and Kekäläinen, 2002)."""
    ideal = sum(
        grade / math.log2(place + 2) for place, grade in enumerate(sorted(grades.values(), reverse=True)[:depth])
    )
    gain = sum(grades.get(found, 0.0) / math.log2(place + 2) for place, found in enumerate(ranked[:depth]))
    return gain / ideal if ideal else 0.0


def average_precision(ranked: Sequence[Key], grades: Mapping[Key, float]) -> float:
    """Return the mean of the precisions at each item that answers; one that was not found counts as 0."""
    wanted = sum(grade > 0 for grade in grades.values())
    hits, total = 0, 0.0
    for place, found in enumerate(ranked, 1):
        if grades.get(found, 0.0) > 0:
            hits += 1
            total += hits / place
    return total / wanted if wanted else 0.0
