"""A digest as the embeds that Discord's webhooks take, within their limits: 10 embeds of 6,000 characters together."""

from __future__ import annotations

import re
from datetime import tzinfo
from typing import TYPE_CHECKING, Any

from ainews.formats import parts
from ainews.formats.json import line

if TYPE_CHECKING:
    from ainews.formats.parts import Told
    from ainews.model.digests import Digest

MOST_EMBEDS = 10
MOST_TOGETHER = 6_000
MOST_CONTENT = 2_000

# Ten of each stay below MOST_TOGETHER.
_MOST_TITLE = 128
_MOST_WORDS = 340
_MOST_FOOT = 128

_COLOR = 0x9C2F1C
_MARKUP = re.compile(r"[\\*_~`|>\[\]()#<]|(?<=:)//|^-")


def render(digest: Digest, *, title: str, zone: tzinfo | None) -> str:
    heading = f"**{_escaped(parts.heading(title))}: {parts.day(digest.at, zone)}**"
    shown = digest.stories[:MOST_EMBEDS]
    lines = [heading, " · ".join(parts.summary(digest, zone)) if shown else parts.NOTHING]
    if left_out := len(digest.stories) - len(shown):
        lines.append(f"{parts.count(left_out, 'story')} did not fit into this message.")
    lines += [_escaped(note) for note in parts.notes(digest)]
    message = {
        "content": _cut("\n".join(lines), MOST_CONTENT),
        "embeds": [_embed(parts.told(story, digest.at, zone)) for story in shown],
        "allowed_mentions": {"parse": []},  # else an @everyone in a headline calls everyone
    }
    return line(message) + "\n"


def _embed(told: Told) -> dict[str, Any]:
    sources = ", ".join(link.title for link in told.links[:3])
    embed: dict[str, Any] = {
        "title": _cut(_escaped(told.title), _MOST_TITLE),
        "description": _cut(_escaped(" ".join(text for text, _ in told.sentences)), _MOST_WORDS),
        "color": _COLOR,
        "footer": {"text": _cut(" · ".join([sources, *told.facts] if sources else told.facts), _MOST_FOOT)},
    }
    return embed | {"url": told.url} if told.url and len(told.url) < 2_000 else embed


def _escaped(text: str) -> str:
    return _MARKUP.sub(r"\\\g<0>", text)


def _cut(text: str, most: int) -> str:
    return text if len(text) <= most else text[: most - 1].rstrip("\\ ") + "…"
