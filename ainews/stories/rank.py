"""How much a story matters to one reader at one moment, in parts that add up; reads no store and no clock.

The unit is a doubling: a point is what twice as many independent sources are worth. Scores are compared within a
day; from day to day they depend on how much was written.
"""

from __future__ import annotations

import math
from collections import Counter
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, field
from statistics import fmean as mean

from msgspec.structs import replace

from ainews.model import Signal, Story
from ainews.model.digests import Candidate, Interest, InterestKind, Rule
from ainews.stories.interests import Interests, Met
from ainews.stories.rules import Rules
from ainews.stories.tellings import Telling, by_story, publishers, story_of, untold

COVERAGE = 1.0
"""The measure of all else."""
RECENCY = 2.0
"""For reports that are all of this minute, as much as four times the sources; each day takes half of it away. What
counts is the mean of a story's publishers, so that one straggler does not bring last week's story back."""
GROWTH = 0.2
"""Each doubling by sources that joined in the last six hours counts a fifth more: what grows now goes before what has
had its day."""
SOURCE = 1.0
"""A reader's own scale, from -3 to 3: an interest of 1 is worth a doubling. The same for terms and tags."""
LEARNED = 1.0
"""At most a doubling or a halving: what a reader says counts more than what is read from their habits."""
NOVELTY = 2.0
"""What was shown in full falls by as much as recency can lift it; where half of it is new, by half."""

_HALF_LIFE_S = 24 * 3600
_GROWING_S = 6 * 3600


@dataclass(frozen=True, slots=True)
class Ranked:
    """A story's place in a ranking, as of a moment.

    story     with its items up to that moment; size, sources, dates and title are of those; `score` is set
    tags      folders and categories of its items, the most frequent first
    parts     what adds up to the score
    shown     how many of its items earlier digests showed
    news      the items that say what those did not; all of them where none was shown
    learned   the interests behind the part of that name
    muted_by  the rule that hides it; None where a rule keeps it
    """

    story: Story
    topic_id: int
    tags: tuple[str, ...]
    parts: tuple[Signal, ...]
    score: float
    shown: int
    news: tuple[int, ...]
    learned: tuple[Interest, ...] = ()
    muted_by: Rule | None = None
    kept_by: Rule | None = None


@dataclass(frozen=True, slots=True)
class Taste:
    """All that one reader's ranking depends on, apart from the items."""

    asked: Interests = field(default_factory=lambda: Interests(()))
    learned: Interests = field(default_factory=lambda: Interests(()))
    rules: Rules = field(default_factory=lambda: Rules(()))
    shown: frozenset[int] = frozenset()


def rank(candidates: Iterable[Candidate], taste: Taste, *, since_s: int | None, at_s: int) -> list[Ranked]:
    """Rank the stories of these items that were reported on after `since_s`, best first; muted ones among them.

    candidates  oldest first, each no later than `at_s`
    """
    ranked = [_ranked(story_id, tellings, taste, at_s) for story_id, tellings in by_story(candidates, since_s).items()]
    return sorted(ranked, key=lambda each: (-each.score, -each.story.last_at.timestamp(), each.story.id))


def _ranked(story_id: int, tellings: Sequence[Telling], taste: Taste, at_s: int) -> Ranked:
    verdict = taste.rules.judge(tellings)
    shown = taste.shown.intersection(telling.item.id for telling in tellings)
    news = untold(tellings, shown)
    learned = taste.learned.met(verdict.voices)
    parts = (
        *_common_parts(verdict.voices, at_s),
        *map(_asked_part, taste.asked.met(verdict.voices)),
        *_learned_part(learned),
        *_novelty_part(len(shown), len(news), len(tellings)),
    )
    score = round(sum(part.contribution for part in parts), 3)
    return Ranked(
        story=replace(story_of(story_id, tellings), score=score),
        topic_id=Counter(telling.candidate.topic_id for telling in tellings).most_common(1)[0][0],
        tags=_tags(tellings),
        parts=parts,
        score=score,
        shown=len(shown),
        news=news,
        learned=tuple(met.interest for met in learned),
        muted_by=verdict.muted_by,
        kept_by=verdict.kept_by,
    )


def _common_parts(voices: Sequence[Telling], at_s: int) -> Iterator[Signal]:
    """Yield what matters to everybody."""
    first = publishers(voices)
    joined = sum(told_s > at_s - _GROWING_S for told_s in list(first.values())[1:])
    last = {telling.publisher: telling.at_s for telling in voices}
    yield _part("coverage", math.log2(max(len(first), 1)), COVERAGE)
    yield _part("recency", mean(0.5 ** ((at_s - told_s) / _HALF_LIFE_S) for told_s in last.values()), RECENCY)
    if joined:
        yield _part("growth", math.log2(1 + joined), GROWTH)


def _asked_part(met: Met) -> Signal:
    interest = met.interest
    if interest.kind is InterestKind.SOURCE:
        return _part("source weight", interest.weight, SOURCE)
    return Signal(f"{interest.kind} {interest.title or interest.name}", met.share, interest.weight)


def _learned_part(learned: Sequence[Met]) -> Iterator[Signal]:
    if learned:
        yield _part("learned", max(-1.0, min(1.0, sum(met.adds for met in learned))), LEARNED)


def _novelty_part(shown: int, news: int, size: int) -> Iterator[Signal]:
    """Yield what repetition costs: nothing is new where nothing is told that was not shown."""
    if shown:
        yield _part("novelty", -1.0 if not news else -shown / size, NOVELTY)


def _part(name: str, value: float, weight: float) -> Signal:
    """Return a part whose value has two digits and whose weight has one, so that what is printed adds up exactly."""
    return Signal(name, round(value, 2), weight)


def _tags(tellings: Sequence[Telling]) -> tuple[str, ...]:
    names: dict[str, str] = {}
    counts: Counter[str] = Counter()
    for telling in tellings:
        for tag in telling.candidate.tags:
            names.setdefault(tag.casefold(), tag)
            counts[tag.casefold()] += 1
    return tuple(names[key] for key, _ in counts.most_common())
