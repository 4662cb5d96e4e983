"""Whether two sentences about one thing can both stand: other numbers or days for it, or a denial; no reasoning."""

from __future__ import annotations

from ainews.summarize.calendar import WEEKDAYS, days
from ainews.summarize.numbers import figures
from ainews.summarize.wording import negations
from ainews.summarize.words import content_words, words

_NEAR_CHARS = 40
_ALIKE = 0.6
_SHARED_TERMS = 2  # a name and what happened to it


def contradict(one: str, other: str) -> bool:
    """Whether they give different numbers or days for the same thing, or only one of two alike has a negation."""
    mine, theirs = _slots(one), _slots(other)
    if any(not mine[slot] & theirs[slot] for slot in mine.keys() & theirs.keys()):
        return True
    if _weekdays(one) and _weekdays(other) and not _weekdays(one) & _weekdays(other):
        return len(set(content_words(one)) & set(content_words(other))) >= _SHARED_TERMS
    return bool(negations(one)) != bool(negations(other)) and _are_alike(set(words(one)), set(words(other)))


def _are_alike(mine: set[str], theirs: set[str]) -> bool:
    return len(mine & theirs) > _ALIKE * min(len(mine), len(theirs))


def _weekdays(sentence: str) -> set[str]:
    return {name for name, _, _ in days(sentence) if name in WEEKDAYS}


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
