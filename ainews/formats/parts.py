"""What every format says of a digest, in words that are safe to show; how they are marked up is decided elsewhere."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta, tzinfo
from math import ceil
from typing import TYPE_CHECKING
from urllib.parse import urlsplit

from ainews.text.showing import clean, web_address

if TYPE_CHECKING:
    from ainews.model import SourceRef
    from ainews.model.digests import Digest, DigestStory, SickSource, Trend

TITLE = "News digest"
DEVELOPING = "developing"
NOTHING = "There is no news in this time."
WORDS_A_MINUTE = 220

_DAY = timedelta(days=1)
_STEPS = "▁▂▃▄▅▆▇█"
_MOST_LINKS = 12  # of a story, but all that its sentences rest on
_MOST_SICK = 20
_MOST_NAME = 80
_MOST_TITLE = 300
_MOST_TEXT = 1_000


@dataclass(frozen=True, slots=True)
class Link:
    """Where a story is told; `number` counts within the story, `url` may be ""."""

    number: int
    title: str
    url: str


@dataclass(frozen=True, slots=True)
class Told:
    """A story in safe words. `sentences` are texts with the numbers of the links that they rest on."""

    story: DigestStory
    title: str
    url: str
    sentences: tuple[tuple[str, tuple[int, ...]], ...]
    links: tuple[Link, ...]
    facts: tuple[str, ...]


def short(text: str, most: int = _MOST_TITLE) -> str:
    """Return one safe line of so many characters at most; an ellipsis tells of the rest."""
    line = clean(text)
    return line if len(line) <= most else line[: most - 1].rstrip() + "…"


def heading(title: str) -> str:
    return short(title, _MOST_NAME) or TITLE


def sections(digest: Digest) -> list[tuple[str, list[DigestStory]]]:
    """Return the stories under their sections, in the order in which those first appear."""
    found: dict[str, list[DigestStory]] = {}
    for story in digest.stories:
        found.setdefault(short(story.section, _MOST_NAME), []).append(story)
    if len(found) > 1 and "" in found:
        return [(name or "More news", stories) for name, stories in found.items()]
    return list(found.items())


def told(story: DigestStory, at: datetime, zone: tzinfo | None) -> Told:
    """Return a story in words, as of the moment `at`."""
    cited = {item for each in story.summary for item in each.item_ids}
    shown = [link for place, link in enumerate(story.links) if place < _MOST_LINKS or link.item_id in cited]
    links = tuple(Link(number, source_name(link.source), web_address(link.url)) for number, link in enumerate(shown, 1))
    numbers = {link.item_id: number for number, link in enumerate(shown, 1)}
    sentences = tuple(
        (short(each.text, _MOST_TEXT), tuple(sorted({numbers[item] for item in each.item_ids if item in numbers})))
        for each in story.summary
    )
    return Told(
        story,
        short(story.title, _MOST_TITLE) or "Untitled",
        next((link.url for link in links if link.url), ""),
        tuple(each for each in sentences if each[0]),
        links,
        tuple(_facts(story, at, zone)),
    )


def day(moment: datetime, zone: tzinfo | None) -> str:
    """Return `Monday 23 November 2026`."""
    then = moment.astimezone(zone)
    return f"{then:%A} {then.day} {then:%B} {then.year}"


def minute(moment: datetime, zone: tzinfo | None) -> str:
    """Return `Monday 23 November, 07:00 UTC`."""
    then = moment.astimezone(zone)
    return f"{then:%A} {then.day} {then:%B}, {then:%H:%M} {then:%Z}"


def summary(digest: Digest, zone: tzinfo | None) -> list[str]:
    """Return what there is to know of the whole: how much, how long it takes, since when."""
    parts = []
    if digest.stories:
        parts += [f"{count(len(digest.stories), 'story')} from {_origin(digest)}", _reading_time(digest)]
    if digest.since is not None:
        parts.append(f"since {minute(digest.since, zone)}")
    return parts


def source_name(source: SourceRef) -> str:
    return short(source.title, _MOST_NAME) or urlsplit(web_address(source.url)).hostname or "a source"


def trend_name(trend: Trend) -> str:
    return short(trend.name, _MOST_NAME)


def rise(trend: Trend) -> str:
    """Return how much is written of a trend: `12 items from 5 sources, usually 3`."""
    usual = f"{trend.usual:.1f}".removesuffix(".0") if trend.usual < 10 else f"{trend.usual:.0f}"
    return f"{count(trend.count, 'item')} from {count(trend.sources, 'source')}, usually {usual}"


def sparkline(series: Sequence[int], most: int = 24) -> str:
    """Draw a series in block letters; the last `most` steps of it."""
    shown = [max(value, 0) for value in series[-most:]]
    top = max(shown, default=0) or 1
    return "".join(_STEPS[ceil(value * (len(_STEPS) - 1) / top)] for value in shown)


def ailments(digest: Digest, zone: tzinfo | None) -> list[tuple[str, str]]:
    """Return sources that bring no news, and what is wrong with each; the last line counts those left out."""
    lines = [(source_name(sick.source), ailment(sick, zone)) for sick in digest.sick_sources[:_MOST_SICK]]
    more = len(digest.sick_sources) - len(lines)
    return [*lines, (f"and {count(more, 'other')}", "`ainews source list` shows them all")] if more else lines


def ailment(sick: SickSource, zone: tzinfo | None) -> str:
    """Return what is wrong with a source: `failing since 20 November: timed out`; of a silent one, its error."""
    error = short(sick.error or "")
    if sick.state.value == "ok":
        return error or "silent"
    text = sick.state.value
    if sick.since is not None:
        since = sick.since.astimezone(zone)
        text += f" since {since.day} {since:%B}"
    return f"{text}: {error}" if error else text


def notes(digest: Digest) -> list[str]:
    return [note for note in (short(each, _MOST_TEXT) for each in digest.notes) if note]


def count(number: int, noun: str) -> str:
    plural = f"{noun[:-1]}ies" if noun.endswith("y") else f"{noun}s"
    return f"{number:,} {noun if number == 1 else plural}"


def developing(story: DigestStory, at: datetime, zone: tzinfo | None) -> str:
    """Return `developing since yesterday`, as seen from the day of `at`."""
    first, today = story.first_at.astimezone(zone).date(), at.astimezone(zone).date()
    if first == today:
        return f"{DEVELOPING} today"
    if first == today - _DAY:
        return f"{DEVELOPING} since yesterday"
    when = f"{first:%A}" if today - first < 7 * _DAY else f"{first.day} {first:%B}"
    return f"{DEVELOPING} since {when}"


def _facts(story: DigestStory, at: datetime, zone: tzinfo | None) -> Iterable[str]:
    if story.developing:
        yield developing(story, at, zone)
    if story.sources > 1:
        yield f"{count(story.size, 'report')} from {count(story.sources, 'source')}"
    last = story.last_at.astimezone(zone)
    yield f"{last:%A %H:%M}"
    if story.method == "model":
        yield "summary by a model"


def _origin(digest: Digest) -> str:
    if digest.items:
        return f"{count(digest.items, 'item')} of {count(digest.sources, 'source')}"
    return count(sum(story.size for story in digest.stories), "report")


def _reading_time(digest: Digest) -> str:
    words = sum(
        len(text.split()) for story in digest.stories for text in (story.title, *(each.text for each in story.summary))
    )
    return f"{count(max(1, ceil(words / WORDS_A_MINUTE)), 'minute')} to read"
