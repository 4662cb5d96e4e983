"""Dates as feeds and people write them; never the clock."""

from __future__ import annotations

import re
from datetime import UTC, datetime, timedelta, timezone

from ainews.errors import UsageError

_EPOCH = datetime(1970, 1, 1, tzinfo=UTC)
_MILLISECOND = timedelta(milliseconds=1)

_MONTHS = {
    name: number
    for number, names in enumerate(
        (
            "jan",
            "feb",
            "mar",
            "apr",
            "may",
            "jun",
            "jul",
            "aug",
            "sep",
            "oct",
            "nov",
            "dec",
        ),
        1,
    )
    for name in names.split()
}
_ZONES = {
    "ut": 0, "gmt": 0, "utc": 0, "z": 0, "wet": 0, "bst": 1, "cet": 1, "west": 1, "cest": 2, "eet": 2, "eest": 3,
    "msk": 3, "ist": 5.5, "sgt": 8, "jst": 9, "kst": 9, "aest": 10, "aedt": 11, "nzst": 12, "nzdt": 13,
    "adt": -3, "ast": -4, "edt": -4, "est": -5, "et": -5, "cdt": -5, "cst": -6, "ct": -6, "mdt": -6, "mst": -7,
    "mt": -7, "pdt": -7, "pst": -8, "pt": -8, "akdt": -8, "akst": -9, "hst": -10,
}  # fmt: skip
_TIME = (
    r"(?P<hour>\d{1,2}):(?P<minute>\d{2})(?::(?P<second>\d{2})(?:[.,](?P<fraction>\d+))?)?\s*(?P<half>[ap]\.?m\b\.?)?"
)
_ZONE = r"(?P<zone>[+-]\d{1,2}:?\d{2}|[A-Za-z]{1,5}(?:[+-]\d{1,2}:?\d{2})?)?"
_RFC822 = re.compile(
    rf"(?:[^\W\d]+\.?,?\s+)?(?P<day>\d{{1,2}})[\s-]+(?P<month>[^\W\d]+)\.?[\s,-]+(?P<year>\d{{4}}|\d{{2}})"
    rf"(?:[\s,T]+{_TIME})?\s*{_ZONE}.*",
    re.DOTALL,
)
_UNITS = {"m": timedelta(minutes=1), "h": timedelta(hours=1), "d": timedelta(days=1), "w": timedelta(weeks=1)}
_SPAN = re.compile(r"(\d{1,6})([mhdw])")


def parse_date(text: str) -> datetime | None:
    """Return the moment, None where the text is no date; without a zone it is taken as UTC."""
    text = text.strip()
    if text[:4].isdigit() and len(text) >= 10:
        try:
            return _utc(datetime.fromisoformat(text))
        except (ValueError, OverflowError):
            pass
    match = _RFC822.match(text)
    return _from_match(match) if match else None


def rfc3339(moment: datetime) -> str:
    """Write a moment as `2026-11-23T10:00:00Z`, to the second."""
    return moment.astimezone(UTC).strftime("%Y-%m-%dT%H:%M:%SZ")


def to_ms(moment: datetime) -> int:
    """Return whole milliseconds since 1970 UTC, rounded down."""
    return (moment - _EPOCH) // _MILLISECOND


def from_ms(ms: int) -> datetime:
    """Undo `to_ms`."""
    return _EPOCH + timedelta(milliseconds=ms)


def parse_since(text: str, now: datetime) -> datetime | None:
    """Read what people give to `--since`: `24h`, `7d`, `90m`, `2w`, a date, a time, or `all` (None)."""
    wish = text.strip().lower()
    if wish == "all":
        return None
    span = _SPAN.fullmatch(wish)
    moment = parse_date(text) if span is None else _ago(now, int(span[1]) * _UNITS[span[2]])
    if moment is None:
        raise UsageError(f"{text!r} is no time: give 24h, 7d, 2w, 2026-11-23, 2026-11-23T10:00:00Z or all")
    return moment


def _ago(now: datetime, span: timedelta) -> datetime:
    try:
        return now - span
    except OverflowError:
        return datetime.min.replace(tzinfo=UTC)


def _utc(moment: datetime) -> datetime:
    return moment.astimezone(UTC) if moment.tzinfo else moment.replace(tzinfo=UTC)


def _from_match(match: re.Match[str]) -> datetime | None:
    found = match.groupdict()
    month = _MONTHS.get(found["month"][:3].lower())
    if month is None:
        return None
    year = int(found["year"])
    year += 0 if year > 99 else 2000 if year < 70 else 1900
    try:
        moment = datetime(
            year, month, int(found["day"]), int(found["hour"] or 0), int(found["minute"] or 0),
            min(int(found["second"] or 0), 59), tzinfo=timezone(_offset(found["zone"])),
        )  # fmt: skip
        return moment.astimezone(UTC)
    except (ValueError, OverflowError):
        return None


def _offset(zone: str | None) -> timedelta:
    if not zone:
        return timedelta(0)
    if zone[0] in "+-":
        digits = zone[1:].replace(":", "").zfill(4)
        minutes = int(digits[:-2]) * 60 + int(digits[-2:])
        return timedelta(minutes=-minutes if zone[0] == "-" else minutes)
    return timedelta(hours=_ZONES.get(zone.lower(), 0))
