"""How far a count lies beyond what was to be expected, given earlier days; pure numbers, no words.

A count is taken to be negative binomial: a Poisson count whose rate changes from day to day, as news
does. What was seldom or never seen before is expected a little all the same, the more so the more
items there are, because among thousands of new words a few come up together by chance.
"""

from __future__ import annotations

import itertools
import math
from collections.abc import Sequence
from dataclasses import dataclass
from statistics import NormalDist

_USUAL_CHANGE, _LEAST_CHANGE, _MOST_CHANGE = 0.25, 0.12, 2.0
_CHANGE_WEIGHT = 12.0
"""So many squared items of a term's own days weigh as much as what is known of all terms."""
_PRIOR_ITEMS = 500.0
_HALF = 0.5
_UNSEEN, _UNSEEN_PER_ITEM = 0.3, 1 / 8000
_SEASON_ITEMS = 6.0
_WEEK = 7
_NORMAL = NormalDist()


@dataclass(frozen=True, slots=True)
class Days:
    """Earlier days, the latest first.

    volumes   items of each day
    expected  items of the window that is compared with them
    weekly    whether a day a week earlier says more than another: the window is a day
    """

    volumes: Sequence[int]
    expected: int
    weekly: bool

    def usual(self, counts: Sequence[int], share: float = 0.0) -> float:
        """Return how many items with a term were to be expected.

        counts  of the term, for each day
        share   of texts that hold it in the language at large, where that is known
        """
        items, volume = sum(counts), sum(self.volumes)
        # Of few items, what they show is taken at its word: better to miss a trend than to call the usual one.
        everyday = max(items / max(1, volume), (items + share * _PRIOR_ITEMS) / (volume + _PRIOR_ITEMS))
        return self.expected * max(everyday, self._on_such_a_day(counts, everyday))

    def score(self, count: int, counts: Sequence[int], share: float = 0.0) -> float:
        """Return how surprising a count is, in standard deviations."""
        return deviations(count, self.usual(counts, share) + self._seldom(), self._change(counts) * self._doubt())

    def fewest(self, least: float) -> int:
        """Return the count without which no term can score so much."""
        mean, change = self._seldom(), _LEAST_CHANGE * self._doubt()
        return next(count for count in itertools.count(1) if deviations(count, mean, change) >= least)

    def _seldom(self) -> float:
        return _UNSEEN + self.expected * _UNSEEN_PER_ITEM

    def _doubt(self) -> float:
        """Return by how much rates are less certain after few days."""
        return 1 + max(1, self.expected) / max(1, sum(self.volumes), self.expected / 4)

    def _on_such_a_day(self, counts: Sequence[int], everyday: float) -> float:
        """Return the share on the same day of earlier weeks, drawn to that of every day."""
        if not self.weekly:
            return 0.0
        items = sum(counts[_WEEK - 1 :: _WEEK])
        volume = sum(self.volumes[_WEEK - 1 :: _WEEK])
        if not items:
            return 0.0
        return (items + _SEASON_ITEMS) / (volume + _SEASON_ITEMS / everyday)

    def _change(self, counts: Sequence[int]) -> float:
        """Return the variance of the rate from day to day, as a share of its square."""
        total = sum(self.volumes)
        means = [sum(counts) * volume / total for volume in self.volumes] if total else []
        beyond = sum((count - mean) ** 2 - mean for count, mean in zip(counts, means, strict=False))
        known = sum(mean**2 for mean in means)
        change = (_USUAL_CHANGE * _CHANGE_WEIGHT + beyond) / (_CHANGE_WEIGHT + known)
        return min(_MOST_CHANGE, max(_LEAST_CHANGE, change))


def deviations(count: int, mean: float, change: float) -> float:
    """Return the standard deviations of a normal variable that are as improbable as `count` or more.

    mean    of the negative binomial, above 0
    change  its over-dispersion: the variance is mean + change * mean ** 2
    """
    if count <= mean:
        return 0.0
    tail = _tail(count, mean, 1 / change)
    return max(0.0, -_NORMAL.inv_cdf(max(tail, 1e-300))) if tail < _HALF else 0.0


def _tail(count: int, mean: float, shape: float) -> float:
    """Return the probability of `count` or more."""
    share = mean / (mean + shape)
    log_term = math.lgamma(count + shape) - math.lgamma(shape) - math.lgamma(count + 1)
    term = math.exp(log_term + count * math.log(share) + shape * math.log1p(-share))
    total = 0.0
    while term > total * 1e-6:
        total += term
        term *= share * (count + shape) / (count + 1)
        count += 1
    return total
