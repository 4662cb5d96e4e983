"""Elements of a feed by name, and what they inherit: base address and language."""

from __future__ import annotations

from collections.abc import Sequence
from typing import NamedTuple

from ainews.parse.names import Names
from ainews.parse.xml import Element
from ainews.text.urls import absolute

_BASE = "{http://www.w3.org/XML/1998/namespace}base"
_LANGUAGE = "{http://www.w3.org/XML/1998/namespace}lang"


class Scope(NamedTuple):
    """What an element hands down. `base` is "" until an xml:base says otherwise."""

    url: str
    base: str = ""
    language: str | None = None

    def within(self, element: Element) -> Scope:
        base, language = element.get(_BASE), element.get(_LANGUAGE)
        if base is None and language is None:
            return self
        base = self.base if base is None else absolute(self.base or self.url, base)
        return Scope(self.url, base, self.language if language is None else language)


class Fields:
    """The children of one element, by slot and best first; those of media:group count as its own."""

    __slots__ = ("_by_slot", "_names")

    def __init__(self, element: Element, names: Names) -> None:
        self._by_slot: dict[str, list[Element]] = {}
        self._names = names
        self._collect(element)

    def _collect(self, element: Element) -> None:
        names, by_slot = self._names, self._by_slot
        for child in element:
            slot = names[child.tag]
            if slot == "group":
                self._collect(child)
            elif slot in by_slot:
                by_slot[slot].append(child)
            elif slot:
                by_slot[slot] = [child]

    def all(self, slot: str) -> Sequence[Element]:
        found = self._by_slot.get(slot)
        if found is None:
            return ()
        return found if len(found) == 1 else sorted(found, key=self._names.rank)

    def text(self, slot: str) -> str:
        """Return the first text that is not blank, trimmed."""
        if slot not in self._by_slot:
            return ""
        for element in self.all(slot):
            if text := text_of(element).strip():
                return text
        return ""

    def texts(self, slot: str) -> list[str]:
        """Return each text, folded to one line."""
        return [text for element in self.all(slot) if (text := " ".join(text_of(element).split()))]

    def texts_of_best(self, slot: str) -> list[str]:
        """Return the texts of the best name that has any, what is inside kept apart by blanks."""
        texts: list[str] = []
        rank = -1
        for element in self.all(slot):
            if texts and self._names.rank(element) != rank:
                break
            rank = self._names.rank(element)
            inside = element.itertext() if len(element) else (element.text or "",)
            if text := " ".join(" ".join(inside).split()):
                texts.append(text)
        return texts


def text_of(element: Element) -> str:
    """Return all text inside, whatever markup it is wrapped in."""
    if len(element):
        return "".join([str(text) for text in element.itertext()])
    return element.text or ""
