"""Addresses and markup in a sentence, however disguised; whether they may stand there is decided by the caller."""

from __future__ import annotations

import re
import unicodedata

_INVISIBLE = dict.fromkeys(
    [
        *(0xAD, 0x034F, 0x061C, 0x180E, 0xFEFF),
        *range(0x200B, 0x2010),
        *range(0x202A, 0x202F),
        *range(0x2060, 0x2070),
        *range(0xFE00, 0xFE10),
        *range(0xE0000, 0xE01F0),  # tags and variation selectors, in which whole letters have been hidden from readers
    ]
)
_CONTROL = dict.fromkeys([*range(0x20), *range(0x7F, 0xA0)], " ")
_CONTROL[ord("\n")] = "\n"
_DISGUISES = (
    (re.compile(r"\bh(?:xx|tt)ps?\s*(?:\[:\]|:)\s*//", re.IGNORECASE), "https://"),
    (
        re.compile(
            r"\s*[\[({]\s*(?:\.|dot)\s*[\])}]\s*|\s+dot\s+(?=(?:com|org|net|io|ru|info|biz|example|invalid)\b)",
            re.IGNORECASE,
        ),
        ".",
    ),
    (re.compile(r"\s*[\[({]\s*at\s*[\])}]\s*", re.IGNORECASE), "@"),
)
_LINK = re.compile(
    r"\b(?:[a-z][a-z0-9+.-]*://|www\.)[^\s<>\"”»')\]]+"
    r"|\b(?:javascript|data|mailto|tel|sms|magnet|bitcoin|whatsapp|tg|file|vbscript):[^\s<>\"]+"
    r"|[\w.+-]+@[\w-]+(?:\.[\w-]+)+"
    r"|(?<![\w@.])(?:[a-z0-9](?:[a-z0-9-]*[a-z0-9])?\.)+(?-i:[a-z]{2,12}|COM|ORG|NET|INFO)(?:/[^\s<>\"”»')\]]*)?(?![\w.]*\w)"
    r"|(?<![\w@])@\w{2,}",
    re.IGNORECASE,
)
_MARKUP = re.compile(
    r"</?[a-z][^>]*>|!?\[[^\]]*\]\([^)]*\)|\[[^\]]+\]\[[^\]]*\]|```|\{\{|\}\}|&(?:#\d+|#x[0-9a-f]+|[a-z]+);|\*\*(?=\w)|<!--",
    re.IGNORECASE,
)
_INITIALS = re.compile(r"(?:[a-z]\.)+[a-z]?")
_TRAILING = ".,;:!?)]}'\"”’"


def plain(text: str) -> str:
    """Return the text as it reads: compatible letters made plain, invisible ones gone, disguised addresses undone."""
    shown = unicodedata.normalize("NFKC", text).translate(_INVISIBLE)
    for disguise, meant in _DISGUISES:
        shown = disguise.sub(meant, shown)
    return shown


def visible(text: str) -> str:
    """Return the text without what no reader sees."""
    return text.translate(_INVISIBLE | _CONTROL)


def without_links(text: str) -> str:
    """Take the addresses, mail addresses and handles out of a plain text."""
    return " ".join(_LINK.sub(" ", text).split())


def links(text: str) -> list[str]:
    """Return the addresses, mail addresses and handles of a plain text, in small letters."""
    found = (match[0].lower().rstrip(_TRAILING) for match in _LINK.finditer(text))
    return [link for link in found if not _INITIALS.fullmatch(link)]


def markup(text: str) -> list[str]:
    """Return what a browser or a Markdown reader would not show as it stands."""
    return [match[0] for match in _MARKUP.finditer(text)]
