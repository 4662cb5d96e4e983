"""Places in lists: one integer that orders items by date, then by arrival; nothing is stored here."""

from __future__ import annotations

PLACES = 32
"""Positions in one second; when they are taken, items overflow into the next. Small numbers that lie close
make a small search index: with milliseconds and more places it is a third larger."""


def position_of(dated_ms: int, place: int = 0) -> int:
    """Return a place in lists: by the second, then in order of arrival."""
    return max(dated_ms, 0) // 1000 * PLACES + place
