"""Whether a term or a story rises: against the days before the window or, where there are none, within it.

Each judge says what was usual and how far beyond it a count lies. What comes fast is seen sooner in the last hours
alone, so these are looked at, too. The publisher that speaks most counts as one headline, so that nobody makes a trend
alone.
"""

from __future__ import annotations

from bisect import bisect_left
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from typing import Protocol

from ainews.stories.naming import Rise
from ainews.stories.postings import FEWEST_PUBLISHERS, Postings
from ainews.stories.surprise import Days
from ainews.stories.terms import Term
from ainews.text.vocabulary import is_known, usual_share

DAY_S = 86_400

_LEAST_SCORE = 2.75
_RECENT_S, _OF_RECENT = (DAY_S, DAY_S // 4), 0.25
"""Spans at the end of a window that are looked at alone; as the best of several is taken, they must show more."""
_BEYOND_ITS_DAY = 1.25
_SHORT_HISTORY, _LEAST_HISTORY = 2.0, 0.25
_AFTER_LITTLE, _WITHIN = 1.75, 1.0
"""So much more is asked for where little is known of the usual, and where the best of several days is taken."""
_COMMON, _VAGUE = 0.001, 0.5
"""A word of the language says little alone, a common one less, so they must rise by so much more."""
_TITLE_TO_TEXT = 1 / 6
_FEWEST_DAYS, _FEWEST_BEFORE = 3, 2


@dataclass(frozen=True, slots=True)
class Past:
    """What went before the window.

    days     titles of each earlier day, the latest first
    every    one in so many of its titles are here
    stories  of stories in the window, how many items each had on each of these days
    """

    days: Sequence[Sequence[str]]
    every: int = 1
    stories: Mapping[int, Sequence[int]] = field(default_factory=dict)


class Judge(Protocol):
    """Tells what rises; None for what does not."""

    def term(self, term: Term, found: Sequence[int]) -> Rise | None: ...

    def story(self, story_id: int, found: Sequence[int]) -> Rise | None: ...


def judge_of(postings: Postings, past: Past, first_s: int, at_s: int) -> Judge | None:
    """Return who can judge a window, None where hardly anything is known of the usual."""
    days = (at_s - first_s) / DAY_S
    a_day = max(1.0, len(postings.items) / max(1.0, days))
    history = sum(min(1.0, len(titles) * past.every / a_day) for titles in past.days)
    if history < _SHORT_HISTORY and days >= _FEWEST_DAYS:
        return WithinWindow(postings, (first_s, at_s))
    if history < _LEAST_HISTORY:
        return None
    least = _LEAST_SCORE + (_AFTER_LITTLE if history < _SHORT_HISTORY else 0)
    return AgainstPast(postings, past, least, (first_s, at_s))


class AgainstPast:
    """Compares the window, and its last hours, with what went before."""

    def __init__(self, postings: Postings, past: Past, least: float, span: tuple[int, int]) -> None:
        self._postings = postings
        self._least = least
        volumes = [len(set(titles)) for titles in past.days]
        self._measure = _Measure(postings, volumes, span)
        self._measure_of_stories = _Measure(postings, [volume * past.every for volume in volumes], span)
        self._stories = past.stories
        fewest = self._measure.fewest(least)
        several = [term for term, found in postings.of_term.items() if len(found) >= fewest]
        self._counts = postings.counts(past.days, several)

    def term(self, term: Term, found: Sequence[int]) -> Rise | None:
        if term not in self._counts:
            return None
        share, least = _asked_of(self._postings, term, self._least)
        counts = self._counts[term]
        score = self._measure.score(found, counts, share)
        if score < least:
            return None
        sources = _voices(self._postings, found)[1]
        return Rise(term, 0, found, sources, self._measure.days.usual(counts, share), score)

    def story(self, story_id: int, found: Sequence[int]) -> Rise | None:
        counts = self._stories.get(story_id, [0] * len(self._measure.days.volumes))
        score = self._measure_of_stories.score(found, counts, 0.0)
        if score < self._least:
            return None
        sources = _voices(self._postings, found)[1]
        return Rise((), story_id, found, sources, self._measure_of_stories.days.usual(counts), score)


class _Measure:
    """How far counts lie beyond the usual, in a window or in its last hours, whichever says more.

    days  before the window
    """

    def __init__(self, postings: Postings, volumes: Sequence[int], span: tuple[int, int]) -> None:
        self._postings = postings
        self.days = Days(volumes, len(postings.items), weekly=span[1] - span[0] <= DAY_S)
        self._recent = _recent(postings, volumes, span)

    def fewest(self, least: float) -> int:
        """Return how many headlines a term needs, even if it was never seen before."""
        of_recent = [recent.days.fewest(least + _OF_RECENT) for recent in self._recent]
        return min([self.days.fewest(least), *of_recent])

    def score(self, found: Sequence[int], counts: Sequence[int], share: float) -> float:
        """Return how surprising headlines are; `counts` are those of each earlier day."""
        whole = self.days.score(_voices(self._postings, found)[0], counts, share)
        return _most([whole, *(recent.score(found, counts, share) for recent in self._recent)])


@dataclass(frozen=True, slots=True)
class _Recent:
    """The end of a window.

    start  place of its first headline
    days   before it; what the window holds earlier counts as one of them
    """

    postings: Postings
    start: int
    days: Days

    def score(self, found: Sequence[int], counts: Sequence[int], share: float) -> float:
        earlier = bisect_left(found, self.start)
        several, sources = _voices(self.postings, found[earlier:])
        if sources < FEWEST_PUBLISHERS:
            return 0.0
        return self.days.score(several, [earlier, *counts], share) - _OF_RECENT


def _most(scores: Sequence[float]) -> float:
    """Return the highest of what a window and its ends say, but of a few hours no more than their day bears out.

    Much of what is written daily has its hour.
    """
    *longer, last = scores
    return max(*longer, min(last, longer[-1] + _BEYOND_ITS_DAY)) if longer else last


def _recent(postings: Postings, volumes: Sequence[int], span: tuple[int, int]) -> list[_Recent]:
    """Return the ends of a window that are well shorter than the window itself."""
    first_s, at_s = span
    times = [item.at_s for item in postings.items]
    starts = [bisect_left(times, at_s - length) for length in _RECENT_S if 2 * length <= at_s - first_s]
    return [
        _Recent(postings, start, Days([start, *volumes], len(times) - start, weekly=False))
        for start in starts
        if start < len(times)
    ]


class WithinWindow:
    """Compares the loudest day of a window with the days before it, and its last hours with all before them.

    That is all that can be done while there is no past. The first days are compared with those that follow.
    """

    def __init__(self, postings: Postings, span: tuple[int, int]) -> None:
        self._postings = postings
        first_s, at_s = span
        days = (at_s - first_s) // DAY_S
        self._day_of = [min(days - 1, (item.at_s - first_s) // DAY_S) for item in postings.items]
        self._volumes = [0] * days
        for day in self._day_of:
            self._volumes[day] += 1
        self._recent = _recent(postings, [], span)

    def term(self, term: Term, found: Sequence[int]) -> Rise | None:
        share, least = _asked_of(self._postings, term, _LEAST_SCORE)
        return self._rise(term, 0, found, share, least)

    def story(self, story_id: int, found: Sequence[int]) -> Rise | None:
        return self._rise((), story_id, found, 0.0, _LEAST_SCORE)

    def _rise(self, term: Term, story_id: int, found: Sequence[int], share: float, least: float) -> Rise | None:
        counts = [0] * len(self._volumes)
        for place in found:
            counts[self._day_of[place]] += 1
        loudest = max(range(len(counts)), key=lambda day: counts[day] / max(1, self._volumes[day]))
        several, sources = _voices(self._postings, [place for place in found if self._day_of[place] == loudest])
        others = [day for day in range(len(counts)) if (day < loudest if loudest >= _FEWEST_BEFORE else day != loudest)]
        expected, counts = self._volumes[loudest], [counts[day] for day in others]
        days = Days([self._volumes[day] for day in others], expected, weekly=False)
        of_day = days.score(several, counts, share) - _WITHIN if sources >= FEWEST_PUBLISHERS else 0.0
        score = max(of_day, _most([recent.score(found, [], share) for recent in self._recent]))
        if score < least:
            return None
        usual = days.usual(counts, share) * len(self._postings.items) / expected
        return Rise(term, story_id, found, _voices(self._postings, found)[1], usual, score)


def _asked_of(postings: Postings, term: Term, least: float) -> tuple[float, float]:
    """Return the share of titles that hold a term in the language at large, and the score that it must reach."""
    if len(term) > 1:
        return 0.0, least
    [word] = term
    share = usual_share(word)
    vague = (share > _COMMON) + (word in postings.small and is_known(word))
    return share * _TITLE_TO_TEXT, least + vague * _VAGUE


def _voices(postings: Postings, found: Sequence[int]) -> tuple[int, int]:
    """Return how many headlines there are, the loudest publisher's counted as one, and how many publishers."""
    publishers = postings.publishers(found)
    return len(found) - max(publishers.values(), default=1) + 1, len(publishers)
