"""What a reader wants more or less of, found in stories; where it was learned is `learning`'s matter."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from ainews.errors import UsageError
from ainews.model.digests import Interest, InterestKind
from ainews.stories.tellings import Telling, sought
from ainews.text.matching import needles
from ainews.text.query import Field, Term

MOST = 3.0
"""An interest's weight goes from -3 to 3, in tenths."""
_FULL_SHARE = 1 / 3
"""A story of ten items is about a term that four of them hold; one that holds it in passing says a little."""


@dataclass(frozen=True, slots=True)
class Met:
    """An interest that a story meets, and how far, from 0 to 1."""

    interest: Interest
    share: float

    @property
    def adds(self) -> float:
        return self.interest.weight * self.share


class Interests:
    """Interests made ready. Those that were learned are looked for in titles only, where they were learned."""

    def __init__(self, interests: Sequence[Interest]) -> None:
        self._terms = [
            (interest, needle)
            for interest in _of(InterestKind.TERM, interests)
            for needle in needles([Term(interest.name, Field.TITLE if interest.learned else Field.TEXT)])
        ]
        self._tags = _of(InterestKind.TAG, interests)
        self._sources = {int(interest.name): interest for interest in _of(InterestKind.SOURCE, interests)}

    def met(self, tellings: Sequence[Telling]) -> list[Met]:
        """Return what of it a story meets: of its sources one, then terms and tags."""
        return [*self._met_source(tellings), *self._met_terms(tellings), *self._met_tags(tellings)]

    def _met_source(self, tellings: Sequence[Telling]) -> Iterator[Met]:
        """Yield the source they like best among those that tell the story.

        One that nothing was said of weighs 0, so that a disliked one counts only where nobody else tells the story.
        """
        if not self._sources:
            return
        told_by = {telling.item.source.id for telling in tellings}
        said = [self._sources[source_id] for source_id in sorted(told_by) if source_id in self._sources]
        best = max(said, key=lambda interest: interest.weight, default=None)
        if best is not None and (best.weight >= 0 or len(said) == len(told_by)):
            yield Met(best, 1.0)

    def _met_terms(self, tellings: Sequence[Telling]) -> Iterator[Met]:
        for interest, needle in self._terms:
            if hits := sum(telling.holds(needle) for telling in tellings):
                yield Met(interest, _share(hits, tellings))

    def _met_tags(self, tellings: Sequence[Telling]) -> Iterator[Met]:
        for interest in self._tags:
            if hits := sum(interest.name in telling.tags for telling in tellings):
                yield Met(interest, _share(hits, tellings))


def term(text: str) -> str:
    """Return how a term is kept. Raises UsageError where it holds no word."""
    name = " ".join(text.split()).casefold()
    sought([name])
    return name


def without(learned: Sequence[Interest], asked: Sequence[Interest]) -> list[Interest]:
    """Return what was learned of things that nothing was said of: a word of the reader's replaces a habit."""
    said = {_key(interest) for interest in asked}
    return [interest for interest in learned if _key(interest) not in said]


def weight(number: float) -> float:
    """Return a weight as it is kept, in tenths. Raises UsageError."""
    if not -MOST <= number <= MOST:
        raise UsageError(f"the weight is {number:g}: from -3 (much less of it) to 3 (much more)")
    return round(number, 1)


def _key(interest: Interest) -> tuple[InterestKind, object]:
    """Return what is the same for every spelling of a term."""
    if interest.kind is not InterestKind.TERM:
        return interest.kind, interest.name
    return interest.kind, tuple(needle.stems for needle in needles([Term(interest.name)]))


def _of(kind: InterestKind, interests: Sequence[Interest]) -> list[Interest]:
    return [interest for interest in interests if interest.kind is kind]


def _share(hits: int, tellings: Sequence[Telling]) -> float:
    return min(1.0, round(hits / len(tellings) / _FULL_SHARE, 2))
