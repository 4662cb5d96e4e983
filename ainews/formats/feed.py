"""What the Atom and the JSON feed of a digest have in common: lasting ids, and a story as HTML without styles."""

from __future__ import annotations

from html import escape
from typing import TYPE_CHECKING

from ainews.text.instants import rfc3339

if TYPE_CHECKING:
    from ainews.formats.parts import Link, Told
    from ainews.model.digests import Digest

# A tag: address (RFC 4151) needs a name that its maker owns; nobody can own one under .invalid (RFC 2606).
_TAG = "tag:ainews.invalid,2026:digest"


def feed_id() -> str:
    """Return the same for every digest, so that a reader takes each new one as news of the same feed."""
    return _TAG


def story_id(digest: Digest, told: Told) -> str:
    """Return an id that no other digest's stories have; the same digest gives the same."""
    return f"{_TAG}/{rfc3339(digest.at)}/{told.story.story_id}"


def story_html(told: Told) -> str:
    """Return summary, links and facts as HTML that every feed reader keeps."""
    blocks = []
    if told.sentences:
        blocks.append(" ".join(escape(text) + _marks(told, numbers) for text, numbers in told.sentences))
    blocks.append("<br>".join(_source(link, len(told.links) > 1) for link in told.links))
    blocks.append(f"<small>{escape(' · '.join(told.facts))}</small>")
    return "".join(f"<p>{block}</p>" for block in blocks if block)


def _marks(told: Told, numbers: tuple[int, ...]) -> str:
    return f"<sup>{' '.join(map(str, numbers))}</sup>" if len(told.links) > 1 and numbers else ""


def _source(link: Link, is_numbered: bool) -> str:
    words = escape(link.title)
    linked = f'<a href="{escape(link.url)}" rel="noopener noreferrer">{words}</a>' if link.url else words
    return f"{link.number}. {linked}" if is_numbered else linked
