"""Documents too broken for lxml, read by feedparser; slow, so it is the last resort."""

from __future__ import annotations

from calendar import timegm
from datetime import UTC, datetime, timedelta
from io import BytesIO
from time import struct_time
from typing import Any

from ainews.model import Document, Enclosure
from ainews.parse.drafts import Finding, drafts_of, joined_names
from ainews.parse.markup import guessed_title, html_from_text
from ainews.parse.rss import whole
from ainews.text.hashing import digest
from ainews.text.language import normalize
from ainews.text.urls import absolute

_EPOCH = datetime(1970, 1, 1, tzinfo=UTC)


def read_anyhow(body: bytes, url: str) -> Document | None:
    """Return what feedparser makes of UTF-8, None where it finds no feed."""
    import feedparser  # type: ignore[import-untyped]  # it has no types

    # A stream, since feedparser takes a short string for the name of a file.
    headers = {"content-location": url, "content-type": "application/xml; charset=utf-8"}
    try:
        parsed = feedparser.parse(
            BytesIO(body), response_headers=headers, sanitize_html=False, resolve_relative_uris=False
        )
    except Exception:  # feedparser promises nothing for hostile input, and this is the last resort
        return None
    if not parsed.entries and not parsed.version:
        return None
    feed = parsed.feed
    title = guessed_title(feed.get("title", ""))
    language = normalize(feed.get("language"))
    drafts, warnings = drafts_of([_finding(entry, url, language) for entry in parsed.entries])
    return Document(
        format=parsed.version or "rss",
        title=title,
        site_url=absolute(url, feed.get("link", "")) or None,
        language=language,
        identity=digest("atom" if parsed.version.startswith("atom") else "rss", title),
        drafts=drafts,
        warnings=warnings,
    )


def _finding(entry: Any, feed_url: str, language: str | None) -> Finding:
    url = absolute(feed_url, entry.get("link", ""))
    updated = _moment(dict.get(entry, "updated_parsed"))  # its own get() falls back to other dates, with a warning
    return Finding(
        guid=entry.get("id", ""),
        url=url,
        title=guessed_title(entry.get("title", "")),
        html=_html(entry),
        base=url or feed_url,
        author=joined_names([one.get("name", "") for one in entry.get("authors", ())] or [entry.get("author", "")]),
        published=_moment(entry.get("published_parsed")) or updated,
        updated=updated,
        categories=tuple(dict.fromkeys(tag["term"] for tag in entry.get("tags", ()) if tag.get("term"))),
        enclosures=_enclosures(entry, url or feed_url),
        language=language,
    )


def _html(entry: Any) -> str:
    details = [*entry.get("content", ()), entry.get("summary_detail") or {}]
    found = [
        html_from_text(one["value"]) if one.get("type") == "text/plain" else one["value"].strip()
        for one in details
        if one.get("value")
    ]
    return max(found, key=len, default="")


def _enclosures(entry: Any, base: str) -> tuple[Enclosure, ...]:
    found = [one for one in entry.get("enclosures", ()) if one.get("href")]
    return tuple(Enclosure(absolute(base, one["href"]), one.get("type", ""), whole(one.get("length"))) for one in found)


def _moment(parts: struct_time | None) -> datetime | None:
    try:
        return _EPOCH + timedelta(seconds=timegm(parts)) if parts else None
    except (ValueError, OverflowError):
        return None
