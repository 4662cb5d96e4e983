"""Finds trends in what the store holds: reads a window and the weeks before it, computes, and writes nothing."""

from __future__ import annotations

from collections import defaultdict
from datetime import datetime, timedelta

from ainews.model import OWNER_ID
from ainews.model.digests import Mention, Trend
from ainews.store import Store
from ainews.stories.judging import Past
from ainews.stories.trends import rising
from ainews.text.instants import to_ms

_DAY_S = 86_400
_PAST_DAYS = 28
_MOST_TITLES = 20_000
"""More of the past are sampled: it costs 6 microseconds a title."""


def trends(
    store: Store,
    *,
    window: timedelta = timedelta(days=1),
    at: datetime,
    limit: int = 10,
    user_id: int = OWNER_ID,
) -> list[Trend]:
    """Return what rises in the window that ends at `at`, against the four weeks before; `limit` 0 means all.

    Only items that are dated up to `at` count, and nothing depends on when this is called.
    """
    before_s = to_ms(at) // 1000 + 1
    first_s = before_s - max(1, int(window.total_seconds()))
    items = store.trending.window(first_s, before_s, user_id)
    past = _past(store, items, first_s, user_id)
    steps = 24 if window <= timedelta(days=2) else 28
    return rising(items, past, first_s=first_s, at_s=before_s, steps=steps, limit=limit)


def _past(store: Store, items: list[Mention], first_s: int, user_id: int) -> Past:
    oldest_s = max(0, first_s - _PAST_DAYS * _DAY_S)
    titles, every = store.trending.titles(oldest_s, first_s, most=_MOST_TITLES, user_id=user_id)
    days: list[list[str]] = [[] for _ in range(_PAST_DAYS)]
    for at_s, title in titles:
        days[(first_s - 1 - at_s) // _DAY_S].append(title)
    stories = sorted({item.story_id for item in items if item.story_id is not None})
    counts: defaultdict[int, list[int]] = defaultdict(lambda: [0] * _PAST_DAYS)
    for story_id, at_s in store.trending.stories(stories, oldest_s, first_s):
        counts[story_id][(first_s - 1 - at_s) // _DAY_S] += 1
    return Past(days, every, counts)
