"""How well a sentence tells what the title of its story says; no sentence is taken or cleaned here."""

from __future__ import annotations

import re
from collections.abc import Sequence

from ainews.model import ItemText
from ainews.summarize.contradiction import contradict
from ainews.summarize.wording import negations
from ainews.summarize.words import content_words, words
from ainews.text.titles import headline

_FAR = 0.5  # of the share that the sentence nearest to the title has
_SAME_CLAIM = 0.75
_ENOUGH = 0.6  # of the title; what says more of it only repeats it
_THOUSANDS = re.compile(r"(?<=\d),(?=\d{3})")
_FEWEST_TERMS = 2  # a title of one term says nothing by which sentences could be told apart


class Subject:
    """What a story is about, by its title."""

    def __init__(self, title: str) -> None:
        self._title = headline(title)
        self._words = words(self._title)
        self._terms = _terms(self._title)

    def __bool__(self) -> bool:
        return len(self._terms) >= _FEWEST_TERMS

    def share(self, text: str) -> float:
        """Return how many of the title's terms a text has, of as many as it needs to say the same."""
        return min(1.0, len(self._terms & _terms(text)) / (_ENOUGH * len(self._terms)))

    def likeness(self, item: ItemText) -> float:
        """Return how much of the story's title the item's own headline says."""
        return len(self._terms & _terms(headline(item.title))) / len(self._terms)

    def is_repeated_by(self, text: str) -> bool:
        """Whether a text is the title word for word."""
        return words(text) == self._words

    def is_denied_by(self, text: str) -> bool:
        """Whether one of the two says "not" where the other says much the same."""
        return bool(negations(self._title)) != bool(negations(text)) and self.share(text) > _SAME_CLAIM

    def differs_from(self, text: str) -> bool:
        """Whether a text gives other numbers or another day: one of the two was overtaken, which one is not known."""
        return contradict(self._title, text)

    def strays(self, texts: Sequence[str]) -> list[bool]:
        """Return of each text whether it shares almost nothing with the title, next to what others share."""
        shares = [self.share(text) for text in texts]
        least = _FAR * max(shares, default=0.0)
        return [share < least for share in shares]


def _terms(text: str) -> set[str]:
    return set(content_words(_THOUSANDS.sub("", text)))
