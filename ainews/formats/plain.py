"""A digest as plain text of 72 columns, for the text part of a mail and for pipes; numbered links stand last."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import tzinfo
from typing import TYPE_CHECKING

from ainews.formats import parts
from ainews.text.cells import wrap

if TYPE_CHECKING:
    from ainews.formats.parts import Told
    from ainews.model.digests import Digest

COLUMNS = 72
_INDENT = "    "


def render(digest: Digest, *, title: str, zone: tzinfo | None) -> str:
    return "\n".join(_lines(digest, parts.heading(title), zone)) + "\n"


def _lines(digest: Digest, title: str, zone: tzinfo | None) -> Iterator[str]:
    yield from wrap(title.upper(), COLUMNS)
    yield parts.day(digest.at, zone)
    yield from wrap(", ".join(parts.summary(digest, zone)), COLUMNS)
    yield "=" * COLUMNS
    if not digest.stories:
        yield from ("", parts.NOTHING)
    urls: list[str] = []
    for name, stories in parts.sections(digest):
        if name:
            yield from ("", *wrap(name.upper(), COLUMNS))
        for story in stories:
            told = parts.told(story, digest.at, zone)
            yield from ("", *_story(told, len(urls)))
            urls += [link.url for link in told.links if link.url]
    yield from _rest(digest, zone)
    if urls:
        yield from ("", "LINKS", "")
        yield from (f"[{number}] {url}" for number, url in enumerate(urls, 1))


def _story(told: Told, before: int) -> Iterator[str]:
    """Yield a story's lines; `before` links were numbered already, and what has no address bears no number."""
    addressed = [link.number for link in told.links if link.url]
    marks = {number: f" [{place}]" for place, number in enumerate(addressed, before + 1)}
    cited = marks if len(told.links) > 1 else {}
    yield from _indented(told.title, f"{told.story.rank}. ")
    yield from _indented(
        " ".join(text + "".join(cited.get(each, "") for each in numbers) for text, numbers in told.sentences)
    )
    yield from _indented(", ".join(link.title + marks.get(link.number, "") for link in told.links))
    yield from _indented(", ".join(told.facts))


def _rest(digest: Digest, zone: tzinfo | None) -> Iterator[str]:
    if digest.trends:
        yield from ("", "RISING", "")
        for trend in digest.trends:
            yield from _indented(
                f"{parts.trend_name(trend)}: {parts.rise(trend)} {parts.sparkline(trend.series)}", "* "
            )
    if digest.sick_sources:
        yield from ("", "SOURCES WITHOUT NEWS", "")
        for name, ailment in parts.ailments(digest, zone):
            yield from _indented(f"{name}: {ailment}", "* ")
    for note in parts.notes(digest):
        yield from ("", *wrap(note, COLUMNS))


def _indented(text: str, mark: str = "") -> Iterator[str]:
    if text:
        lines = wrap(text, COLUMNS - len(_INDENT))
        yield mark.rjust(len(_INDENT)) + lines[0]
        yield from (_INDENT + line for line in lines[1:])
