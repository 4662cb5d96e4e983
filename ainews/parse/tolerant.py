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
    if not parsed.entries and not parsed.get("version"):
        return None
    feed, version = parsed.feed, str(parsed.get("version") or "")
    title = guessed_title(_text(feed, "title"))
    language = normalize(_text(feed, "language"))
    drafts, warnings = drafts_of([_finding(entry, url, language) for entry in parsed.entries])
    return Document(
        format=version or "rss",
        title=title,
        site_url=absolute(url, _text(feed, "link")) or None,
        language=language,
        identity=digest("atom" if version.startswith("atom") else "rss", title),
        drafts=drafts,
        warnings=warnings,
    )


def _finding(entry: Any, feed_url: str, language: str | None) -> Finding:
    url = absolute(feed_url, _text(entry, "link"))
    updated = _moment(dict.get(entry, "updated_parsed"))  # its own get() falls back to other dates, with a warning
    names = [_text(one, "name") for one in _dicts(entry, "authors")]
    return Finding(
        guid=_text(entry, "id"),
        url=url,
        title=guessed_title(_text(entry, "title")),
        html=_html(entry),
        base=url or feed_url,
        author=joined_names(names if len(names) > 1 else [_text(entry, "author")]),
        published=_moment(dict.get(entry, "published_parsed")) or updated,
        updated=updated,
        categories=tuple(dict.fromkeys(term for tag in _dicts(entry, "tags") if (term := _text(tag, "term")))),
        enclosures=_enclosures(entry, url or feed_url),
        language=language,
    )


def _html(entry: Any) -> str:
    found = [
        html_from_text(_text(one, "value")) if _text(one, "type") == "text/plain" else _text(one, "value")
        for one in [*_dicts(entry, "content"), entry.get("summary_detail")]
    ]
    return max(found, key=len, default="")


def _enclosures(entry: Any, base: str) -> tuple[Enclosure, ...]:
    found = [one for one in _dicts(entry, "enclosures") if _text(one, "href")]
    return tuple(
        Enclosure(absolute(base, _text(one, "href")), _text(one, "type"), whole(one.get("length"))) for one in found
    )


def _text(holder: Any, key: str) -> str:
    """What feedparser promises to be text may be None, or anything, in a broken document."""
    value = holder.get(key) if isinstance(holder, dict) else None
    return value.strip() if isinstance(value, str) else ""


def _dicts(holder: Any, key: str) -> list[Any]:
    value = holder.get(key)
    return [one for one in value if isinstance(one, dict)] if isinstance(value, list) else []


def _moment(parts: Any) -> datetime | None:
    try:
        return _EPOCH + timedelta(seconds=timegm(parts)) if isinstance(parts, struct_time) else None
    except (ValueError, OverflowError):
        return None
