"""Ranks the stories of a period for one reader, as of a moment: reads the store, computes, writes nothing."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime, timedelta

from ainews.model import OWNER_ID
from ainews.model.digests import Candidate, Interest
from ainews.store import Store
from ainews.stories.interests import Interests, without
from ainews.stories.rank import Ranked, Taste, rank
from ainews.stories.rules import Rules
from ainews.text.instants import to_ms

_SETTLED = timedelta(hours=1)
"""A digest that is made again within the hour, as one tries out its options, is the same news."""


def ranked(
    store: Store, *, since: datetime | None, at: datetime, user_id: int = OWNER_ID, learn: bool = True
) -> list[Ranked]:
    """Return the stories with an item dated after `since` and up to `at`, best first; muted ones among them.

    What was dated later, opened later or shown by later digests is left out of everything, so that the same store
    gives the same ranking of a moment whenever it is asked. Items without a story stand for themselves.

    learn  whether what the reader opened and passed over counts
    """
    candidates = store.tastes.candidates(since, at, user_id)
    return _rank(store, candidates, since, at, user_id, learn)


def ranked_story(
    store: Store, story_id: int, *, at: datetime, user_id: int = OWNER_ID, learn: bool = True
) -> Ranked | None:
    """Return one story, or one item that has none, as `ranked` ranks it; None where there is nothing of it yet."""
    candidates = store.tastes.candidates_of(story_id, at, user_id)
    found = _rank(store, candidates, None, at, user_id, learn)
    return next((each for each in found if each.story.id == story_id), None)


def learned(store: Store, at: datetime, user_id: int = OWNER_ID) -> list[Interest]:
    """Return what was learned from what a reader opened, starred and passed over, the strongest first."""
    history = store.tastes.history(at, user_id)
    if not history:
        return []
    from ainews.stories.learning import learn

    return learn(history)


def _rank(
    store: Store, candidates: Sequence[Candidate], since: datetime | None, at: datetime, user_id: int, learn: bool
) -> list[Ranked]:
    asked = store.tastes.interests(user_id)
    taste = Taste(
        asked=Interests(asked),
        learned=Interests(without(learned(store, at, user_id), asked) if learn else ()),
        rules=Rules(store.tastes.rules(user_id)),
        shown=frozenset(store.tastes.shown([each.item.id for each in candidates], at - _SETTLED, user_id)),
    )
    return rank(candidates, taste, since_s=None if since is None else to_ms(since) // 1000, at_s=to_ms(at) // 1000)
