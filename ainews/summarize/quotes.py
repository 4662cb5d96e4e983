"""What a sentence puts between quotation marks, and the form in which it is looked up; apostrophes are told apart."""

from __future__ import annotations

import re
from collections.abc import Iterator

_DIRECTED = (("“", "”"), ("«", "»"), ("„", "“"), ("„", "”"), ("「", "」"), ("『", "』"), ("‹", "›"))
_PAIRED = re.compile("|".join(f"{opening}([^{opening}{closing}]+){closing}" for opening, closing in _DIRECTED))
_STRAIGHT = re.compile(r'"([^"]+)"')
_SINGLE_OPENING = re.compile(r"(?<![\w'’])['‘`](?=[\w$£€\[(…])(?!\d0s\b|(?:em|til|tis|twas|cause|n)\b)")
_SINGLE_CLOSING = re.compile(r"(?<=[\w.,!?…\])])['’](?!\w)")
_LEFT_OUT = re.compile(r"\.\.+|…|\[[^\]]*\]|\([^)]*\)")
_WORD = re.compile(r"[^\W_]+")


def folded(text: str) -> str:
    """Return the words in small letters between single blanks, so that a run of words can be looked up in it."""
    return f" {' '.join(_WORD.findall(text.casefold()))} "


def quotations(sentence: str) -> list[tuple[str, ...]]:
    """Return what is quoted; of each, the readings that the marks allow, the shortest first."""
    found = [("".join(filter(None, match.groups())),) for match in _PAIRED.finditer(sentence)]
    found += [(match[1],) for match in _STRAIGHT.finditer(sentence)]
    return found + list(_in_single_marks(_STRAIGHT.sub(" ", _PAIRED.sub(" ", sentence))))


def parts(quotation: str) -> list[str]:
    """Return the folded runs of words that must stand in the source as they are; dots and brackets part them."""
    found = (folded(part) for part in _LEFT_OUT.split(quotation))
    return [part for part in found if part.strip()]


def _in_single_marks(sentence: str) -> Iterator[tuple[str, ...]]:
    """Yield what stands between single marks; where an apostrophe could close it too early, every reading."""
    end = 0
    for opening in _SINGLE_OPENING.finditer(sentence):
        closings = [match.start() for match in _SINGLE_CLOSING.finditer(sentence, opening.end())]
        if opening.start() >= end and closings:
            yield tuple(sentence[opening.end() : closing] for closing in closings)
            end = closings[-1]
