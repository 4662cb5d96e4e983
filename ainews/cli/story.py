"""`story` and `why`: one story on the screen, what the owner says of it, and why an item is in it."""

from __future__ import annotations

from datetime import UTC, datetime
from typing import Annotated

import typer

from ainews.cli import options, records
from ainews.cli.session import session
from ainews.cli.terminal import say, screen
from ainews.cli.tree import Command, Group, new_app

app = new_app(cls=Group, help="Show, split and merge stories.")

StoryId = Annotated[int, typer.Argument(metavar="STORY", help="The story's number, as `ainews stories` shows it.")]


@app.command("show", cls=Command)
def show(ctx: typer.Context, story_id: StoryId, as_json: options.Json = False) -> None:
    """Show a story with all of its items, the oldest first."""
    from ainews.cli.render_stories import whole_lines

    with session(ctx).services() as services:
        story = services.story(story_id)
    if as_json:
        say(records.line(records.story(story)))
        return
    for line in whole_lines(story, screen(), datetime.now(UTC)):
        say(line)


@app.command("split", cls=Command)
def split(
    ctx: typer.Context,
    story_id: StoryId,
    item_ids: Annotated[list[int], typer.Argument(metavar="ID...", help="Its items that belong elsewhere.")],
    as_json: options.Json = False,
) -> None:
    """Let items leave a story, as a story of their own.

    It is remembered: later reports and other models do not bring them together again.
    """
    this = session(ctx)
    with this.services() as services:
        new_id = services.split_story(story_id, item_ids)
    if as_json:
        say(records.line({"story_id": new_id}))
    elif not this.quiet:
        say(f"story {new_id} now holds what left")


@app.command("merge", cls=Command)
def merge(
    ctx: typer.Context,
    story_id: StoryId,
    other_id: Annotated[int, typer.Argument(metavar="OTHER", help="The story that becomes part of it.")],
    as_json: options.Json = False,
) -> None:
    """Make one story of two, and remember it."""
    this = session(ctx)
    with this.services() as services:
        story = services.merge_stories(story_id, other_id)
    if as_json:
        say(records.line(records.story(story)))
    elif not this.quiet:
        say(f"story {story.id} now has {story.size} items")


def why(ctx: typer.Context, item_id: options.ItemId, at: options.At = "", as_json: options.Json = False) -> None:
    """Say why an item is in its story, and why that ranks where it does.

    Each signal's value times its weight is what it adds. For the place in the story, a sum of 0 or more speaks for
    it; for the rank, a point is what twice as many sources are worth.
    """
    from ainews.cli.render_stories import no_rank_lines, rank_lines, why_lines

    with session(ctx).services() as services:
        item, place = services.store.reading.item(item_id), services.why(item_id)
        closest = services.store.reading.item(place.closest) if place and place.closest is not None else None
        moment = options.moment(at, services.clock())
        standing = services.standing(place.story_id if place else item_id, moment)
    if as_json:
        say(records.line(records.why(item_id, place, standing)))
        return
    for line in why_lines(item, place, closest, screen()):
        say(line)
    for line in rank_lines(standing, screen()) if standing else no_rank_lines(moment):
        say(line)
