"""Candidates for a ranking in one line each; no store."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import UTC, datetime, timedelta

from ainews.model import Item, SourceRef
from ainews.model.digests import Candidate, Interest, InterestKind, Rule, RuleField, RuleKind
from ainews.stories.interests import Interests
from ainews.stories.rank import Ranked, Taste, rank
from ainews.stories.rules import Rules
from ainews.stories.tellings import Telling
from ainews.text.instants import to_ms

NOON = datetime(2026, 11, 23, 12, tzinfo=UTC)
NOON_S = to_ms(NOON) // 1000


def candidate(
    item_id: int,
    title: str = "",
    *,
    story: int | None = None,
    source: int = 1,
    hours_ago: float = 1.0,
    words: str = "",
    tags: Sequence[str] = (),
    author: str = "",
    url: str | None = None,
) -> Candidate:
    """Return an item of the story `story`, or of none; each source has a domain of its own."""
    date = NOON - timedelta(hours=hours_ago)
    item = Item(
        id=item_id,
        source=SourceRef(source, f"Source {source}", f"https://source{source}.example/rss"),
        title=title or f"Report {item_id} tells things of its own",
        url=f"https://source{source}.example/{item_id}" if url is None else url,
        author=author,
        published_at=date,
        arrived_at=date,
        read=False,
        starred=False,
        story_id=story,
    )
    return Candidate(item, to_ms(date) // 1000, story or item_id, 1, tuple(tags), f"<p>{words}</p>")


def telling(*arguments: object, **facts: object) -> Telling:
    return Telling(candidate(*arguments, **facts))  # type: ignore[arg-type]


def ranking(candidates: Sequence[Candidate], taste: Taste | None = None, *, since_h: float = 24.0) -> list[Ranked]:
    ordered = sorted(candidates, key=lambda each: (each.at_s, each.item.id))
    return rank(ordered, taste or Taste(), since_s=int(NOON_S - since_h * 3600), at_s=NOON_S)


def alone(candidates: Sequence[Candidate], taste: Taste | None = None) -> Ranked:
    (only,) = ranking(candidates, taste)
    return only


def parts(ranked: Ranked) -> dict[str, float]:
    return {part.name: round(part.contribution, 3) for part in ranked.parts}


def term(name: str, weight: float, **facts: object) -> Interest:
    return Interest(InterestKind.TERM, name, weight, **facts)  # type: ignore[arg-type]


def tag(name: str, weight: float, **facts: object) -> Interest:
    return Interest(InterestKind.TAG, name, weight, **facts)  # type: ignore[arg-type]


def source(source_id: int, weight: float, **facts: object) -> Interest:
    return Interest(InterestKind.SOURCE, str(source_id), weight, **facts)  # type: ignore[arg-type]


def asking(*interests: Interest) -> Taste:
    return Taste(asked=Interests(interests))


def ruling(*rules: Rule) -> Taste:
    return Taste(rules=Rules(rules))


def mute(pattern: str, field: RuleField = RuleField.WORDS, number: int = 1) -> Rule:
    return Rule(number, RuleKind.MUTE, field, pattern, NOON)


def keep(pattern: str, field: RuleField = RuleField.WORDS, number: int = 2) -> Rule:
    return Rule(number, RuleKind.KEEP, field, pattern, NOON)
