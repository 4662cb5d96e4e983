"""How well texts answer a query: BM25 over the texts themselves, for the few that were chosen; no index.

S. Robertson, H. Zaragoza, "The probabilistic relevance framework: BM25 and beyond" (2009). The
constants and the treatment of fields are those of SQLite's FTS5, so that scores are of one kind.
"""

from __future__ import annotations

import math
from collections.abc import Sequence
from dataclasses import dataclass
from itertools import islice

from ainews.text.matching import Needle, folded, spans

TITLE_WEIGHT = 2.0
_K1, _B = 1.2, 0.75
_LEAST_IDF = 1e-6
_MOST_HITS = 10  # more of the same word says little more


@dataclass(frozen=True, slots=True)
class Candidate:
    """One text to weigh, by its fields."""

    title: str
    text: str
    tags: str = ""


def idf(matches: float, items: float) -> float:
    """Return the weight of a term that so many of all items hold."""
    return max(_LEAST_IDF, math.log((items - matches + 0.5) / (matches + 0.5)) if items > matches else 0.0)


def scores(candidates: Sequence[Candidate], needles: Sequence[Needle], idfs: Sequence[float]) -> list[float]:
    """Return the BM25 score of each candidate; larger is better.

    idfs  weight of each needle, as `idf` gives it
    """
    texts = [f"{each.title}\n{each.text}\n{each.tags}" for each in candidates]
    lengths = [text.count(" ") + 1 for text in texts]
    mean = sum(lengths) / len(lengths) if lengths else 1.0
    weighted = list(zip(needles, idfs, strict=True))
    return [
        _score(folded(text), len(candidate.title), weighted, _K1 * (1 - _B + _B * length / mean))
        for candidate, text, length in zip(candidates, texts, lengths, strict=True)
    ]


def _score(text: str, title_end: int, weighted: Sequence[tuple[Needle, float]], damping: float) -> float:
    total = 0.0
    for needle, weight in weighted:
        often = 0.0
        for start, _ in islice(spans(needle, text), _MOST_HITS):
            if start < title_end:
                often += TITLE_WEIGHT
            elif needle.only_title:
                break
            else:
                often += 1.0
        total += weight * often * (_K1 + 1) / (often + damping)
    return total
