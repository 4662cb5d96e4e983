"""A digest as the text of an ntfy notification: its headlines, below the 4,096 bytes from which ntfy makes a file."""

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
    for left_out in range(len(lines)):
        more = [f"and {parts.count(left_out, 'more story')}"] if left_out else []
        text = "\n".join([*lines[: len(lines) - left_out], *more]) + "\n"
        if len(text.encode()) <= MOST_BYTES:
            break
    return text
