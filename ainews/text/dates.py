"""Dates as feeds and people write them; never the clock."""

from __future__ import annotations

import re
from datetime import UTC, datetime, timedelta

from ainews.errors import UsageError

_EPOCH = datetime(1970, 1, 1, tzinfo=UTC)
_MILLISECOND = timedelta(milliseconds=1)
_LONGEST = 100
_HALVES = {"오전": "am", "오후": "pm"}

_MONTHS = {
    name: number
    for number, names in enumerate(
        (
            "jan january januar janvier janv enero ene gennaio gen janeiro januari stycznia янв января ιαν",
            "feb february februar février févr fév febrero febbraio fevereiro fev februari lutego фев февраля φεβ",
            "mar march märz maerz mär mrz mars marzo março maart mrt marca мар марта μάρ μαρ",
            "apr april avril avr abril abr aprile kwietnia апр апреля απρ",
            "may mai mayo maggio mag maio mei maja май мая μάι μαϊ",
            "jun june juni juin junio giugno giu junho czerwca июн июня ιούν ιουν",
            "jul july juli juillet juil julio luglio lug julho lipca июл июля ιούλ ιουλ",
            "aug august août aout agosto ago augustus sierpnia авг августа αύγ αυγ",
            "sep september sept septembre septiembre settembre set setembro września сен сент сентября σεπ",
            "oct october okt oktober octobre octubre ottobre ott outubro out października окт октября οκτ",
            "nov november novembre noviembre novembro listopada ноя нояб ноября νοέ νοε",
            "dec december dez dezember décembre déc diciembre dic dicembre dezembro grudnia дек декабря δεκ",
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
_CLOCK = r"(\d{1,2})[:.](\d{2})(?:[:.](\d{2})(?:[.,]\d+)?)?\s*([apAP]\.?[mM]\b\.?)?"
_ZONE = r"\(?([+-]\d{1,2}:?\d{2}|(?:[A-Za-z]{1,5}\b)?(?:[+-]\d{1,2}(?::?\d{2})?)?)"
_USUAL = re.compile(r"[A-Z][a-z]{2}, (\d\d?) ([A-Z][a-z]{2}) (\d{4}) (\d\d):(\d\d):(\d\d) (?:GMT|UTC|([+-]\d{4}))")
_DAY_FIRST = re.compile(
    r"(?:[^\W\d_]+\.?[,\s]*)?(\d{1,2})(?:st|nd|rd|th|\.)?(?:[\s,-]+|\s+de\s+)([^\W\d_]+)\.?[\s,-]+(?:de\s+)?(\d{4}|\d{2})"
    rf"(?:[\s,T]+(?:at\s+)?{_CLOCK})?\s*{_ZONE}"
)
_MONTH_FIRST = re.compile(
    r"(?:[^\W\d_]+\.?,?\s+)?([^\W\d_]+)\.?\s+(\d{1,2})(?:st|nd|rd|th)?,?\s+(\d{4})"
    rf"(?:[\s,]+(?:at\s+)?{_CLOCK})?\s*{_ZONE}"
)
_ASCTIME = re.compile(
    rf"(?:[A-Za-z]+,?\s+)?([A-Za-z]{{3,9}})\s+(\d{{1,2}}),?\s+{_CLOCK}\s*([A-Za-z]{{0,5}}(?:[+-]\d{{4}})?)\s+(\d{{4}})"
)
_NUMBERS = re.compile(
    rf"(\d{{4}})(?:[-/.:]?(\d{{1,2}})(?:[-/.:]?(\d{{1,2}}))?)?(?:(?:\s*T\s*|[\s,]+){_CLOCK})?\s*{_ZONE}$"
)
_DOTTED = re.compile(rf"(\d{{1,2}})\.(\d{{1,2}})\.(\d{{4}})(?:[\s,]+{_CLOCK})?\s*{_ZONE}")
_EASTERN = re.compile(
    r"(\d{4})\s*[년年]\s*(\d{1,2})\s*[월月]\s*(\d{1,2})\s*[일日]?\s*(오전|오후)?\s*(?:(\d{1,2}):(\d{2})(?::(\d{2}))?)?"
)
_KOREAN = re.compile(r"(\d{4})-(\d{2})-(\d{2})\s+(오전|오후)\s+(\d{1,2}):(\d{2})(?::(\d{2}))?")
_SINCE_1970 = re.compile(r"\d{9,10}(?:\d{3})?(?:\.\d+)?")
_UNITS = {"m": timedelta(minutes=1), "h": timedelta(hours=1), "d": timedelta(days=1), "w": timedelta(weeks=1)}
_SPAN = re.compile(r"(\d{1,6})([mhdw])")


def parse_date(text: str) -> datetime | None:
    """Return the moment, None where the text is no date; without a zone it is taken as UTC.

    RFC 3339 and RFC 822 first, then the other shapes that feeds are known to carry.
    """
    if not text or len(text := text.strip()) > _LONGEST:
        return None
    if text[:4].isdigit() and len(text) >= 10:
        try:
            return _utc(datetime.fromisoformat(text))
        except (ValueError, OverflowError):
            pass
    elif match := _USUAL.fullmatch(text):
        day, month, year, hour, minute, second, zone = match.groups()
        return _moment(year, month, day, hour, minute, second, None, zone)
    elif match := _DAY_FIRST.match(text):
        day, month, year, *rest = match.groups()
        if found := _moment(year, month, day, *rest):
            return found
    return _other_shapes(text)


def _other_shapes(text: str) -> datetime | None:
    if match := _NUMBERS.match(text):
        year, month, day, *rest = match.groups()
        return _moment(year, month or "1", day or "1", *rest)
    if match := _MONTH_FIRST.match(text):
        month, day, year, *rest = match.groups()
        return _moment(year, month, day, *rest)
    if match := _ASCTIME.match(text):
        month, day, hour, minute, second, half, zone, year = match.groups()
        return _moment(year, month, day, hour, minute, second, half, zone)
    if match := _DOTTED.match(text):
        day, month, year, *rest = match.groups()
        return _moment(year, month, day, *rest)
    return _eastern(text) or _since_1970(text)


def _eastern(text: str) -> datetime | None:
    """Korean and Japanese; what says morning or afternoon in Korean is Korean time."""
    match = _EASTERN.match(text) or _KOREAN.match(text)
    if match is None:
        return None
    year, month, day, half, hour, minute, second = match.groups()
    return _moment(year, month, day, hour, minute, second, _HALVES.get(half), "+0900" if "년" in text or half else None)


def _since_1970(text: str) -> datetime | None:
    """Seconds, or milliseconds where there are thirteen digits."""
    if not _SINCE_1970.fullmatch(text):
        return None
    whole = text.partition(".")[0]
    return from_ms(int(whole) if len(whole) > 10 else int(whole) * 1000)


def rfc3339(moment: datetime) -> str:
    """Write a moment as `2026-11-23T10:00:00Z`, to the second."""
    return f"{moment.astimezone(UTC).replace(tzinfo=None).isoformat(timespec='seconds')}Z"


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


def _moment(
    year: str,
    month: str,
    day: str,
    hour: str | None = None,
    minute: str | None = None,
    second: str | None = None,
    half: str | None = None,
    zone: str | None = None,
) -> datetime | None:
    number = _MONTHS.get(month.lower()) or (int(month) if month.isdigit() else _MONTHS.get(month[:3].lower()))
    if number is None:
        return None
    hours = int(hour or 0) if half is None else _hours(int(hour or 0), half)
    if hours > 24:
        return None
    try:
        # A leap second belongs to the minute before, and 24:00 is the end of the day.
        if hours < 24:
            found = datetime(
                _year(year), number, int(day), hours, int(minute or 0), min(int(second or 0), 59), tzinfo=UTC
            )
        else:
            found = datetime(_year(year), number, int(day), tzinfo=UTC) + timedelta(days=1)
        return found - _offset(zone) if zone else found
    except (ValueError, OverflowError):
        return None


def _year(digits: str) -> int:
    year = int(digits)
    if year > 99 or len(digits) > 2:
        return year
    return year + (2000 if year < 70 else 1900)


def _hours(hour: int, half: str) -> int:
    return hour % 12 + (12 if half[0] in "pP" else 0)


def _offset(zone: str) -> timedelta:
    """Unknown names mean UTC (RFC 822 calls military zones useless)."""
    if zone[0] not in "+-":
        name, sign, digits = zone.partition("+") if "+" in zone else zone.partition("-")
        if not digits:
            return timedelta(hours=_ZONES.get(name.lower(), 0))
        zone = sign + digits
    hours, minutes = _hours_and_minutes(zone[1:])
    offset = timedelta(hours=hours, minutes=minutes)
    return -offset if zone[0] == "-" else offset


def _hours_and_minutes(digits: str) -> tuple[int, int]:
    if ":" in digits:
        hours, _, minutes = digits.partition(":")
        return int(hours), int(minutes)
    return (int(digits), 0) if len(digits) <= 2 else (int(digits[:-2]), int(digits[-2:]))
