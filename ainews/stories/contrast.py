"""Divides a topic into stories by what its items keep company with; a pure function of its members.

Likeness alone merges the other event of the same kind: two quakes are told in the same words. Within
a topic, though, reports of one event are close to the same other reports, so each pair is also
scored by how its two items' likenesses to everybody else agree, after what is common to the whole
topic has been taken away. The larger the topic, the more that says and the less likeness need say.
"""

from __future__ import annotations

from dataclasses import dataclass
from functools import cached_property
from typing import TYPE_CHECKING

import numpy as np

if TYPE_CHECKING:
    from numpy.typing import NDArray

    Floats = NDArray[np.float64]

SURE = 3.0
NEVER = -1e9


@dataclass(frozen=True, slots=True)
class Weights:
    """How a pair is scored; two groups of items are one story while their mean score is
    at least `certainty` / size, so that few must be surer than many.

    score = words * likeness in words + meaning * likeness in meaning
          + company * n' * agreement of company
          - (bar_alone * (1 - n') + bar_in_company * n')        n' = (n - 2) / (n - 2 + settling)
    and never more than the likeness less `floor`, nor than `cap`, so that one close pair does not
    carry two groups.

    filling    added where two headlines are one template filled differently
    day_apart  added for each day between two items, from half a day on
    Tuned on ECB+ and on one week of news; docs say how.
    """

    words: float = 0.4
    meaning: float = 0.6
    company: float = 0.4
    bar_alone: float = 0.37
    bar_in_company: float = 0.34
    settling: float = 5.0
    floor: float = 0.3
    filling: float = -0.5
    day_apart: float = -0.05
    cap: float = 0.4
    certainty: float = 0.55


@dataclass(frozen=True)
class Pairs:
    """The signals of every pair in a topic, each (n, n); `bar` is one number for all."""

    words: Floats
    meaning: Floats
    company: Floats
    bar: float
    apart: Floats
    filling: Floats
    sure: Floats
    weights: Weights

    @cached_property
    def likeness(self) -> Floats:
        return self.weights.words * self.words + self.weights.meaning * self.meaning

    @cached_property
    def limits(self) -> Floats:
        """What floor and cap take away, at most 0."""
        unbound = self._unbound
        return np.minimum(np.minimum(unbound, self.likeness - self.weights.floor), self.weights.cap) - unbound

    @cached_property
    def scores(self) -> Floats:
        return self._unbound + self.limits + self.apart + self.filling + self.sure

    @cached_property
    def _unbound(self) -> Floats:
        return self.likeness + self.company - self.bar


def pairs(words: Floats, meaning: Floats, *, at_h: Floats, filling: Floats, sure: Floats, weights: Weights) -> Pairs:
    """Score the pairs of a topic.

    words, meaning  likeness, (n, n)
    at_h            when each was published, (n,) hours
    filling         1 where two headlines are one template filled differently
    sure            `SURE` where two items are twins, `NEVER` where the owner parted them
    """
    settled = max(0, len(words) - 2) / (max(0, len(words) - 2) + weights.settling)
    return Pairs(
        words=words,
        meaning=meaning,
        company=weights.company * settled * company(weights.words * words + weights.meaning * meaning),
        bar=(1 - settled) * weights.bar_alone + settled * weights.bar_in_company,
        apart=weights.day_apart * np.maximum(0.0, np.abs(np.subtract.outer(at_h, at_h)) / 24 - 0.5),
        filling=weights.filling * filling,
        sure=sure,
        weights=weights,
    )


def company(likeness: Floats) -> Floats:
    """Return how far two items are close to the same others, -1 to 1, once the common part is taken away."""
    n = len(likeness)
    if n < 3:
        return np.zeros_like(likeness)
    others = likeness - np.diag(np.diag(likeness))
    mean = others.sum(axis=1) / (n - 1)
    profile = others - mean[:, None] - mean[None, :] + mean.mean()
    np.fill_diagonal(profile, 0.0)
    np.fill_diagonal(profile, np.abs(profile).max())
    profile /= np.maximum(np.linalg.norm(profile, axis=1, keepdims=True), 1e-9)
    agreement: Floats = profile @ profile.T
    return agreement


def divide(scores: Floats, weights: Weights) -> list[list[int]]:
    """Group by average link: the two groups whose mean score is furthest above what is needed join.

    A story of few items needs a higher score, `certainty` / its size. Ties go to the earliest
    members, so that equal input gives equal stories.
    """
    n = len(scores)
    mean = scores.copy()
    np.fill_diagonal(mean, 2 * NEVER)
    sizes = np.ones(n)
    margin = mean - weights.certainty / 2
    groups: list[list[int]] = [[member] for member in range(n)]
    for _ in range(n - 1):
        first, second = sorted(divmod(int(margin.argmax()), n))
        if margin[first, second] < 0:
            break
        joined = (mean[first] * sizes[first] + mean[second] * sizes[second]) / (sizes[first] + sizes[second])
        # Whom the owner parted stays parted, whoever joins either.
        joined[(mean[first] <= NEVER / 2) | (mean[second] <= NEVER / 2)] = NEVER
        joined[[first, second]] = 2 * NEVER
        sizes[first] += sizes[second]
        mean[first], mean[:, first] = joined, joined
        mean[second], mean[:, second] = 2 * NEVER, 2 * NEVER
        margin[first] = margin[:, first] = joined - weights.certainty / (sizes[first] + sizes)
        margin[second], margin[:, second] = 2 * NEVER, 2 * NEVER
        groups[first] += groups[second]
        groups[second] = []
    return [sorted(group) for group in groups if group]
