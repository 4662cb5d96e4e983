"""The HTML part of a digest's mail: the page, with as many stories as mail programs show without clipping it."""

from __future__ import annotations

from bisect import bisect_right
from datetime import tzinfo
from typing import TYPE_CHECKING

from msgspec.structs import replace

from ainews.formats import parts
from ainews.formats.html import page

if TYPE_CHECKING:
    from ainews.model.digests import Digest

MOST_BYTES = 100_000  # Gmail hides what goes beyond 102 KB


def render(digest: Digest, *, title: str, zone: tzinfo | None) -> str:
    def first(count: int) -> str:
        """Return the page with so many stories, and a note of those that it lacks."""
        left_out = len(digest.stories) - count
        note = (
            f"{parts.count(left_out, 'story')} did not fit into this page; the plain text has all." if left_out else ""
        )
        return page(replace(digest, stories=digest.stories[:count]), title=title, zone=zone, note=note)

    whole = first(len(digest.stories))
    if _bytes(whole) <= MOST_BYTES:
        return whole
    fitting = bisect_right(range(len(digest.stories)), MOST_BYTES, key=lambda count: _bytes(first(count)))
    return first(max(fitting - 1, 0))


def _bytes(text: str) -> int:
    return len(text.encode())
