"""Pairs that need no likeness: the same text or page under two ids, and look-alikes that tell of other things."""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Iterable

from ainews.stories.signature import Signature

_SAME_HEADLINE = 0.34
_PAGES_PER_ADDRESS = 3
"""An address under more headlines than this is a landing page or a paywall."""
_SHORTEST_TEMPLATE = 4
_LONGEST_FILLING = 0.4
_SERIES_GAP_H = 16.0
_DAYS = frozenset(
    "monday tuesday wednesday thursday friday saturday sunday january february march april may june july august"
    " september october november december morning evening afternoon".split()
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
        """Return slots of twins of this item: the latest of the same text, and all of the same page."""
        if not signature.tells:
            return []
        same_page = self._by_url.get(signature.url_key, {}) if signature.url_key is not None else {}
        twins = [slot for slot, other in same_page.items() if self.are_twins(signature, other)]
        return [*self._by_text.get(signature.text_key, [])[-1:], *twins]

    def are_twins(self, a: Signature, b: Signature) -> bool:
        """Whether two items are one by their text or address alone."""
        if not (a.tells and b.tells):
            return False
        if a.text_key == b.text_key:
            return True
        if a.url_key is None or a.url_key != b.url_key or not same_headline(a, b):
            return False
        return len({other.title for other in self._by_url[a.url_key].values()}) <= _PAGES_PER_ADDRESS


def same_headline(a: Signature, b: Signature) -> bool:
    """Whether one headline may be an edit of the other."""
    return _jaccard(a.title, b.title) >= _SAME_HEADLINE


def differ_in_filling(a: Signature, b: Signature) -> bool:
    """Whether two headlines are one template filled with another count, day or place.

    Also true of a series: the same headline, from the same source, on another day, over another text.
    """
    if a.title == b.title:
        return a.source_id == b.source_id and abs(a.at_h - b.at_h) >= _SERIES_GAP_H and a.text_key != b.text_key
    if len(a.title) != len(b.title) or len(a.title) < _SHORTEST_TEMPLATE:
        return False
    fillings = [(x, y) for x, y in zip(a.title, b.title, strict=True) if x != y]
    if len(fillings) > _LONGEST_FILLING * len(a.title):
        return False
    return all(_is_filling(x, a) and _is_filling(y, b) for x, y in fillings)


def _is_filling(word: str, signature: Signature) -> bool:
    return word in _DAYS or word in signature.names or _COUNT.fullmatch(word) is not None


def _jaccard(a: Iterable[str], b: Iterable[str]) -> float:
    one, two = set(a), set(b)
    return len(one & two) / max(1, len(one | two))
