"""What response headers say about time and text; pure, and deaf to nonsense: a bad value counts as absent."""

from __future__ import annotations

import re
from collections.abc import Mapping
from datetime import UTC, datetime, timedelta
from email.utils import parsedate_to_datetime

from ainews.model import Validators

WEEK = timedelta(days=7)
ZERO = timedelta(0)
NOTHING_KNOWN = Validators()

_MAX_AGE = re.compile(r"(?:^|[,\s])max-age\s*=\s*\"?([0-9]+)", re.IGNORECASE)
_NEVER_FRESH = re.compile(r"(?:^|[,\s])no-(?:store|cache)\s*(?:,|$)", re.IGNORECASE)
_CHARSET = re.compile(r";\s*charset\s*=\s*\"?'?([^\s;\"']+)", re.IGNORECASE)
_LONGEST_VALIDATOR = 1024


def fresh_for(headers: Mapping[str, str], now: datetime) -> timedelta:
    """How long the answer stays fresh: the larger of max-age (less Age) and Expires, at most a week."""
    control = headers.get("cache-control", "")
    if _NEVER_FRESH.search(control):
        return ZERO
    found = _MAX_AGE.search(control)
    max_age = _seconds(found.group(1)) - _seconds(headers.get("age", "0")) if found else ZERO
    expires = _http_date(headers.get("expires"))
    # Measured against the server's own clock, which may be wrong.
    until_expiry = expires - (_http_date(headers.get("date")) or now) if expires else ZERO
    return min(max(max_age, until_expiry, ZERO), WEEK)


def retry_after(headers: Mapping[str, str], now: datetime) -> timedelta | None:
    """The pause that a server asks for, in seconds or as a date (RFC 9110, 10.2.3), at most a week."""
    text = headers.get("retry-after", "").strip()
    if text.isascii() and text.isdigit():
        return _seconds(text)
    until = _http_date(text)
    if until is None:
        return None
    return min(max(until - (_http_date(headers.get("date")) or now), ZERO), WEEK)


def validators(headers: Mapping[str, str], *, body_hash: bytes | None, known: Validators = NOTHING_KNOWN) -> Validators:
    """What makes the next poll conditional; `known` fills in what a 304 does not repeat."""
    return Validators(
        etag=_validator(headers, "etag") or known.etag,
        last_modified=_validator(headers, "last-modified") or known.last_modified,
        body_hash=body_hash,
    )


def media_type(headers: Mapping[str, str]) -> tuple[str, str | None]:
    """The media type, lower case and bare, and the charset if one is named."""
    text = headers.get("content-type", "")
    charset = _CHARSET.search(text)
    return text.partition(";")[0].strip().lower(), charset.group(1).lower() if charset else None


def codings(headers: Mapping[str, str]) -> list[str]:
    """The content codings in the order applied, lower case."""
    return [name for part in headers.get("content-encoding", "").split(",") if (name := part.strip().lower())]


def _validator(headers: Mapping[str, str], name: str) -> str | None:
    value = headers.get(name, "")
    return value if 0 < len(value) <= _LONGEST_VALIDATOR else None


def _seconds(digits: str) -> timedelta:
    digits = digits.strip()
    if not (digits.isascii() and digits.isdigit()):
        return ZERO
    # Longer numbers overflow timedelta, and a week is the most that anybody is granted.
    return WEEK if len(digits) > 6 else min(timedelta(seconds=int(digits)), WEEK)


def _http_date(text: str | None) -> datetime | None:
    if not text:
        return None
    try:
        moment = parsedate_to_datetime(text)
        return moment.replace(tzinfo=UTC) if moment.tzinfo is None else moment.astimezone(UTC)
    except (ValueError, TypeError, OverflowError):
        return None
