"""`mark` and `star`: what the reader has done with items."""

from __future__ import annotations

from typing import Annotated

import typer

from ainews.cli import options
from ainews.cli.session import session
from ainews.cli.terminal import say
from ainews.errors import UsageError

SomeIds = Annotated[list[int] | None, typer.Argument(metavar="[ID...]", help="Items by the number that lists show.")]


def mark(
    ctx: typer.Context,
    item_ids: SomeIds = None,
    unread: Annotated[bool, typer.Option("--unread/--read", help="Which of the two; --read if neither.")] = False,
    story: Annotated[
        list[int] | None, typer.Option("--story", metavar="ID", help="All items of this story. May be repeated.")
    ] = None,
    everything: Annotated[bool, typer.Option("--all", help="Mark all items as read.")] = False,
    source: Annotated[
        list[str] | None,
        typer.Option(
            "--source", metavar="SOURCE", autocompletion=options.source_refs, help="All, but only of this source."
        ),
    ] = None,
    before: Annotated[
        str, typer.Option("--before", metavar="TIME", help="All, but only older than 7d, 2026-11-23, ...")
    ] = "",
    as_json: options.Json = False,
) -> None:
    """Mark items as read or unread.

    Either the items or stories named, or with --all, --source and --before every item that these describe. With
    reading.whole_story in the configuration, reading one item of a story reads the others.
    """
    many = everything or bool(source) or bool(before)
    if many == bool(item_ids or story):
        raise UsageError("say which items: their numbers or --story, or --all, --source or --before, but not both")
    if many and unread:
        raise UsageError("only items and stories named by their numbers can be marked as unread")
    with session(ctx).services() as services:
        if many:
            ids = options.source_ids(services.store, source)
            marked = services.store.reading.mark_all(source_ids=ids, before=options.since(before))
        else:
            marked = services.mark(item_ids or (), read=not unread, story_ids=story or ())
    _tell(ctx, "marked", marked, f"as {'unread' if unread else 'read'}", as_json)


def star(
    ctx: typer.Context,
    item_ids: options.ItemIds,
    remove: Annotated[bool, typer.Option("--remove", help="Take the star away.")] = False,
    as_json: options.Json = False,
) -> None:
    """Star items, or take their star away."""
    with session(ctx).services() as services:
        starred = services.store.reading.star(item_ids, starred=not remove)
    _tell(ctx, "unstarred" if remove else "starred", starred, "", as_json)


def _tell(ctx: typer.Context, verb: str, count: int, rest: str, as_json: bool) -> None:
    if as_json:
        from ainews.cli import records

        say(records.line({verb: count}))
    elif not session(ctx).quiet:
        say(f"{verb} {count} {'item' if count == 1 else 'items'} {rest}".rstrip())
