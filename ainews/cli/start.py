"""`init` and `demo`: the first minutes with ainews."""

from __future__ import annotations

from datetime import UTC, datetime
from typing import Annotated

import typer

from ainews.cli import options
from ainews.cli.ingest import progress
from ainews.cli.session import Session, session
from ainews.cli.terminal import say, screen


def init(
    ctx: typer.Context,
    pack: Annotated[
        list[str] | None,
        typer.Option(
            "--pack", metavar="NAME...", autocompletion=options.pack_names, help="Subscribe to a starter pack."
        ),
    ] = None,
    more: Annotated[
        list[str] | None, typer.Argument(metavar="[NAME...]", help="More packs.", autocompletion=options.pack_names)
    ] = None,
) -> None:
    """Write a configuration and subscribe to starter packs.

    Nothing that is there already is changed. Without --pack, a store without sources gets the pack ai.
    """
    from ainews import packs
    from ainews.cli.subscription_lists import import_pack

    this = session(ctx)
    names = [*(pack or ()), *(more or ())]
    for name in names:
        packs.read_pack(name)
    say(_write_config(this))
    with this.services() as services:
        if not names and services.store.sources.subscriptions():
            say(f"sources are there already; packs to add: {', '.join(packs.pack_names())}")
        else:
            for name in names or packs.DEFAULT_PACKS:
                imported = import_pack(services, name)
                say(f"{name}: {imported.added} added, {imported.known} were there already")
                for problem in imported.problems:
                    say(f"  {problem}")
            say("next: ainews ingest, then ainews list")


def demo(ctx: typer.Context) -> None:
    """Show ainews at work on sample feeds, without the network.

    Invented news of a few days, served on this machine alone, read into a store that is gone afterwards and made into
    the digest of a day.
    """
    from ainews import demo as samples
    from ainews.cli.render_demo import demo_lines

    session(ctx).start_log()
    with progress(not session(ctx).quiet) as tell:
        shown = samples.run(on_event=tell)
    for line in demo_lines(shown, screen(), datetime.now(UTC)):
        say(line)


def _write_config(this: Session) -> str:
    """Write the example as configuration where there is none; returns what to say about it."""
    from ainews import config
    from ainews.errors import ConfigError

    file = this.file or config.default_file()
    if file.exists():
        return f"configuration: {file} (kept)"
    try:
        file.parent.mkdir(parents=True, exist_ok=True)
        file.write_text(config.example(), encoding="utf-8")
    except OSError as error:
        raise ConfigError(f"{file} cannot be written ({error.strerror}): name another with --config") from error
    return f"configuration: {file}"
