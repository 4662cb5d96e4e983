"""Chooses how to read a document: the fast path, the mended one, the tolerant one; whichever finds more wins."""

from __future__ import annotations

import re

from msgspec.structs import replace

from ainews.errors import ParseError
from ainews.model import Document
from ainews.parse.atom import read_atom
from ainews.parse.encoding import to_utf8
from ainews.parse.rss import read_rss
from ainews.parse.xml import Element, tree

_FEED_START = re.compile(rb"<(?:[\w-]+:)?(?:rss|rdf|feed|channel)[\s>/]", re.IGNORECASE)
_ITEM_START = re.compile(rb"<(?:item|entry)[\s>]")
_TOLERANT_BYTES = 256 * 1024
"""feedparser reads about 2 MB/s, and less where a document is hostile: larger ones are left to lxml alone."""


def read_document(body: bytes, *, url: str, content_type: str, charset: str | None) -> Document:
    """See `parse.parse`."""
    text = to_utf8(body, charset).strip()
    if not text:
        raise ParseError("the document is empty")
    if text[:1] in (b"{", b"["):
        from ainews.parse.json_feed import read_json_feed

        return read_json_feed(text, url)
    root, parsed, warnings = tree(text)
    document = _read(root, url) if root is not None else None
    if warnings and _FEED_START.search(parsed) and _lost(document, parsed):
        document = _tolerant(parsed, url, document)
    if document is None:
        raise _no_feed(parsed, content_type)
    return replace(document, warnings=warnings + document.warnings) if warnings else document


def _read(root: Element, url: str) -> Document | None:
    name = root.tag.rpartition("}")[2].rpartition(":")[2].lower()
    if name in ("feed", "entry"):
        return read_atom(root, url)
    if name in ("rss", "rdf", "channel"):
        return read_rss(root, url)
    return None


def _lost(document: Document | None, parsed: bytes) -> bool:
    return document is None or len(document.drafts) < len(_ITEM_START.findall(parsed))


def _tolerant(parsed: bytes, url: str, so_far: Document | None) -> Document | None:
    if len(parsed) > _TOLERANT_BYTES or b"<!ENTITY" in parsed:
        return so_far
    from ainews.parse.tolerant import read_anyhow

    found = read_anyhow(parsed, url)
    return found if found and (so_far is None or len(found.drafts) > len(so_far.drafts)) else so_far


def _no_feed(parsed: bytes, content_type: str) -> ParseError:
    if _FEED_START.search(parsed):
        return ParseError("the feed's XML is too broken to read", kind="bad-xml")
    is_page = b"<html" in parsed[:4096].lower() or "html" in content_type
    return ParseError("this is a web page, not a feed" if is_page else "this is not a feed")
