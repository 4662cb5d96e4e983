"""Ranks the stories of a period for one reader, as of a moment: reads the store, computes, writes nothing."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta

from ainews.config import DigestSettings
from ainews.model import OWNER_ID
from ainews.model.digests import Candidate, Interest
from ainews.store import Store
from ainews.stories.choice import Reason, choose
from ainews.stories.interests import Interests, without
from ainews.stories.rank import Ranked, Taste, rank
from ainews.stories.rules import Rules
from ainews.text.instants import to_ms

_DAY = timedelta(days=1)
MOST_CANDIDATES = 20_000
_SETTLED = timedelta(hours=1)
"""A digest that is made again within the hour, as one tries out its options, is the same news."""


def ranked(
    store: Store,
    *,
    since: datetime | None,
    at: datetime,
    user_id: int = OWNER_ID,
    learn: bool = True,
    most: int = MOST_CANDIDATES,
) -> list[Ranked]:
    """Return the stories with an item dated after `since` and up to `at`, best first; muted ones among them.

    What was dated later, opened later or shown by later digests is left out of everything, so that the same store
    gives the same ranking of a moment whenever it is asked. Items without a story stand for themselves.

    learn  whether what the reader opened and passed over counts
    most   only so many of the newest items are looked at, so that no ranking outgrows the memory; 0 means all
    """
    candidates = store.tastes.candidates(since, at, user_id, most=most)
    return _rank(store, candidates, since, at, user_id, learn)


def ranked_story(
    store: Store, story_id: int, *, at: datetime, user_id: int = OWNER_ID, learn: bool = True
) -> Ranked | None:
    """Return one story, or one item that has none, as `ranked` ranks it; None where there is nothing of it yet."""
    candidates = store.tastes.candidates_of(story_id, at, user_id)
    found = _rank(store, candidates, None, at, user_id, learn)
    return next((each for each in found if each.story.id == story_id), None)


@dataclass(frozen=True, slots=True)
class Standing:
    """Where a story stands in the digest of a day, before the time to read it is counted.

    place   from 1; 0 where it is left out
    reason  why it is left out; None where it has a place, and where nothing was reported on it that day
    """

    ranked: Ranked
    place: int = 0
    reason: Reason | None = None


def standing(
    store: Store, story_id: int, *, at: datetime, limits: DigestSettings, user_id: int = OWNER_ID, learn: bool = True
) -> Standing | None:
    """Return how one story ranks and where it stands in the digest of that day; None where there is nothing of it."""
    choice = choose(ranked(store, since=at - _DAY, at=at, user_id=user_id, learn=learn), limits)
    for place, each in enumerate(choice.chosen, 1):
        if each.story.id == story_id:
            return Standing(each, place)
    for each, reason in choice.left:
        if each.story.id == story_id:
            return Standing(each, 0, reason)
    found = ranked_story(store, story_id, at=at, user_id=user_id, learn=learn)
    return None if found is None else Standing(found)


def learned(store: Store, at: datetime, user_id: int = OWNER_ID) -> list[Interest]:
    """Return what was learned from what a reader opened, starred and passed over, the strongest first."""
    history = store.tastes.history(at, user_id)
    if not history:
        return []
    from ainews.stories.learning import learn

    return learn(history)


def all_interests(store: Store, at: datetime, user_id: int = OWNER_ID, *, learn: bool = True) -> list[Interest]:
    """Return what a reader asked for, then what was learned of the rest: a word of theirs replaces a habit."""
    asked = store.tastes.interests(user_id)
    return [*asked, *(without(learned(store, at, user_id), asked) if learn else ())]


def _rank(
    store: Store, candidates: Sequence[Candidate], since: datetime | None, at: datetime, user_id: int, learn: bool
) -> list[Ranked]:
    interests = all_interests(store, at, user_id, learn=learn)
    ids = [each.item.id for each in candidates]
    taste = Taste(
        asked=Interests([each for each in interests if not each.learned]),
        learned=Interests([each for each in interests if each.learned]),
        rules=Rules(store.tastes.rules(user_id)),
        shown=frozenset(store.tastes.shown(ids, at - _SETTLED, user_id, remade=(since, at))),
    )
    return rank(candidates, taste, since_s=None if since is None else to_ms(since) // 1000, at_s=to_ms(at) // 1000)
