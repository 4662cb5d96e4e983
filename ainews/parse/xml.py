"""XML into a tree, safely and as far as it goes; knows nothing of feeds."""

from __future__ import annotations

import re
from html.entities import html5
from typing import Any, TypeAlias

from lxml import etree

Element: TypeAlias = Any
"""lxml has no types of its own."""

_MANY_NAMESPACES = 1000
_CDATA = re.compile(r"(<!\[CDATA\[.*?(?:\]\]>|\Z))", re.DOTALL)
_FORBIDDEN = re.compile(r"[\x00-\x08\x0b\x0c\x0e-\x1f\ufffe\uffff\ud800-\udfff]")
_REFERENCE = re.compile(r"&(?:#(?P<decimal>\d+)|#[xX](?P<hex>[0-9a-fA-F]+)|(?P<name>[A-Za-z][A-Za-z0-9]*));?|&")
_OF_XML = frozenset({"amp", "lt", "gt", "quot", "apos"})
_C1_REFERENCE = re.compile(rb"&#(?:[xX]([89][0-9a-fA-F])|(12[89]|1[345][0-9]));")
_C1_STARTS = (b"&#12", b"&#13", b"&#14", b"&#15", b"&#x8", b"&#x9", b"&#X8", b"&#X9")
_C1 = re.compile(rb"\xc2[\x80-\x9f]()()")
_START = re.compile(r"<(?:\?xml|!DOCTYPE|!--|[A-Za-z])")
_DOCTYPE = re.compile(r"<!DOCTYPE[^\[>]*(?:\[.*?\]\s*)?>", re.DOTALL | re.IGNORECASE)


def tree(body: bytes) -> tuple[Element | None, bytes, tuple[str, ...]]:
    """Parse UTF-8; returns the root if there is one, the text that was parsed, and what had to be mended.

    Entities that grow, external ones and DTDs are not followed; nesting ends at 256, text at 10 MB.
    """
    body = _without_c1(body)
    try:
        return _parsed(body), body, ()
    except (etree.XMLSyntaxError, ValueError):
        pass
    body = mended(body.decode("utf-8", "replace")).encode("utf-8", "replace")
    try:
        return _parsed(body), body, ("the document was mended: not well-formed XML",)
    except (etree.XMLSyntaxError, ValueError):
        return _recovered(body), body, ("the document is broken: read as far as possible",)


def mended(text: str) -> str:
    """Repair what breaks XML most often: named HTML entities, bare ampersands, control characters, junk in front."""
    start = _START.search(text)
    text = _FORBIDDEN.sub("", text[start.start() :] if start else text)
    doctype = _DOCTYPE.match(text, at) if (at := text.find("<!DOCTYPE")) >= 0 else None
    declared = doctype[0] if doctype and "<!ENTITY" in doctype[0] else ""
    parts = _CDATA.split(text)
    parts[::2] = [_REFERENCE.sub(lambda found: _mended_reference(found, declared), part) for part in parts[::2]]
    return "".join(parts)


def _parser(*, recover: bool) -> etree.XMLParser:
    return etree.XMLParser(
        encoding="utf-8",
        recover=recover,
        resolve_entities="internal",
        no_network=True,
        load_dtd=False,
        dtd_validation=False,
        attribute_defaults=False,
        remove_comments=True,
        remove_pis=True,
        collect_ids=False,
        huge_tree=False,
    )


def _parsed(body: bytes, *, recover: bool = False) -> Element:
    root = etree.fromstring(body, _parser(recover=recover))
    if root is not None and body.count(b"xmlns") > _MANY_NAMESPACES:
        etree.cleanup_namespaces(root)  # else each piece that is written out again declares all of them
    return root


def _recovered(body: bytes) -> Element | None:
    try:
        return _parsed(body, recover=True)
    except (etree.XMLSyntaxError, ValueError):
        return None


def _mended_reference(found: re.Match[str], declared: str) -> str:
    if number := found["decimal"] or found["hex"]:
        return _character(number, 10 if found["decimal"] else 16)
    name = found["name"]
    if not name:
        return "&amp;"
    if name in _OF_XML:
        return found[0] if found[0].endswith(";") else f"&amp;{name}"
    if not found[0].endswith(";"):
        return f"&amp;{name}"
    if f"<!ENTITY {name} " in declared:
        return found[0]
    return _escaped(html5[f"{name};"]) if f"{name};" in html5 else f"&amp;{name};"


def _without_c1(body: bytes) -> bytes:
    """Characters 128-159 mean Windows-1252, as browsers have it, whether as themselves or by number."""
    if any(start in body for start in _C1_STARTS):
        body = _C1_REFERENCE.sub(_windows_reference, body)
    return _C1.sub(_windows_reference, body) if b"\xc2" in body else body


def _character(digits: str, radix: int) -> str:
    code = int(digits[:12], radix)
    if code > 0x10FFFF or _FORBIDDEN.match(chr(code)):
        return ""
    return f"&#{code};"


def _windows_reference(found: re.Match[bytes]) -> bytes:
    code = int(found[1], 16) if found[1] else int(found[2]) if found[2] else found[0][-1]
    return b"".join(b"&#%d;" % ord(character) for character in bytes([code]).decode("cp1252", "ignore"))


def _escaped(text: str) -> str:
    return text.replace("&", "&amp;").replace("<", "&lt;").replace(">", "&gt;").replace('"', "&quot;")
