"""What rises: words, names and stories that more publishers write of than usual; reads no store and no clock.

Terms that rise in the same headlines are one trend, under the name that tells most. Its key is that name
in lower case, so that it is the same trend an hour later.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field

from ainews.model.digests import Mention, Trend
from ainews.stories.naming import Naming, Rise
from ainews.stories.postings import FEWEST_PUBLISHERS, Postings
from ainews.stories.surprise import Days
from ainews.stories.terms import Term
from ainews.text.vocabulary import usual_share

LEAST_SCORE = 2.75
_WITHOUT_HISTORY = 4.5
_FULL_HISTORY = 2.0
_LEAST_HISTORY = 0.25
_TITLE_TO_TEXT = 1 / 6
_SAME_ITEMS = 0.5
_SMALLEST_PART = 0.15
_COMMON, _VAGUE = 0.001, 0.75
"""A word that more texts hold than this says little alone, so it must rise by so much more."""
_DAY_S = 86_400


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


def rising(
    items: Iterable[Mention], past: Past, *, first_s: int, at_s: int, steps: int, limit: int = 10
) -> list[Trend]:
    """Return what rises in a window, the most surprising first; nothing where hardly anything went before.

    items   of the window, in order of time
    steps   into how many parts the window is cut for the series
    limit   0 means all
    """
    postings = Postings(items)
    sampled = [len(set(titles)) for titles in past.days]
    volumes = [volume * past.every for volume in sampled]
    least = _least_score(volumes, len(postings.items), at_s - first_s)
    if least is None:
        return []
    weekly = at_s - first_s <= _DAY_S
    days, whole_days = (Days(each, len(postings.items), weekly) for each in (sampled, volumes))
    rises = [*_terms(postings, past, days, least), *_stories(postings, past, whole_days, least)]
    naming = Naming(postings, first_s, at_s, steps)
    trends = [naming.trend(group) for group in _merged(rises)]
    trends.sort(key=lambda trend: (-trend.score, -trend.count, trend.key))
    return trends[: limit or None]


def _least_score(volumes: Sequence[int], items: int, window_s: int) -> float | None:
    """Return what a trend must reach; more where little is known of the usual, None where nothing is."""
    a_day = items * min(1.0, _DAY_S / window_s)
    history = sum(min(1.0, volume / a_day) for volume in volumes) if a_day else 0.0
    if history < _LEAST_HISTORY:
        return None
    return LEAST_SCORE if history >= _FULL_HISTORY else _WITHOUT_HISTORY


def _terms(postings: Postings, past: Past, days: Days, least: float) -> Iterable[Rise]:
    counts = postings.counts(past.days)
    for term, found in postings.of_term.items():
        common = usual_share(term[0]) if len(term) == 1 else 0.0
        rise = _rise(postings, term, 0, found, counts[term], days, common * _TITLE_TO_TEXT)
        if rise.score >= least + _VAGUE * (common > _COMMON):
            yield rise


def _stories(postings: Postings, past: Past, days: Days, least: float) -> Iterable[Rise]:
    found: dict[int, list[int]] = {}
    for place, item in enumerate(postings.items):
        if item.story_id is not None:
            found.setdefault(item.story_id, []).append(place)
    none = [0] * len(past.days)
    for story_id, places in found.items():
        if len(places) >= FEWEST_PUBLISHERS:
            rise = _rise(postings, (), story_id, places, past.stories.get(story_id, none), days, 0.0)
            if rise.score >= least and rise.sources >= FEWEST_PUBLISHERS:
                yield rise


def _rise(
    postings: Postings,
    term: Term,
    story_id: int,
    found: Sequence[int],
    counts: Sequence[int],
    days: Days,
    share: float,
) -> Rise:
    publishers = postings.publishers(found)
    # The loudest counts as one headline, so that nobody makes a trend alone.
    several = len(found) - max(publishers.values()) + 1
    usual = days.usual(counts, share)
    score = days.score(several, counts, share) if several > usual else 0.0
    return Rise(term, story_id, found, len(publishers), usual, score)


@dataclass(slots=True)
class _Group:
    rises: list[Rise]
    found: set[int]


def _merged(rises: Sequence[Rise]) -> list[list[Rise]]:
    """Put together what rises in the same headlines, the most surprising first."""
    groups: list[_Group] = []
    of_place: dict[int, list[int]] = {}
    for rise in sorted(rises, key=lambda rise: (-rise.score, -len(rise.found), rise.term, rise.story_id)):
        shared = Counter(number for place in rise.found for number in of_place.get(place, ()))
        number = next((number for number, times in shared.most_common() if _is_same(rise, groups[number], times)), -1)
        if number < 0:
            number = len(groups)
            groups.append(_Group([], set()))
        group = groups[number]
        group.rises.append(rise)
        for place in set(rise.found) - group.found:
            group.found.add(place)
            of_place.setdefault(place, []).append(number)
    return [group.rises for group in groups]


def _is_same(rise: Rise, group: _Group, shared: int) -> bool:
    smaller, larger = sorted((len(rise.found), len(group.found)))
    if shared < _SAME_ITEMS * smaller:
        return False
    related = any(set(rise.term) & set(other.term) for other in group.rises)
    return related or smaller >= _SMALLEST_PART * larger
