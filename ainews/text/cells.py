"""Text in cells: widths, cutting, wrapping and columns that hold for CJK as well. Colours come later, by the caller."""

from __future__ import annotations

import unicodedata
from collections.abc import Iterable, Sequence

ELLIPSIS = "…"


def cells(text: str) -> int:
    """Return how many terminal cells a text takes."""
    return len(text) if text.isascii() else sum(map(_cells_of, text))


def fit(text: str, width: int) -> str:
    """Cut a text to a width, with an ellipsis where something is lost."""
    if cells(text) <= width:
        return text
    return _head(text, max(width - 1, 0)).rstrip() + ELLIPSIS


def pad(text: str, width: int) -> str:
    """Cut or fill a text to exactly a width."""
    text = fit(text, width)
    return text + " " * (width - cells(text))


def wrap(text: str, width: int, most: int = 0) -> list[str]:
    """Break a text into lines of a width, `most` of them (0: all); the last one tells if something is left out."""
    lines: list[str] = []
    rest = text
    while rest:
        if most and len(lines) == most - 1:
            return [*lines, fit(rest, width)]
        line = _line(rest, width)
        lines.append(line.rstrip())
        rest = rest[len(line) :].lstrip()
    return lines or [""]


def widths(rows: Iterable[Sequence[str]], most: Sequence[int]) -> list[int]:
    """Return the width that each column needs, at most `most` (0: no limit)."""
    found = [max((cells(text) for text in column), default=0) for column in zip(*rows, strict=True)]
    return [min(width, limit) if limit else width for width, limit in zip(found, most, strict=True)]


def _line(text: str, width: int) -> str:
    """Return the start of a text that fills a line: up to a blank or, in scripts without blanks, a character."""
    head = _head(text, width)
    if len(head) == len(text) or text[len(head)] == " ":
        return head
    for end in range(len(head), 0, -1):
        if head[end - 1] == " " or _cells_of(text[end]) == 2 or _cells_of(text[end - 1]) == 2:
            return head[:end]
    return head or text[:1]


def _head(text: str, width: int) -> str:
    if text.isascii():
        return text[:width]
    used = 0
    for index, character in enumerate(text):
        used += _cells_of(character)
        if used > width:
            return text[:index]
    return text


def _cells_of(character: str) -> int:
    if character.isascii():
        return 1
    if unicodedata.category(character) in ("Mn", "Me", "Cf"):
        return 0
    return 2 if unicodedata.east_asian_width(character) in "WF" else 1
