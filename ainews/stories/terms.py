"""The words and runs of words in headlines that may be what people talk about; nothing is counted over time.

Upper and lower case do not matter to what is the same term. Where headlines are written as sentences,
capitals tell names; where Each Word Has One, they tell nothing.
"""

from __future__ import annotations

import re
from collections.abc import Collection, Container, Iterator, Sequence
from dataclasses import dataclass

from ainews.stories.plain_words import PLAIN_WORDS
from ainews.stories.words import headline
from ainews.text.spacing import ZERO_WIDTH, spaced
from ainews.text.stop_words import STOP_WORDS

Term = tuple[str, ...]
"""Words in lower case, in order."""

TOKEN = re.compile(r"\w+")
_PARTS = re.compile(r"(\w+)")
_WORD_OR_BREAK = re.compile(r"\w+|\n")
LONGEST = 4
UNBLANKED = "\u0e00"
"""From here on, scripts have no capitals, and many no blanks: a word is one character."""
_TITLE_CASE = 0.6
_LONGEST_NUMBER = 3
_JOINTS = frozenset([" ", "-", "'", "’", "‘", "&", " & ", ".", ". ", "/", ZERO_WIDTH])
_PARTICLES = frozenset(["ben", "bin", "den", "der", "ibn", "mac", "saint", "san", "santa", "van", "von"])
"""Parts of many names, and of none in particular."""
_OPENING = {"new"}
"""A stop word with which names begin."""


@dataclass(frozen=True, slots=True)
class Headline:
    """A title as words in lower case; `parts` are what stands between words, and the words as written, in turn."""

    words: Term
    parts: Sequence[str]
    is_sentence: bool

    def find(self, term: Term) -> int | None:
        """Return where a term stands first."""
        length = len(term)
        places = (start for start in range(len(self.words) - length + 1) if self.words[start : start + length] == term)
        return next(places, None)

    def surface(self, start: int, length: int) -> str:
        """Return some of its words as they are written."""
        return "".join(self.parts[2 * start + 1 : 2 * (start + length)]).replace(ZERO_WIDTH, "")

    def is_capitalized(self, start: int, length: int) -> bool:
        """Whether each of some words has a capital, small words and single letters apart."""
        written = self.parts[2 * start + 1 : 2 * (start + length) : 2]
        return all(
            word[0].isupper() or len(word) == 1 or word.isdigit() or word.lower() in STOP_WORDS for word in written
        )

    def joint(self, place: int) -> str:
        """Return what stands between a word and the one before it."""
        return self.parts[2 * place]

    def ends_in_letter(self, place: int) -> bool:
        """Whether a name may end in this single letter: Vitamin D, but not a possessive's s."""
        return self.joint(place) == " " and self.parts[2 * place + 1].isupper()


def read(title: str) -> Headline:
    """Part a title into words, without the publisher's name behind it."""
    parts = _PARTS.split(spaced(headline(title)))
    written = parts[1::2]
    capitals = sum(word[0].isupper() for word in written)
    return Headline(tuple(map(str.lower, written)), parts, capitals <= _TITLE_CASE * len(written))


def is_telling(word: str) -> bool:
    """Whether a word alone can be what is talked about."""
    if word in _PARTICLES:
        return False
    return len(word) > 2 and word not in STOP_WORDS and word not in PLAIN_WORDS and not word.isdigit()


class Runs:
    """Finds runs of two words or more that may be a term.

    words    that occur at all
    allowed  those that occur often enough; others end a run
    """

    def __init__(self, words: Collection[str], allowed: Container[str]) -> None:
        known = {word for word in words if word in allowed and word not in STOP_WORDS and not _is_letter(word)}
        numbers = {word for word in words if word.isdigit()}
        self._first = {word for word in known - numbers if word not in PLAIN_WORDS} | _OPENING
        self._last = {word for word in known if word not in PLAIN_WORDS or word == "day"}
        self._last = self._last - numbers | {word for word in numbers if len(word) <= _LONGEST_NUMBER}
        self._letters = {word for word in words if _is_letter(word) and word not in STOP_WORDS}
        self._inside = known | numbers | STOP_WORDS | set(filter(_is_letter, words))
        self._tell = {word for word in known if is_telling(word) or word >= UNBLANKED}

    def of(self, title: Headline) -> Iterator[Term]:
        """Yield the runs of a title."""
        words = title.words
        for start, word in enumerate(words[:-1]):
            if word not in self._first:
                continue
            tells = word in self._tell
            for end in range(start + 1, min(start + LONGEST, len(words))):
                last = words[end]
                if last not in self._inside or title.joint(end) not in _JOINTS:
                    break
                tells = tells or last in self._tell
                if tells and (last in self._last or (last in self._letters and title.ends_in_letter(end))):
                    yield words[start : end + 1]


def own_names(publisher: str, source_title: str) -> set[Term]:
    """Return how a publisher may name itself in its own headlines."""
    label = publisher.partition(".")[0]
    title = tuple(word.lower() for word in TOKEN.findall(source_title))
    return {(label,), title, tuple(TOKEN.findall(publisher))}


def words_of(titles: Sequence[str]) -> list[str]:
    """Return all words of many titles in order, a line break between two titles."""
    return _WORD_OR_BREAK.findall("\n".join(map(spaced, titles)).lower())


def _is_letter(word: str) -> bool:
    return len(word) == 1 and word < UNBLANKED
