"""Whether two sentences about one thing can both stand: other numbers for the same, or a denial; no reasoning."""

from __future__ import annotations

from ainews.summarize.numbers import figures
from ainews.summarize.wording import negations
from ainews.summarize.words import words

_NEAR_CHARS = 40
_ALIKE = 0.6


def contradict(one: str, other: str) -> bool:
    """Whether they give different numbers for the same thing, or only one of two alike has a negation."""
    mine, theirs = _slots(one), _slots(other)
    if any(not mine[slot] & theirs[slot] for slot in mine.keys() & theirs.keys()):
        return True
    return bool(negations(one)) != bool(negations(other)) and _are_alike(set(words(one)), set(words(other)))


def _are_alike(mine: set[str], theirs: set[str]) -> bool:
    return len(mine & theirs) > _ALIKE * min(len(mine), len(theirs))


def _slots(sentence: str) -> dict[str, set[float]]:
    """Return the numbers of a sentence by the words beside them that say what they count."""
    slots: dict[str, set[float]] = {}
    for figure in figures(sentence):
        if figure.is_vague or figure.is_year:
            continue
        before = words(sentence[max(0, figure.start - _NEAR_CHARS) : figure.start])[-1:]
        after = words(sentence[figure.end : figure.end + _NEAR_CHARS])[:2]
        for word in (*before, *after, figure.unit):
            if len(word) > 3 or word == "%":
                slots.setdefault(word, set()).update(figure.readings)
    return slots
