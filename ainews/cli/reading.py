"""`list`, `show` and `open`: items on the screen. Nothing here changes an item unless `--mark` says so."""

from __future__ import annotations

from datetime import UTC, datetime
from typing import TYPE_CHECKING, Annotated

import typer

from ainews.cli import options
from ainews.cli.session import session
from ainews.cli.terminal import say, screen
from ainews.errors import Conflict, NotAllowed, UsageError
from ainews.model import ItemFilter

if TYPE_CHECKING:
    from ainews.app import Services
    from ainews.model import Counts, Item

Mark = Annotated[bool, typer.Option("--mark", help="Also mark as read.")]


def list_items(
    ctx: typer.Context,
    unread: options.Unread = False,
    starred: options.Starred = False,
    source: options.Sources = None,
    tag: options.Tag = "",
    since: options.Since = "",
    before: Annotated[
        int | None, typer.Option("--before", metavar="ID", help="Continue after this item of an earlier list.")
    ] = None,
    once: Annotated[
        bool, typer.Option("--once", help="Show each story once, by its newest item; --limit counts stories.")
    ] = False,
    count: Annotated[bool, typer.Option("--count", help="Only count: items, and the stories they tell.")] = False,
    limit: options.Limit = 30,
    as_json: options.Json = False,
) -> None:
    """List the newest items.

    An item's number, title and source; • marks what is unread, ★ what is starred. What others report, too, names
    its story: `ainews story show` lists them.
    """
    if once and count:
        raise UsageError("--once and --count exclude each other: --count tells both numbers")
    with session(ctx).services() as services:
        wanted = ItemFilter(
            unread=unread,
            starred=starred,
            source_ids=options.source_ids(services.store, source),
            tag=tag or None,
            since=options.since(since),
            before=before,
            limit=limit,
        )
        reading = services.store.reading
        if count:
            _print_counts(reading.count(wanted), as_json=as_json)
            return
        items = reading.list_once(wanted) if once else reading.list(wanted)
        if as_json:
            _print_json(items, once=once)
        elif items:
            _print(items)
        else:
            say(_nothing(services, wanted))


def show(
    ctx: typer.Context,
    item_id: options.ItemId,
    versions: Annotated[bool, typer.Option("--versions", help="Show what changed since it first appeared.")] = False,
    html: Annotated[bool, typer.Option("--html", help="Print the sanitized HTML.")] = False,
    markdown: Annotated[bool, typer.Option("--markdown", help="Print Markdown.")] = False,
    mark: Mark = False,
    as_json: options.Json = False,
) -> None:
    """Show one item, or its earlier versions.

    On a terminal it is laid out for reading; in a pipe it is plain text.
    """
    from ainews.cli import records, render_item

    if html + markdown + versions > 1:
        raise UsageError("--html, --markdown and --versions exclude each other: choose one")
    with session(ctx).services() as services:
        reading = services.store.reading
        item, body = reading.item(item_id), reading.body(item_id)
        earlier = reading.versions(item_id) if versions else None
        if mark:
            services.mark([item_id], read=True)
    if as_json:
        say(records.line(records.whole_item(item, body, earlier)))
    elif html:
        say(body.html)
    elif markdown:
        say(render_item.markdown(item, body))
    elif earlier is not None:
        render_item.show_versions(item, body, earlier, screen())
    else:
        render_item.show(item, body, screen())


def open_items(
    ctx: typer.Context,
    item_ids: options.ItemIds,
    mark: Mark = False,
) -> None:
    """Open items in the browser."""
    import webbrowser

    with session(ctx).services() as services:
        addresses = [address_to_open(services.store.reading.item(item_id)) for item_id in item_ids]
        for address in addresses:
            if not webbrowser.open(address):
                raise Conflict(f"no browser could be started: open {address} yourself")
        if mark:
            services.mark(item_ids, read=True)


def address_to_open(item: Item) -> str:
    """Return an item's address if a browser may have it: a feed must not start other programs."""
    if not item.url:
        raise NotAllowed(f"item {item.id} has no address: read it with `ainews show {item.id}`")
    if not item.url.lower().startswith(("http://", "https://")):
        raise NotAllowed(f"item {item.id} leads to {item.url}, which is not http or https: it was not opened")
    return item.url


def _print_json(items: list[Item], *, once: bool) -> None:
    from ainews.cli import records

    for item in items:
        record = records.item(item)
        say(records.line(record | {"others": list(item.others)} if once else record))


def _print_counts(counts: Counts, *, as_json: bool) -> None:
    if as_json:
        from ainews.cli import records

        say(records.line({"items": counts.items, "stories": counts.stories}))
        return
    items = f"{counts.items:,} item{'' if counts.items == 1 else 's'}"
    say(f"{items}, {counts.stories:,} {'story' if counts.stories == 1 else 'stories'}")


def _print(items: list[Item]) -> None:
    from ainews.cli.render_items import item_lines

    for line in item_lines(items, screen(), datetime.now(UTC)):
        say(line)


def _nothing(services: Services, wanted: ItemFilter) -> str:
    """Say why a list is empty, and which command helps."""
    if wanted != ItemFilter(limit=wanted.limit):
        return "nothing matches: try `ainews list` without its filters"
    if not services.store.sources.subscriptions():
        return "no sources yet: ainews init --pack ai, or ainews source add URL"
    return "no items yet: ainews ingest"
