"""`trends`."""

from __future__ import annotations

import io
from datetime import UTC, datetime, timedelta

import pytest

from ainews.cli.render_trends import amount, can_draw_blocks, curve, trend_lines
from ainews.cli.terminal import Screen
from ainews.model.digests import Trend, TrendKind

AT = datetime(2026, 11, 20, 12, tzinfo=UTC)
FIELDS = ["key", "name", "kind", "count", "usual", "score", "sources", "since", "series", "story_ids"]


@pytest.fixture
def risen(shelf):
    """Ten quiet days, and an event that eight publishers told in the last day."""
    source = shelf.source("Wire")
    for day in range(1, 11):
        for number in range(12):
            put(
                shelf,
                source,
                f"Council {day} talks about road {number} again",
                f"site{number}",
                AT - timedelta(days=day),
            )
    for number in range(8):
        when = AT - timedelta(hours=9 - number)
        put(shelf, source, f"The ferry Ilmara is late, says witness {number}", f"site{number}", when)


def put(shelf, source, title, host, when):
    shelf.item(source, title, url=f"https://{host}.example/{title}", published=when - timedelta(minutes=1))


def test_a_trend_has_exactly_the_documented_fields(risen, ainews):
    [trend] = ainews("trends", "--at", AT.isoformat(), "--json").lines

    assert list(trend) == FIELDS
    assert (trend["key"], trend["name"], trend["kind"]) == ("ilmara", "Ilmara", "name")
    assert (trend["count"], trend["sources"], trend["usual"] < 0.5) == (8, 8, True)
    assert trend["since"] == "2026-11-20T02:59:00Z"
    assert len(trend["series"]) == 24
    assert sum(trend["series"]) == 8


def test_a_pipe_gets_one_plain_line_a_trend(risen, ainews):
    [line] = ainews("trends", "--at", AT.isoformat()).out.splitlines()

    assert line.startswith("2026-11-20 02:59")
    assert line.endswith("  Ilmara: 8 items from 8 sources, usually none")


def test_where_nothing_rises_that_is_said(ainews):
    outcome = ainews("trends")

    assert outcome.code == 0
    assert outcome.out.startswith("nothing rises")
    assert ainews("trends", "--json").out == ""


@pytest.mark.parametrize("window", ["60d", "1m", "all", "soon"])
def test_a_window_that_is_none_is_refused(window, ainews):
    outcome = ainews("trends", "--window", window)

    assert outcome.code == 2
    assert window in outcome.err


TREND = Trend(
    key="ilmara",
    name="Ilmara",
    kind=TrendKind.NAME,
    count=31,
    usual=4.2,
    score=5.5,
    sources=9,
    since=AT - timedelta(hours=3),
    series=(0,) * 20 + (1, 4, 8, 18),
    story_ids=(17,),
)


@pytest.mark.parametrize("width", [80, 120])
def test_a_terminal_gets_name_curve_and_facts(width):
    lines = list(trend_lines([TREND], Screen(width=width, live=True), AT))

    whole = " ".join(lines)
    assert max(map(len, lines)) <= width
    assert len(lines) == (2 if width == 80 else 1)
    assert "Ilmara" in whole
    assert "31 items from 9 sources, usually 4, since 3 h ago, story 17" in whole
    assert len(whole.partition("█")[0]) > 20


def test_a_curve_is_plain_where_there_are_no_blocks():
    assert curve((0, 1, 4, 8), blocks=False) == "_.=#"
    assert not can_draw_blocks(io.TextIOWrapper(io.BytesIO(), encoding="ascii"))
    assert can_draw_blocks(io.TextIOWrapper(io.BytesIO(), encoding="utf-8"))


def test_what_is_hardly_ever_there_is_usually_none():
    assert amount(TREND) == "31 items from 9 sources, usually 4"
    assert amount(Trend(**{name: getattr(TREND, name) for name in TREND.__struct_fields__} | {"usual": 0.2})).endswith(
        "none"
    )
