"""What headers say about freshness and pauses, nonsense included."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from ainews.fetch.caching import WEEK, codings, fresh_for, media_type, retry_after, validators
from ainews.model import Validators

NOW = datetime(2026, 11, 23, 12, tzinfo=UTC)
HOUR = timedelta(hours=1)


@pytest.mark.parametrize(
    ("headers", "hours"),
    [
        ({}, 0),
        ({"cache-control": "max-age=3600"}, 1),
        ({"cache-control": 'public, Max-Age = "7200", must-revalidate'}, 2),
        ({"cache-control": "s-maxage=7200"}, 0),
        ({"cache-control": "max-age=7200", "age": "3600"}, 1),
        ({"cache-control": "max-age=3600", "age": "7200"}, 0),
        ({"cache-control": "no-cache, max-age=3600"}, 0),
        ({"cache-control": "max-age=3600, no-store"}, 0),
        ({"cache-control": "max-age=-5"}, 0),
        ({"cache-control": "max-age=soon"}, 0),
        ({"cache-control": "max-age=99999999999999999999"}, 7 * 24),
        ({"expires": "Mon, 23 Nov 2026 14:00:00 GMT"}, 2),
        ({"expires": "Monday, 23-Nov-26 14:00:00 GMT"}, 2),
        ({"expires": "Mon Nov 23 14:00:00 2026"}, 2),
        ({"expires": "Mon, 23 Nov 2026 11:00:00 GMT"}, 0),
        ({"expires": "0"}, 0),
        ({"expires": "Thu, 31 Dec 9999 23:59:59 -2300"}, 0),
        ({"expires": "Mon, 23 Nov 2020 14:00:00 GMT", "date": "Mon, 23 Nov 2020 12:00:00 GMT"}, 2),
        ({"expires": "Mon, 23 Nov 2026 13:00:00 GMT", "cache-control": "max-age=7200"}, 2),
        ({"expires": "Mon, 23 Nov 2026 15:00:00 GMT", "cache-control": "max-age=7200"}, 3),
    ],
)
def test_freshness_is_the_larger_of_what_is_said(headers, hours):
    assert fresh_for(headers, NOW) == hours * HOUR


@pytest.mark.parametrize(
    ("headers", "pause"),
    [
        ({}, None),
        ({"retry-after": "0"}, timedelta(0)),
        ({"retry-after": " 120 "}, timedelta(minutes=2)),
        ({"retry-after": "99999999999"}, WEEK),
        ({"retry-after": "-1"}, None),
        ({"retry-after": "1.5"}, None),
        ({"retry-after": "²"}, None),
        ({"retry-after": "later"}, None),
        ({"retry-after": "Mon, 23 Nov 2026 13:00:00 GMT"}, HOUR),
        ({"retry-after": "Mon, 23 Nov 2026 11:00:00 GMT"}, timedelta(0)),
        ({"retry-after": "Mon, 23 Nov 2099 11:00:00 GMT"}, WEEK),
        ({"retry-after": "Sat, 01 Jan 2000 01:00:00 GMT", "date": "Sat, 01 Jan 2000 00:00:00 GMT"}, HOUR),
    ],
)
def test_a_pause_is_seconds_or_a_date(headers, pause):
    assert retry_after(headers, NOW) == pause


@given(st.dictionaries(st.sampled_from(["cache-control", "expires", "date", "age", "retry-after"]), st.text()))
def test_no_header_can_ask_for_more_than_a_week_or_less_than_nothing(headers):
    assert timedelta(0) <= fresh_for(headers, NOW) <= WEEK
    assert timedelta(0) <= (retry_after(headers, NOW) or timedelta(0)) <= WEEK


@pytest.mark.parametrize(
    ("content_type", "expected"),
    [
        ("", ("", None)),
        ("text/xml", ("text/xml", None)),
        ('Text/XML; Charset="UTF-8"', ("text/xml", "utf-8")),
        ("text/xml;charset='koi8-r';x=y", ("text/xml", "koi8-r")),
        ("text/xml; boundary=charset", ("text/xml", None)),
    ],
)
def test_content_types_are_split(content_type, expected):
    assert media_type({"content-type": content_type}) == expected


def test_codings_keep_their_order():
    assert codings({"content-encoding": " GZip ,, br"}) == ["gzip", "br"]


def test_validators_too_long_to_send_back_are_left_out():
    assert validators({"etag": "x" * 5000}, body_hash=None) == Validators()
