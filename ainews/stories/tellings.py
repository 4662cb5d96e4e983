"""Stories on their way into a ranking: how each item begins, who publishes it, what is its own; judges nothing."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Sequence
from functools import cached_property

from ainews.errors import UsageError
from ainews.model import Story
from ainews.model.digests import Candidate
from ainews.stories.words import LONGEST_LEAD, headline
from ainews.text.matching import Needle, folded, needles, shown_text, spans
from ainews.text.publishers import publisher_of
from ainews.text.query import Term
from ainews.text.spacing import spaced
from ainews.text.titles import best

_LEAST_LEAD, _LEAST_HEADLINE = 12, 4
"""Fewer words may be the same by chance."""


class Telling:
    """One item; what takes time is made when it is first asked for."""

    def __init__(self, candidate: Candidate) -> None:
        self.item = candidate.item
        self.at_s = candidate.at_s
        self.candidate = candidate

    @cached_property
    def title(self) -> str:
        return folded(spaced(self.item.title))

    @cached_property
    def lead(self) -> str:
        """The first sixty words of the text."""
        return " ".join(shown_text(self.candidate.html).split(maxsplit=LONGEST_LEAD)[:LONGEST_LEAD])

    @cached_property
    def _folded_lead(self) -> str:
        return folded(self.lead)

    @cached_property
    def tags(self) -> frozenset[str]:
        return frozenset(tag.casefold() for tag in self.candidate.tags)

    @cached_property
    def publisher(self) -> str:
        """Who tells it: the owner of the page's domain, or the source itself where many share one."""
        return publisher_of(self.item.url, self.item.source.url, self.item.source.id)

    @cached_property
    def texts(self) -> set[str]:
        """What a copy of it has, too: its headline, and the beginning of its text."""
        title, lead = headline(self.item.title).casefold().split(), self._folded_lead.split()
        texts = {" ".join(title)} if len(title) >= _LEAST_HEADLINE else set()
        return texts | {" ".join(lead[: 2 * _LEAST_LEAD])} if len(lead) >= _LEAST_LEAD else texts

    def holds(self, needle: Needle) -> bool:
        """Tell whether a term stands in the title or, where it may stand there, in the lead."""
        # To look for the beginning first spares most of the work: few items hold a given word.
        if needle.seed in self.title and _is_in(needle, self.title):
            return True
        return not needle.only_title and needle.seed in self._folded_lead and _is_in(needle, self._folded_lead)


def sought(terms: Iterable[str]) -> tuple[Needle, ...]:
    """Return what to look for in tellings. Raises UsageError where that would be nothing, or a letter alone.

    Signs are no part of words: `C++` would be looked for as the letter c, which stands in half of all texts.
    """
    terms = list(terms)
    found = needles(Term(term) for term in terms)
    if not any(len(word) > 1 or not word.isascii() for needle in found for word in needle.words):
        raise UsageError(
            f"{' '.join(terms)!r} holds no word to look for, since signs do not count and a letter is none"
        )
    return found


def by_story(candidates: Iterable[Candidate], since_s: int | None) -> dict[int, list[Telling]]:
    """Return the items of each story that was reported on after `since_s`; an item without one is its own.

    candidates  oldest first
    """
    stories: defaultdict[int, list[Telling]] = defaultdict(list)
    for candidate in candidates:
        item = candidate.item
        stories[item.id if item.story_id is None else item.story_id].append(Telling(candidate))
    return {
        story_id: tellings for story_id, tellings in stories.items() if since_s is None or tellings[-1].at_s > since_s
    }


def story_of(story_id: int, tellings: Sequence[Telling]) -> Story:
    """Return a story as it stood when it had these items; the oldest comes first."""
    items = tuple(telling.item for telling in tellings)
    dates = [min(item.published_at or item.arrived_at, item.arrived_at) for item in items]
    return Story(
        id=story_id,
        revision=max(telling.candidate.revision for telling in tellings),
        title=best([item.title for item in items]),
        first_at=min(dates),
        last_at=max(dates),
        size=len(items),
        sources=len({item.source.id for item in items}),
        items=items,
    )


def publishers(tellings: Sequence[Telling]) -> dict[str, int]:
    """Return who told something of their own, and when each first did; the tellings come oldest first.

    A text that was told before, whoever repeats it, is no voice of its own: twenty papers with one agency's report
    count once.
    """
    if len(tellings) == 1:
        return {tellings[0].publisher: tellings[0].at_s}
    told: set[str] = set()
    first: dict[str, int] = {}
    for telling in tellings:
        if telling.texts.isdisjoint(told):
            first.setdefault(telling.publisher, telling.at_s)
        told |= telling.texts
    return first


def untold(tellings: Sequence[Telling], shown: frozenset[int]) -> tuple[int, ...]:
    """Return the items that say what those already shown do not."""
    if not shown:
        return tuple(telling.item.id for telling in tellings)
    texts = {text for telling in tellings if telling.item.id in shown for text in telling.texts}
    return tuple(
        telling.item.id
        for telling in tellings
        if telling.item.id not in shown and (not telling.texts or not telling.texts <= texts)
    )


def _is_in(needle: Needle, text: str) -> bool:
    return next(spans(needle, text), None) is not None
