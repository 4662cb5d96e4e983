"""`db`: care for the store, and ways out of it. Nothing here changes what was read or stored."""

from __future__ import annotations

import sys
from collections.abc import Sequence
from typing import Annotated, Any

import typer

from ainews.cli import options, records
from ainews.cli.session import session
from ainews.cli.terminal import Screen, clean, say, screen
from ainews.cli.tree import Command, Group, new_app
from ainews.errors import UsageError
from ainews.text.cells import cells, fit, pad, widths

STORE_PROBLEM = 7
MOST_CELLS = 60

app = new_app(cls=Group, help="Check, measure, compact, query and export the store.")


@app.command("check", cls=Command)
def check(ctx: typer.Context, as_json: options.Json = False) -> None:
    """Look for damage in the store.

    Reads every page; exits with 7 where something is wrong.
    """
    with session(ctx).services() as services:
        problems = services.store.admin.check()
    if as_json:
        say(records.line({"ok": not problems, "problems": problems}))
    else:
        for problem in problems:
            say(clean(problem))
        if not problems:
            say("the store is sound")
    if problems:
        raise typer.Exit(STORE_PROBLEM)


@app.command("stats", cls=Command)
def stats(ctx: typer.Context, as_json: options.Json = False) -> None:
    """Show how much is kept, where and since when."""
    from datetime import datetime

    with session(ctx).services() as services:
        found = services.store.admin.stats()
    told = {name: records.time(value) if isinstance(value, datetime) else value for name, value in found.items()}
    if as_json:
        say(records.line(told))
        return
    look = screen()
    for name, value in told.items():
        text = f"{value:,}" if isinstance(value, int) else "none" if value is None else str(value)
        say(look.paint("dim", f"{name.replace('_', ' '):<16}") + text)


@app.command("vacuum", cls=Command)
def vacuum(ctx: typer.Context) -> None:
    """Give unused space back, and build the search index anew."""
    with session(ctx).services() as services:
        admin = services.store.admin
        before = admin.stats()["size_bytes"]
        admin.vacuum()
        after = admin.stats()["size_bytes"]
    say(f"{before / 1024**2:.1f} MiB before, {after / 1024**2:.1f} MiB now")


@app.command("sql", cls=Command)
def sql(
    ctx: typer.Context,
    query: Annotated[str, typer.Argument(metavar="QUERY", help="One statement; it cannot write.")],
    as_json: options.Json = False,
) -> None:
    """Ask the store in SQL.

    Prints a table on a terminal, and tab-separated lines in a pipe. The tables are described in the reference; times
    are milliseconds since 1970.
    """
    with session(ctx).services() as services:
        columns, rows = services.store.admin.query(query)
    if as_json:
        for row in rows:
            say(records.line(dict(zip(columns, map(_plain, row), strict=True))))
    elif columns:
        _print_table(columns, rows, screen())


@app.command("export", cls=Command)
def export(
    ctx: typer.Context,
    file: Annotated[
        str, typer.Argument(metavar="FILE", help="FILE.db for a database, FILE.jsonl for lines of JSON, - for output.")
    ],
) -> None:
    """Write all items with their texts for other programs.

    A database has plain tables and a search index of its own, ready for Datasette and sqlite-utils. It is no backup:
    ainews cannot read it.
    """
    from ainews.cli import export as ways

    with session(ctx).services() as services:
        if file == "-" or file.endswith(".jsonl"):
            count = ways.to_json_lines(services.store, file)
        elif file.endswith((".db", ".sqlite", ".sqlite3")):
            count = ways.to_database(services.store, file)
        else:
            raise UsageError(f"{file}: end its name with .db or .jsonl to say in which form")
    if file != "-":
        say(f"wrote {count:,} items to {file}")


@app.command("migrate", cls=Command)
def migrate(ctx: typer.Context) -> None:
    """Bring the store to this version's schema.

    A snapshot is kept beside it. Every command does so when it opens an older store; this one does nothing else.
    """
    with session(ctx).services() as services:
        say(f"{services.store.admin.path}: schema {services.store.admin.schema_version}, as it should be")


def _plain(value: Any) -> Any:
    return value.hex() if isinstance(value, bytes) else value


def _print_table(columns: Sequence[str], rows: Sequence[Sequence[Any]], look: Screen) -> None:
    texts = [[clean("" if value is None else str(_plain(value))) for value in row] for row in rows]
    if not look.live:
        sys.stdout.writelines("\t".join(row) + "\n" for row in [list(columns), *texts])
        return
    column_widths = widths([list(columns), *texts], [MOST_CELLS] * len(columns))
    for number, row in enumerate([list(columns), *texts]):
        line = "  ".join(pad(text, width) for text, width in zip(row, column_widths, strict=True)).rstrip()
        line = fit(line, look.width) if cells(line) > look.width else line
        say(line if number else look.paint("dim", line))
