"""Whether a term or a story rises: against the days before the window or, where there are none, within it.

Each judge says what was usual and how far beyond it a count lies. The publisher that speaks most counts as one
headline, so that nobody makes a trend alone.
"""

from __future__ import annotations

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
        return WithinWindow(postings, first_s, int(days))
    if history < _LEAST_HISTORY:
        return None
    least = _LEAST_SCORE + (_AFTER_LITTLE if history < _SHORT_HISTORY else 0)
    return AgainstPast(postings, past, least, weekly=days <= 1)


class AgainstPast:
    """Compares the window with the days before it."""

    def __init__(self, postings: Postings, past: Past, least: float, *, weekly: bool) -> None:
        self._postings = postings
        self._least = least
        self._counts = postings.counts(past.days)
        self._stories = past.stories
        volumes = [len(set(titles)) for titles in past.days]
        self._days = Days(volumes, len(postings.items), weekly)
        self._days_of_stories = Days([volume * past.every for volume in volumes], len(postings.items), weekly)

    def term(self, term: Term, found: Sequence[int]) -> Rise | None:
        share, least = _asked_of(self._postings, term, self._least)
        rise = self._rise(term, 0, found, self._counts[term], self._days, share)
        return rise if rise.score >= least else None

    def story(self, story_id: int, found: Sequence[int]) -> Rise | None:
        counts = self._stories.get(story_id, [0] * len(self._days.volumes))
        rise = self._rise((), story_id, found, counts, self._days_of_stories, 0.0)
        return rise if rise.score >= self._least else None

    def _rise(
        self, term: Term, story_id: int, found: Sequence[int], counts: Sequence[int], days: Days, share: float
    ) -> Rise:
        several, sources = _voices(self._postings, found)
        usual = days.usual(counts, share)
        score = days.score(several, counts, share) if several > usual else 0.0
        return Rise(term, story_id, found, sources, usual, score)


class WithinWindow:
    """Compares the loudest day of a window with the days before it: all that can be done while there is no past.

    The first days are compared with those that follow.
    """

    def __init__(self, postings: Postings, first_s: int, days: int) -> None:
        self._postings = postings
        self._day_of = [min(days - 1, (item.at_s - first_s) // DAY_S) for item in postings.items]
        self._volumes = [0] * days
        for day in self._day_of:
            self._volumes[day] += 1

    def term(self, term: Term, found: Sequence[int]) -> Rise | None:
        share, least = _asked_of(self._postings, term, _LEAST_SCORE + _WITHIN)
        return self._rise(term, 0, found, share, least)

    def story(self, story_id: int, found: Sequence[int]) -> Rise | None:
        return self._rise((), story_id, found, 0.0, _LEAST_SCORE + _WITHIN)

    def _rise(self, term: Term, story_id: int, found: Sequence[int], share: float, least: float) -> Rise | None:
        counts = [0] * len(self._volumes)
        for place in found:
            counts[self._day_of[place]] += 1
        loudest = max(range(len(counts)), key=lambda day: counts[day] / max(1, self._volumes[day]))
        several, sources = _voices(self._postings, [place for place in found if self._day_of[place] == loudest])
        others = [day for day in range(len(counts)) if (day < loudest if loudest >= _FEWEST_BEFORE else day != loudest)]
        expected, counts = self._volumes[loudest], [counts[day] for day in others]
        days = Days([self._volumes[day] for day in others], expected, weekly=False)
        score = days.score(several, counts, share)
        if score < least or sources < FEWEST_PUBLISHERS:
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
