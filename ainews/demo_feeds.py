"""The sample feeds: a few days of invented news, written out as the documents that publishers serve. No network."""

from __future__ import annotations

import json
from collections.abc import Callable, Iterator
from dataclasses import dataclass, replace
from datetime import datetime, timedelta
from email.utils import format_datetime
from functools import partial
from pathlib import Path
from typing import Any
from xml.sax.saxutils import escape

FOLDER = Path(__file__).parent / "data" / "demo"


@dataclass(frozen=True, slots=True)
class SampleItem:
    """One piece of news as it reads at some moment; `text` is paragraphs with a blank line between."""

    url: str
    title: str
    text: str
    published: datetime
    updated: datetime
    author: str = ""
    tags: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class SampleFeed:
    """One sample, as in its file: the ages of its items in hours, and a `later` text of those that are edited."""

    name: str
    title: str
    format: str
    language: str
    site: str
    folder: str
    charset: str
    told: tuple[dict[str, Any], ...]

    def items(self, now: datetime, at: datetime) -> list[SampleItem]:
        """Return what is out at a moment, newest first, for ages that count back from `now`."""
        items = [self._item(number, told, now, at) for number, told in enumerate(self.told, 1)]
        return sorted((item for item in items if item.published <= at), key=lambda item: item.published, reverse=True)

    def _item(self, number: int, told: dict[str, Any], now: datetime, at: datetime) -> SampleItem:
        published = now - timedelta(hours=told["age"])
        item = SampleItem(
            url=f"{self.site}/news/{number}",
            title=told["title"],
            text=told["text"].strip(),
            published=published,
            updated=published,
            author=told.get("author", ""),
            tags=tuple(told.get("tags", ())),
        )
        later = dict(told.get("later", {"age": 0}))
        edited = now - timedelta(hours=later.pop("age"))
        return replace(item, updated=edited, **later) if later and edited <= at else item


def sample_feeds() -> list[SampleFeed]:
    """Return all samples, by name."""
    return [_read(path) for path in sorted(FOLDER.glob("*.toml"))]


def written(feed: SampleFeed, now: datetime, at: datetime) -> tuple[bytes, str]:
    """Return the document of a feed at a moment, and its media type."""
    media_type, write = _FORMATS[feed.format]
    text = write(feed, feed.items(now, at))
    return text.encode(feed.charset, "xmlcharrefreplace"), media_type


def _read(path: Path) -> SampleFeed:
    import tomllib

    told = tomllib.loads(path.read_text(encoding="utf-8"))
    items = tuple(told.pop("item", ()))
    return SampleFeed(name=path.stem, told=items, charset=told.pop("charset", "utf-8"), **told)


def _rss(feed: SampleFeed, items: list[SampleItem]) -> str:
    return "\n".join(
        [
            f'<?xml version="1.0" encoding="{feed.charset}"?>',
            '<rss version="2.0" xmlns:dc="http://purl.org/dc/elements/1.1/"><channel>',
            _tag("title", feed.title) + _tag("link", feed.site) + _tag("language", feed.language),
            *(_rss_item(item) for item in items),
            "</channel></rss>",
        ]
    )


def _rss_item(item: SampleItem) -> str:
    return "\n".join(
        [
            "<item>",
            _tag("title", item.title) + _tag("link", item.url) + _tag("guid", item.url),
            _tag("pubDate", format_datetime(item.published)),
            *([_tag("dc:creator", item.author)] if item.author else []),
            *(_tag("category", tag) for tag in item.tags),
            f"<description><![CDATA[{_html(item)}]]></description>",
            "</item>",
        ]
    )


def _atom(feed: SampleFeed, items: list[SampleItem]) -> str:
    latest = max(item.updated for item in items)
    return "\n".join(
        [
            f'<?xml version="1.0" encoding="{feed.charset}"?>',
            f'<feed xmlns="http://www.w3.org/2005/Atom" xml:lang="{feed.language}">',
            _tag("title", feed.title) + _tag("id", feed.site) + f'<link href="{feed.site}"/>',
            _tag("author", feed.title, "name") + _tag("updated", latest.isoformat()),
            *(_atom_entry(item) for item in items),
            "</feed>",
        ]
    )


def _atom_entry(item: SampleItem) -> str:
    return "\n".join(
        [
            "<entry>",
            _tag("title", item.title) + _tag("id", item.url) + f'<link href="{item.url}"/>',
            _tag("published", item.published.isoformat()) + _tag("updated", item.updated.isoformat()),
            *(f'<category term="{escape(tag)}"/>' for tag in item.tags),
            f'<content type="html">{escape(_html(item))}</content>',
            "</entry>",
        ]
    )


def _rdf(feed: SampleFeed, items: list[SampleItem]) -> str:
    return "\n".join(
        [
            f'<?xml version="1.0" encoding="{feed.charset}"?>',
            '<rdf:RDF xmlns="http://purl.org/rss/1.0/" xmlns:rdf="http://www.w3.org/1999/02/22-rdf-syntax-ns#"',
            ' xmlns:dc="http://purl.org/dc/elements/1.1/" xmlns:content="http://purl.org/rss/1.0/modules/content/">',
            f'<channel rdf:about="{feed.site}">',
            _tag("title", feed.title) + _tag("link", feed.site) + _tag("dc:language", feed.language),
            "<items><rdf:Seq>",
            *(f'<rdf:li rdf:resource="{item.url}"/>' for item in items),
            "</rdf:Seq></items></channel>",
            *(_rdf_item(item) for item in items),
            "</rdf:RDF>",
        ]
    )


def _rdf_item(item: SampleItem) -> str:
    return "\n".join(
        [
            f'<item rdf:about="{item.url}">',
            _tag("title", item.title) + _tag("link", item.url) + _tag("dc:date", item.published.isoformat()),
            *(_tag("dc:subject", tag) for tag in item.tags),
            _tag("description", item.text.split("\n\n")[0]),
            f"<content:encoded><![CDATA[{_html(item)}]]></content:encoded>",
            "</item>",
        ]
    )


def _json(feed: SampleFeed, items: list[SampleItem]) -> str:
    head = {
        "version": "https://jsonfeed.org/version/1.1",
        "title": feed.title,
        "home_page_url": feed.site,
        "language": feed.language,
    }
    return json.dumps({**head, "items": [_json_item(item) for item in items]}, ensure_ascii=False, indent=1)


def _json_item(item: SampleItem) -> dict[str, Any]:
    return {
        "id": item.url,
        "url": item.url,
        "title": item.title,
        "content_html": _html(item),
        "date_published": item.published.isoformat(),
        "tags": item.tags,
        **({"authors": [{"name": item.author}]} if item.author else {}),
    }


def _broken(feed: SampleFeed, items: list[SampleItem]) -> str:
    """Write RSS as a careless program does: bare ampersands, HTML's entities, and cut short in the last item."""
    careless = _rss(feed, items).replace("&amp;", "&").replace("<![CDATA[", "").replace("]]>", "")
    return careless.replace("’", "&rsquo;").replace(". ", ".&nbsp; ")[: careless.rindex("</p>")]


def _maintenance(feed: SampleFeed, items: list[SampleItem]) -> str:
    return f"<!doctype html><title>{feed.title}</title><p>We are moving to a new studio and will be back soon.</p>"


_FORMATS: dict[str, tuple[str, Callable[[SampleFeed, list[SampleItem]], str]]] = {
    "rss": ("application/rss+xml", _rss),
    "atom": ("application/atom+xml", _atom),
    "rdf": ("application/rdf+xml", _rdf),
    "json": ("application/feed+json", _json),
    "broken": ("text/xml", _broken),
    "maintenance": ("text/html", _maintenance),
}


def _html(item: SampleItem) -> str:
    return "".join(_paragraphs(item.text))


def _paragraphs(text: str) -> Iterator[str]:
    return map(partial(_tag, "p"), (" ".join(part.split()) for part in text.split("\n\n")))


def _tag(name: str, text: str, *inner: str) -> str:
    content = _tag(inner[0], text) if inner else escape(text)
    return f"<{name}>{content}</{name}>"
