"""One ranking out of two, by words and by vectors, and texts cut into pieces a vector can hold; searches nothing."""

from __future__ import annotations

from collections.abc import Hashable, Mapping
from heapq import nlargest
from statistics import fmean, pstdev
from typing import NamedTuple, TypeVar

Key = TypeVar("Key", bound=Hashable)

CHUNK_WORDS, CHUNK_STEP = 90, 75
TEXT_SHARE = 0.6
DEPTH = 200
"""So many of the best of each list are candidates, and what is usual is learnt from them."""


class _Usual(NamedTuple):
    """What the best `DEPTH` scores of a list are like."""

    mean: float
    deviation: float
    least: float

    def standard(self, score: float) -> float:
        return (score - self.mean) / self.deviation


def chunks(text: str) -> list[str]:
    """Cut a text into pieces of 90 words, each of which begins 75 after the last; at least one."""
    words = text.split()
    last = max(1, len(words) - (CHUNK_WORDS - CHUNK_STEP))
    return [" ".join(words[start : start + CHUNK_WORDS]) for start in range(0, last, CHUNK_STEP)]


def fuse(by_text: Mapping[Key, float], by_vector: Mapping[Key, float]) -> dict[Key, float]:
    """Return .6 of the text's score and .4 of the best chunk's, each in standard deviations from its list's mean.

    What holds no word has a text score of 0; what has no vector is as far as the last of the nearest
    `DEPTH`. Larger is better in both and in the result, best first; ties keep the order by text.

    by_text    items that hold a word, at least the best `DEPTH` of them; for SQLite's bm25, its negative
    by_vector  cosine of the best chunk, of the nearest `DEPTH` and of what else is known
    """
    text, vector = _usual(by_text), _usual(by_vector)
    score = {
        key: TEXT_SHARE * text.standard(by_text.get(key, 0.0))
        + (1 - TEXT_SHARE) * vector.standard(by_vector.get(key, vector.least))
        for key in {**by_text, **by_vector}
    }
    return dict(sorted(score.items(), key=lambda each: -each[1]))


def _usual(scores: Mapping[Key, float]) -> _Usual:
    best = nlargest(DEPTH, scores.values())
    if not best:
        return _Usual(0.0, 1.0, 0.0)
    return _Usual(fmean(best), pstdev(best) or 1.0, best[-1])
