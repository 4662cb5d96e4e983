"""Moments as numbers and as RFC 3339; reading what others write is `dates`' matter, which takes longer to import."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta

_EPOCH = datetime(1970, 1, 1, tzinfo=UTC)
_MILLISECOND = timedelta(milliseconds=1)


def rfc3339(moment: datetime) -> str:
    """Write a moment as `2026-11-23T10:00:00Z`, to the second."""
    return f"{moment.astimezone(UTC).replace(tzinfo=None).isoformat(timespec='seconds')}Z"


def to_ms(moment: datetime) -> int:
    """Return whole milliseconds since 1970 UTC, rounded down."""
    return (moment - _EPOCH) // _MILLISECOND


def from_ms(ms: int) -> datetime:
    """Undo `to_ms`."""
    return _EPOCH + timedelta(milliseconds=ms)
