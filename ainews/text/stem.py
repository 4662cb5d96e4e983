"""English stems by Porter's algorithm, as SQLite's FTS5 makes them, to show and count what its index found.

M. F. Porter, "An algorithm for suffix stripping", Program 14 (1980), with SQLite's `logi` and `bli` rules.
"""

from __future__ import annotations

import re
from functools import lru_cache

_CONSONANT = "(?:[^aeiouy]|(?<![^aeiou])y|^y)"
_VOWEL = "(?:[aeiou]|(?<=[^aeiou])y)"
_MEASURE_1 = re.compile(f"{_CONSONANT}*{_VOWEL}+{_CONSONANT}")
_MEASURE_2 = re.compile(f"{_CONSONANT}*(?:{_VOWEL}+{_CONSONANT}+){{2}}")
_HAS_VOWEL = re.compile(f"{_CONSONANT}*{_VOWEL}")

_SHORT_END = re.compile(f".*{_CONSONANT}{_VOWEL}(?![wxy]){_CONSONANT}$", re.DOTALL)

_STEP_2 = {
    "ational": "ate",
    "tional": "tion",
    "enci": "ence",
    "anci": "ance",
    "izer": "ize",
    "logi": "log",
    "bli": "ble",
    "alli": "al",
    "entli": "ent",
    "eli": "e",
    "ousli": "ous",
    "ization": "ize",
    "ation": "ate",
    "ator": "ate",
    "alism": "al",
    "iveness": "ive",
    "fulness": "ful",
    "ousness": "ous",
    "aliti": "al",
    "iviti": "ive",
    "biliti": "ble",
}
_STEP_3 = {"icate": "ic", "ative": "", "alize": "al", "iciti": "ic", "ical": "ic", "ful": "", "ness": ""}
_STEP_4 = (
    *("al", "ance", "ence", "er", "ic", "able", "ible", "ant", "ement"),
    *("ment", "ent", "ou", "ism", "ate", "iti", "ous", "ive", "ize"),
)
_LONGEST = 64  # bytes; what FTS5 stems


@lru_cache(maxsize=20_000)
def stem(word: str) -> str:
    """Return the stem of one lower-case word."""
    if not 3 <= len(word.encode()) <= _LONGEST:
        return word
    word = _without_ending(_without_plural(word))
    if word.endswith("y") and _HAS_VOWEL.match(word[:-1]):
        word = word[:-1] + "i"
    word = _replaced(word, _STEP_2)
    word = _replaced(word, _STEP_3)
    return _tidied(_without_suffix(word))


def _without_plural(word: str) -> str:
    if word.endswith(("sses", "ies")) and len(word) > 3:
        return word[:-2]
    return word[:-1] if word.endswith("s") and not word.endswith("ss") else word


def _without_ending(word: str) -> str:
    """Take off -eed, -ed and -ing, and mend what they leave."""
    if word.endswith("eed"):
        return word[:-1] if _MEASURE_1.match(word[:-3]) else word
    cut = next((len(ending) for ending in ("ed", "ing") if word.endswith(ending)), 0)
    if not cut or not _HAS_VOWEL.match(word[:-cut]):
        return word
    word = word[:-cut]
    if word.endswith(("at", "bl", "iz")):
        return word + "e"
    if len(word) > 1 and word[-1] == word[-2] and word[-1] not in "aeioulsz":
        return word[:-1]
    return word + "e" if _measure_is_one(word) and _ends_short(word) else word


def _replaced(word: str, suffixes: dict[str, str]) -> str:
    for suffix, other in suffixes.items():
        if word.endswith(suffix):
            rest = word[: -len(suffix)]
            return rest + other if _MEASURE_1.match(rest) else word
    return word


def _without_suffix(word: str) -> str:
    for suffix in _STEP_4:
        if word.endswith(suffix):
            rest = word[: -len(suffix)]
            return rest if _MEASURE_2.match(rest) else word
    if word.endswith(("sion", "tion")) and _MEASURE_2.match(word[:-3]):
        return word[:-3]
    return word


def _tidied(word: str) -> str:
    rest = word[:-1]
    if word.endswith("e") and (_MEASURE_2.match(rest) or (_measure_is_one(rest) and not _ends_short(rest))):
        word = rest
    return word[:-1] if word.endswith("ll") and _MEASURE_2.match(word[:-1]) else word


def _measure_is_one(word: str) -> bool:
    return _MEASURE_1.match(word) is not None and _MEASURE_2.match(word) is None


def _ends_short(word: str) -> bool:
    """Whether it ends consonant, vowel, consonant other than w, x, y."""
    return _SHORT_END.match(word) is not None
