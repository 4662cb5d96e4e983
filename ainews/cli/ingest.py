"""`ingest`: polls, then finds stories, each with a progress bar, and tells what came of it; decides nothing."""

from __future__ import annotations

import gc
import sys
from collections.abc import Callable, Iterator
from contextlib import ExitStack, contextmanager
from datetime import UTC, datetime
from typing import TYPE_CHECKING, Annotated

import typer

from ainews.cli import options
from ainews.cli.session import session
from ainews.cli.terminal import say, screen, warn
from ainews.errors import UsageError

if TYPE_CHECKING:
    from ainews.app import Services
    from ainews.model import IngestReport
    from ainews.pipeline.ingest import IngestEvent
    from ainews.pipeline.stories import StoriesEvent

FAILED = 5


def ingest(
    ctx: typer.Context,
    sources: Annotated[
        list[str] | None,
        typer.Argument(
            metavar="[SOURCE...]",
            autocompletion=options.source_refs,
            help="Only these, by id, address or part of their title; due or not.",
        ),
    ] = None,
    all_sources: Annotated[bool, typer.Option("--all", help="Also those not due; a Retry-After is kept.")] = False,
    strict: Annotated[bool, typer.Option("--strict", help="Exit with 5 if any source failed.")] = False,
    stories: Annotated[
        bool, typer.Option("--stories", help="Find the stories of all recent items, however many wait.")
    ] = False,
    no_stories: Annotated[bool, typer.Option("--no-stories", help="Leave stories to `ainews stories`.")] = False,
    as_json: options.Json = False,
) -> None:
    """Poll the sources that are due and store what is new.

    Then stories are found, if few items wait for theirs (stories.at_ingest in the configuration).
    Failures of single sources are reported, not fatal; exit code 5 says that no source could be reached.
    """
    if stories and no_stories:
        raise UsageError("--stories and --no-stories exclude each other: choose one")
    this = session(ctx)
    with this.services(polls=True) as services:
        if not services.store.sources.ids():
            say_no_sources(as_json)
        _collect_seldom()
        with _progress_of_both(not (this.quiet or as_json)) as (polled, found):
            report = services.ingest(
                sources or (),
                all_sources=all_sources,
                stories=stories or (False if no_stories else None),
                progress=polled,
                stories_progress=found,
            )
        waiting = "" if this.quiet or as_json else _waiting(services, report)
    _print(report, waiting, as_json=as_json, quiet=this.quiet)
    if exit_code(report, strict=strict):
        raise typer.Exit(FAILED)


def _collect_seldom() -> None:
    """Let the collector of cycles rest: a run makes many objects, hardly a cycle, and ends soon."""
    gc.freeze()
    gc.set_threshold(50_000, 20, 100)


def exit_code(report: IngestReport, *, strict: bool) -> int:
    """Return 5 where no source could be reached, or any failed and that matters."""
    nothing_reached = bool(report.failed) and report.failed == report.polled
    return FAILED if nothing_reached or (strict and report.failed) else 0


def say_no_sources(as_json: bool) -> None:
    if not as_json:
        say("no sources yet: ainews init --pack ai, or ainews source add URL")
        raise typer.Exit


@contextmanager
def progress(wanted: bool) -> Iterator[Callable[[IngestEvent], None] | None]:
    """Show a bar on a terminal while polls run; it leaves nothing behind. Nothing moves where colour is not wanted."""
    if not (wanted and screen(sys.stderr).color):
        yield None
        return
    from rich.console import Console
    from rich.progress import BarColumn, MofNCompleteColumn, Progress, TextColumn, TimeElapsedColumn

    columns = (
        TextColumn("polling"),
        BarColumn(bar_width=24),
        MofNCompleteColumn(),
        TextColumn("{task.fields[new]} new", style="bold"),
        TimeElapsedColumn(),
        TextColumn("{task.fields[source]}", style="dim", markup=False),
    )
    new = 0
    with Progress(*columns, console=Console(stderr=True), transient=True) as bar:
        task = bar.add_task("", total=None, new=0, source="")

        def show(event: IngestEvent) -> None:
            from ainews.cli.terminal import clean
            from ainews.text.cells import fit

            nonlocal new
            new += event.landed.new
            title = fit(clean(event.source.title or event.source.url), 24)
            bar.update(task, completed=event.done, total=event.total, new=new, source=title)

        yield show


@contextmanager
def _progress_of_both(
    wanted: bool,
) -> Iterator[tuple[Callable[[IngestEvent], None] | None, Callable[[StoriesEvent], None] | None]]:
    """Show the bar of polls, and in its place that of stories once they are being found."""
    from ainews.cli.stories import progress as progress_of_stories

    with progress_of_stories(wanted) as tell_stories, ExitStack() as polling:
        tell_polls = polling.enter_context(progress(wanted))

        def found(event: StoriesEvent) -> None:
            polling.close()
            if tell_stories is not None:
                tell_stories(event)

        yield tell_polls, found


def _waiting(services: Services, report: IngestReport) -> str:
    """Say that items wait for their stories, if it is a person who looks."""
    if not (screen().live and report.items_waiting and not report.stories_fault):
        return ""
    return f"{services.items_waiting():,} items wait for their stories: `ainews stories` finds them"


def _print(report: IngestReport, waiting: str, *, as_json: bool, quiet: bool) -> None:
    from ainews.cli import records
    from ainews.cli.render_sources import failure_lines, report_lines

    now = datetime.now(UTC)
    if as_json:
        say(records.line(records.report(report)))
    else:
        for line in failure_lines(report.failures, screen(), now) if quiet else report_lines(report, screen(), now):
            say(line)
    if waiting:
        say(("\n" if report.failures else "") + screen().paint("dim", waiting))
    if report.stories_fault:
        warn(f"no stories were found, the items are safe: {report.stories_fault}")
