"""How common a word is in English, from the order of a word list; knows nothing of items.

The list is the WordPiece vocabulary of BERT (uncased), by Google, under the Apache License 2.0: its
whole words stand in order of how often they occur, which is all that is used here. The default
embedder splits its texts by the same list.
"""

from __future__ import annotations

from functools import cache
from pathlib import Path

PATH = Path(__file__).with_suffix(".txt")

_FIRST_WORD = 1996  # before it stand marks and single characters
_RARE_SHARE = 2e-4
_MARK_SHARE = 0.05
_ZIPF = 6.0  # of texts of 60 words, about 6 / rank hold the word of that rank
_MOST = 0.8


@cache
def _places() -> dict[str, int]:
    return {word: place for place, word in enumerate(PATH.read_text("utf-8").split("\n"))}


def is_known(word: str) -> bool:
    """Whether the list has the word, whole and in lower case."""
    return word in _places()


def usual_share(word: str) -> float:
    """Return about which share of short English texts hold a word, in lower case."""
    place = _places().get(word)
    if place is None:
        return _RARE_SHARE
    if place < _FIRST_WORD:
        return _MARK_SHARE
    return min(_MOST, _ZIPF / (place - _FIRST_WORD + 6))
