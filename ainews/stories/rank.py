"""How much a story matters to everybody, before anybody's interests are asked; no model and no store."""

from __future__ import annotations

from datetime import datetime, timedelta

_HALF_LIFE = timedelta(hours=24)


def heat(sources: int, last_at: datetime, now: datetime) -> float:
    """Return how many sources report a story, halved for each day since the last report."""
    age = max(now - last_at, timedelta(0))
    return float(sources * 0.5 ** (age / _HALF_LIFE))
