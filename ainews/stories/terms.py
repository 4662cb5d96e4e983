"""The words and runs of words in headlines that may be what people talk about; nothing is counted over time.

Upper and lower case do not matter to what is the same term. Where headlines are written as sentences,
capitals tell names; where Each Word Has One, they tell nothing.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from ainews.stories.plain_words import PLAIN_WORDS
from ainews.stories.words import headline
from ainews.text.spacing import ZERO_WIDTH, spaced
from ainews.text.stop_words import STOP_WORDS

Term = tuple[str, ...]
"""Words in lower case, in order."""

TOKEN = re.compile(r"\w+")
_WORD_OR_BREAK = re.compile(r"\w+|\n")
LONGEST = 4
UNBLANKED = "\u0e00"
"""From here on, scripts have no capitals, and many no blanks: a word is one character."""
_TITLE_CASE = 0.6
_JOINTS = frozenset([" ", "-", "'", "’", "‘", "&", " & ", ".", ". ", "/", ZERO_WIDTH])
_OPENING = frozenset(["new"])
"""A stop word with which names begin."""


@dataclass(frozen=True, slots=True)
class Headline:
    """A title as words: `words` in lower case, `spans` where they stand in `text`."""

    text: str
    words: Term
    spans: tuple[tuple[int, int], ...]
    is_sentence: bool

    def find(self, term: Term) -> int | None:
        """Return where a term stands first."""
        length = len(term)
        places = (start for start in range(len(self.words) - length + 1) if self.words[start : start + length] == term)
        return next(places, None)

    def surface(self, start: int, length: int) -> str:
        """Return some of its words as they are written."""
        return self.text[self.spans[start][0] : self.spans[start + length - 1][1]].replace(ZERO_WIDTH, "")

    def is_capitalized(self, start: int, length: int) -> bool:
        """Whether words have capitals that tell something: not those of a first word, nor where each word has one."""
        return all(
            word in STOP_WORDS or len(word) == 1 or self.text[first].isupper() or word.isdigit()
            for word, (first, _) in zip(
                self.words[start : start + length], self.spans[start : start + length], strict=True
            )
        )


def read(title: str) -> Headline:
    """Part a title into words, without the publisher's name behind it."""
    text = spaced(headline(title))
    matches = list(TOKEN.finditer(text))
    words = tuple(match[0].lower() for match in matches)
    capitals = sum(text[match.start()].isupper() for match in matches)
    is_sentence = capitals <= _TITLE_CASE * len(words)
    return Headline(text, words, tuple(match.span() for match in matches), is_sentence)


def is_telling(word: str) -> bool:
    """Whether a word alone can be what is talked about."""
    return len(word) > 2 and word not in STOP_WORDS and word not in PLAIN_WORDS and not word.isdigit()


def runs(title: Headline, allowed: set[str], longest: int = LONGEST) -> Iterator[tuple[int, int]]:
    """Yield start and length of each run of two words or more that may be a term.

    allowed  words that occur often enough; others end a run
    """
    words = title.words
    for start, word in enumerate(words[:-1]):
        if not _can_begin(word, allowed):
            continue
        for end in range(start + 1, min(start + longest, len(words))):
            if not _are_joined(title, end):
                break
            last = words[end]
            if last not in allowed and last not in STOP_WORDS and not last.isdigit() and len(last) > 1:
                break
            if _can_end(last, allowed) and any(map(_is_of_weight, words[start : end + 1])):
                yield start, end - start + 1


def _is_of_weight(word: str) -> bool:
    return is_telling(word) or word >= UNBLANKED


def own_names(publisher: str, source_title: str) -> set[Term]:
    """Return how a publisher may name itself in its own headlines."""
    label = publisher.partition(".")[0]
    title = tuple(word.lower() for word in TOKEN.findall(source_title))
    return {(label,), title, tuple(TOKEN.findall(publisher))}


def _can_begin(word: str, allowed: set[str]) -> bool:
    if len(word) == 1 and word < UNBLANKED:
        return False
    return word in _OPENING or (word in allowed and word not in STOP_WORDS and word not in PLAIN_WORDS)


def _can_end(word: str, allowed: set[str]) -> bool:
    if word.isdigit():
        return len(word) < 4
    if len(word) == 1 and word < UNBLANKED:
        return False
    return word in allowed and word not in STOP_WORDS and (word not in PLAIN_WORDS or word == "day")


def _are_joined(title: Headline, place: int) -> bool:
    """Whether nothing but a blank or a hyphen parts a word from the one before it."""
    return title.text[title.spans[place - 1][1] : title.spans[place][0]] in _JOINTS


def words_of(titles: Sequence[str]) -> list[str]:
    """Return all words of many titles in order, a line break between two titles."""
    return _WORD_OR_BREAK.findall(spaced("\n".join(titles).lower()))
