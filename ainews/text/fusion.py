"""One ranking out of two, by words and by vectors, and texts cut into pieces a vector can hold; searches nothing."""

from __future__ import annotations

from collections.abc import Hashable, Mapping
from statistics import fmean, pstdev
from typing import TypeVar

Key = TypeVar("Key", bound=Hashable)

CHUNK_WORDS, CHUNK_STEP = 90, 75
TEXT_SHARE = 0.6
DEPTH = 200
"""So many of the best of each list are looked at."""


def chunks(text: str) -> list[str]:
    """Cut a text into pieces of 90 words, each of which begins 75 after the last; at least one."""
    words = text.split()
    last = max(1, len(words) - (CHUNK_WORDS - CHUNK_STEP))
    return [" ".join(words[start : start + CHUNK_WORDS]) for start in range(0, last, CHUNK_STEP)]


def fuse(by_text: Mapping[Key, float], by_vector: Mapping[Key, float]) -> dict[Key, float]:
    """Return .6 of the text's score and .4 of the best chunk's, each in standard deviations from its mean.

    What is in one list only has the lowest score of the other's best `DEPTH`. Larger is better in both
    and in the result, best first; equal scores keep the order of the keys by text.

    by_text    items that match a word; for SQLite's bm25, its negative
    by_vector  cosine of the best chunk
    """
    text, vector = _standard(by_text), _standard(by_vector)
    least_text, least_vector = _least(text), _least(vector)
    score = {
        key: TEXT_SHARE * text.get(key, least_text) + (1 - TEXT_SHARE) * vector.get(key, least_vector)
        for key in {**text, **vector}
    }
    return dict(sorted(score.items(), key=lambda each: -each[1]))


def _least(scores: Mapping[Key, float]) -> float:
    return min(scores.values(), default=0.0)


def _standard(scores: Mapping[Key, float]) -> dict[Key, float]:
    best = sorted(scores.items(), key=lambda each: -each[1])[:DEPTH]
    if not best:
        return {}
    values = [score for _, score in best]
    mean, deviation = fmean(values), pstdev(values) or 1.0
    return {key: (score - mean) / deviation for key, score in best}
