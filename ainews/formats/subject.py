"""The subject of a digest's mail: its first headline, and how much more there is."""

from __future__ import annotations

from datetime import tzinfo
from typing import TYPE_CHECKING

from ainews.formats import parts

if TYPE_CHECKING:
    from ainews.model.digests import Digest

_MOST_HEADLINE = 90


def render(digest: Digest, *, title: str, zone: tzinfo | None) -> str:
    if not digest.stories:
        return f"{parts.heading(title)}: no news, {parts.day(digest.at, zone)}\n"
    headline = parts.short(parts.told(digest.stories[0], digest.at, zone).title, _MOST_HEADLINE)
    more = len(digest.stories) - 1
    lead = f"{parts.short(title)}: {headline}" if title else headline
    return f"{lead}, and {parts.count(more, 'more story')}\n" if more else f"{lead}\n"
