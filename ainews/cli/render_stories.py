"""Stories and reasons as lines: in colour on a terminal, one line a story in a pipe."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from datetime import datetime
from typing import TYPE_CHECKING

from ainews.cli import times
from ainews.cli.render_items import NO_TITLE, TITLE_LINES, item_lines
from ainews.cli.terminal import Screen, clean
from ainews.model import Assigned, Item, Signal, Story
from ainews.text.cells import fit, pad, wrap
from ainews.text.instants import rfc3339

if TYPE_CHECKING:
    from ainews.pipeline.ranking import Standing


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
        first, *more = wrap(title_of(story), screen.width - len(margin), TITLE_LINES)
        yield f"{screen.paint('dim', f'{story.id:>{width}}')}  {screen.paint(style, first)}"
        yield from (margin + screen.paint(style, line) for line in more)
        yield margin + screen.paint("dim", f"{_extent(story)}{_unread(story)} · {times.ago(story.last_at, now)}")
        yield margin + screen.paint("accent", fit(", ".join(_sources(story)), screen.width - len(margin)))


def whole_lines(story: Story, screen: Screen, now: datetime) -> Iterator[str]:
    """Yield one story and all of its items."""
    yield from (screen.paint("bold", line) for line in wrap(title_of(story), screen.width))
    span = f"{times.minute(story.first_at)} to {times.minute(story.last_at)}"
    yield screen.paint("dim", f"story {story.id} · {_extent(story)} · {span}")
    yield ""
    yield from item_lines(story.items, screen, now)


def rank_lines(standing: Standing, screen: Screen) -> Iterator[str]:
    """Yield how the item's story ranks, in numbers that add up, and what rules and limits make of it."""
    ranked = standing.ranked
    yield ""
    yield f"story {ranked.story.id} ranks among the others by"
    yield from _sum_lines(ranked.parts, ranked.score, screen)
    for interest in ranked.learned:
        name = f"{interest.kind} {clean(interest.title or interest.name)}"
        yield f"learned: {name} {interest.weight:+.2f}, since you opened {interest.opened} of {interest.seen}"
    if ranked.kept_by is not None:
        yield f"kept by rule {ranked.kept_by.id}: {ranked.kept_by.field} {clean(ranked.kept_by.pattern)}"
    if ranked.muted_by is not None:
        yield f"muted by rule {ranked.muted_by.id}: {ranked.muted_by.field} {clean(ranked.muted_by.pattern)}"
    if standing.place:
        yield f"a digest of the last day would have it at place {standing.place}"
    elif standing.reason is not None:
        yield f"a digest of the last day would leave it out: {standing.reason}"


def no_rank_lines(at: datetime) -> Iterator[str]:
    yield ""
    yield f"it has no rank at {rfc3339(at)}: all that is known of its story is dated later"


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
    yield from _sum_lines(place.signals, place.score, screen)


def _sum_lines(signals: Sequence[Signal], score: float, screen: Screen) -> Iterator[str]:
    yield screen.paint("dim", f"{'signal':<20}{'value':>9}{'weight':>9}{'adds':>9}")
    for signal in signals:
        name = pad(clean(signal.name), 20)
        yield f"{name}{signal.value:>9.3f}{signal.weight:>9.3f}{signal.contribution:>+9.3f}"
    yield screen.paint("bold", f"{'together':<38}{score:>+9.3f}")


def _piped(story: Story, width: int) -> str:
    return f"{story.id:>{width}}  {times.minute(story.last_at)}  {story.size:>3}  {story.sources:>3}  {title_of(story)}"


def title_of(story: Story) -> str:
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
