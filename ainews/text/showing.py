"""Text from elsewhere made safe to show, on a terminal or in a page; knows nothing of either's markup."""

from __future__ import annotations

import re
import unicodedata
from urllib.parse import quote, urlsplit

# Escape sequences of ECMA-48: CSI, strings up to their terminator, and the two-character rest. Compiled when met.
_ESCAPES = (
    r"(?s)(?:\x1b\[|\x9b)[0-?]*[ -/]*[@-~]?"
    r"|(?:\x1b[\]PX^_]|[\x90\x98\x9d-\x9f]).*?(?:\x07|\x1b\\|\x9c|$)"
    r"|\x1b[ -/]*[0-~]?"
)
_JOINERS = "\u200c\u200d"  # Persian and Indic spelling and emoji need them
_HALVES = r"[\ud800-\udfff]"
_HOST = r"[\w.~%!$&'()*+,;=:@\[\]-]+"
_KEPT_IN_ADDRESSES = "!#$%&'()*+,/:;=?@[]~"


def clean(text: str) -> str:
    """Return one safe line: no control characters, escape sequences or direction overrides, blanks folded."""
    if not text.isprintable():
        text = "".join(map(_visible, re.sub(_ESCAPES, "", text)))
    return " ".join(text.split())


def clean_lines(text: str) -> str:
    """Return safe text whose line breaks and indentation stay."""
    if text.isprintable():
        return text
    return "\n".join("".join(map(_visible, line)).rstrip() for line in re.sub(_ESCAPES, "", text).split("\n"))


def web_address(url: str) -> str:
    """Return an http or https address in ASCII, fit for any attribute or header; "" for every other."""
    try:
        parts = urlsplit(re.sub(_HALVES, "\ufffd", url.strip()))
        if parts.scheme not in ("http", "https") or not parts.hostname:
            return ""
        host = parts.netloc if parts.netloc.isascii() else parts.netloc.encode("idna").decode("ascii")
    except ValueError:
        return ""
    if not re.fullmatch(_HOST, host, re.ASCII):
        return ""
    return quote(parts._replace(netloc=host).geturl(), safe=_KEPT_IN_ADDRESSES)


def _visible(character: str) -> str:
    if character.isprintable() or character in _JOINERS:
        return character
    if character.isspace():
        return " "
    # Unassigned here may be an emoji of a newer Unicode than this Python's; noncharacters never will be.
    return character if unicodedata.category(character) == "Cn" and not _is_noncharacter(ord(character)) else ""


def _is_noncharacter(point: int) -> bool:
    return point & 0xFFFE == 0xFFFE or 0xFDD0 <= point <= 0xFDEF
