"""Which sentences of a story's items are taken: the most central and earliest, then what adds to it; no text is read.

Centrality, plus what an early place is worth, and for the first sentence what it says of the title; for what follows,
maximal marginal relevance (J. Carbonell, J. Goldstein, 1998).
"""

from __future__ import annotations

import math
import re
from collections.abc import Mapping, Sequence

from ainews.summarize.calendar import RELATIVE_DAYS, days
from ainews.summarize.candidates import Candidate
from ainews.summarize.centrality import centrality, similarity, vectors
from ainews.summarize.contradiction import contradict
from ainews.summarize.subject import Subject, Telling, terms

_MMR = 0.6
_SHORT = 2  # sentences; what is longer may say things twice rather than end too soon
_LEAST_ALIKE = 0.05
_MOST_ALIKE, _MOST_ALIKE_ELSEWHERE, _MOST_ALIKE_IN_LONG = 0.42, 0.26, 0.7
_CONTINUES, _CONTINUES_IN_LONG = 1.0, 0.3  # what an item says next adds to what it said
_NO_OPENING = 1.0  # taken off a sentence that cannot stand first
_OVERTAKEN = 0.3  # taken off one that gives other numbers than the title
_TITLE, _TITLES_ITEM = 0.6, 0.4  # for a sentence that says what the title says, and for one of the title's own item
_FEWEST_NEW = 4  # terms; three are said by "she looks a lot different"
_NAME_OR_NUMBER = re.compile(r"(?<=[\w,;:] )[\"“‘'(]?[^\W\d_a-z]\w+|\d+(?:[.,]\d+)*")


class Choice:
    """The sentences of one story, weighed, and those that were taken so far."""

    def __init__(self, found: Sequence[Candidate], subject: Subject, likeness: Mapping[int, float]) -> None:
        """Weigh the sentences.

        likeness  how much of the title each item's own headline says, by the item's id
        """
        self._found, self._subject = found, subject
        known = [terms(each.text) for each in found]
        self._vectors = vectors(known)
        self._scores = [
            share + 0.5 / math.sqrt(1 + each.position) - (_NO_OPENING if each.leans else 0.0)
            for each, share in zip(found, centrality(self._vectors), strict=True)
        ]
        self._first = self._scores
        if subject:
            told = subject.told([each.text for each in found], known)
            self._first = [
                score + _near_the_title(each, likeness[where.item_id])
                for score, each, where in zip(self._scores, told, found, strict=True)
            ]
        self._taken: list[int] = []
        self._is_short = True

    def take(self, most: int) -> list[Candidate]:
        """Return the best sentence, then those that add to it, as many as there are up to `most`."""
        everyone = range(len(self._found))
        self._is_short = most <= _SHORT
        self._taken = [self._opening()]
        while len(self._taken) < most:
            fit = [number for number in everyone if self._adds(number)]
            if not fit:
                break
            self._taken.append(max(fit, key=self._worth))
        return [self._found[number] for number in self._taken]

    def _opening(self) -> int:
        """Return the place of the best first sentence; only those that may be it are held against the title."""
        best, most = 0, -math.inf
        for number in sorted(range(len(self._found)), key=lambda number: -self._first[number]):
            if self._first[number] <= most:
                break
            worth = self._first[number] - _OVERTAKEN * self._subject.differs_from(self._found[number].text)
            if worth > most:
                best, most = number, worth
        return best

    def _adds(self, number: int) -> bool:
        """Whether a sentence is about the same, says something new and contradicts nothing.

        The openings of other items tell the same news again in other words, which no count of shared words sees.
        """
        each, continues = self._found[number], self._continues(number)
        if number in self._taken or (self._is_short and not continues and self._is_out_of_place(each)):
            return False
        if self._is_short and not adds_news(each.text, [self._found[other].text for other in self._taken]):
            return False
        most = _MOST_ALIKE if continues else _MOST_ALIKE_ELSEWHERE
        alike = self._alike(number)
        if alike > (most if self._is_short else _MOST_ALIKE_IN_LONG) or (alike < _LEAST_ALIKE and not continues):
            return False
        others = (self._found[other] for other in self._taken)
        return not any(other.item_id != each.item_id and contradict(each.text, other.text) for other in others)

    @staticmethod
    def _is_out_of_place(each: Candidate) -> bool:
        """Whether it cannot follow a sentence of another item, where "yesterday" would be another day."""
        return each.leans or each.opens or any(name in RELATIVE_DAYS for name, _, _ in days(each.text))

    def _worth(self, number: int) -> float:
        score = self._scores[number]
        if self._continues(number):
            score += (_CONTINUES if self._is_short else _CONTINUES_IN_LONG) + (
                _NO_OPENING if self._found[number].leans else 0.0
            )
        return _MMR * score - (1 - _MMR) * self._alike(number)

    def _alike(self, number: int) -> float:
        return max(similarity(self._vectors[number], self._vectors[other]) for other in self._taken)

    def _continues(self, number: int) -> bool:
        """Whether it stands right after the sentence that was taken last, in the same item."""
        each, last = self._found[number], self._found[self._taken[-1]]
        return each.item_id == last.item_id and each.position == last.position + 1


def adds_news(text: str, before: Sequence[str]) -> bool:
    """Whether a sentence has a name, a number or enough other terms that none before it has."""
    said = " ".join(before)
    if any(match[0].lower() not in said.lower() for match in _NAME_OR_NUMBER.finditer(text)):
        return True
    return len(set(terms(text)) - set(terms(said))) >= _FEWEST_NEW


def _near_the_title(telling: Telling, likeness: float) -> float:
    """Return what a sentence is worth, or loses, as the first one under the title."""
    return _TITLE * telling.share + _TITLES_ITEM * likeness - _NO_OPENING * telling.misses
