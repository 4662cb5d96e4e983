"""How well a sentence tells what the title of its story says; no sentence is taken or cleaned here."""

from __future__ import annotations

import re
from collections.abc import Collection, Sequence
from typing import NamedTuple

from ainews.summarize.contradiction import contradict
from ainews.summarize.wording import negations
from ainews.summarize.words import content_words, words
from ainews.text.titles import headline

_FAR = 0.5  # of the share that the sentence nearest to the title has
_SAME_CLAIM = 0.75
_ENOUGH = 0.6  # of the title; what says more of it only repeats it
_THOUSANDS = re.compile(r"(?<=\d),(?=\d{3})")
_FEWEST_TERMS = 2  # a title of one term says nothing by which sentences could be told apart


class Telling(NamedTuple):
    """How a sentence stands to the title.

    share    how many of the title's terms it has, of as many as it needs to say the same
    misses   it shares almost nothing, next to what others share; or repeats the title, or denies it
    """

    share: float
    misses: bool


class Subject:
    """What a story is about, by its title."""

    def __init__(self, title: str) -> None:
        self._title = headline(title)
        self._words = words(self._title)
        self._terms = frozenset(terms(self._title))
        self._denies = bool(negations(self._title))

    def __bool__(self) -> bool:
        return len(self._terms) >= _FEWEST_TERMS

    def likeness(self, title: str) -> float:
        """Return how much of the story's title the headline of an item says."""
        return len(self._terms.intersection(terms(headline(title)))) / len(self._terms)

    def told(self, texts: Sequence[str], found: Sequence[Collection[str]]) -> list[Telling]:
        """Return how sentences stand to the title, given with their terms."""
        shares = [min(1.0, len(self._terms.intersection(each)) / (_ENOUGH * len(self._terms))) for each in found]
        wrong = [self._is_unfit(text, share) for text, share in zip(texts, shares, strict=True)]
        least = _FAR * max((share for share, is_unfit in zip(shares, wrong, strict=True) if not is_unfit), default=0.0)
        return [Telling(share, is_unfit or share < least) for share, is_unfit in zip(shares, wrong, strict=True)]

    def differs_from(self, text: str) -> bool:
        """Whether a text gives other numbers or another day: one of the two was overtaken, which one is not known."""
        return bool(self) and contradict(self._title, text)

    def _is_unfit(self, text: str, share: float) -> bool:
        """Whether it repeats the title, or says "not" where the title says much the same, or the other way round."""
        if share <= _SAME_CLAIM:
            return False
        return self._denies != bool(negations(text)) or words(text) == self._words


def terms(text: str) -> list[str]:
    """Return the stems of the words that carry meaning; 3,900 is one."""
    return content_words(_THOUSANDS.sub("", text))
