"""Trends as lines: with curves on a terminal, one line a trend in a pipe."""

from __future__ import annotations

import sys
from collections.abc import Iterator, Sequence
from datetime import datetime
from typing import TextIO

from ainews.cli import times
from ainews.cli.terminal import Screen, clean
from ainews.formats.parts import sparkline
from ainews.model.digests import Trend
from ainews.text.cells import fit, pad

_ASCII_STEPS = "_.:-=+*#"
_MOST_STEPS = 28
_GAP = "  "
_ONE_LINE_FROM, _NAME = 110, 30
"""So many columns hold name, curve and facts side by side."""


def trend_lines(trends: Sequence[Trend], screen: Screen, at: datetime) -> Iterator[str]:
    """Yield a list of trends, the most surprising first."""
    if not screen.live:
        yield from map(_piped, trends)
        return
    blocks = can_draw_blocks(sys.stdout)
    for trend in trends:
        drawn = curve(trend.series, blocks=blocks)
        facts = f"{amount(trend)}, since {times.ago(trend.since, at)}{_story(trend)}"
        line = screen.paint("accent", drawn)
        if screen.width >= _ONE_LINE_FROM:
            rest = screen.width - _NAME - len(drawn) - 2 * len(_GAP)
            yield f"{_name(trend, _NAME, screen)}{_GAP}{line}{_GAP}{screen.paint('dim', fit(facts, rest))}"
        else:
            yield f"{_name(trend, screen.width - len(drawn) - len(_GAP), screen)}{_GAP}{line}"
            yield screen.paint("dim", fit(f"  {facts}", screen.width))


def amount(trend: Trend) -> str:
    """Return how much is written of it: `31 items from 9 sources, usually 4`."""
    usual = f"{trend.usual:.0f}" if trend.usual >= 0.5 else "none"
    return f"{trend.count} items from {trend.sources} sources, usually {usual}"


def curve(series: Sequence[int], *, blocks: bool) -> str:
    """Draw a series, with plain characters where the terminal has no blocks."""
    if blocks:
        return sparkline(series, _MOST_STEPS)
    top = max(series, default=0) or 1
    last = len(_ASCII_STEPS) - 1
    return "".join(_ASCII_STEPS[-(-value * last // top)] for value in series[-_MOST_STEPS:])


def can_draw_blocks(stream: TextIO) -> bool:
    try:
        "▁█".encode(stream.encoding or "ascii")
    except (UnicodeEncodeError, LookupError):
        return False
    return True


def _piped(trend: Trend) -> str:
    return f"{times.minute(trend.since)}  {trend.score:>5.1f}  {clean(trend.name)}: {amount(trend)}{_story(trend)}"


def _name(trend: Trend, width: int, screen: Screen) -> str:
    return screen.paint("bold", pad(clean(trend.name), width))


def _story(trend: Trend) -> str:
    return f", story {trend.story_ids[0]}" if trend.story_ids else ""
