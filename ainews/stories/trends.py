"""What rises: words, names and stories that more publishers write of than usual; reads no store and no clock.

Terms that rise in the same headlines are one trend, under the name that tells most. Its key is that name
in lower case, so that it is the same trend an hour later.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import UTC, datetime

from ainews.model.digests import Mention, Trend, TrendKind
from ainews.stories.postings import FEWEST_PUBLISHERS, Postings
from ainews.stories.surprise import Days
from ainews.stories.terms import Term
from ainews.text.vocabulary import usual_share

LEAST_SCORE = 3.0
_WITHOUT_HISTORY = 4.5
_FULL_HISTORY = 2.0
_LEAST_HISTORY = 0.25
_TITLE_TO_TEXT = 1 / 6
_SAME_ITEMS = 0.5
_SMALLEST_PART = 0.15
_NAMES_MOST = 0.55
_FEW_ALONE = 3
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


@dataclass(frozen=True, slots=True)
class Rise:
    """A term or story above the usual, and the headlines that hold it."""

    term: Term
    story_id: int
    found: Sequence[int]
    sources: int
    usual: float
    score: float
    is_name: bool = False


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
    told = _Telling(postings, first_s, at_s, steps)
    trends = [told.trend(group) for group in _merged(rises)]
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
        share = usual_share(term[0]) * _TITLE_TO_TEXT if len(term) == 1 else 0.0
        rise = _rise(postings, term, 0, found, counts[term], days, share)
        if rise.score >= least:
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


class _Telling:
    """Makes trends of groups: chooses the name, and says since when and how fast."""

    def __init__(self, postings: Postings, first_s: int, at_s: int, steps: int) -> None:
        self._postings = postings
        self._first_s = first_s
        self._step_s = max(1.0, (at_s - first_s) / steps)
        self._steps = steps

    def trend(self, group: Sequence[Rise]) -> Trend:
        rise = max(group, key=lambda each: self._tells(each, group))
        places = [self._step(place) for place in rise.found]
        series = [0] * self._steps
        for step in places:
            series[step] += 1
        stories = self._story_ids(rise)
        return Trend(
            key=" ".join(rise.term) if rise.term else f"story:{rise.story_id}",
            name=self._name(rise),
            kind=self._kind(rise),
            count=len(rise.found),
            usual=round(rise.usual, 2),
            score=round(rise.score, 2),
            sources=rise.sources,
            since=self._since(rise, series),
            series=tuple(series),
            story_ids=stories,
        )

    def _tells(self, rise: Rise, group: Sequence[Rise]) -> tuple[bool, int, float]:
        """Return what makes one form of a trend better than another."""
        most = max(len(each.found) for each in group[:_FEW_ALONE])
        covers = len(rise.found) >= _NAMES_MOST * most
        kind = self._kind(rise)
        form = {TrendKind.NAME: 2 if len(rise.term) > 1 else 1, TrendKind.STORY: 1, TrendKind.WORD: 0}[kind]
        return covers, form, rise.score

    def _kind(self, rise: Rise) -> TrendKind:
        if not rise.term:
            return TrendKind.STORY
        told = capital = 0
        for place, start in self._places(rise):
            title = self._postings.headlines[place]
            if title.is_sentence and start:
                told += 1
                capital += title.is_capitalized(start, len(rise.term))
        return TrendKind.NAME if capital * 2 > told or not told else TrendKind.WORD

    def _name(self, rise: Rise) -> str:
        """Return the name as it is written most, in sentences where there are any."""
        if not rise.term:
            return self._postings.items[rise.found[0]].title
        written: Counter[str] = Counter()
        for place, start in self._places(rise):
            title = self._postings.headlines[place]
            written[title.surface(start, len(rise.term))] += 3 if title.is_sentence and start else 1
        return max(written, key=lambda name: (written[name], name))

    def _places(self, rise: Rise) -> Iterable[tuple[int, int]]:
        """Yield where the term stands: the headline, and its first word there."""
        length = len(rise.term)
        for place in rise.found:
            words = self._postings.headlines[place].words
            for start in range(len(words) - length + 1):
                if words[start : start + length] == rise.term:
                    yield place, start
                    break

    def _story_ids(self, rise: Rise) -> tuple[int, ...]:
        """Return the stories that its headlines belong to most, at most three."""
        ids = (self._postings.items[place].story_id for place in rise.found)
        counted = Counter(story_id for story_id in ids if story_id is not None)
        ranked = sorted(counted, key=lambda story_id: (-counted[story_id], story_id))
        return tuple(story_id for story_id in ranked[:3] if counted[story_id] > 1 or story_id == ranked[0])

    def _step(self, place: int) -> int:
        return min(self._steps - 1, max(0, int((self._postings.items[place].at_s - self._first_s) / self._step_s)))

    def _since(self, rise: Rise, series: Sequence[int]) -> datetime:
        """Return the first headline of the stretch of steps that lies furthest above the usual."""
        usual = max(rise.usual, len(rise.found) / 4) / self._steps
        best, best_sum, start, total = 0, float("-inf"), 0, 0.0
        for step, count in enumerate(series):
            if total <= 0:
                start, total = step, 0.0
            total += count - usual
            if total > best_sum:
                best, best_sum = start, total
        first = next(place for place in rise.found if self._step(place) >= best)
        return datetime.fromtimestamp(self._postings.items[first].at_s, UTC)
