"""Elements of a feed by name, and what they inherit: base address and language."""

from __future__ import annotations

from collections.abc import Iterator
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
    """The children of one element, by name; those of media:group count as its own."""

    __slots__ = ("_by_name",)

    def __init__(self, element: Element | None, names: Names) -> None:
        self._by_name: dict[str, list[Element]] = {}
        if element is not None:
            self._collect(element, names)

    def _collect(self, element: Element, names: Names) -> None:
        by_name = self._by_name
        for child in element:
            name = names[child.tag]
            if name in by_name:
                by_name[name].append(child)
            else:
                by_name[name] = [child]
            if name == "media:group":
                self._collect(child, names)

    def all(self, *wanted: str) -> Iterator[Element]:
        for name in wanted:
            yield from self._by_name.get(name, ())

    def first(self, *wanted: str) -> Element | None:
        """Return the first element of the first name that has one with anything in it."""
        for name in wanted:
            for element in self._by_name.get(name, ()):
                if element.text or len(element):
                    return element
        return None

    def text(self, *wanted: str) -> str:
        """Return the first text that is not blank, trimmed."""
        for name in wanted:
            for element in self._by_name.get(name, ()):
                if text := text_of(element).strip():
                    return text
        return ""

    def texts(self, *wanted: str) -> list[str]:
        return [text for element in self.all(*wanted) if (text := " ".join(text_of(element).split()))]


def text_of(element: Element) -> str:
    """Return all text inside, whatever markup it is wrapped in."""
    if len(element):
        return "".join(str(text) for text in element.itertext())
    return element.text or ""
