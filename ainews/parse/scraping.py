"""Reads a page without a feed by the owner's CSS selectors; no guessing of what is an item."""

from __future__ import annotations

from datetime import datetime

from selectolax.lexbor import LexborHTMLParser, LexborNode, SelectolaxError

from ainews.errors import ParseError
from ainews.model import Document, Selectors
from ainews.parse.drafts import Finding, drafts_of
from ainews.parse.encoding import to_utf8
from ainews.parse.markup import one_line
from ainews.text.dates import parse_date
from ainews.text.hashing import digest
from ainews.text.language import normalize
from ainews.text.urls import absolute

_MOST = 1000


def scrape_page(body: bytes, selectors: Selectors, url: str) -> Document:
    """See `parse.scrape`."""
    page = LexborHTMLParser(to_utf8(body).decode("utf-8", "replace"))
    nodes = _picked(page, selectors.item)[:_MOST]
    findings = [found for node in nodes if (found := _finding(node, selectors, url)).title or found.url]
    if not findings:
        raise ParseError(f"the selector {selectors.item!r} picks no item on this page: has its layout changed?")
    title = one_line(heading.text()) if (heading := page.css_first("title")) else ""
    root = page.css_first("html")
    drafts, warnings = drafts_of(findings)
    return Document(
        format="page",
        title=title,
        site_url=url or None,
        language=normalize(root.attributes.get("lang") if root else None),
        identity=digest("page", title),
        drafts=drafts,
        warnings=warnings,
    )


def _finding(node: LexborNode, selectors: Selectors, url: str) -> Finding:
    link = _inside(node, selectors.link or "a[href]")
    if link is None and node.tag == "a":
        link = node
    title = _inside(node, selectors.title) if selectors.title else link
    summary = _inside(node, selectors.summary) if selectors.summary else None
    date = _inside(node, selectors.date) if selectors.date else None
    address = absolute(url, _href(link)) if link is not None else ""
    return Finding(
        url=address,
        title=one_line(title.text()) if title is not None else "",
        html=(summary.inner_html or "").strip() if summary is not None else "",
        base=url,
        published=_date(date) if date is not None else None,
    )


def _picked(page: LexborHTMLParser, selector: str) -> list[LexborNode]:
    try:
        return page.css(selector)
    except (SelectolaxError, ValueError) as error:
        raise ParseError(f"{selector!r} is not a CSS selector") from error


def _inside(node: LexborNode, selector: str) -> LexborNode | None:
    try:
        return node.css_first(selector)
    except (SelectolaxError, ValueError) as error:
        raise ParseError(f"{selector!r} is not a CSS selector") from error


def _href(link: LexborNode) -> str:
    if address := link.attributes.get("href"):
        return address
    inner = link.css_first("a[href]")
    return (inner.attributes.get("href") or "") if inner is not None else ""


def _date(node: LexborNode) -> datetime | None:
    return parse_date(node.attributes.get("datetime") or node.attributes.get("content") or node.text())
