"""`interests`: what the reader asked for and what was learned, with the evidence; ranks nothing."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING, Annotated, Any

import typer
from typer.core import TyperGroup

from ainews.cli import options, records
from ainews.cli.session import session
from ainews.cli.terminal import clean, say
from ainews.cli.tree import Command, Group, new_app

if TYPE_CHECKING:
    from ainews.model.digests import Interest

DASHES = {"ignore_unknown_options": True}
"""So that a weight of -2 is no option."""


class Listing(Group):
    """A group that lists, where no command of it is named."""

    def invoke(self, ctx: Any) -> Any:
        return TyperGroup.invoke(self, ctx)


app = new_app(cls=Listing)


@app.callback(invoke_without_command=True)
def interests(
    ctx: typer.Context,
    learned: Annotated[bool, typer.Option("--learned/--no-learned", help="Also what was learned.")] = True,
    as_json: options.Json = False,
) -> None:
    """List, set and forget what you want more or less of.

    Alone, it lists what you asked for, and what was learned from what you opened, starred and passed over. A
    weight of 1 is worth twice as many sources, -1 half as many. With reading.learn = false in the configuration nothing
    is learned.
    """
    if ctx.invoked_subcommand is not None:
        return
    with session(ctx).services() as services:
        found = services.interests(learned=learned)
    if as_json:
        for interest in found:
            say(records.line(records.interest(interest)))
    elif found:
        for line in lines(found):
            say(line)
    else:
        say("no interests yet: `ainews interests set climate 2`; opened items teach the rest after a while")


@app.command("set", cls=Command, context_settings=DASHES)
def set_interest(
    ctx: typer.Context,
    what: Annotated[
        list[str],
        typer.Argument(
            metavar="TERM|tag:NAME|source:REF", help="A word, words side by side, a folder or category, or a source."
        ),
    ],
    weight: Annotated[
        str, typer.Argument(metavar="WEIGHT", help="From -3 (much less of it) to 3 (much more); 0: as if unknown.")
    ],
) -> None:
    """Ask for more or less of something.

    It replaces what was learned of the same thing.
    """
    this = session(ctx)
    with this.services() as services:
        found = services.set_interest(" ".join(what), _number(weight))
    if not this.quiet:
        say(f"{_name(found)} weighs {found.weight:+g} from now on")


@app.command("forget", cls=Command)
def forget(
    ctx: typer.Context,
    what: Annotated[list[str], typer.Argument(metavar="TERM|tag:NAME|source:REF", help="What was set.")],
) -> None:
    """Take back what was set by hand."""
    this = session(ctx)
    with this.services() as services:
        services.forget_interest(" ".join(what))
    if not this.quiet:
        say(f"{' '.join(what)} is forgotten")


def lines(found: Sequence[Interest]) -> list[str]:
    """Return one line an interest; those that were learned say from what."""
    return [
        f"{'learned' if each.learned else 'asked':<7}  {each.weight:>+5.2f}  {_name(each)}"
        + (f"  (opened {each.opened} of {each.seen})" if each.learned else "")
        for each in found
    ]


def _name(interest: Interest) -> str:
    return f"{interest.kind} {clean(interest.title or interest.name)}"


def _number(text: str) -> float:
    from ainews.errors import UsageError

    try:
        return float(text)
    except ValueError:
        raise UsageError(f"the weight is {text!r}: name a number from -3 to 3, last") from None
