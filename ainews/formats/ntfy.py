"""A digest as an ntfy notification: a line that is its title, then headlines, below the 4,096 bytes that ntfy shows."""

from __future__ import annotations

from datetime import tzinfo
from typing import TYPE_CHECKING

from ainews.formats import parts

if TYPE_CHECKING:
    from ainews.model.digests import Digest

MOST_BYTES = 4_000
_MOST_HEADLINE = 120


def render(digest: Digest, *, title: str, zone: tzinfo | None) -> str:
    lines = [f"{story.rank}. {parts.short(story.title, _MOST_HEADLINE)}" for story in digest.stories] or [parts.NOTHING]
    shown = len(lines)
    while len(_message(lines, shown).encode()) > MOST_BYTES:
        shown -= 1
    return f"{parts.heading(title)}: {parts.day(digest.at, zone)}\n{_message(lines, shown)}"


def _message(lines: list[str], shown: int) -> str:
    left_out = len(lines) - shown
    more = [f"and {parts.count(left_out, 'more story')}"] if left_out else []
    return "\n".join([*lines[:shown], *more]) + "\n"
