"""Bytes into UTF-8, whatever the document or its server claims; never raises."""

from __future__ import annotations

import codecs
import re
from functools import cache

_DECLARED = re.compile(rb"""^\s*<\?xml[^>]*?\sencoding\s*=\s*["']([A-Za-z0-9_.:-]+)["']""")
_META = re.compile(rb"""<meta[^>]+?charset\s*=\s*["']?([A-Za-z0-9_.:-]+)""", re.IGNORECASE)
_BOMS = (
    (codecs.BOM_UTF8, "utf-8"),
    (codecs.BOM_UTF32_LE, "utf-32-le"),
    (codecs.BOM_UTF32_BE, "utf-32-be"),
    (codecs.BOM_UTF16_LE, "utf-16-le"),
    (codecs.BOM_UTF16_BE, "utf-16-be"),
)
_WITHOUT_BOM = (
    (b"<\0\0\0", "utf-32-le"),
    (b"\0\0\0<", "utf-32-be"),
    (b"<\0", "utf-16-le"),
    (b"\0<", "utf-16-be"),
    (b"\x4c\x6f\xa7\x94", "cp037"),  # <?xml in EBCDIC
)
# What pages call by these names is the larger set (WHATWG Encoding Standard, section 4.2).
_SUPERSETS = {
    "ascii": "cp1252",
    "iso8859-1": "cp1252",
    "iso8859-9": "cp1254",
    "iso8859-11": "cp874",
    "tis-620": "cp874",
    "gb2312": "gb18030",
    "gbk": "gb18030",
    "euc_kr": "cp949",
    "shift_jis": "cp932",
    "big5": "big5hkscs",
}
_SEVEN_BIT = re.compile(r"iso2022|hz$|utf-7$")
_UNUSABLE = frozenset({"utf-7", "idna", "punycode", "unicode_escape", "raw_unicode_escape", "undefined", "mbcs", "oem"})


def to_utf8(body: bytes, charset: str | None = None) -> bytes:
    """Return the document in UTF-8, without a byte order mark.

    A byte order mark is believed first; then UTF-8 itself, which text in another encoding does
    not happen to be; then what the server says, then what the document says. Bytes that fit
    nothing are read as Windows-1252, one by one.
    """
    for bom, encoding in _BOMS:
        if body.startswith(bom):
            rest = body[len(bom) :]
            return _utf8_or_mended(rest) if encoding == "utf-8" else _encoded(rest.decode(encoding, "replace"))
    for start, encoding in _WITHOUT_BOM:
        if body.startswith(start):
            return _encoded(body.decode(encoding, "replace"))
    claims = _claims(body, charset)
    if body.isascii() and not any(_SEVEN_BIT.search(claim) for claim in claims):
        return body
    return _by_claims(body, claims)


def _by_claims(body: bytes, claims: list[str]) -> bytes:
    seven_bit = [claim for claim in claims if _SEVEN_BIT.search(claim)]
    if not seven_bit and _is_utf8(body):
        return body
    for claim in seven_bit or claims:
        try:
            return _encoded(body.decode(claim))
        except (UnicodeError, LookupError):
            continue
    return _utf8_or_mended(body)


def _claims(body: bytes, charset: str | None) -> list[str]:
    head = body[:1024]
    declared = _DECLARED.search(head) or _META.search(head)
    names = [charset or "", declared[1].decode("ascii") if declared else ""]
    return [codec for name in names if name and (codec := _codec(name))]


@cache
def _codec(name: str) -> str | None:
    """Return Python's name of a text encoding that may be decoded with, None for anything else."""
    try:
        found = codecs.lookup(name.strip().strip("\"'"))
    except (LookupError, ValueError):
        return None
    # Codecs such as zlib or rot13 are not text; the flag is private but has no public twin.
    if found.name in _UNUSABLE or not getattr(found, "_is_text_encoding", True):
        return None
    return _SUPERSETS.get(found.name, found.name)


def _is_utf8(body: bytes) -> bool:
    try:
        body.decode("utf-8")
    except UnicodeDecodeError:
        return False
    return True


def _utf8_or_mended(body: bytes) -> bytes:
    if _is_utf8(body):
        return body
    _register()
    return _encoded(body.decode("utf-8", "ainews.cp1252"))


def _encoded(text: str) -> bytes:
    return text.encode("utf-8", "replace")


@cache
def _register() -> None:
    codecs.register_error("ainews.cp1252", _as_cp1252)


def _as_cp1252(error: UnicodeError) -> tuple[str, int]:
    if not isinstance(error, UnicodeDecodeError):
        raise error
    return error.object[error.start : error.end].decode("cp1252", "replace"), error.end
