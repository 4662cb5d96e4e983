"""`trends`: asks what rises in a window, and lists it; decides nothing of what does."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime, timedelta
from typing import TYPE_CHECKING, Annotated

import typer

from ainews.cli import options
from ainews.cli.session import session
from ainews.cli.terminal import say, screen
from ainews.errors import UsageError

if TYPE_CHECKING:
    from ainews.model.digests import Trend

_SHORTEST, _LONGEST = timedelta(hours=1), timedelta(days=28)


def trends(
    ctx: typer.Context,
    window: Annotated[
        str, typer.Option("--window", metavar="SPAN", help="Look at the last 24h, 7d or 2w, up to 4w.")
    ] = "24h",
    at: options.At = "",
    limit: options.Limit = 20,
    as_json: options.Json = False,
) -> None:
    """List what more is written about than usual.

    That is names, words and stories. The window is compared with the four weeks before it. At least three
    publishers must have written of a thing; the same text on several sites counts once, and a lone voice never
    counts, however often it speaks.
    """
    with session(ctx).services() as services:
        moment = options.moment(at, services.clock())
        found = services.trends(window=_span(window, moment), at=moment, limit=limit)
    _print(found, moment, as_json=as_json)


def _span(window: str, at: datetime) -> timedelta:
    from ainews.text.dates import parse_since

    first = parse_since(window, at)
    if first is None or not _SHORTEST <= at - first <= _LONGEST:
        raise UsageError(f"--window {window} is no window: give one from 1h to 4w, such as 24h or 7d")
    return at - first


def _print(found: Sequence[Trend], at: datetime, *, as_json: bool) -> None:
    if as_json:
        from ainews.cli import records

        for trend in found:
            say(records.line(records.trend(trend)))
    elif found:
        from ainews.cli.render_trends import trend_lines

        for line in trend_lines(found, screen(), at):
            say(line)
    else:
        say("nothing rises: either all is as usual, or too little came in before the window to tell what is usual")
