"""ROUGE-N, without stemming and with stop words: how many of a reference's words and pairs a summary holds.

C.-Y. Lin, "ROUGE: a package for automatic evaluation of summaries" (2004). Letters and digits make words,
capitals do not matter. Scores of other programs differ by their stemming: compare only with what this one gave.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass
from statistics import fmean, stdev

_WORD = re.compile(r"[a-z0-9]+")


@dataclass(frozen=True, slots=True)
class Score:
    """Shares in [0, 1]."""

    recall: float
    precision: float

    @property
    def f(self) -> float:
        both = self.recall + self.precision
        return 2 * self.recall * self.precision / both if both else 0.0


def words(text: str) -> list[str]:
    return _WORD.findall(text.lower())


def rouge(summary: str, reference: str, n: int) -> Score:
    """Return how well the runs of `n` words agree, repeated ones counted as often as both hold them."""
    mine, theirs = _runs(words(summary), n), _runs(words(reference), n)
    shared = sum((mine & theirs).values())
    return Score(shared / max(1, theirs.total()), shared / max(1, mine.total()))


def mean_and_error(values: Sequence[float]) -> str:
    """Show a mean with its standard error."""
    error = stdev(values) / len(values) ** 0.5 if len(values) > 1 else 0.0
    return f"{fmean(values):.3f} ± {error:.3f}"


def _runs(found: list[str], n: int) -> Counter[tuple[str, ...]]:
    return Counter(zip(*(found[start:] for start in range(n)), strict=False))
