"""Invented events, told by many publishers or by one: headlines of our own, the same for the same seed."""

from __future__ import annotations

import random
from collections.abc import Sequence
from dataclasses import dataclass

from ainews.model.digests import Mention
from benchmarks.invented import ONSETS, VOWELS

SIZES = ((8, 8, 2), (12, 8, 2), (12, 6, 4), (20, 12, 4), (40, 20, 4), (12, 8, 12), (30, 15, 24))
"""Items, publishers, and hours over which they come."""

_WHOLE = (
    "{name} {event} in {place}, {count} hurt",
    "{place} {event}: what is known about {name}",
    "{event} in {place}: {name} says {count} people are safe",
    "{name} under pressure after {place} {event}",
    "Officials look into {event} near {place} as {name} calls for calm",
    "{name}: {count} questions after the {event}",
    "Why {name} left {place} hours before the {event}",
    "After the {event}, {name} speaks to families in {place}",
    "{place} reels from {event}",
    "{count} things {name} said about the {event} in {place}",
)
EVENTS = (
    "tunnel collapse",
    "ferry fire",
    "grain silo blast",
    "data leak",
    "bridge closure",
    "reactor leak",
    "dam breach",
)
_ENDS = ("n", "r", "s", "l", "sk", "rd", "ck", "m")


@dataclass(frozen=True, slots=True)
class Burst:
    """An event, when its first item came, and the words by which it is known: `names` are nobody else's."""

    items: tuple[Mention, ...]
    publishers: int
    hours: int
    start_s: int
    names: frozenset[str]
    event: frozenset[str]

    def is_told_by(self, name: str) -> bool:
        """Whether a trend of this name is it: there is a name of its own in it, or all of what happened."""
        words = set(name.lower().split())
        return bool(words & self.names) or words == self.event


def burst(rng: random.Random, publishers: Sequence[str], size: tuple[int, int, int], start_s: int, event: str) -> Burst:
    """Tell one event: `size` is items, publishers and hours; of one publisher, it is that publisher's matter alone."""
    count, several, hours = size
    first, last, place = (_word(rng) for _ in range(3))
    tellers = rng.sample(publishers, several)
    times = sorted([start_s, *(start_s + rng.randrange(hours * 3600) for _ in range(count - 1))])
    items = []
    for number, at_s in enumerate(times):
        text = rng.choice(_WHOLE).format(name=f"{first} {last}", event=event, place=place, count=rng.randrange(3, 90))
        title = text.title() if rng.random() < 0.4 else text[0].upper() + text[1:]
        items.append(Mention(at_s, title, tellers[number % several]))
    names = frozenset(each.lower() for each in (first, last, place))
    return Burst(tuple(items), several, hours, start_s, names, frozenset(event.split()))


def _word(rng: random.Random) -> str:
    parts = [rng.choice(ONSETS) + rng.choice(VOWELS) for _ in range(rng.randrange(2, 4))]
    return ("".join(parts) + rng.choice(_ENDS)).capitalize()
