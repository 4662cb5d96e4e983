"""What trends are counted from: who wrote which titles when; judges nothing of them."""

from __future__ import annotations

from collections.abc import Sequence

from ainews.model import OWNER_ID
from ainews.model.digests import Mention
from ainews.store.engine import Engine, Row
from ainews.store.positions import PLACES, position_of
from ainews.text.publishers import publisher_of

Dated = tuple[int, str]
"""A date in seconds since 1970, and a title."""


class Trending:
    """Titles by time, of the sources that a reader follows. Spans are whole seconds, the end left out."""

    def __init__(self, engine: Engine) -> None:
        self._engine = engine

    def window(self, first_s: int, before_s: int, user_id: int = OWNER_ID) -> list[Mention]:
        """Return the items of a span of time, in order of time."""
        rows = self._engine.rows("trending.window", user_id=user_id, **_span(first_s, before_s))
        return [_mention_of(row) for row in rows]

    def titles(self, first_s: int, before_s: int, *, most: int, user_id: int = OWNER_ID) -> tuple[list[Dated], int]:
        """Return titles of a span of time, and one in how many they are: about `most` where there are more."""
        span = _span(first_s, before_s)
        with self._engine.read() as session:
            counted = session.row("trending.count", **span)
            every = _power_of_two(counted["items"] / most if counted else 1)
            rows = session.rows("trending.titles", every=every, user_id=user_id, **span)
        return [(row["position"] // PLACES, row["title"]) for row in rows], every

    def stories(self, ids: Sequence[int], first_s: int, before_s: int) -> list[tuple[int, int]]:
        """Return the story and the date of each item of these stories."""
        rows = self._engine.rows("trending.stories", ids=list(ids), **_span(first_s, before_s))
        return [(row["story_id"], row["position"] // PLACES) for row in rows]


def _span(first_s: int, before_s: int) -> dict[str, int]:
    return {"first": position_of(first_s * 1000), "before": position_of(before_s * 1000)}


def _power_of_two(least: float) -> int:
    """Return the first power of two that is no less: so a sample of more items is part of that of fewer."""
    power = 1
    while power < least:
        power *= 2
    return power


def _mention_of(row: Row) -> Mention:
    return Mention(
        at_s=row["position"] // PLACES,
        title=row["title"],
        publisher=publisher_of(row["url"], row["source_url"], row["source_id"]),
        source_title=row["source_title"],
        story_id=row["story_id"],
    )
