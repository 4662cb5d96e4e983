"""What rises: words, names and stories that more publishers write of than usual; reads no store and no clock.

Terms that rise in the same headlines are one trend, under the name that tells most. Its key is that name
in lower case, so that it is the same trend an hour later.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass

from ainews.model.digests import Mention, Trend
from ainews.stories.judging import Judge, Past, judge_of
from ainews.stories.naming import Naming, Rise
from ainews.stories.postings import Postings

_SAME_ITEMS = 0.5
_SMALLEST_PART = 0.15


def rising(
    items: Iterable[Mention], past: Past, *, first_s: int, at_s: int, steps: int, limit: int = 10
) -> list[Trend]:
    """Return what rises in a window, the most surprising first; nothing where hardly anything went before.

    items   of the window, in order of time
    steps   into how many parts the window is cut for the series
    limit   0 means all
    """
    postings = Postings(items)
    judge = judge_of(postings, past, first_s, at_s)
    if judge is None:
        return []
    naming = Naming(postings, first_s, at_s, steps)
    trends = [naming.trend(group) for group in _merged(list(_rises(postings, judge)))]
    trends.sort(key=lambda trend: (-trend.score, -trend.count, trend.key))
    return trends[: limit or None]


def _rises(postings: Postings, judge: Judge) -> Iterator[Rise]:
    for term, found in postings.of_term.items():
        if rise := judge.term(term, found):
            yield rise
    for story_id, found in postings.of_story().items():
        if rise := judge.story(story_id, found):
            yield rise


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
