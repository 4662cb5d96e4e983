"""Whether two headlines say the same thing: a stricter question than whether they belong to one story.

A near miss has the same names and another count, day or place, so what is left over on both sides
counts as much as what is shared. The numbers were fitted on the SemEval STS headline pairs.
"""

from __future__ import annotations

import math
import re

from ainews.stories.words import words
from ainews.text.titles import headline
from ainews.text.vocabulary import usual_share

_MEANING, _CLOSE_MEANING, _CONTAINED, _OTHER_NUMBERS, _LEFT_OVER, _CONSTANT = 6.67, 12.59, 2.29, -3.39, 0.52, -8.56
_CLOSE = 0.8
_SPELLED = {
    word: str(number)
    for number, word in enumerate(
        ["zero", "one", "two", "three", "four", "five", "six", "seven", "eight", "nine", "ten", "eleven", "twelve"]
    )
}
_NUMBER = re.compile(r"\d[\d.,]*")


def sameness(one: str, other: str, cosine: float | None = None) -> float:
    """Return 0 to 1; from .5 on they tell the same story.

    cosine  of the two headlines' vectors; None guesses it from their words
    """
    a, b = set(words(headline(one))), set(words(headline(other)))
    shared, left = _weight(a & b), min(_weight(a - b), _weight(b - a))
    contained = shared / max(1e-9, min(_weight(a), _weight(b)))
    meaning = cosine if cosine is not None else _guess(a, b)
    numbers, others = _numbers(a), _numbers(b)
    conflict = bool(numbers - others) and bool(others - numbers)
    logit = (
        _CONSTANT
        + _MEANING * meaning
        + _CLOSE_MEANING * max(0.0, meaning - _CLOSE)
        + _CONTAINED * contained
        + _OTHER_NUMBERS * conflict
        + _LEFT_OVER * math.log1p(left)
    )
    return 1 / (1 + math.exp(-logit))


def _guess(a: set[str], b: set[str]) -> float:
    squares = (sum(_weight({word}) ** 2 for word in each) for each in (a & b, a, b))
    shared, own, others = squares
    return min(1.0, 1.1 * math.sqrt(shared / max(1e-9, math.sqrt(own * others))))


def _weight(found: set[str]) -> float:
    return sum(max(0.0, -math.log(usual_share(word)) - 0.5) for word in found)


def _numbers(found: set[str]) -> set[str]:
    return {_SPELLED.get(word, word).replace(",", "") for word in found if word in _SPELLED or _NUMBER.fullmatch(word)}
