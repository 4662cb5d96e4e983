"""What a reader cares for, learned from what they opened, starred and passed over; pure, reads no store.

Each source, tag and word of titles is judged alone: how often items with it were opened, against how often
items were opened at all, both pulled towards the usual by so many items as if they had been seen (shrinkage). So
three clicks say little, thirty say much, and what is opened as often as everything else says nothing.
"""

from __future__ import annotations

import math
import re
from collections import Counter
from collections.abc import Callable, Iterator, Mapping, Sequence

from ainews.model.digests import Interest, InterestKind, Seen
from ainews.stories.words import headline, words
from ainews.text.vocabulary import usual_share

MOST_LEARNED = 40

_LEAST_HISTORY = 10
"""So many items must have been opened, and passed over, before anything is learned."""
_LEAST_SEEN = {InterestKind.SOURCE: 5, InterestKind.TAG: 5, InterestKind.TERM: 8}
_PRIOR = 20.0
"""Items as usual that are added to what was seen."""
_PER_LOG_ODDS = 0.5
"""Opened half of the time where a quarter is usual comes to about .5."""
_STRONGEST = 1.0
_CHANCE = {InterestKind.SOURCE: 2.0, InterestKind.TAG: 2.0, InterestKind.TERM: 2.5}
"""Standard deviations from the usual; there are far more words than sources, so more of them are far off by chance."""
_COMMON = 0.02

Traits = Mapping[str, str]
"""Names of what an item has, and how they are shown; of a word the title that it stands in."""

_TOKEN = re.compile(r"[^\W_]+")


def learn(history: Sequence[Seen]) -> list[Interest]:
    """Return the strongest 40 interests that a history shows, the strongest first."""
    total = sum(map(_votes, history))
    hits = sum(_votes(item) for item in history if item.opened)
    if min(hits, total - hits) < _LEAST_HISTORY:
        return []
    usual = hits / total
    found = [interest for kind in InterestKind for interest in _learned(kind, history, usual)]
    return sorted(found, key=lambda each: (-abs(each.weight), each.kind, each.name))[:MOST_LEARNED]


def _learned(kind: InterestKind, history: Sequence[Seen], usual: float) -> Iterator[Interest]:
    traits = _TRAITS[kind]
    opened, seen, stars = Counter[str](), Counter[str](), Counter[str]()
    titles: dict[str, str] = {}
    for item in history:
        found = traits(item)
        titles |= found
        seen.update(found.keys())
        if item.opened:
            opened.update(found.keys())
        if item.starred:
            stars.update(found.keys())
    for name, count in seen.items():
        if _is_telling(kind, name, opened[name], count, usual):
            weight = _weight(opened[name] + stars[name], count + stars[name], usual)
            title = _as_written(name, titles[name]) if kind is InterestKind.TERM else titles[name]
            yield Interest(kind, name, weight, title, True, opened[name], count)


def _votes(item: Seen) -> int:
    """A star says again what opening said."""
    return 1 + item.starred


def _source(item: Seen) -> Traits:
    return {str(item.source.id): item.source.title}


def _tags(item: Seen) -> Traits:
    return {tag.casefold(): tag for tag in item.tags}


def _title_words(item: Seen) -> Traits:
    return {word: item.title for word in words(headline(item.title)) if len(word) > 2 and not word[0].isdigit()}


def _as_written(word: str, title: str) -> str:
    """Return a word with the ending that it has in a title: `series`, where `sery` is what was counted."""
    return next((token for token in _TOKEN.findall(title.lower()) if words(token) == [word]), word)


def _is_telling(kind: InterestKind, name: str, opened: int, seen: int, usual: float) -> bool:
    """Tell whether it was seen often enough, is opened otherwise than by chance, and is no word of all subjects."""
    deviation = math.sqrt(seen * usual * (1 - usual))
    if seen < _LEAST_SEEN[kind] or abs(opened - seen * usual) < _CHANCE[kind] * deviation:
        return False
    return kind is not InterestKind.TERM or usual_share(name) <= _COMMON


def _weight(opened: int, seen: int, usual: float) -> float:
    share = (opened + _PRIOR * usual) / (seen + _PRIOR)
    odds = math.log(share / (1 - share)) - math.log(usual / (1 - usual))
    return round(max(-_STRONGEST, min(_STRONGEST, _PER_LOG_ODDS * odds)), 2)


_TRAITS: dict[InterestKind, Callable[[Seen], Traits]] = {
    InterestKind.SOURCE: _source,
    InterestKind.TAG: _tags,
    InterestKind.TERM: _title_words,
}
