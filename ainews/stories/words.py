"""The words that tell items apart, as they stand in a title and a lead; no weights and no meaning."""

from __future__ import annotations

import re
from functools import lru_cache

from ainews.text.spacing import ZERO_WIDTH, spaced
from ainews.text.titles import headline as headline  # a word of this room too
from ainews.text.vocabulary import is_known

LONGEST_LEAD = 60
"""So many words of title and text are looked at: what a feed carries, and where news says what happened."""

# Also as tokenized corpora write it, "http : / / www . example . org / a - b".
_ADDRESS = re.compile(
    r"(?:https?\s?:\s?/\s?/|www\s?\.)\s?[^\s]+(?:\s?[./_=?&#%:+~-]+\s?[^\s./_=?&#%:+~-]+)*(?:\s?/)?", re.IGNORECASE
)
_TOKEN = re.compile(r"[^\W_]+(?:['’.,][^\W_]+)*")
_TITLE_CASE = 0.6


def lead(text: str) -> str:
    """Return the opening words of a text, without web addresses."""
    head = text[: LONGEST_LEAD * 40]
    if "http" in head or "www" in head:
        head = _ADDRESS.sub(" ", head)
    return " ".join(head.split(maxsplit=LONGEST_LEAD)[:LONGEST_LEAD])


def words(text: str) -> list[str]:
    """Return the words of a text in order: lower case, plural and possessive endings cut.

    Scripts without blanks give pairs of neighbouring characters instead.
    """
    if text.isascii():
        return [_stem(token) for token in _TOKEN.findall(text.lower())]
    parted = spaced(text.lower())
    tokens = [_stem(token) for token in _TOKEN.findall(parted)]
    if ZERO_WIDTH not in parted:
        return tokens
    return [_paired(token, follower) for token, follower in zip(tokens, [*tokens[1:], ""], strict=False)]


def real_words(found: list[str]) -> int:
    """Count the words that are more than a number or a letter."""
    return sum(len(word) > 1 and not word[0].isdigit() for word in found)


def names(title: str) -> frozenset[str]:
    """Return the words of a headline that are capitalized as names; none where nearly all words are."""
    tokens = _TOKEN.findall(title)
    capital = [token for token in tokens if token[0].isupper()]
    if len(capital) > _TITLE_CASE * len(tokens):
        return frozenset()
    return frozenset(_stem(token.lower()) for token in capital if token != tokens[0] or not is_known(token.lower()))


@lru_cache(maxsize=1 << 15)
def _stem(word: str) -> str:
    if word.endswith(("'s", "’s")):
        word = word[:-2]
    if len(word) > 4 and word.endswith("ies"):
        return word[:-3] + "y"
    if len(word) > 3 and word[-1] == "s" and not word.endswith(("ss", "us", "is")):
        return word[:-1]
    return word


def _paired(word: str, follower: str) -> str:
    if len(word) == len(follower) == 1 and word >= "\u0e00":
        return word + follower
    return word
