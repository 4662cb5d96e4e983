"""The tree of commands: names, one line each, and the modules that hold them, imported when they are called."""

from __future__ import annotations

from importlib import import_module
from typing import Annotated, Any, NamedTuple

import typer
from typer.core import TyperCommand, TyperGroup

from ainews.cli.plain_values import without_validation_library
from ainews.cli.session import Session


class Entry(NamedTuple):
    """One command: `place` is `module:function` or, for a group, `module:app`."""

    place: str
    help: str


SECTIONS: dict[str, dict[str, Entry]] = {
    "Start": {
        "init": Entry("start:init", "Write a configuration and subscribe to starter packs."),
        "demo": Entry("start:demo", "Show ainews at work on sample feeds, without the network."),
    },
    "Sources": {
        "source": Entry("source:app", "Add, list, test, pause, remove, import and export sources."),
        "ingest": Entry("ingest:ingest", "Poll the sources that are due and store what is new."),
    },
    "Reading": {
        "digest": Entry("digest:digest", "Print the stories that matter, best first, each in two sentences."),
        "list": Entry("reading:list_items", "List the newest items."),
        "show": Entry("reading:show", "Show one item, or its earlier versions."),
        "open": Entry("reading:open_items", "Open items in the browser."),
        "mark": Entry("marking:mark", "Mark items as read or unread."),
        "star": Entry("marking:star", "Star items, or take their star away."),
        "search": Entry("searching:search", "Search titles, texts and tags."),
        "similar": Entry("searching:similar", "List the items nearest in meaning to an item."),
        "stories": Entry("stories:stories", "List stories: the same event once, with all of its sources."),
        "story": Entry("story:app", "Show, split and merge stories."),
        "why": Entry("story:why", "Say why an item is in its story, and why that ranks where it does."),
        "trends": Entry("trends:trends", "List what more is written about than usual."),
        "interests": Entry("interests:app", "List, set and forget what you want more or less of."),
        "rule": Entry("rules:app", "Mute or keep stories by rules of your own."),
    },
    "Upkeep": {
        "costs": Entry("costs:costs", "Show what models cost, and what summaries would."),
        "db": Entry("db:app", "Check, measure, compact, query and export the store."),
        "eval": Entry("evaluating:app", "Grade stories and search on labelled data."),
        "config": Entry("configuration:app", "Show, locate and check the configuration."),
    },
}

COMMANDS = {name: entry for section in SECTIONS.values() for name, entry in section.items()}


class Command(TyperCommand):
    """A command that pays only for what it uses."""

    def get_params(self, ctx: Any) -> list[Any]:
        return without_validation_library(super().get_params(ctx))

    def collect_usage_pieces(self, ctx: Any) -> list[str]:
        return ["[OPTIONS]", *(name for name, _ in _arguments(self, ctx))]

    def format_options(self, ctx: Any, formatter: Any) -> None:
        arguments = [(name.strip("[]"), text) for name, text in _arguments(self, ctx) if text]
        if arguments:
            with formatter.section("Arguments"):
                formatter.write_dl(arguments)
        options = [param.get_help_record(ctx) for param in self.get_params(ctx) if param.param_type_name == "option"]
        with formatter.section("Options"):
            formatter.write_dl([record for record in options if record])


def _arguments(command: TyperCommand, ctx: Any) -> list[tuple[str, str]]:
    """Return name and help of each argument, as the usage line writes it."""
    params: list[Any] = [param for param in command.get_params(ctx) if param.param_type_name == "argument"]
    return [(param.metavar, param.help or "") for param in params]


class Group(TyperGroup):
    """A group of commands in one module; alone, it shows its help."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.invoke_without_command = True

    def get_params(self, ctx: Any) -> list[Any]:
        return without_validation_library(super().get_params(ctx))

    def invoke(self, ctx: Any) -> Any:
        result = super().invoke(ctx)
        if ctx.invoked_subcommand is None:
            typer.echo(ctx.get_help())
        return result


class Root(Group):
    """The top of the tree; knows its commands by name and line, and imports one when it is called."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        names: Any = dict.fromkeys(COMMANDS)  # typer suggests from these when a name is mistyped
        self.commands = names

    def get_command(self, ctx: Any, cmd_name: str) -> Any:
        return command(cmd_name) if cmd_name in COMMANDS else None

    def format_commands(self, ctx: Any, formatter: Any) -> None:
        for section, entries in SECTIONS.items():
            with formatter.section(section):
                formatter.write_dl([(f"{name:<8}", entry.help) for name, entry in entries.items()])


def command(name: str) -> Any:
    """Import one command and build it."""
    module, _, attribute = COMMANDS[name].place.partition(":")
    found = getattr(import_module(f"ainews.cli.{module}"), attribute)
    if isinstance(found, typer.Typer):
        return typer.main.get_command(found)
    alone = new_app()
    settings = getattr(found, "context_settings", None)
    alone.command(name, cls=Command, help=found.__doc__, context_settings=settings)(found)
    return typer.main.get_command(alone)


def new_app(**options: Any) -> typer.Typer:
    return typer.Typer(rich_markup_mode=None, pretty_exceptions_enable=False, add_completion=False, **options)


def root() -> Any:
    """Build the top of the tree."""
    app = typer.Typer(
        name="ainews", cls=Root, rich_markup_mode=None, pretty_exceptions_enable=False, add_completion=True
    )
    app.callback(epilog="Start with: ainews init --pack ai")(_globals)
    return typer.main.get_command(app)


def _globals(
    ctx: typer.Context,
    config: Annotated[str, typer.Option("--config", metavar="FILE", help="Read settings from FILE.")] = "",
    store: Annotated[
        str, typer.Option("--store", metavar="PATH|URL", help="A SQLite file or a postgresql:// address.")
    ] = "",
    quiet: Annotated[bool, typer.Option("--quiet", help="Say nothing but facts and errors.")] = False,
    verbose: Annotated[bool, typer.Option("--verbose", help="Tell more, and show what went wrong inside.")] = False,
    version: Annotated[bool, typer.Option("--version", help="Show the version and exit.")] = False,
) -> None:
    """Hundreds of feeds, the handful of stories that matter to one reader."""
    if version:
        from ainews import __version__

        typer.echo(f"ainews {__version__}")
        raise typer.Exit
    ctx.obj = Session(config, store, quiet=quiet, verbose=verbose)
