"""`stories`: finds the stories of what came in, with a progress bar, and lists them; decides nothing of either."""

from __future__ import annotations

import sys
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from datetime import UTC, datetime, timedelta
from typing import TYPE_CHECKING, Annotated

import typer

from ainews.cli import options
from ainews.cli.session import session
from ainews.cli.terminal import say, screen
from ainews.errors import ModelError, StoreReadOnly

if TYPE_CHECKING:
    from ainews.model import Story
    from ainews.pipeline.stories import StoriesEvent


def stories(
    ctx: typer.Context,
    since: Annotated[
        str,
        typer.Option(
            "--since", metavar="TIME", help="Only stories reported on since 24h, 7d, 2w, 2026-11-23 or all; else 72h."
        ),
    ] = "",
    unread: Annotated[bool, typer.Option("--unread", help="Only stories with something unread.")] = False,
    at: options.At = "",
    limit: options.Limit = 20,
    muted: Annotated[bool, typer.Option("--muted", help="Show those that your rules mute, too.")] = False,
    as_json: options.Json = False,
) -> None:
    """List stories: the same event once, with all of its sources.

    Items that came in since then and have no story yet get one first; it takes about 10 ms for each. The more
    sources report a story, the later, and the more you care for it, the higher it stands: see `ainews why`. Without
    --limit 0, the newest 20,000 items are looked at.
    """
    this = session(ctx)
    failure: ModelError | StoreReadOnly | None = None
    with this.services(polls=True) as services:
        moment = options.moment(at, services.clock())
        oldest = _oldest(since, moment, services.settings.stories.window_h)
        try:
            with progress(not (this.quiet or as_json)) as tell:
                services.derive_stories(since=oldest, progress=tell)
        except (ModelError, StoreReadOnly) as error:
            failure = error
        ranked = [
            each
            for each in services.ranked(since=oldest, at=moment, everything=not limit)
            if each.story.revision and (each.story.unread or not unread)
        ]
    hidden = 0 if muted else sum(each.muted_by is not None for each in ranked)
    found = [each.story for each in ranked if muted or each.muted_by is None]
    _print(found[: limit or None], hidden, unread=unread, as_json=as_json)
    if failure is not None:
        raise failure


@contextmanager
def progress(wanted: bool) -> Iterator[Callable[[StoriesEvent], None] | None]:
    """Show a bar on a terminal while stories are found; it leaves nothing behind."""
    if not (wanted and screen(sys.stderr).color):
        yield None
        return
    from rich.console import Console
    from rich.progress import BarColumn, Progress, TaskProgressColumn, TextColumn, TimeRemainingColumn

    columns = (TextColumn("finding stories"), BarColumn(bar_width=24), TaskProgressColumn(), TimeRemainingColumn())
    bar = Progress(*columns, console=Console(stderr=True), transient=True)
    task = bar.add_task("", total=None)

    def show(event: StoriesEvent) -> None:
        bar.start()  # only now: where nothing is to be found, nothing flashes
        bar.update(task, completed=event.done, total=event.total)

    try:
        yield show
    finally:
        bar.stop()


def _oldest(since: str, at: datetime, window_h: float) -> datetime | None:
    from ainews.text.dates import parse_since

    return parse_since(since, at) if since else at - timedelta(hours=window_h)


def _print(found: Sequence[Story], hidden: int, *, unread: bool, as_json: bool) -> None:
    if as_json:
        from ainews.cli import records

        for story in found:
            say(records.line(records.story(story)))
        return
    if found:
        from ainews.cli.render_stories import story_lines

        for line in story_lines(found, screen(), datetime.now(UTC)):
            say(line)
    elif unread and not hidden:
        say("nothing unread: try `ainews stories` without --unread, or look further back with --since 7d")
    elif not hidden:
        say("no stories: poll with `ainews ingest`, or look further back with --since 7d")
    if hidden:
        name = "story" if hidden == 1 else "stories"
        say(f"{hidden} {name} muted by rules: `ainews rule list` tells which, --muted shows them")
