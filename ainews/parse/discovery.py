"""Finds the feeds that a page points to; looks at the page only, fetches nothing."""

from __future__ import annotations

import re

from selectolax.lexbor import LexborHTMLParser, LexborNode

from ainews.parse.candidates import Candidate
from ainews.parse.encoding import to_utf8
from ainews.text.urls import absolute

_TYPES = {
    "application/atom+xml": 0,
    "application/rss+xml": 0,
    "application/feed+json": 1,
    "application/rdf+xml": 2,
    "application/json": 4,
    "application/xml": 4,
    "text/xml": 4,
}
_LIKELY = re.compile(
    r"(?:^|[/?&=._-])(?:rss|atom|feeds?|rdf|index\.xml)(?:[/?&=._-]|$)|\.(?:rss|atom|rdf)$", re.IGNORECASE
)
_SIDE_FEED = re.compile(r"comments?\b|/comments/|oembed|wp-json", re.IGNORECASE)
_MOST = 50


def feeds_of_page(body: bytes, url: str) -> list[Candidate]:
    """See `parse.discover`. Feeds that the head declares come before links that merely look like one."""
    page = LexborHTMLParser(to_utf8(body).decode("utf-8", "replace"))
    base = _base(page, url)
    ranked = [_declared(link, base) for link in page.css("link[href]")] + [
        _linked(a, base) for a in page.css("a[href]")
    ]
    found: dict[str, Candidate] = {}
    for _, candidate in sorted((one for one in ranked if one), key=lambda one: one[0]):
        found.setdefault(candidate.url, candidate)
    return list(found.values())[:_MOST]


def _base(page: LexborHTMLParser, url: str) -> str:
    declared = page.css_first("base[href]")
    return absolute(url, (declared.attributes.get("href") or "") if declared else "") or url


def _declared(link: LexborNode, base: str) -> tuple[int, Candidate] | None:
    attributes = link.attributes
    relations = (attributes.get("rel") or "").lower().split()
    kind = (attributes.get("type") or "").partition(";")[0].strip().lower()
    address = (attributes.get("href") or "").strip()
    is_feed = ("alternate" in relations and kind in _TYPES) or "feed" in relations
    if not address or not is_feed:
        return None
    title = " ".join((attributes.get("title") or "").split())
    rank = _TYPES.get(kind, 3) + (10 if _SIDE_FEED.search(f"{address} {title}") else 0)
    return _ranked(rank, address, base, title, kind)


def _linked(anchor: LexborNode, base: str) -> tuple[int, Candidate] | None:
    address = (anchor.attributes.get("href") or "").strip()
    title = " ".join(anchor.text().split())
    if not _LIKELY.search(address) and title.lower() not in ("rss", "atom", "feed", "rss feed"):
        return None
    return _ranked(30 if _SIDE_FEED.search(address) else 20, address, base, title, "")


def _ranked(rank: int, address: str, base: str, title: str, kind: str) -> tuple[int, Candidate] | None:
    url = absolute(base, address.replace("feed://", "https://", 1) if address.startswith("feed://") else address)
    return (rank, Candidate(url, title, kind)) if url.startswith(("http://", "https://")) else None
