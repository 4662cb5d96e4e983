"""Headlines as people read them: without the publisher's name, and the best of several; writes none of its own."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Sequence

_SEPARATOR = re.compile(r"\s+[-|–—·•»]\s+|\s*\|\s*")
_SMALL_WORDS = frozenset(
    (
        "of",
        "the",
        "and",
        "for",
        "in",
        "le",
        "la",
        "les",
        "de",
        "du",
        "des",
        "el",
        "der",
        "die",
        "das",
        "&",
        "et",
        "y",
        "e",
    )
)
_LONGEST_PUBLISHER = 5
_SHORTEST_HEADLINE = 3

_WORD = re.compile(r"[^\W_]+(?:['’.,][^\W_]+)*")
_CUT_OFF = re.compile(r"(?:…|\.\.\.|\[\+?\d* ?chars\])\s*$")
_MARKED = re.compile(
    r"(?:update|wrapup|corrected|correction|refile|live|watch|video|photos?|breaking|exclusive|factbox|brief)\b"
    r"[\s\d-]*[:|–—-]",
    re.IGNORECASE,
)
_FEWEST_WORDS, _MOST_WORDS = 4, 20
MOST_TITLES = 24
"""What names a story: those of its first items, however many follow."""
_SHOUTED = 0.6


def headline(title: str) -> str:
    """Return a title without the publisher's name that many feeds and aggregators put behind it."""
    while (cut := _publisher_start(title)) is not None:
        title = title[:cut]
    return title


def best(titles: Sequence[str]) -> str:
    """Return the headline that speaks best for items of one story, without its publisher; "" where none has words.

    Whole before cut off, spoken before shouted, plain before "UPDATE 2-"; then the one that says most of
    what the others say in the fewest words; then the first. Those after the first `MOST_TITLES` are not looked at.
    """
    heads = [head for title in titles[:MOST_TITLES] if (head := headline(title).strip())]
    if len(heads) < 2:
        return heads[0] if heads else ""
    words = [{word.lower() for word in _WORD.findall(head)} for head in heads]
    said = Counter(word for each in words for word in each)

    def rank(place: int) -> tuple[int, float]:
        shared = sum(said[word] - 1 for word in words[place])
        return _flaws(heads[place]), -shared / max(1, len(words[place])) ** 0.5

    return heads[min(range(len(heads)), key=rank)]


def _flaws(head: str) -> int:
    found = _WORD.findall(head)
    letters = [letter for letter in head if letter.isalpha()]
    shouted = sum(letter.isupper() for letter in letters) > _SHOUTED * len(letters)
    fitting = _FEWEST_WORDS <= len(found) <= _MOST_WORDS or not head.isascii()
    return 2 * shouted + 2 * bool(_CUT_OFF.search(head)) + bool(_MARKED.match(head)) + (not fitting)


def _publisher_start(title: str) -> int | None:
    separators = list(_SEPARATOR.finditer(title))
    if not separators or len(title[: separators[-1].start()].split()) < _SHORTEST_HEADLINE:
        return None
    last = separators[-1]
    name = title[last.end() :].split()
    if len(name) > _LONGEST_PUBLISHER or not all(_in_a_name(word) for word in name):
        return None
    return last.start()


def _in_a_name(word: str) -> bool:
    return not word[0].islower() or not word.islower() or word in _SMALL_WORDS or "." in word
