"""What the cited items say, made ready to look things up in: their sentences, words, numbers and days; no verdicts."""

from __future__ import annotations

from collections.abc import Sequence
from functools import cached_property

from ainews.model import ItemText
from ainews.summarize.calendar import days
from ainews.summarize.links import links, plain
from ainews.summarize.names import KnownNames
from ainews.summarize.numbers import Figure, figures
from ainews.summarize.orders import is_addressed, trusted
from ainews.summarize.quotes import folded
from ainews.summarize.wording import negations
from ainews.summarize.words import content_words
from ainews.text.sentences import sentences


class Passage:
    """One sentence of a cited item."""

    def __init__(self, text: str) -> None:
        self.text = text

    @cached_property
    def terms(self) -> frozenset[str]:
        return frozenset(content_words(self.text))

    @cached_property
    def figures(self) -> Sequence[Figure]:
        return figures(self.text)

    @cached_property
    def days(self) -> frozenset[str]:
        return frozenset(name for name, _, _ in days(self.text))

    @cached_property
    def negations(self) -> Sequence[tuple[int, int]]:
        return negations(self.text)


class Evidence:
    """Everything that some items say to people."""

    def __init__(self, items: Sequence[ItemText]) -> None:
        said = plain("\n".join(f"{item.title}\n{item.text}" for item in map(trusted, items)))
        told = [text for text in sentences(said) if not is_addressed(text)]
        self.text = "\n".join(told)
        self.urls = frozenset(item.url.lower() for item in items if item.url)
        self.passages = [Passage(text) for text in told]

    @cached_property
    def folded(self) -> str:
        return folded(self.text)

    @cached_property
    def links(self) -> frozenset[str]:
        return frozenset(links(self.text)) | self.urls

    @cached_property
    def names(self) -> KnownNames:
        return KnownNames(self.text)

    @cached_property
    def terms(self) -> frozenset[str]:
        return frozenset(term for passage in self.passages for term in passage.terms)
