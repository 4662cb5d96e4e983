"""A digest as a JSON Feed 1.1 (jsonfeed.org) with an item for each story."""

from __future__ import annotations

from datetime import tzinfo
from typing import TYPE_CHECKING, Any

from ainews.formats import parts
from ainews.formats.feed import story_html, story_id
from ainews.formats.json import line
from ainews.text.instants import rfc3339

if TYPE_CHECKING:
    from ainews.formats.parts import Told
    from ainews.model.digests import Digest


def render(digest: Digest, *, title: str, zone: tzinfo | None) -> str:
    feed = {
        "version": "https://jsonfeed.org/version/1.1",
        "title": parts.heading(title),
        "authors": [{"name": "ainews"}],
        "language": "en",
        "items": [_item(digest, parts.told(story, digest.at, zone)) for story in digest.stories],
    }
    return line(feed) + "\n"


def _item(digest: Digest, told: Told) -> dict[str, Any]:
    item: dict[str, Any] = {
        "id": story_id(digest, told),
        "title": told.title,
        "content_html": story_html(told),
        "date_published": rfc3339(told.story.first_at),
        "date_modified": rfc3339(told.story.last_at),
    }
    if told.url:
        item["url"] = told.url
    if section := parts.short(told.story.section):
        item["tags"] = [section]
    return item
