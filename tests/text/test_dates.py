from datetime import UTC, datetime, timedelta, timezone

import pytest
from hypothesis import given
from hypothesis import strategies as st

from ainews.errors import UsageError
from ainews.text.dates import from_ms, parse_date, parse_since, rfc3339, to_ms

NOW = datetime(2026, 11, 23, 10, tzinfo=UTC)
MOMENTS = st.integers(-62_135_400_000_000, 253_402_000_000_000).map(from_ms)
OFFSETS = st.integers(-14 * 60, 14 * 60).map(lambda minutes: timezone(timedelta(minutes=minutes)))


@pytest.mark.parametrize(
    ("text", "moment"),
    [
        ("2026-11-23T10:00:00Z", "2026-11-23T10:00:00Z"),
        ("2026-11-23T10:00:00.123456789+01:00", "2026-11-23T09:00:00Z"),
        ("2026-11-23 10:00:00", "2026-11-23T10:00:00Z"),
        ("2026-11-23T10:00+0100", "2026-11-23T09:00:00Z"),
        ("2026-11-23", "2026-11-23T00:00:00Z"),
        ("2026-11", "2026-11-01T00:00:00Z"),
        ("2026", "2026-01-01T00:00:00Z"),
        ("20261123", "2026-11-23T00:00:00Z"),
        ("2026-11-22T24:00:00Z", "2026-11-23T00:00:00Z"),
        ("2026/11/23 10:00:00", "2026-11-23T10:00:00Z"),
        ("Mon, 23 Nov 2026 10:00:00 GMT", "2026-11-23T10:00:00Z"),
        ("Mon, 23 Nov 2026 10:00 EST", "2026-11-23T15:00:00Z"),
        ("Mon, 23 Nov 2026 10:00:00 -0500", "2026-11-23T15:00:00Z"),
        ("Mon, 23 Nov 2026 10:00:00 +9:00", "2026-11-23T01:00:00Z"),
        ("Monday, 23 November 2026 10:00:00 UT", "2026-11-23T10:00:00Z"),
        ("Mon,23 Nov 26 10:00:00 Z", "2026-11-23T10:00:00Z"),
        ("23 Nov 1999", "1999-11-23T00:00:00Z"),
        ("23-Nov-99 10:00:00 GMT", "1999-11-23T10:00:00Z"),
        ("Sat, 07 Sep 2002 0:00:01 GMT+2", "2002-09-06T22:00:01Z"),
        ("Mon, 23 Nov 2026 10:00:60 GMT", "2026-11-23T10:00:59Z"),
        ("Mon Nov 23 10:00:00 2026", "2026-11-23T10:00:00Z"),
        ("Mon Nov 23 10:00:00 PST 2026", "2026-11-23T18:00:00Z"),
        ("November 23, 2026", "2026-11-23T00:00:00Z"),
        ("Nov 23rd, 2026 at 5:30 PM", "2026-11-23T17:30:00Z"),
        ("Thu, 5 Jan 2012 12:05:00 AM EST", "2012-01-05T05:05:00Z"),
        ("Lun, 23 novembre 2026 10:00:00 +0200", "2026-11-23T08:00:00Z"),
        ("23 de noviembre de 2026", "2026-11-23T00:00:00Z"),
        ("23. März 2026", "2026-03-23T00:00:00Z"),
        ("23.11.2026 10:00", "2026-11-23T10:00:00Z"),
        ("Пн, 23 ноября 2026 10:00:00 +0300", "2026-11-23T07:00:00Z"),
        ("2026年11月23日", "2026-11-23T00:00:00Z"),
        ("2004년 05월 28일  오후 11:31:25", "2004-05-28T14:31:25Z"),
        ("1700000000", "2023-11-14T22:13:20Z"),
        ("1700000000123", "2023-11-14T22:13:20Z"),
    ],
)
def test_dates_are_read_in_every_shape(text, moment):
    found = parse_date(text)

    assert found is not None
    assert rfc3339(found) == moment


@pytest.mark.parametrize(
    "text", ["", "soon", "2026-13-01", "Mon, 32 Nov 2026", "99:99", "Mon, 23 Xyz 2026", "-1", "²026-11-23", "1" * 200]
)
def test_what_is_no_date_is_none(text):
    assert parse_date(text) is None


@given(st.text() | st.text("0123456789-:+TZ ./,JanGMTpm()٣", max_size=40))
def test_no_text_raises(text):
    found = parse_date(text)

    assert found is None or found.utcoffset() == timedelta(0)


@given(MOMENTS)
def test_moments_survive_rfc3339_to_the_second(moment):
    assert parse_date(rfc3339(moment)) == moment.replace(microsecond=0)


@given(MOMENTS)
def test_moments_survive_milliseconds(moment):
    assert from_ms(to_ms(moment)) == moment


@given(st.integers(0, 3_100_000_000).map(lambda second: from_ms(second * 1000)), OFFSETS)
def test_moments_survive_rfc822(moment, zone):
    aware = moment.astimezone(zone)

    assert parse_date(aware.strftime("%a, %d %b %Y %H:%M:%S %z")) == aware


@pytest.mark.parametrize(
    ("text", "moment"),
    [
        ("24h", "2026-11-22T10:00:00Z"),
        ("7d", "2026-11-16T10:00:00Z"),
        ("90m", "2026-11-23T08:30:00Z"),
        ("2W", "2026-11-09T10:00:00Z"),
        ("2026-11-01", "2026-11-01T00:00:00Z"),
        ("2026-11-01T12:00:00+01:00", "2026-11-01T11:00:00Z"),
        ("999999w", "0001-01-01T00:00:00Z"),
    ],
)
def test_since_takes_spans_and_times(text, moment):
    since = parse_since(text, NOW)

    assert since is not None
    assert rfc3339(since) == moment


def test_since_all_means_no_limit():
    assert parse_since("all", NOW) is None


def test_since_says_what_it_would_understand():
    with pytest.raises(UsageError, match="24h, 7d"):
        parse_since("lately", NOW)
