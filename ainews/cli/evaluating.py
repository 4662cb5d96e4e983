"""`eval`: how good stories and search are on labelled data, as a table or as JSON; grades nothing itself."""

from __future__ import annotations

import sys
import time
from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Any

import typer

from ainews.cli import options, records
from ainews.cli.session import session
from ainews.cli.terminal import clean, say, screen
from ainews.cli.tree import Command, Group, new_app

if TYPE_CHECKING:
    from ainews.pipeline.evaluate import OnStep

    Grade = Callable[..., dict[str, Any]]

app = new_app(cls=Group, help="Grade stories and search on labelled data.")

File = Annotated[str, typer.Argument(metavar="FILE", help="A file of labelled records, as JSON Lines.")]
Folder = Annotated[
    str, typer.Argument(metavar="FOLDER", help="A folder with docs.jsonl, queries.jsonl and qrels.tsv, or one of them.")
]


@app.command("stories", cls=Command)
def stories(ctx: typer.Context, path: File, as_json: options.Json = False) -> None:
    """Grade stories by documents whose event is known.

    Each line has a cluster, and sentences or a title. The first 60 words are looked at, as everywhere.
    """
    from ainews.pipeline.evaluate import grade_stories

    _report(ctx, path, grade_stories, as_json=as_json)


@app.command("dedupe", cls=Command)
def dedupe(ctx: typer.Context, path: File, as_json: options.Json = False) -> None:
    """Grade what is told to be the same.

    Lines are pairs (a, b, score), edits (old, new, token_jaccard), traps (url, titles) or groups (items).
    """
    from ainews.pipeline.evaluate import grade_dedupe

    _report(ctx, path, grade_dedupe, as_json=as_json)


@app.command("search", cls=Command)
def search(ctx: typer.Context, path: Folder, as_json: options.Json = False) -> None:
    """Grade search in each mode by judged queries.

    The documents get a store of their own for the while, their texts are embedded to the end, and every
    query is asked as `ainews search --order relevance` asks.
    """
    from ainews.pipeline.evaluate import grade_search

    _report(ctx, path, grade_search, as_json=as_json)


def _report(ctx: typer.Context, path: str, grade: Grade, *, as_json: bool) -> None:
    from ainews.app import embedder_of

    this = session(ctx)
    settings = this.settings()
    this.start_log(settings)
    embedder, began = embedder_of(settings), time.monotonic()
    with progress(not (this.quiet or as_json)) as tell:
        figures = grade(Path(path).expanduser(), embedder, on_step=tell)
    report = {"file": path, "embedder": embedder.name, **figures, "seconds": round(time.monotonic() - began, 3)}
    if as_json:
        say(records.line(report))
    else:
        _print(report)


@contextmanager
def progress(wanted: bool) -> Iterator[OnStep]:
    """Show a bar for each step on a terminal; they leave nothing behind."""
    if not (wanted and screen(sys.stderr).color):
        yield lambda step, done, total: None
        return
    from rich.console import Console
    from rich.progress import BarColumn, Progress, TaskProgressColumn, TextColumn, TimeRemainingColumn

    columns = (TextColumn("{task.description}"), BarColumn(bar_width=24), TaskProgressColumn(), TimeRemainingColumn())
    tasks: dict[str, Any] = {}
    with Progress(*columns, console=Console(stderr=True), transient=True) as bar:

        def show(step: str, done: int, total: int) -> None:
            if step not in tasks:
                tasks[step] = bar.add_task(step, total=total)
            bar.update(tasks[step], completed=done, total=total)

        yield show


def _print(report: Mapping[str, Any]) -> None:
    """Print a line a figure, and a table of those that every mode has."""
    width = max(map(len, report))
    tables = {name: figures for name, figures in report.items() if isinstance(figures, dict)}
    for name, value in report.items():
        if name not in tables:
            say(f"{name:<{width}}  {_shown(value)}")
    if tables:
        heads = list(next(iter(tables.values())))
        say()
        say(f"{'':<{width}}" + "".join(f"{head:>10}" for head in heads))
        for name, figures in tables.items():
            say(f"{name:<{width}}" + "".join(f"{_shown(figures[head]):>10}" for head in heads))


def _shown(value: Any) -> str:
    return f"{value:.3f}" if isinstance(value, float) else clean(str(value))
