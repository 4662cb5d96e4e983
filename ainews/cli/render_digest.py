"""A digest on the terminal: stories under their sections, what rises, sick sources and notes; chooses nothing.

Nothing depends on the hour it is printed at. Times are local, those of the digest itself.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Sequence
from datetime import datetime
from itertools import groupby
from math import ceil
from typing import NamedTuple

from ainews.cli import times
from ainews.cli.terminal import Screen, clean
from ainews.formats import parts
from ainews.model.digests import Digest, DigestStory, SavedDigest, SickSource, Trend
from ainews.stories.choice import WORDS_A_MINUTE, words_of
from ainews.text.cells import cells, fit, wrap

TEXT_WIDTH = 100
TITLE_LINES = 3
SICK_SHOWN = 3
SPARK_STEPS = 8
SOURCES_SHOWN = 5

_BOUND = "\xa0"  # clean texts hold none
_CITED = rf"{_BOUND}\[[\d,]+\]"
_GAP = "  "


class Piece(NamedTuple):
    """Words that stay on one line, plain to be measured and painted to be shown."""

    plain: str
    painted: str


def digest_lines(digest: Digest, screen: Screen, *, verbose: bool = False) -> Iterator[str]:
    """Yield a whole digest; `verbose` adds what each story's score is made of."""
    width = min(screen.width, TEXT_WIDTH)
    yield screen.paint("bold", f"{parts.day(digest.at, None)}, {times.clock(digest.at)}")
    yield screen.paint("dim", fit(_sum_up(digest), width))
    rank_width = len(str(max((story.rank for story in digest.stories), default=0)))
    for heading, stories in parts.sections(digest):
        if heading:
            yield from ("", screen.paint("heading", fit(heading, width)))
        for story in stories:
            yield ""
            yield from _story_lines(story, digest.at, screen, width, rank_width, verbose=verbose)
    yield from _trend_lines(digest.trends, screen, width)
    yield from _sick_lines(digest.sick_sources, screen, width)
    yield from _note_lines(digest, screen, width)


def list_lines(digests: Sequence[SavedDigest], screen: Screen) -> Iterator[str]:
    """Yield saved digests, one a line."""
    width = max(len(str(each.id)) for each in digests)
    for each in digests:
        sent = f"  sent by {', '.join(each.sent)}" if each.sent else ""
        stories = f"{parts.count(each.stories, 'story'):>10}"
        number = screen.paint("dim", f"{each.id:>{width}}")
        yield f"{number}  {times.minute(each.at)}  {stories}  {_period(each.since, each.at)}{sent}"


def _sum_up(digest: Digest) -> str:
    came = f"{parts.count(digest.items, 'item')} of {parts.count(digest.sources, 'source')}"
    period = _period(digest.since, digest.at)
    if not digest.stories:
        return f"no stories from {came}, {period}"
    words = sum(words_of(story.title, story.summary) for story in digest.stories)
    minutes = max(1, ceil(words / WORDS_A_MINUTE))
    return f"{parts.count(len(digest.stories), 'story')} from {came}, {period} · about {minutes} min"


def _period(since: datetime | None, at: datetime) -> str:
    if since is None:
        return "all time"
    hours, rest = divmod((at - since).total_seconds(), 3600)
    if rest or hours < 1:
        return f"since {times.minute(since)}"
    if hours % 24 or hours == 24:
        return "the last hour" if hours == 1 else f"the last {hours:.0f} hours"
    return f"the last {hours / 24:,.0f} days"


def _story_lines(
    story: DigestStory, at: datetime, screen: Screen, width: int, rank_width: int, *, verbose: bool
) -> Iterator[str]:
    told = parts.told(story, at, None)
    margin = " " * (rank_width + len(_GAP))
    room = width - len(margin)
    first, *more = wrap(told.title, room, TITLE_LINES)
    yield screen.paint("accent", f"{story.rank:>{rank_width}}") + _GAP + screen.link(told.url, "bold", first)
    yield from (margin + screen.link(told.url, "bold", line) for line in more)
    for line in wrap(" ".join(_cited(text, numbers) for text, numbers in told.sentences), room):
        if line:
            yield margin + re.sub(_CITED, lambda cited: " " + screen.paint("dim", cited[0].strip()), line)
    yield from (margin + line for line in _flowed(_facts(story, told, at, screen), room, _GAP))
    if verbose:
        yield from (margin + screen.paint("dim", line) for line in wrap(_score(story), room))


def _cited(text: str, numbers: Sequence[int]) -> str:
    """Return a sentence with the numbers it cites, bound to its last word."""
    return f"{text}{_BOUND}[{','.join(map(str, numbers))}]" if numbers else text


def _facts(story: DigestStory, told: parts.Told, at: datetime, screen: Screen) -> Iterator[Piece]:
    """Yield who tells the story, with the numbers that sentences cite, whether it grew, and its own number."""
    if story.developing:
        text = parts.developing(story, at, None)
        yield Piece(text, screen.paint("warn", text))
    cited = {number for _, numbers in told.sentences for number in numbers}
    names = [(title, list(links)) for title, links in groupby(sorted(told.links, key=_title), _title)]
    names.sort(key=lambda name: name[1][0].number)
    for title, links in names[:SOURCES_SHOWN]:
        marks = "".join(f"[{link.number}]" for link in links if link.number in cited)
        plain = f"{marks} {title}" if marks else title
        named = screen.link(links[0].url, "accent", title)
        yield Piece(plain, f"{screen.paint('dim', marks)} {named}" if marks else named)
    if story.sources > len(names[:SOURCES_SHOWN]) > 0:
        yield _dim(screen, f"+{story.sources - len(names[:SOURCES_SHOWN]):,}")
    yield _dim(screen, f"story {story.story_id}")


def _title(link: parts.Link) -> str:
    return link.title


def _score(story: DigestStory) -> str:
    added = " ".join(f"{part.contribution:+.2f} {clean(part.name)}" for part in story.why)
    return f"score {story.score:.2f} = {added}"


def _trend_lines(trends: Sequence[Trend], screen: Screen, width: int) -> Iterator[str]:
    if not trends:
        return
    yield from ("", screen.paint("heading", "Rising"))
    yield from _flowed((_trend(each, screen) for each in trends), width, "   ", most=2)


def _trend(trend: Trend, screen: Screen) -> Piece:
    spark = parts.sparkline(_steps(trend.series, SPARK_STEPS))
    name, count = fit(clean(trend.name), TEXT_WIDTH // 3), f"{trend.count:,}"
    painted = f"{screen.paint('accent', spark)} {screen.paint('bold', name)} {screen.paint('dim', count)}"
    return Piece(f"{spark} {name} {count}", painted)


def _steps(series: Sequence[int], most: int) -> list[int]:
    """Add neighbours up until there are few enough steps to see at a glance."""
    size = -(-len(series) // most) if series else 1
    start = len(series) % size
    return [
        *([sum(series[:start])] if start else []),
        *(sum(series[n : n + size]) for n in range(start, len(series), size)),
    ]


def _sick_lines(sick: Sequence[SickSource], screen: Screen, width: int) -> Iterator[str]:
    if not sick:
        return
    yield from ("", screen.paint("heading", "Sick sources"))
    for each in sick[:SICK_SHOWN]:
        name = fit(parts.source_name(each.source), width // 3)
        rest = fit(_ailment(each), width - cells(name) - len(_GAP))
        yield f"{screen.paint('warn', name)}{_GAP}{screen.paint('dim', rest)}"
    if len(sick) > SICK_SHOWN:
        yield screen.paint("dim", f"{len(sick) - SICK_SHOWN:,} more: `ainews source list`")


def _ailment(sick: SickSource) -> str:
    return clean(sick.error or "") if sick.state.value == "ok" else parts.ailment(sick, None)


def _note_lines(digest: Digest, screen: Screen, width: int) -> Iterator[str]:
    notes = parts.notes(digest)
    if notes:
        yield ""
    for number, note in enumerate(notes):
        is_all_there_is = number == 0 and not digest.stories
        bound = re.sub(r"`[^`]*`", lambda command: command[0].replace(" ", _BOUND), note)
        for line in wrap(bound, width):
            yield screen.paint("" if is_all_there_is else "dim", line.replace(_BOUND, " "))


def _flowed(pieces: Iterable[Piece], width: int, gap: str, most: int = 0) -> Iterator[str]:
    """Yield pieces side by side in lines of a width, `most` of them (0: all)."""
    line, used, lines = "", 0, 0
    for piece in pieces:
        length = cells(piece.plain)
        if line and used + len(gap) + length > width:
            yield line
            lines += 1
            if lines == most:
                return
            line, used = "", 0
        if used:
            line, used = line + gap, used + len(gap)
        line, used = line + piece.painted, used + length
    if line:
        yield line


def _dim(screen: Screen, text: str) -> Piece:
    return Piece(text, screen.paint("dim", text))
