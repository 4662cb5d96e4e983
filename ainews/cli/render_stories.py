"""Stories and reasons as lines: in colour on a terminal, one line a story in a pipe."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from datetime import datetime

from ainews.cli import times
from ainews.cli.layout import fit, wrap
from ainews.cli.render_items import NO_TITLE, TITLE_LINES, item_lines
from ainews.cli.terminal import Screen, clean
from ainews.model import Assigned, Item, Story


def story_lines(stories: Sequence[Story], screen: Screen, now: datetime) -> Iterator[str]:
    """Yield a list of stories, as ranked."""
    width = max(len(str(story.id)) for story in stories)
    if not screen.live:
        yield from (_piped(story, width) for story in stories)
        return
    margin = " " * (width + 2)
    for number, story in enumerate(stories):
        if number:
            yield ""
        style = "bold" if story.unread else "dim"
        first, *more = wrap(_title(story), screen.width - len(margin), TITLE_LINES)
        yield f"{screen.paint('dim', f'{story.id:>{width}}')}  {screen.paint(style, first)}"
        yield from (margin + screen.paint(style, line) for line in more)
        yield margin + screen.paint("dim", f"{_extent(story)}{_unread(story)} · {times.ago(story.last_at, now)}")
        yield margin + screen.paint("accent", fit(", ".join(_sources(story)), screen.width - len(margin)))


def whole_lines(story: Story, screen: Screen, now: datetime) -> Iterator[str]:
    """Yield one story and all of its items."""
    yield from (screen.paint("bold", line) for line in wrap(_title(story), screen.width))
    span = f"{times.minute(story.first_at)} to {times.minute(story.last_at)}"
    yield screen.paint("dim", f"story {story.id} · {_extent(story)} · {span}")
    yield ""
    yield from item_lines(story.items, screen, now)


def why_lines(item: Item, place: Assigned | None, closest: Item | None, screen: Screen) -> Iterator[str]:
    """Yield the reasons for an item's place, in numbers that add up."""
    yield screen.paint("bold", clean(item.title) or NO_TITLE)
    if place is None:
        yield f"item {item.id} has no story yet: `ainews stories` finds it"
        return
    yield f"item {item.id} is in story {place.story_id}: `ainews story show {place.story_id}`"
    if closest is not None:
        yield f"it is most like item {closest.id}: {clean(closest.title) or NO_TITLE}"
    if not place.signals:
        yield "nothing else reports it, or its title says too little to compare"
        return
    yield ""
    yield screen.paint("dim", f"{'signal':<20}{'value':>9}{'weight':>9}{'adds':>9}")
    for signal in place.signals:
        yield f"{signal.name:<20}{signal.value:>9.3f}{signal.weight:>9.3f}{signal.contribution:>+9.3f}"
    yield screen.paint("bold", f"{'together':<38}{place.score:>+9.3f}")


def _piped(story: Story, width: int) -> str:
    return f"{story.id:>{width}}  {times.minute(story.last_at)}  {story.size:>3}  {story.sources:>3}  {_title(story)}"


def _title(story: Story) -> str:
    return clean(story.title) or NO_TITLE


def _extent(story: Story) -> str:
    if story.size == 1:
        return "1 item"
    return f"{story.size} items of {story.sources} source{'s' * (story.sources > 1)}"


def _unread(story: Story) -> str:
    """Say how much of a story is unread, if that is not all or nothing."""
    return f", {story.unread} unread" if 0 < story.unread < story.size else ""


def _sources(story: Story) -> list[str]:
    return list(dict.fromkeys(clean(item.source.title) for item in story.items))
