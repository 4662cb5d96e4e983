"""The words of a text by which sentences are compared; no weights, no rules about sentences."""

from __future__ import annotations

import re

from ainews.text.stem import stem
from ainews.text.stop_words import STOP_WORDS

_WORD = re.compile(r"[^\W_]+(?:['’][^\W_]+)?")
_WORD_CHARS = 12  # of a word that carries meaning, with the small ones beside it
_UNSPACED = re.compile("[\u0e00-\u0e7f\u3040-\u30ff\u3400-\u9fff\uf900-\ufaff]")


def word_set(text: str) -> frozenset[str]:
    """Return the words of a list that is parted by blanks."""
    return frozenset(text.split())


def words(text: str) -> list[str]:
    """Return the words in small letters; where none are parted by blanks, each pair of characters."""
    found: list[str] = []
    for word in _WORD.findall(text.lower()):
        if word.isascii() or _UNSPACED.search(word) is None:
            found.append(_without_possessive(word))
        else:
            found += [word[at : at + 2] for at in range(max(1, len(word) - 1))]
    return found


def content_words(text: str) -> list[str]:
    """Return the stems of the words that carry meaning."""
    return [stem(word) if word.isascii() else word for word in words(text) if word not in STOP_WORDS and len(word) > 1]


def near(text: str, start: int, end: int, reach: int) -> set[str]:
    """Return the terms around a place, at most so many on each side."""
    span = _WORD_CHARS * (reach + 1)
    before, after = content_words(text[max(0, start - span) : start]), content_words(text[end : end + span])
    return {*before[-reach:], *after[:reach]}


def length_in_words(text: str) -> int:
    """Return how long it reads: characters of scripts without blanks count as half a word."""
    if text.isascii():
        return text.count(" ") + 1
    return text.count(" ") + 1 + len(_UNSPACED.findall(text)) // 2


def _without_possessive(word: str) -> str:
    return word[:-2] if word.endswith(("'s", "’s")) else word
