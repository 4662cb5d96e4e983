"""JSON Feed 1.0 and 1.1 (jsonfeed.org); wrong types are passed over, not raised about."""

from __future__ import annotations

import json
from typing import Any

import msgspec

from ainews.errors import ParseError
from ainews.model import Document, Enclosure
from ainews.parse.drafts import Finding, drafts_of, joined_names
from ainews.parse.markup import html_from_text, one_line
from ainews.parse.rss import whole
from ainews.text.dates import parse_date
from ainews.text.hashing import digest
from ainews.text.language import normalize
from ainews.text.urls import absolute

_Object = dict[str, Any]


def read_json_feed(body: bytes, url: str) -> Document:
    """Read a JSON Feed that came from `url`; raises ParseError for other JSON."""
    feed = _decoded(body)
    if not isinstance(feed, dict) or not isinstance(feed.get("items"), list):
        raise ParseError("this is JSON, but not a JSON Feed: it has no items")
    version, title = _text(feed, "version"), one_line(_text(feed, "title"))
    language = normalize(_text(feed, "language"))
    author = _authors(feed)
    items = [item for item in feed["items"] if isinstance(item, dict)]
    drafts, warnings = drafts_of([_finding(item, url, author, language) for item in items])
    return Document(
        format="json10" if version.endswith("/1") or version.endswith("/1.0") else "json11",
        title=title,
        site_url=absolute(url, _text(feed, "home_page_url")) or None,
        language=language,
        identity=digest("json", title),
        drafts=drafts,
        warnings=warnings,
    )


def _decoded(body: bytes) -> object:
    try:
        return msgspec.json.decode(body)
    except (msgspec.DecodeError, RecursionError):
        pass
    try:
        return json.loads(body.decode("utf-8", "replace"), strict=False)  # control characters inside strings
    except (ValueError, RecursionError) as error:
        raise ParseError(f"this looks like JSON, but is broken: {error}") from error


def _finding(item: _Object, feed_url: str, feed_author: str, feed_language: str | None) -> Finding:
    url = absolute(feed_url, _text(item, "url") or _text(item, "external_url"))
    guid = _text(item, "id")
    published, updated = parse_date(_text(item, "date_published")), parse_date(_text(item, "date_modified"))
    return Finding(
        guid=guid,
        url=url or (guid if guid.startswith(("http://", "https://")) else ""),
        title=one_line(_text(item, "title")),
        html=_html(item),
        base=url or feed_url,
        author=_authors(item) or feed_author,
        published=published or updated,
        updated=updated,
        categories=tuple(
            dict.fromkeys(one_line(tag) for tag in _list(item, "tags") if isinstance(tag, str) and tag.strip())
        ),
        enclosures=_enclosures(item, url or feed_url),
        language=normalize(_text(item, "language")) or feed_language,
    )


def _html(item: _Object) -> str:
    return (
        _text(item, "content_html").strip()
        or html_from_text(_text(item, "content_text"))
        or html_from_text(_text(item, "summary"))
    )


def _authors(holder: _Object) -> str:
    people = [*_list(holder, "authors"), holder.get("author")]
    return joined_names(
        [_text(one, "name") if isinstance(one, dict) else one if isinstance(one, str) else "" for one in people]
    )


def _enclosures(item: _Object, base: str) -> tuple[Enclosure, ...]:
    attachments = [one for one in _list(item, "attachments") if isinstance(one, dict) and _text(one, "url")]
    return tuple(
        Enclosure(absolute(base, _text(one, "url")), _text(one, "mime_type"), whole(one.get("size_in_bytes")))
        for one in attachments
    )


def _text(holder: _Object, key: str) -> str:
    value = holder.get(key)
    if isinstance(value, str):
        return value.encode("utf-8", "replace").decode("utf-8").strip()
    return str(value) if isinstance(value, (int, float)) and not isinstance(value, bool) else ""


def _list(holder: _Object, key: str) -> list[Any]:
    value = holder.get(key)
    return value if isinstance(value, list) else []
