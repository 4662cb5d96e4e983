"""Pairs that need no likeness: the same text or page under two ids, and look-alikes that tell of other things."""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Sequence
from collections.abc import Set as AbstractSet
from difflib import SequenceMatcher

from ainews.stories.signature import Signature
from ainews.text.vocabulary import usual_share

_SAME_HEADLINE = 0.34
_COPIED = 0.65
_SHORTEST_COPY = 8
_PAGES_PER_ADDRESS = 3
"""An address under more headlines than this is a landing page or a paywall."""
_SHORTEST_TEMPLATE = 4
_LONGEST_FILLING, _LONGEST_CHANGE = 0.6, 0.4
_SERIES_GAP_H = 16.0
_DAYS = frozenset(
    [
        "monday",
        "tuesday",
        "wednesday",
        "thursday",
        "friday",
        "saturday",
        "sunday",
        "january",
        "february",
        "march",
        "april",
        "may",
        "june",
        "july",
        "august",
        "september",
        "october",
        "november",
        "december",
        "morning",
        "evening",
        "afternoon",
    ]
)
_COUNT = re.compile(r"\d.*|one|two|three|four|five|six|seven|eight|nine|ten|eleven|twelve|dozen|hundred|thousand")


class Twins:
    """Finds the items that carry the same text, or stand at the same address under one headline."""

    def __init__(self) -> None:
        self._by_text: defaultdict[int, list[int]] = defaultdict(list)
        self._by_url: defaultdict[int, dict[int, Signature]] = defaultdict(dict)

    def add(self, slot: int, signature: Signature) -> None:
        self._by_text[signature.text_key].append(slot)
        if signature.url_key is not None:
            self._by_url[signature.url_key][slot] = signature

    def remove(self, slot: int, signature: Signature) -> None:
        self._by_text[signature.text_key].remove(slot)
        if not self._by_text[signature.text_key]:
            del self._by_text[signature.text_key]
        if signature.url_key is not None:
            del self._by_url[signature.url_key][slot]
            if not self._by_url[signature.url_key]:
                del self._by_url[signature.url_key]

    def of(self, signature: Signature) -> list[int]:
        """Return slots of twins of this item: the first of the same text, and all of the same page."""
        if not signature.tells:
            return []
        same_page = self._by_url.get(signature.url_key, {}) if signature.url_key is not None else {}
        twins = [slot for slot, other in same_page.items() if self.are_twins(signature, other)]
        return [*self._by_text.get(signature.text_key, [])[:1], *twins]

    def are_twins(self, a: Signature, b: Signature) -> bool:
        """Whether two items are one by their text or address alone."""
        if not (a.tells and b.tells):
            return False
        if a.text_key == b.text_key or self._same_page(a, b):
            return True
        return are_copies(a, b) and not differ_in_filling(a, b)

    def _same_page(self, a: Signature, b: Signature) -> bool:
        if a.url_key is None or a.url_key != b.url_key or not same_headline(a, b):
            return False
        return len({other.title for other in self._by_url[a.url_key].values()}) <= _PAGES_PER_ADDRESS


def are_copies(a: Signature, b: Signature) -> bool:
    """Whether two items carry one text, as agencies send it out: most words are the same."""
    return len(a.words) >= _SHORTEST_COPY and _jaccard(a.words, b.words) >= _COPIED


def copies(signatures: Sequence[Signature]) -> list[int]:
    """Return for each item the place of the first that carries its text, its own where none does."""
    first: list[int] = []
    holders: defaultdict[str, list[int]] = defaultdict(list)
    for place, signature in enumerate(signatures):
        # A copy lacks at most a third of the words, so it has one of the rarest so many.
        rarest = sorted(signature.words, key=lambda word: (usual_share(word), word))[: 1 + len(signature.words) // 2]
        near = sorted({other for word in rarest for other in holders[word]})
        first.append(next((first[other] for other in near if are_copies(signature, signatures[other])), place))
        for word in rarest:
            holders[word].append(place)
    return first


def same_headline(a: Signature, b: Signature) -> bool:
    """Whether one headline may be an edit of the other."""
    return _jaccard(set(a.title), set(b.title)) >= _SAME_HEADLINE


def differ_in_filling(a: Signature, b: Signature) -> bool:
    """Whether two headlines are one template filled with another count, day or place.

    From one source, hours apart and over another text, any template is a series, even unchanged.
    """
    if min(len(a.title), len(b.title)) < _SHORTEST_TEMPLATE:
        return False
    if len(a.title) != len(b.title):
        return _differ_in_length_of_filling(a, b)
    fillings = [(x, y) for x, y in zip(a.title, b.title, strict=True) if x != y]
    share = len(fillings) / len(a.title)
    if a.source_id == b.source_id and abs(a.at_h - b.at_h) >= _SERIES_GAP_H and a.text_key != b.text_key:
        return share <= _LONGEST_CHANGE
    return 0 < share <= _LONGEST_FILLING and all(_is_filling(x, a) and _is_filling(y, b) for x, y in fillings)


def _differ_in_length_of_filling(a: Signature, b: Signature) -> bool:
    """Whether names of several words stand where the other headline has fewer; what is only added changes nothing.

    Whether a headline's first word is a name, its capital does not tell: another count beside it does.
    """
    longest = max(len(a.title), len(b.title))
    if len(set(a.title) & set(b.title)) < (1 - _LONGEST_FILLING) * longest:
        return False
    matched = SequenceMatcher(None, a.title, b.title, False).get_opcodes()
    changes = [(a.title[i:j], b.title[k:m], i) for change, i, j, k, m in matched if change != "equal"]
    changes = [each for each in changes if _spelled(each[0]) != _spelled(each[1])]
    changed = max(sum(len(some) for some, *_ in changes), sum(len(others) for _, others, _ in changes))
    counts = any(all(map(_COUNT.fullmatch, (*some, *others))) for some, others, _ in changes)
    return 0 < changed <= _LONGEST_FILLING * longest and all(
        some and others and ((at == 0 and counts) or (_are_fillings(some, a) and _are_fillings(others, b)))
        for some, others, at in changes
    )


def _spelled(words: Sequence[str]) -> str:
    """Return words without what tells `U.S.` from `US` and `H-1B` from `H1B`."""
    return "".join(filter(str.isalnum, "".join(words)))


def _are_fillings(words: Sequence[str], signature: Signature) -> bool:
    return all(_is_filling(word, signature) for word in words)


def _is_filling(word: str, signature: Signature) -> bool:
    return word in _DAYS or word in signature.names or _COUNT.fullmatch(word) is not None


def _jaccard(a: AbstractSet[str], b: AbstractSet[str]) -> float:
    shared = len(a & b)
    return shared / max(1, len(a) + len(b) - shared)
