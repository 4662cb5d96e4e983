"""How a sentence is worded, whatever it says: finished, balanced, repeating, negating; facts are checked elsewhere."""

from __future__ import annotations

import re
from collections.abc import Sequence

from ainews.summarize.words import word_set

_ENDINGS = ".!?。！？｡।॥؟۔։።။"
_AFTER_END = "\"'”’»›)]」』）】》〉“ \u00a0\n"
_PAIRS = (("(", ")"), ("[", "]"), ("“", "”"), ("«", "»"), ("「", "」"), ("『", "』"), ("（", "）"))
_HANGING = word_set(
    """a an the and or but of to in on at for with by from that which who as is are was were no mr mrs ms dr st vs gov
    sen und oder der die das et ou le la y o и"""
)
_NEGATION = re.compile(
    r"\b(?:not|no|never|none|nobody|nothing|neither|nor|without|cannot|denie[ds]|deny|denying|refus\w+|reject\w*|fail(?:s|ed|ing)?|"
    r"unable|unlikely|declin(?:e[sd]?|ing)|hardly|barely|lack\w*|nicht|kein\w*|nie|niemals|ohne|pas|jamais|aucune?|sans|nunca|jamás|ningún|ninguna|sin|nem|não|"
    r"не|нет|никогда|без|δεν|μην)\b|n['’]t\b|\bnon[- ]|不|没有|未|ない|ません|नहीं|لا\b|لم\b|لن\b|ليس",
    re.IGNORECASE,
)


def is_finished(sentence: str) -> bool:
    """Whether the sentence has an end, and the end is not three dots or a word that wants another."""
    bare = sentence.rstrip(_AFTER_END)
    if not bare or bare[-1] not in _ENDINGS or bare.endswith(("..", "…")):
        return False
    return bare[bare.rfind(" ") + 1 : -1].lower() not in _HANGING


def is_balanced(sentence: str) -> bool:
    """Whether every quotation and bracket that opens is closed."""
    if sentence.count('"') % 2:
        return False
    pairs = _PAIRS if "„" not in sentence else (("„", "“"), *(pair for pair in _PAIRS if pair[0] != "“"))
    return all(sentence.count(opening) == sentence.count(closing) for opening, closing in pairs)


def negations(text: str) -> list[tuple[int, int]]:
    """Return where words stand that deny something."""
    return [match.span() for match in _NEGATION.finditer(text)]


def repeats_itself(words: Sequence[str]) -> bool:
    """Whether three words stand twice in the same order."""
    runs = list(zip(words, words[1:], words[2:], strict=False))
    return len(set(runs)) < len(runs)


def overlap(one: Sequence[str], other: Sequence[str]) -> float:
    """Return the Jaccard similarity of two bags of words, as sets."""
    mine, theirs = set(one), set(other)
    union = len(mine | theirs)
    return len(mine & theirs) / union if union else 0.0
