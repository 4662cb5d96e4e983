"""`config`: which settings hold, where they come from and where they are kept."""

from __future__ import annotations

from typing import Annotated, Any

import typer

from ainews.cli import options, records
from ainews.cli.session import session
from ainews.cli.terminal import say, screen
from ainews.cli.tree import Command, Group, new_app

app = new_app(cls=Group, help="Show, locate and check the configuration.")


@app.command("show", cls=Command)
def show(
    ctx: typer.Context,
    changed: Annotated[bool, typer.Option("--changed", help="Only what is not at its default.")] = False,
    as_json: options.Json = False,
) -> None:
    """Show the settings that hold, and where each was chosen.

    Passwords, and what makes an address a secret, are not shown.
    """
    from ainews import config

    chosen = session(ctx).chosen()
    look = screen()
    values: dict[str, dict[str, Any]] = {}
    for section, struct in config.SECTIONS.items():
        for name, _, _ in config.fields(struct):
            place = chosen.places.get(f"{section}.{name}")
            if place or not changed:
                value = getattr(getattr(chosen.settings, section), name)
                values.setdefault(section, {})[name] = config.public(f"{section}.{name}", value)
    if as_json:
        say(records.line(values))
        return
    for section, settings in values.items():
        say(look.paint("heading", f"[{section}]"))
        for name, value in settings.items():
            place = chosen.places.get(f"{section}.{name}")
            note = f"  # from {place}" if place else ""
            say(f"{name} = {config.toml(value)}" + look.paint("dim", note))


@app.command("path", cls=Command)
def path(ctx: typer.Context, as_json: options.Json = False) -> None:
    """Show where the configuration, the store and the log are."""
    from ainews import config

    settings = session(ctx).settings()
    places = {
        "config": str(session(ctx).file or config.default_file()),
        "store": str(config.store_address(settings)),
        "log": str(config.log_file(settings)),
    }
    if as_json:
        say(records.line(places))
        return
    for name, place in places.items():
        say(f"{name:<6}  {place}")


@app.command("example", cls=Command)
def example() -> None:
    """Print a configuration file with every setting explained."""
    from ainews import config

    say(config.example().rstrip("\n"))


@app.command("check", cls=Command)
def check(ctx: typer.Context) -> None:
    """Check the configuration file and the environment."""
    from ainews import config

    chosen = session(ctx).chosen()
    count = len(chosen.places)
    changed = "nothing is changed" if not count else f"{count} {'setting' if count == 1 else 'settings'} changed"
    say(f"{session(ctx).file or config.default_file()}: fine, {changed}")
