"""From the bytes of an OPML file, however broken, to a tree of elements; what they mean is not known here."""

from __future__ import annotations

import codecs
import html
import re
from typing import TYPE_CHECKING, Any
from xml.sax.saxutils import escape

from ainews.errors import ParseError

if TYPE_CHECKING:
    from lxml.etree import _Element

_BOMS = {codecs.BOM_UTF8: "utf-8-sig", codecs.BOM_UTF16_LE: "utf-16", codecs.BOM_UTF16_BE: "utf-16"}
_DECLARED = re.compile(rb"""\s*<\?xml[^>]{0,200}?encoding\s*=\s*["']([\w.:-]{1,40})""")
_PROLOG = re.compile(r"<\?xml\b[^>]{0,500}>|<!DOCTYPE\b[^>\[]{0,500}>", re.IGNORECASE)
_NOT_XML = re.compile("[^\t\n\r\u0020-\ud7ff\ue000-\ufffd\U00010000-\U0010ffff]")
_AMPERSAND = re.compile(r"&(?:#(?:\d+|[xX][0-9a-fA-F]+);|(\w{1,40});)?")
_ENTITIES_OF_XML = {"amp", "lt", "gt", "quot", "apos"}
_TAG = re.compile(r"(?=<outline\b)", re.IGNORECASE)
_SOUND_TAG = re.compile(r"""<outline(?:\s+[\w:.-]+\s*=\s*(?:"[^"]*"|'[^']*'))*\s*/?>""", re.IGNORECASE)
_TAG_END = re.compile(r'"\s*/?>\s*(?=<|\Z)')
_ATTRIBUTE = re.compile(
    r'(\s(?:text|title|description|type|version|language|xmlUrl|htmlUrl|url|category|created)\s*=\s*")', re.IGNORECASE
)


def opml_tree(body: bytes) -> tuple[_Element, list[str]]:
    """Return the root, and what was wrong with the document.

    Raises ParseError where it declares entities: a list has no use for them, and a
    few lines of them fill the memory.
    """
    from lxml import etree

    text = _decode(body)
    if "<!ENTITY" in text:
        raise ParseError("the list declares XML entities, which are refused", kind="bad-xml")
    # Unclosed outlines nest deeper than libxml2 allows by default; entities, the other danger, are refused above.
    common: dict[str, Any] = {"encoding": "utf-8", "huge_tree": True, "resolve_entities": False, "no_network": True}
    try:
        return etree.fromstring(text.encode(errors="replace"), etree.XMLParser(**common)), []
    except etree.XMLSyntaxError as fault:
        problem = f"it is not well-formed XML ({fault.msg}): what could be made out was read"
    mended = f"<mended>{_mended(text)}</mended>".encode(errors="replace")
    return etree.fromstring(mended, etree.XMLParser(recover=True, **common)), [problem]


def _decode(body: bytes) -> str:
    """Decode by byte order mark, by declaration, as UTF-8, and at last as the Latin-1 that Windows writes."""
    marked = next((encoding for bom, encoding in _BOMS.items() if body.startswith(bom)), None)
    declared = _DECLARED.match(body)
    for encoding in (marked, declared and declared[1].decode("ascii"), "utf-8"):
        try:
            if encoding:
                return body.decode(encoding)
        except (LookupError, UnicodeError):
            continue
    return body.decode("cp1252", "replace")


def _mended(text: str) -> str:
    """Undo what makes libxml2 drop text: HTML's entities, bare ampersands and quotes, control characters, a prolog."""
    start = max(text.find("<"), 0)
    sound = _AMPERSAND.sub(_mend_ampersand, _NOT_XML.sub("", _PROLOG.sub("", text[start:])))
    return "".join(map(_mend_quotes, _TAG.split(sound)))


def _mend_ampersand(match: re.Match[str]) -> str:
    name = match[1]
    if match[0] == "&" or (name and name not in _ENTITIES_OF_XML):
        return escape(html.unescape(match[0]))
    return match[0]


def _mend_quotes(tag: str) -> str:
    """Escape bare quotes inside the values of one outline; each ends where OPML's next attribute begins."""
    end = _TAG_END.search(tag)
    if end is None or _SOUND_TAG.match(tag):
        return tag
    before, *rest = _ATTRIBUTE.split(tag[: end.start()])
    values = (value.rstrip().removesuffix('"') for value in rest[1::2])
    escaped = (escape(value, {'"': "&quot;", "&": "&"}) for value in values)
    return (
        before
        + " ".join(f'{start}{value}"' for start, value in zip(rest[::2], escaped, strict=True))
        + tag[end.start() + 1 :]
    )
