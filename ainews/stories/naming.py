"""How a trend is told: under which name, since when, how fast and in which stories; whether it is one is settled."""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime

from ainews.model.digests import Trend, TrendKind
from ainews.stories.postings import Postings
from ainews.stories.terms import Headline, Term

_COVERS = 0.5
_HEADS = 3
_MOST_STORIES = 3
_IN_A_SENTENCE = 3
"""A spelling inside a sentence says more than one where every word is a title's."""


@dataclass(frozen=True, slots=True)
class Rise:
    """A term or, where it is empty, a story above the usual.

    found    places of the headlines that hold it, in order of time
    sources  publishers of these
    """

    term: Term
    story_id: int
    found: Sequence[int]
    sources: int
    usual: float
    score: float


class Naming:
    """Makes trends of what rises together."""

    def __init__(self, postings: Postings, first_s: int, at_s: int, steps: int) -> None:
        self._postings = postings
        self._first_s = first_s
        self._step_s = max(1.0, (at_s - first_s) / steps)
        self._steps = steps
        self._runs_with: defaultdict[str, list[Term]] = defaultdict(list)
        for term in postings.of_term:
            if len(term) > 1:
                for word in set(term):
                    self._runs_with[word].append(term)

    def trend(self, group: Sequence[Rise]) -> Trend:
        """Tell what rises in the same headlines, the most surprising first, as one trend."""
        most = max(len(each.found) for each in group[:_HEADS])
        rise = max(group, key=lambda each: (len(each.found) >= _COVERS * most, self._form(each), each.score))
        term = self._whole(rise)
        series = [0] * self._steps
        for place in rise.found:
            series[self._step(place)] += 1
        return Trend(
            key=" ".join(term) if term else f"story:{rise.story_id}",
            name=self._name(term) if term else self._postings.items[rise.found[0]].title,
            kind=self._kind(term),
            count=len(rise.found),
            usual=round(rise.usual, 2),
            score=round(rise.score, 2),
            sources=rise.sources,
            since=self._since(rise, series),
            series=tuple(series),
            story_ids=self._story_ids(rise),
        )

    def _form(self, rise: Rise) -> int:
        """Return how much a form tells: a name more than a story's title, and that more than words."""
        return (TrendKind.WORD, TrendKind.STORY, TrendKind.NAME).index(self._kind(rise.term))

    def _whole(self, rise: Rise) -> Term:
        """Return the longest run of words around a term that half of its headlines have: the whole of a name."""
        whole = rise.term
        if not whole:
            return whole
        is_name = self._kind(whole) is TrendKind.NAME
        for run in self._runs_with[whole[0]]:
            is_longer = len(run) > len(whole) and _is_inside(rise.term, run)
            is_usual = is_longer and len(self._postings.of_term[run]) >= _COVERS * len(rise.found)
            if is_usual and (not is_name or self._kind(run) is TrendKind.NAME):
                whole = run
        return whole

    def _kind(self, term: Term) -> TrendKind:
        if not term:
            return TrendKind.STORY
        # The first word of a sentence has a capital anyhow.
        told = capital = 0
        for title, start in self._occurrences(term):
            opens = int(not start)
            if title.is_sentence and len(term) > opens:
                told += 1
                capital += title.is_capitalized(start + opens, len(term) - opens)
        return TrendKind.NAME if capital * 2 > told or not told else TrendKind.WORD

    def _name(self, term: Term) -> str:
        """Return the term as it is written most."""
        written: Counter[str] = Counter()
        for title, start in self._occurrences(term):
            written[title.surface(start, len(term))] += _IN_A_SENTENCE if title.is_sentence and start else 1
        return max(written, key=lambda name: (written[name], name))

    def _occurrences(self, term: Term) -> Iterable[tuple[Headline, int]]:
        """Yield the headlines that hold a term, and its first place there."""
        for place in self._postings.of_term[term]:
            title = self._postings.headlines[place]
            start = title.find(term)
            if start is not None:
                yield title, start

    def _story_ids(self, rise: Rise) -> tuple[int, ...]:
        """Return the stories that most of its headlines belong to."""
        ids = (self._postings.items[place].story_id for place in rise.found)
        counted = Counter(story_id for story_id in ids if story_id is not None)
        ranked = sorted(counted, key=lambda story_id: (-counted[story_id], story_id))[:_MOST_STORIES]
        return tuple(story_id for story_id in ranked if counted[story_id] > 1 or story_id == ranked[0])

    def _step(self, place: int) -> int:
        return min(self._steps - 1, max(0, int((self._postings.items[place].at_s - self._first_s) / self._step_s)))

    def _since(self, rise: Rise, series: Sequence[int]) -> datetime:
        """Return the date of the first headline of the stretch that lies furthest above the usual."""
        level = max(rise.usual, len(rise.found) / 4) / self._steps
        best, best_total, start, total = 0, 0.0, 0, 0.0
        for step, count in enumerate(series):
            if total <= 0:
                start, total = step, 0.0
            total += count - level
            if total > best_total:
                best, best_total = start, total
        first = next(place for place in rise.found if self._step(place) >= best)
        return datetime.fromtimestamp(self._postings.items[first].at_s, UTC)


def _is_inside(part: Term, whole: Term) -> bool:
    return any(whole[start : start + len(part)] == part for start in range(len(whole) - len(part) + 1))
