"""What a reader cares for, learned from what they opened, starred and passed over; pure, reads no store.

Each source, tag and word of titles is judged alone: how often items with it were opened, against how often
items were opened at all, both pulled towards the usual by so many items as if they had been seen (shrinkage). So
three clicks say little, thirty say much, and what is opened as often as everything else says nothing.
"""

from __future__ import annotations

import math
from collections import Counter
from collections.abc import Iterator, Sequence

from ainews.model.digests import Interest, InterestKind, Seen
from ainews.stories.words import headline, words
from ainews.text.vocabulary import usual_share

MOST_LEARNED = 40

_LEAST_HISTORY = 10
"""So many items must have been opened, and passed over, before anything is learned."""
_LEAST_SEEN = 5
_PRIOR = 20.0
_HALF = 0.5
"""Weight of a log-odds of 1; opened half of the time where a quarter is usual comes to about .5."""
_STRONGEST = 1.0
_CHANCE = {InterestKind.SOURCE: 2.0, InterestKind.TAG: 2.0, InterestKind.TERM: 2.5}
"""Standard deviations from the usual; there are far more words than sources, so more of them are far off by chance."""
_STAR = 2
_COMMON = 0.02

Trait = tuple[InterestKind, str]


def learn(history: Sequence[Seen]) -> list[Interest]:
    """Return the strongest 40 interests that a history shows, the strongest first."""
    opened, seen = Counter[Trait](), Counter[Trait]()
    titles: dict[Trait, str] = {}
    for item in history:
        votes = _STAR if item.starred else 1
        for trait, title in _traits(item):
            seen[trait] += votes
            opened[trait] += votes * item.opened
            titles.setdefault(trait, title)
    total = sum(_STAR if item.starred else 1 for item in history)
    hits = sum(_STAR if item.starred else 1 for item in history if item.opened)
    if min(hits, total - hits) < _LEAST_HISTORY:
        return []
    usual = hits / total
    found = [
        Interest(*trait, _weight(opened[trait], count, usual), titles[trait], True, opened[trait], count)
        for trait, count in seen.items()
        if count >= _LEAST_SEEN and _is_beyond_chance(trait[0], opened[trait], count, usual)
    ]
    return sorted(found, key=lambda each: (-abs(each.weight), each.kind, each.name))[:MOST_LEARNED]


def _traits(item: Seen) -> Iterator[tuple[Trait, str]]:
    yield (InterestKind.SOURCE, str(item.source.id)), item.source.title
    for tag in dict.fromkeys(item.tags):
        yield (InterestKind.TAG, tag.casefold()), tag
    for word in dict.fromkeys(words(headline(item.title))):
        if len(word) > 2 and not word[0].isdigit() and usual_share(word) <= _COMMON:
            yield (InterestKind.TERM, word), word


def _is_beyond_chance(kind: InterestKind, opened: int, seen: int, usual: float) -> bool:
    deviation = math.sqrt(seen * usual * (1 - usual))
    return abs(opened - seen * usual) >= _CHANCE[kind] * deviation


def _weight(opened: int, seen: int, usual: float) -> float:
    share = (opened + _PRIOR * usual) / (seen + _PRIOR)
    odds = math.log(share / (1 - share)) - math.log(usual / (1 - usual))
    return round(max(-_STRONGEST, min(_STRONGEST, _HALF * odds)), 2)
