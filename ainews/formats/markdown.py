"""A digest as Markdown that reads well in a terminal and on GitHub; nothing from a feed becomes markup."""

from __future__ import annotations

import re
from collections.abc import Iterator
from datetime import tzinfo
from typing import TYPE_CHECKING

from ainews.formats import parts

if TYPE_CHECKING:
    from ainews.formats.parts import Told
    from ainews.model.digests import Digest

_RAISED = str.maketrans("0123456789", "⁰¹²³⁴⁵⁶⁷⁸⁹")
# Besides the marks of CommonMark: tables, strikethrough and formulas of GitHub, and what it turns into links by itself.
_SPECIAL = re.compile(
    r"[\\`*\[\]<>|~$]|(?<![^\W_])_|_(?![^\W_])|&(?=#?\w+;)|#(?=#*$)|:(?=//)|(?<=\bwww)\.|(?<=\S)@", re.IGNORECASE
)
_LINE_START = re.compile(r"^(?:(?=[#=:+-])|\d+(?=[.)]))")
_IN_ADDRESS = re.compile(r"&(?=#?\w+;)|\\")


def render(digest: Digest, *, title: str, zone: tzinfo | None) -> str:
    return "\n\n".join(_blocks(digest, parts.heading(title), zone)) + "\n"


def _blocks(digest: Digest, title: str, zone: tzinfo | None) -> Iterator[str]:
    yield f"# {_words(title)}: {parts.day(digest.at, zone)}"
    if about := parts.summary(digest, zone):
        yield f"*{' · '.join(about)}*"
    if not digest.stories:
        yield parts.NOTHING
    for name, stories in parts.sections(digest):
        if name:
            yield f"## {_words(name)}"
        for story in stories:
            yield from _story(parts.told(story, digest.at, zone), "###" if name else "##")
    if digest.trends:
        yield "## Rising"
        yield "\n".join(
            f"- **{_words(parts.trend_name(trend))}**: {parts.rise(trend)} {parts.sparkline(trend.series)}"
            for trend in digest.trends
        )
    if digest.sick_sources:
        yield "## Sources without news"
        yield "\n".join(f"- {_words(name)}: {_words(ailment)}" for name, ailment in parts.ailments(digest, zone))
    if notes := parts.notes(digest):
        yield "* * *"
        yield from map(_words, notes)


def _story(told: Told, level: str) -> Iterator[str]:
    yield f"{level} {told.story.rank}. {_link(_words(told.title), told.url)}"
    if told.sentences:
        is_numbered = len(told.links) > 1
        yield _words(" ".join(text + _raised(numbers if is_numbered else ()) for text, numbers in told.sentences))
    links = [_link(_words(link.title), link.url) for link in told.links]
    if len(links) > 1:
        links = [f"{_raised((number,))} {link}" for number, link in enumerate(links, 1)]
    yield "\\\n".join(filter(None, [" · ".join(links), f"*{' · '.join(told.facts)}*"]))


def _raised(numbers: tuple[int, ...]) -> str:
    return " ".join(str(number).translate(_RAISED) for number in numbers)


def _words(text: str) -> str:
    """Return text that stands for itself, at the start of a line too."""
    return _LINE_START.sub(r"\g<0>\\", _SPECIAL.sub(r"\\\g<0>", text.strip()))


def _link(words: str, url: str) -> str:
    if not url:
        return words
    address = _IN_ADDRESS.sub(r"\\\g<0>", url).replace("(", "%28").replace(")", "%29")
    return f"[{words}]({address})"
