"""`search`: from words to items; the language of queries is `text.query`'s."""

from __future__ import annotations

from datetime import UTC, datetime
from enum import StrEnum
from typing import TYPE_CHECKING, Annotated

import typer

from ainews.cli import options
from ainews.cli.session import session
from ainews.cli.terminal import say, screen
from ainews.errors import UsageError

if TYPE_CHECKING:
    from ainews.model import Item


class Mode(StrEnum):
    TEXT = "text"


def search(
    ctx: typer.Context,
    query: Annotated[list[str], typer.Argument(metavar="QUERY...", help="Words and operators, as above.")],
    mode: Annotated[Mode, typer.Option("--mode", help="How to compare: by the words of the text.")] = Mode.TEXT,
    order: Annotated[options.Order, typer.Option("--order", help="Which come first.")] = options.Order.NEWEST,
    unread: options.Unread = False,
    starred: options.Starred = False,
    source: options.Sources = None,
    since: options.Since = "",
    limit: options.Limit = 20,
    as_json: options.Json = False,
) -> None:
    """Search titles, texts and tags.

    All words must occur; "a phrase", -without, this OR that, begin*, title:word, source:name, tag:name and since:7d
    narrow it. Quote the query so that the shell leaves it alone.
    """
    from ainews.text.query import parse_query

    stray = [word for word in query if word.startswith("--")]
    if stray:
        raise UsageError(f"no such option: {stray[0]}: see `ainews search --help`")
    parsed = parse_query(" ".join(query), now=datetime.now(UTC))
    with session(ctx).services() as services:
        items = services.store.search.search(
            parsed,
            order=order.value,
            limit=limit,
            unread=unread,
            starred=starred,
            source_ids=options.source_ids(services.store, source),
            since=options.since(since),
        )
    if as_json:
        _print_json(items)
    elif items:
        _print(items)
    else:
        say("nothing found: try fewer words, or begin* for words that begin so")


search.context_settings = {"ignore_unknown_options": True}  # type: ignore[attr-defined]  # for -word


def _print_json(items: list[Item]) -> None:
    from ainews.cli import records
    from ainews.cli.render_items import without_marks

    for item in items:
        say(records.line(records.found(item, without_marks(item.snippet or ""))))


def _print(items: list[Item]) -> None:
    from ainews.cli.render_items import found_lines

    for line in found_lines(items, screen(), datetime.now(UTC)):
        say(line)
