"""`ingest`: polls with a progress bar, tells what came of it."""

from __future__ import annotations

import gc
import sys
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from datetime import UTC, datetime
from typing import TYPE_CHECKING, Annotated

import typer

from ainews.cli import options
from ainews.cli.session import session
from ainews.cli.terminal import say, screen

if TYPE_CHECKING:
    from ainews.model import IngestReport
    from ainews.pipeline.ingest import IngestEvent

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
    as_json: options.Json = False,
) -> None:
    """Poll the sources that are due and store what is new.

    Failures of single sources are reported, not fatal; exit code 5 says that no source could be reached.
    """
    this = session(ctx)
    with this.services(polls=True) as services:
        if not services.store.sources.ids():
            say_no_sources(as_json)
        _collect_seldom()
        with progress(not (this.quiet or as_json)) as tell:
            report = services.ingest(sources or (), all_sources=all_sources, progress=tell)
    _print(report, as_json=as_json, quiet=this.quiet)
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
            from ainews.cli.layout import fit
            from ainews.cli.terminal import clean

            nonlocal new
            new += event.landed.new
            title = fit(clean(event.source.title or event.source.url), 24)
            bar.update(task, completed=event.done, total=event.total, new=new, source=title)

        yield show


def _print(report: IngestReport, *, as_json: bool, quiet: bool) -> None:
    from ainews.cli import records
    from ainews.cli.render_sources import failure_lines, report_lines

    now = datetime.now(UTC)
    if as_json:
        say(records.line(records.report(report)))
        return
    for line in failure_lines(report.failures, screen(), now) if quiet else report_lines(report, screen(), now):
        say(line)
