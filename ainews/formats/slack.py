"""A digest as the blocks that Slack's incoming webhooks take, within their limits: 50 blocks of 3,000 characters."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import tzinfo
from typing import TYPE_CHECKING, Any

from ainews.formats import parts
from ainews.formats.json import line

if TYPE_CHECKING:
    from ainews.formats.parts import Told
    from ainews.model.digests import Digest

MOST_BLOCKS = 50
MOST_TEXT = 3_000
MOST_HEADER = 150
_OTHER_BLOCKS = 5  # header, facts, what is left out, trends and notes
_MOST_LINE = 280


def render(digest: Digest, *, title: str, zone: tzinfo | None) -> str:
    heading = f"{parts.heading(title)}: {parts.day(digest.at, zone)}"
    return line({"text": _escaped(heading), "blocks": list(_blocks(digest, heading, zone))}) + "\n"


def _blocks(digest: Digest, heading: str, zone: tzinfo | None) -> Iterator[dict[str, Any]]:
    yield {"type": "header", "text": {"type": "plain_text", "text": heading[:MOST_HEADER]}}
    yield _context(" · ".join(parts.summary(digest, zone)) or parts.NOTHING)
    shown = digest.stories[: MOST_BLOCKS - _OTHER_BLOCKS]
    for story in shown:
        yield {"type": "section", "text": _markup(_story(parts.told(story, digest.at, zone)))}
    if left_out := len(digest.stories) - len(shown):
        yield _context(f"{parts.count(left_out, 'story')} did not fit into this message.")
    if digest.trends:
        rising = (f"{parts.trend_name(trend)} ({parts.rise(trend)})" for trend in digest.trends[:10])
        yield _context(f"Rising: {', '.join(rising)}")
    if notes := parts.notes(digest):
        yield _context(" ".join(notes))


def _context(text: str) -> dict[str, Any]:
    return {"type": "context", "elements": [_markup(_fitting([_escaped(text)]))]}


def _markup(text: str) -> dict[str, Any]:
    return {"type": "mrkdwn", "text": text, "verbatim": True}  # else Slack makes links of addresses and names


def _story(told: Told) -> str:
    """Return headline, summary and links; a text that grew too long when it was escaped loses its end."""
    headline = f"*{_link(told.title, told.url)}*"
    summary = _fitting([_escaped(text) for text, _ in told.sentences], MOST_TEXT // 2)
    links = [_link(link.title, link.url) for link in told.links]
    facts = _escaped(" · ".join(told.facts))
    while links and len("\n".join([headline, summary, " · ".join(links), facts])) > MOST_TEXT:
        links.pop()
    return "\n".join(part for part in (headline, summary, " · ".join(links), facts) if part)[:MOST_TEXT]


def _fitting(texts: list[str], most: int = MOST_TEXT) -> str:
    """Join texts, leaving out those at the end that do not fit; one that is alone is cut."""
    while len(texts) > 1 and len(" ".join(texts)) > most:
        texts = texts[:-1]
    text = " ".join(texts)
    # An entity is never cut in two: what is left of it would show.
    return text if len(text) <= most else text[: most - 1].rpartition(" ")[0] + "…"


def _link(words: str, url: str) -> str:
    shown = _escaped(parts.short(words, _MOST_LINE))
    return f"<{_escaped(url).replace('|', '%7C')}|{shown.replace('|', '¦')}>" if url and len(url) < 1_000 else shown


def _escaped(text: str) -> str:
    """Return text without Slack's markup: three entities, and word joiners around what would be bold and the like."""
    for character, entity in (("&", "&amp;"), ("<", "&lt;"), (">", "&gt;")):
        text = text.replace(character, entity)
    for mark in "*_~`":
        text = text.replace(mark, f"\u2060{mark}\u2060")
    return text
