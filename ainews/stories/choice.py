"""What of the ranked stories a digest holds, in which order and under which headings; pure, and writes no summary.

The best come first, within limits: so many stories and minutes, so many of one source and of one topic, and few that
a single source tells. What a keep rule asks for takes its place before the others and knows only the first limit.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Iterator, Mapping, Sequence
from enum import StrEnum
from typing import TypeVar

from msgspec import Struct

from ainews.config import DigestSettings
from ainews.model import Item, Sentence, Story
from ainews.model.digests import DigestLink
from ainews.stories.rank import Ranked

WORDS_A_MINUTE = 220
LINKS = 8

_FOR_EVERYBODY = frozenset({"coverage", "recency", "growth", "novelty"})
_ASKED_FOR = 0.5  # what interests must add: half of what a second source would

T = TypeVar("T")


class Reason(StrEnum):
    """Why a story is not in a digest."""

    MUTED = "muted"
    SHOWN = "shown before, without news since"
    CAPPED = "of sources or topics that had their share"
    LONE = "told by one source only"
    BELOW = "further down"


class Choice(Struct, frozen=True):
    """The chosen stories, best first, and every other one with the reason."""

    chosen: tuple[Ranked, ...]
    left: tuple[tuple[Ranked, Reason], ...]


def choose(ranked: Sequence[Ranked], limits: DigestSettings) -> Choice:
    """Choose among stories, the best first; the order of equals is kept."""
    chosen: list[int] = []
    left: dict[int, Reason] = {}
    places = _Places(limits)
    for number in sorted(range(len(ranked)), key=lambda number: not _is_kept(ranked[number])):
        reason = places.refuse(ranked[number])
        if reason is None:
            places.take(ranked[number])
            chosen.append(number)
        else:
            left[number] = reason
    return Choice(
        tuple(ranked[number] for number in sorted(chosen)),
        tuple((ranked[number], left[number]) for number in sorted(left)),
    )


class _Places:
    """What is left of a digest's limits."""

    def __init__(self, limits: DigestSettings) -> None:
        self._limits = limits
        self._taken = 0
        self._lone = 0
        self._of_source: Counter[int] = Counter()
        self._of_topic: Counter[int] = Counter()

    def refuse(self, story: Ranked) -> Reason | None:
        if story.muted_by is not None and not _is_kept(story):
            return Reason.MUTED
        if story.shown and not story.news:
            return Reason.SHOWN
        if self._taken >= self._limits.top:
            return Reason.BELOW
        if _is_kept(story):
            return None
        if _is_lone(story) and self._lone >= self._limits.least:
            return Reason.LONE
        return Reason.CAPPED if self._is_capped(story) else None

    def take(self, story: Ranked) -> None:
        self._taken += 1
        self._lone += _is_lone(story) and not _is_kept(story)
        self._of_source[_leader(story)] += 1
        self._of_topic[story.topic_id] += 1

    def _is_capped(self, story: Ranked) -> bool:
        return _is_full(self._of_source[_leader(story)], self._limits.per_source) or _is_full(
            self._of_topic[story.topic_id], self._limits.per_topic
        )


def within(minutes: float, stories: Sequence[T], *, words: Callable[[T], int], is_kept: Callable[[T], bool]) -> list[T]:
    """Return the stories that can be read in that time, at least one; 0 means all.

    Those that are kept come first, then the best: after the first that is too long, no other one is taken.
    """
    if not minutes:
        return list(stories)
    order = sorted(range(len(stories)), key=lambda number: not is_kept(stories[number]))
    budget = minutes * WORDS_A_MINUTE - words(stories[order[0]]) if order else 0.0
    taken = order[:1]
    for number in order[1:]:
        budget -= words(stories[number])
        if budget < 0:
            break
        taken.append(number)
    return [stories[number] for number in sorted(taken)]


def words_of(title: str, summary: Sequence[Sentence]) -> int:
    """Count what is read of a story; three characters of a script without blanks are a word."""
    return sum(_words(text) for text in (title, *(sentence.text for sentence in summary)))


def sections(stories: Sequence[Story], folders: Mapping[int, str]) -> dict[int, str]:
    """Return the section of each story by id: the folder that most of its sources are in, "" for those in none.

    Where that makes a single section, it is none. Of several, the one whose source told the story first is taken.

    folders  the reader's, by source id
    """
    found = {story.id: _section(story, folders) for story in stories}
    return found if len(set(found.values())) > 1 else dict.fromkeys(found, "")


def links(story: Story, summary: Sequence[Sentence]) -> tuple[DigestLink, ...]:
    """Return where a story can be read: the items that its summary rests on, then one of each other source.

    An item without an address is there for its source; among equals it comes last.
    """
    cited = {item_id for sentence in summary for item_id in sentence.item_ids}
    items = sorted(story.items, key=lambda item: (item.id not in cited, not item.url))
    firsts = list(_one_per_source(items))
    told = {item.id for item in firsts}
    more = [item for item in items if item.id in cited and item.id not in told]
    ordered = sorted([*firsts, *more], key=lambda item: item.id not in cited)
    return tuple(DigestLink(item.id, item.url, item.source) for item in ordered[: max(LINKS, len(cited))])


def _is_kept(story: Ranked) -> bool:
    return story.kept_by is not None


def _is_lone(story: Ranked) -> bool:
    """Tell whether one source alone tells it, and nothing that the reader cares for is in it."""
    asked = sum(part.contribution for part in story.parts if part.name not in _FOR_EVERYBODY)
    return story.story.sources <= 1 and asked < _ASKED_FOR


def _leader(story: Ranked) -> int:
    """Return the source that told it first."""
    return story.story.items[0].source.id if story.story.items else 0


def _is_full(taken: int, limit: int) -> bool:
    return bool(limit) and taken >= limit


def _words(text: str) -> int:
    return sum(1 if word.isascii() else _words_in(word) for word in text.split())


def _words_in(word: str) -> int:
    wide = sum(character >= "\u2e80" for character in word)
    return max(1, wide // 3)


def _section(story: Story, folders: Mapping[int, str]) -> str:
    sources = dict.fromkeys(item.source.id for item in story.items)
    counted = Counter(folder for folder in (folders.get(source, "") for source in sources) if folder)
    return counted.most_common(1)[0][0] if counted else ""


def _one_per_source(items: Sequence[Item]) -> Iterator[Item]:
    seen: set[int] = set()
    for item in items:
        if item.source.id not in seen:
            seen.add(item.source.id)
            yield item
