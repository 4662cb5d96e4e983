"""How central each sentence is to a set of them; no choice is made here.

LexRank without a threshold ranks as the centroid does: a walk over symmetric similarities is at each sentence in
proportion to the sum of its similarities, which is what the centroid gives without comparing every pair.
"""

from __future__ import annotations

import math
from collections import Counter
from collections.abc import Sequence

Vector = dict[str, float]
"""Weights by term, of unit length; empty for a sentence without terms."""


def vectors(sentences: Sequence[Sequence[str]]) -> list[Vector]:
    """Return the vector of each sentence, given as its terms.

    All terms weigh alike: common words were left out before, and what a story shares is what it is about. An inverse
    document frequency over all stories gave no better summaries.
    """
    return [_unit(Counter(terms)) for terms in sentences]


def similarity(one: Vector, other: Vector) -> float:
    """Return the cosine of two vectors of unit length."""
    if len(one) > len(other):
        one, other = other, one
    return sum(weight * other[term] for term, weight in one.items() if term in other)


def centrality(found: Sequence[Vector]) -> list[float]:
    """Return how much each sentence shares with all of them; the most central has 1."""
    total: Vector = {}
    for vector in found:
        for term, weight in vector.items():
            total[term] = total.get(term, 0.0) + weight
    shares = [similarity(vector, total) for vector in found]
    greatest = max(shares, default=0.0) or 1.0
    return [share / greatest for share in shares]


def _unit(counts: Counter[str]) -> Vector:
    length = math.sqrt(sum(count * count for count in counts.values()))
    return {term: count / length for term, count in counts.items()}
