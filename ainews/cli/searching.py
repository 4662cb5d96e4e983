"""`search` and `similar`: from words, or from an item, to items; the language of queries is `text.query`'s."""

from __future__ import annotations

import sys
from collections.abc import Callable, Sequence
from datetime import UTC, datetime
from enum import StrEnum
from typing import TYPE_CHECKING, Annotated

import typer

from ainews.cli import options, records
from ainews.cli.session import session
from ainews.cli.terminal import say, screen
from ainews.errors import UsageError
from ainews.model import ItemFilter

if TYPE_CHECKING:
    from ainews.model import Item, Matches

_ADVICE = "`ainews stories --since all` makes them"


class Mode(StrEnum):
    TEXT = "text"
    SEMANTIC = "semantic"
    HYBRID = "hybrid"


def search(
    ctx: typer.Context,
    query: Annotated[list[str], typer.Argument(metavar="QUERY...", help="Words and operators, as above.")],
    mode: Annotated[Mode, typer.Option("--mode", help="Compare words, meaning, or both.")] = Mode.TEXT,
    order: Annotated[
        options.Order | None,
        typer.Option("--order", help="Which come first; the newest in mode text, else the most relevant."),
    ] = None,
    unread: options.Unread = False,
    starred: options.Starred = False,
    source: options.Sources = None,
    since: options.Since = "",
    limit: options.Limit = 20,
    as_json: options.Json = False,
) -> None:
    """Search titles, texts and tags.

    All words must occur; "a phrase", -without, this OR that, begin*, title:word, source:name, tag:name and since:7d
    narrow it. Quote the query so that the shell leaves it alone. By meaning, plain words need not occur; the items
    that are compared are those that `ainews stories` has been through.
    """
    from ainews.text.query import parse_query

    stray = [word for word in query if word.startswith("--")]
    if stray:
        raise UsageError(f"no such option: {stray[0]}: see `ainews search --help`")
    if not (typed := " ".join(query).strip()):
        raise UsageError('there is nothing to search for: type a word, `ainews search ferry`, or "a phrase"')
    parsed = parse_query(typed, now=datetime.now(UTC))
    first = order or (options.Order.NEWEST if mode is Mode.TEXT else options.Order.RELEVANCE)
    this = session(ctx)
    with this.services() as services:
        within = ItemFilter(
            unread=unread,
            starred=starred,
            source_ids=options.source_ids(services.store, source),
            since=options.since(since),
            limit=limit,
        )
        found = services.search(parsed, mode=mode.value, order=first.value, within=within)
    if not this.quiet:
        _tell_missing(found, mode)
    if as_json:
        _print_json(found.items)
    elif found.items:
        _print(found.items)
    elif mode is Mode.SEMANTIC:
        say("nothing found that is near in meaning: try other words, or --mode text")
    else:
        say("nothing found: try fewer words, or begin* for words that begin so")


search.context_settings = {"ignore_unknown_options": True}  # type: ignore[attr-defined]  # for -word


def similar(
    ctx: typer.Context,
    item_id: options.ItemId,
    same_story: Annotated[
        bool, typer.Option("--same-story", help="Also items of its own story, which report the same event.")
    ] = False,
    since: options.Since = "",
    limit: options.Limit = 20,
    as_json: options.Json = False,
) -> None:
    """List the items nearest in meaning to an item.

    Reports of the same event are left out: `ainews story show` lists those.
    """
    this = session(ctx)
    with this.services() as services:
        within = ItemFilter(since=options.since(since), limit=limit)
        found = services.similar(item_id, within=within, same_story=same_story)
        story_id = services.store.reading.item(item_id).story_id
    if not this.quiet:
        _tell_missing(found, Mode.SEMANTIC)
    same = {item.id for item in found.items if story_id is not None and item.story_id == story_id}
    if as_json:
        for item in found.items:
            say(records.line(_record(item) | {"same_story": item.id in same}))
    elif found.items:
        _print(found.items, lambda item: f" · {item.score:.2f}{' · same story' if item.id in same else ''}")
    else:
        say("nothing is near it")


def _tell_missing(found: Matches, mode: Mode) -> None:
    """Say on standard error what could not be compared, if anything."""
    missing = found.within - found.embedded
    if not missing:
        return
    if found.embedded:
        line = f"{missing} of {found.within} items {'has' if missing == 1 else 'have'} no vector yet: {_ADVICE}"
    elif mode is Mode.HYBRID:
        line = f"no vectors yet, so that only words were compared: {_ADVICE}"
    else:
        line = f"no vectors yet, so that there is nothing to compare: {_ADVICE}"
    sys.stderr.write(f"{line}\n")


def _print_json(items: Sequence[Item]) -> None:
    for item in items:
        say(records.line(_record(item)))


def _record(item: Item) -> records.Record:
    from ainews.cli.render_items import without_marks

    return records.found(item, without_marks(item.snippet or ""))


def _print(items: Sequence[Item], note: Callable[[Item], str] | None = None) -> None:
    from ainews.cli.render_items import found_lines

    for line in found_lines(items, screen(), datetime.now(UTC), note):
        say(line)
