"""Lists of items and search results as lines: by day and in colour on a terminal, one line an item in a pipe."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Sequence
from datetime import datetime
from itertools import groupby

from ainews.cli import times
from ainews.cli.terminal import Screen, clean
from ainews.model import Item
from ainews.text.cells import ELLIPSIS, cells, fit, pad, widths, wrap

UNREAD, STAR = "•", "★"
HIT_START, HIT_END = "\ue000", "\ue001"
TITLE_LINES = 2
SNIPPET_LINES = 2
INDENT = "  "
JOINT = " · "
NO_TITLE = "(no title)"

Span = tuple[int, int, str]
"""Where a style begins and ends in a text."""


def item_lines(items: Sequence[Item], screen: Screen, now: datetime) -> Iterator[str]:
    """Yield a list of items, newest first as they come."""
    if not screen.live:
        yield from _piped(items)
        return
    id_width, source_width = _column_widths(items, screen)
    for number, (heading, group) in enumerate(groupby(items, lambda item: times.day(when(item), now))):
        if number:
            yield ""
        yield screen.paint("heading", heading)
        for item in group:
            yield from _item(item, screen, id_width, source_width)


def found_lines(
    items: Sequence[Item], screen: Screen, now: datetime, note: Callable[[Item], str] | None = None
) -> Iterator[str]:
    """Yield search results, each with its snippet, hits highlighted; on a terminal, with a note if there is one."""
    if not screen.live:
        yield from _piped(items)
        return
    id_width = max(len(str(item.id)) for item in items)
    margin = " " * (id_width + 4)
    for number, item in enumerate(items):
        if number:
            yield ""
        first, *more = wrap(clean(item.title) or NO_TITLE, screen.width - len(margin), TITLE_LINES)
        head = f"{screen.paint('dim', f'{item.id:>{id_width}}')} {_marks(item, screen)} "
        yield head + screen.paint("bold", first)
        yield from (margin + screen.paint("bold", line) for line in more)
        place = f"{clean(item.source.title)} · {times.ago(when(item), now)}{note(item) if note else ''}"
        story = f"{JOINT}{shared(item)}" if shared(item) else ""
        place = fit(place, screen.width - len(margin) - cells(story))
        yield margin + screen.paint("accent", place) + screen.paint("dim", story)
        yield from (margin + line for line in snippet_lines(item.snippet or "", screen, screen.width - len(margin)))


def when(item: Item) -> datetime:
    """Return the moment that orders an item: never a future one."""
    return min(item.published_at or item.arrived_at, item.arrived_at)


def shared(item: Item) -> str:
    """Say that others report the same: those that an item stands for in a list, else how many its story has."""
    if item.others:
        return f"+{len(item.others)} more, story {item.story_id}"
    return f"{item.story_size} in story {item.story_id}" if item.story_size > 1 else ""


def without_marks(snippet: str) -> str:
    """Return a snippet as plain text."""
    return snippet.replace(HIT_START, "").replace(HIT_END, "")


def snippet_lines(snippet: str, screen: Screen, width: int) -> list[str]:
    """Return a snippet wrapped to a width, its hits painted."""
    text, hits = "", []
    for number, part in enumerate(snippet.replace(HIT_END, HIT_START).split(HIT_START)):
        start = len(text)
        text += clean(f"|{part}|")[1:-1]  # the bars keep the blanks beside a hit
        if number % 2:
            hits.append((start, len(text), "hit"))
    return painted_lines(text, hits, screen, width, most=SNIPPET_LINES, otherwise="dim")


def painted_lines(
    text: str, spans: Iterable[Span], screen: Screen, width: int, *, most: int = 0, otherwise: str = ""
) -> list[str]:
    """Wrap a safe text and paint its spans; what lies between them gets the style `otherwise`, if any."""
    lines: list[str] = []
    start = 0
    for line in wrap(text, width, most):
        start = text.find(line.removesuffix(ELLIPSIS), start)
        lines.append(_painted(line, start, spans, screen, otherwise))
        start += len(line.removesuffix(ELLIPSIS))
    return lines


def _painted(line: str, start: int, spans: Iterable[Span], screen: Screen, otherwise: str) -> str:
    parts: list[str] = []
    at = 0
    for span_start, span_end, style in spans:
        first, last = max(span_start - start, at), min(span_end - start, len(line))
        if first < last:
            parts += [screen.paint(otherwise, line[at:first]), screen.paint(style, line[first:last])]
            at = last
    return "".join([*parts, screen.paint(otherwise, line[at:])])


def _piped(items: Sequence[Item]) -> Iterator[str]:
    rows = [[str(item.id), times.minute(when(item)), _marks(item), clean(item.source.title)] for item in items]
    id_width, _, _, source_width = widths(rows, [0, 0, 0, 24]) if rows else [0] * 4
    for item, (number, minute, marks, source) in zip(items, rows, strict=True):
        title = clean(item.title) or NO_TITLE
        others = f"{JOINT}{shared(item)}" if item.others else ""
        yield f"{number:>{id_width}}  {minute}  {marks}  {pad(source, source_width)}  {title}{others}"


def _item(item: Item, screen: Screen, id_width: int, source_width: int) -> Iterator[str]:
    number = screen.paint("dim", f"{item.id:>{id_width}}")
    source = screen.paint("accent", pad(clean(item.source.title), source_width))
    head = f"{number} {_marks(item, screen)} {screen.paint('dim', times.clock(when(item)))}{INDENT}{source}{INDENT}"
    margin = id_width + 4 + 5 + 2 + source_width + 2
    style = "dim" if item.read else "bold"
    titles = wrap(clean(item.title) or NO_TITLE, screen.width - margin, TITLE_LINES)
    lines = [screen.paint(style, line) for line in titles]
    if note := shared(item):
        fits = margin + cells(titles[-1] + JOINT + note) <= screen.width
        lines.append(lines.pop() + screen.paint("dim", JOINT + note) if fits else screen.paint("dim", note))
    yield head + lines[0]
    yield from (" " * margin + line for line in lines[1:])


def _marks(item: Item, screen: Screen | None = None) -> str:
    unread, star = " " if item.read else UNREAD, STAR if item.starred else " "
    return unread + star if screen is None else screen.paint("accent", unread) + screen.paint("star", star)


def _column_widths(items: Sequence[Item], screen: Screen) -> tuple[int, int]:
    id_width = max(len(str(item.id)) for item in items)
    longest = max(cells(clean(item.source.title)) for item in items)
    return id_width, min(longest, 16 if screen.width < 100 else 26)
