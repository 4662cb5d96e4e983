"""A digest as an Atom 1.0 feed (RFC 4287) with an entry for each story."""

from __future__ import annotations

from datetime import tzinfo
from typing import TYPE_CHECKING
from xml.etree import ElementTree

from ainews.formats import parts
from ainews.formats.feed import feed_id, story_html, story_id
from ainews.text.instants import rfc3339

if TYPE_CHECKING:
    from ainews.formats.parts import Told
    from ainews.model.digests import Digest


def render(digest: Digest, *, title: str, zone: tzinfo | None) -> str:
    root = ElementTree.Element("feed", {"xmlns": "http://www.w3.org/2005/Atom", "xml:lang": "en"})
    _add(root, "id", feed_id())
    _add(root, "title", parts.heading(title))
    _add(root, "updated", rfc3339(digest.at))
    _add(ElementTree.SubElement(root, "author"), "name", "ainews")
    _add(root, "generator", "ainews")
    for story in digest.stories:
        _entry(root, digest, parts.told(story, digest.at, zone))
    ElementTree.indent(root)
    return f'<?xml version="1.0" encoding="utf-8"?>\n{ElementTree.tostring(root, encoding="unicode")}\n'


def _entry(root: ElementTree.Element, digest: Digest, told: Told) -> None:
    entry = ElementTree.SubElement(root, "entry")
    _add(entry, "id", story_id(digest, told))
    _add(entry, "title", told.title)
    _add(entry, "published", rfc3339(told.story.first_at))
    _add(entry, "updated", rfc3339(told.story.last_at))
    if told.url:
        _add(entry, "link", "", rel="alternate", href=told.url)
    for url in sorted({link.url for link in told.links} - {told.url, ""}):
        _add(entry, "link", "", rel="related", href=url)
    if section := parts.short(told.story.section):
        _add(entry, "category", "", term=section)
    _add(entry, "content", story_html(told), type="html")


def _add(parent: ElementTree.Element, name: str, text: str, **attributes: str) -> None:
    ElementTree.SubElement(parent, name, attributes).text = text or None
