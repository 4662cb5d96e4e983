"""`source`: the owner's subscriptions, from adding one to moving them all to another reader."""

from __future__ import annotations

import sys
from collections.abc import Sequence
from datetime import UTC, datetime
from enum import StrEnum
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from ainews.cli import options, records
from ainews.cli.session import session
from ainews.cli.source_options import AllowPrivate, Folder, FullText, Interval, Select, Title, changed
from ainews.cli.terminal import clean, say, screen
from ainews.cli.tree import Command, Group, new_app
from ainews.errors import NotFound
from ainews.model import ItemFilter, SourceOptions

if TYPE_CHECKING:
    from ainews.model import Source, Subscription
    from ainews.store import Store

app = new_app(cls=Group, help="Add, list, test, pause, remove, import and export sources.")


class State(StrEnum):
    NEW = "new"
    OK = "ok"
    FAILING = "failing"
    THROTTLED = "throttled"
    PAUSED = "paused"
    GONE = "gone"


@app.command("add", cls=Command)
def add(
    ctx: typer.Context,
    address: Annotated[str, typer.Argument(metavar="URL", help="A feed, a page that names one, or a file.")],
    folder: Folder = None,
    title: Title = None,
    full_text: FullText = None,
    interval: Interval = None,
    allow_private: AllowPrivate = None,
    select: Select = None,
    unchecked: Annotated[bool, typer.Option("--no-check", help="Only store the address, without polling it.")] = False,
    as_json: options.Json = False,
) -> None:
    """Subscribe to a feed.

    A page's address will do: its feed is looked for. YouTube channels, subreddits, GitHub projects, Mastodon
    accounts and Hacker News are known by their usual pages.
    """
    wanted = changed(SourceOptions(), full_text, interval, allow_private, select)
    with session(ctx).services(polls=True) as services:
        source, is_new = services.add_source(
            address, folder=folder or None, title=title or "", options=wanted, check=not unchecked
        )
        subscription = _subscription(services.store, source.id)
    if as_json:
        say(records.line(records.subscription(subscription) | {"new": is_new}))
    elif not session(ctx).quiet:
        verb = "added" if is_new else "was there already:"
        say(f"{verb} {source.id}  {clean(subscription.title) or source.url}  {clean(source.url)}")
        if is_new:
            say("its items come with: ainews ingest")


@app.command("list", cls=Command)
def list_sources(
    ctx: typer.Context,
    folder: Annotated[str, typer.Option("--folder", metavar="NAME", help="Only those in this folder.")] = "",
    state: Annotated[State | None, typer.Option("--state", help="Only those in this state.")] = None,
    limit: options.Limit = 0,
    as_json: options.Json = False,
) -> None:
    """List sources with their health."""
    with session(ctx).services() as services:
        found = services.store.sources.subscriptions()
    shown = [each for each in found if _matches(each, folder, state)][: limit or None]
    if as_json:
        for each in shown:
            say(records.line(records.subscription(each)))
    elif shown:
        from ainews.cli.render_sources import subscription_lines

        for line in subscription_lines(shown, screen(), datetime.now(UTC)):
            say(line)
    elif found:
        say("no source matches: ainews source list shows all")
    else:
        say("no sources yet: ainews init --pack ai, or ainews source add URL")


@app.command("show", cls=Command)
def show(ctx: typer.Context, source: options.SourceRef, as_json: options.Json = False) -> None:
    """Show one source: its health, pace and newest items."""
    with session(ctx).services() as services:
        subscription = _subscription(services.store, services.store.sources.find(source).id)
        latest = services.store.reading.list(ItemFilter(source_ids=(subscription.source.id,), limit=5))
    if as_json:
        say(records.line(records.subscription(subscription)))
        return
    from ainews.cli.render_sources import source_lines

    for line in source_lines(subscription, latest, screen(), datetime.now(UTC)):
        say(line)


@app.command("test", cls=Command)
def try_out(
    ctx: typer.Context,
    address: Annotated[str, typer.Argument(metavar="URL", help="A feed, a page that names one, or a file.")],
    select: Select = None,
    allow_private: AllowPrivate = None,
    as_json: options.Json = False,
) -> None:
    """Poll an address and show what would be read; nothing is stored."""
    from ainews.cli.render_trial import record, trial_lines

    wanted = changed(SourceOptions(), None, None, allow_private, select)
    with session(ctx).services(polls=True) as services:
        found = services.test_source(address, wanted)
    if as_json:
        say(records.line(record(found)))
        return
    for line in trial_lines(found, screen()):
        say(line)


@app.command("pause", cls=Command)
def pause(ctx: typer.Context, sources: options.SourceRefs) -> None:
    """Stop polling sources; what they brought stays."""
    with session(ctx).services() as services:
        for source in _all(services.store, sources):
            services.store.sources.pause(source.id)
            _done(ctx, "paused", source)


@app.command("resume", cls=Command)
def resume(ctx: typer.Context, sources: options.SourceRefs) -> None:
    """Poll sources again, from now."""
    with session(ctx).services() as services:
        for source in _all(services.store, sources):
            services.store.sources.resume(source.id, datetime.now(UTC))
            _done(ctx, "resumed", source)


@app.command("remove", cls=Command)
def remove(
    ctx: typer.Context,
    sources: options.SourceRefs,
    yes: Annotated[bool, typer.Option("--yes", help="Do not ask.")] = False,
) -> None:
    """Remove sources and every item they brought."""
    with session(ctx).services() as services:
        for source in _all(services.store, sources):
            if not yes and sys.stdin.isatty():
                typer.confirm(f"remove {_name(source)} and its {source.item_count} items?", abort=True)
            services.store.sources.remove(source.id)
            _done(ctx, "removed", source)


@app.command("edit", cls=Command)
def edit(
    ctx: typer.Context,
    source: options.SourceRef,
    title: Title = None,
    folder: Folder = None,
    url: Annotated[str | None, typer.Option("--url", metavar="URL", help="Its new address; its items stay.")] = None,
    full_text: FullText = None,
    interval: Interval = None,
    allow_private: AllowPrivate = None,
    select: Select = None,
) -> None:
    """Change how a source is named, kept or polled."""
    with session(ctx).services() as services:
        sources = services.store.sources
        found = sources.find(source)
        wanted = changed(found.options, full_text, interval, allow_private, select)
        sources.edit(
            found.id,
            title=title,
            folder=... if folder is None else folder or None,
            options=None if wanted == found.options else wanted,
            url=url,
        )
        _done(ctx, "changed", sources.get(found.id))


@app.command("import", cls=Command)
def import_sources(
    ctx: typer.Context,
    file: Annotated[
        str, typer.Argument(metavar="FILE.opml", help="A list of feeds as readers export it; - for input.")
    ],
    as_json: options.Json = False,
) -> None:
    """Subscribe to every feed of an OPML list.

    Its folders are kept, and what cannot be read is told. Nothing is polled yet.
    """
    from ainews.cli.subscription_lists import import_list

    with session(ctx).services() as services:
        imported = import_list(services, _read(file))
    if as_json:
        say(records.line(imported.record()))
        return
    for line in imported.lines():
        say(line)


@app.command("export", cls=Command)
def export(
    ctx: typer.Context,
    output: Annotated[str, typer.Option("--output", metavar="FILE", help="Write to FILE.")] = "",
) -> None:
    """Write all sources as an OPML list, with their folders."""
    from ainews.cli.subscription_lists import export_list

    with session(ctx).services() as services:
        text = export_list(services.store.sources.subscriptions())
    if output:
        Path(output).write_bytes(text)
    else:
        say(text.decode().rstrip("\n"))


def _subscription(store: Store, source_id: int) -> Subscription:
    for each in store.sources.subscriptions():
        if each.source.id == source_id:
            return each
    raise NotFound(f"you are not subscribed to source {source_id}")


def _matches(each: Subscription, folder: str, state: State | None) -> bool:
    return (not folder or each.folder == folder) and (state is None or each.source.state.value == state.value)


def _all(store: Store, refs: Sequence[str]) -> list[Source]:
    """Return the sources that all refs name, before anything is done to the first."""
    return [store.sources.find(ref) for ref in refs]


def _name(source: Source) -> str:
    return clean(source.title) or clean(source.url)


def _done(ctx: typer.Context, verb: str, source: Source) -> None:
    if not session(ctx).quiet:
        say(f"{verb} {source.id}  {_name(source)}")


def _read(file: str) -> bytes:
    if file == "-":
        return sys.stdin.buffer.read()
    try:
        return Path(file).read_bytes()
    except OSError as error:
        raise NotFound(f"{file} cannot be read ({error.strerror})") from error
