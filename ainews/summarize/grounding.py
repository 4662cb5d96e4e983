"""Checks that sentences say only what the items they cite say; it finds words and numbers, and knows no truth.

Swaps inside one cited item are the weak side: a summary that gives a number of the item to another thing is seen only
by the words around it. What is claimed for a sentence that passes is "found in the cited items", not "true".
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from enum import StrEnum

from ainews.model import ItemText, Sentence
from ainews.summarize.calendar import days
from ainews.summarize.evidence import Evidence, Passage
from ainews.summarize.links import links, markup, plain, without_links
from ainews.summarize.names import Name, names
from ainews.summarize.names_known import NOBODY
from ainews.summarize.numbers import Figure, figures, supports
from ainews.summarize.orders import is_order
from ainews.summarize.quotes import parts, quotations
from ainews.summarize.wording import is_balanced, is_finished, negations, overlap, repeats_itself
from ainews.summarize.words import content_words, near, words

_MOST_OVERLAP = 0.6
_LEAST_COVERED = 0.5
_BEST_PASSAGES = 3
_NEAR_WORDS = 5
_LEAST_CONTEXT, _LEAST_DAY_CONTEXT = 0.35, 0.2
_NEAR_DENIAL = 3
_LEAST_NAME_CHARS = 5
_CLAUSE_END = re.compile(r"[,;:“”\"]")


class Fault(StrEnum):
    """What is wrong with a sentence, by name; stable words for scripts."""

    UNCITED = "uncited"  # names no item, or one that was not given
    UNFINISHED = "unfinished"
    REPETITION = "repetition"
    QUOTE = "quote"
    NUMBER = "number"
    NAME = "name"
    DATE = "date"
    NEGATION = "negation"
    LINK = "link"
    MARKUP = "markup"
    ORDER = "order"  # commands the reader or the model
    UNSUPPORTED = "unsupported"  # says too much that the items do not


@dataclass(frozen=True, slots=True)
class Problem:
    """One thing that a sentence says and its items do not; `what` are its words."""

    fault: Fault
    what: str


class Grounding:
    """The items of one story, against which any number of summaries is checked."""

    def __init__(self, items: Sequence[ItemText]) -> None:
        self._items = {item.item_id: item for item in items}
        self._evidence: dict[frozenset[int], Evidence] = {}

    def check(self, summary: Sequence[Sentence]) -> list[tuple[Problem, ...]]:
        """Return what is wrong with each sentence; an empty tuple for one that is found in the items it cites."""
        return [tuple(self._problems(sentence, summary[:number])) for number, sentence in enumerate(summary)]

    def _problems(self, sentence: Sentence, earlier: Sequence[Sentence]) -> Iterator[Problem]:
        cited = frozenset(sentence.item_ids)
        if not cited or not cited <= self._items.keys():
            yield Problem(Fault.UNCITED, ", ".join(map(str, sorted(cited - self._items.keys()))))
            return
        if cited not in self._evidence:
            self._evidence[cited] = Evidence([self._items[number] for number in sorted(cited)])
        yield from problems(sentence.text, self._evidence[cited], [each.text for each in earlier])


def problems(sentence: str, evidence: Evidence, earlier: Sequence[str] = ()) -> Iterator[Problem]:
    """Yield what is wrong with one sentence, given what its items say and the sentences before it."""
    text = plain(sentence)
    yield from _form(text, earlier)
    yield from _carried(sentence, text, evidence)
    yield from _quotes(text, evidence)
    yield from _names(text, evidence)
    yield from _numbers(text, evidence)
    yield from _days(text, evidence)
    yield from _support(text, evidence)


def _form(text: str, earlier: Sequence[str]) -> Iterator[Problem]:
    if not is_finished(text) or not is_balanced(text):
        yield Problem(Fault.UNFINISHED, text[-30:])
    mine = words(text)
    if repeats_itself(mine) or any(overlap(mine, words(other)) > _MOST_OVERLAP for other in earlier):
        yield Problem(Fault.REPETITION, text)


def _carried(sentence: str, text: str, evidence: Evidence) -> Iterator[Problem]:
    """Links, markup and commands: what a summary could carry from the text of an item to its reader."""
    for link in links(text):
        if link not in evidence.links:
            yield Problem(Fault.LINK, link)
    for mark in markup(sentence):
        yield Problem(Fault.MARKUP, mark)
    if is_order(text):
        yield Problem(Fault.ORDER, text)


def _quotes(text: str, evidence: Evidence) -> Iterator[Problem]:
    for readings in quotations(text):
        if not any(all(part in evidence.folded for part in parts(reading)) for reading in readings):
            yield Problem(Fault.QUOTE, readings[0])


def _names(text: str, evidence: Evidence) -> Iterator[Problem]:
    if text.islower():
        yield from _names_without_capitals(text, evidence)
    for name in names(text):
        missing = evidence.names.missing(name)
        if missing or not evidence.names.stand_together(name) or not _is_in_company(text, name, evidence.passages):
            yield Problem(Fault.NAME, " ".join(missing) or name.text)


def _names_without_capitals(text: str, evidence: Evidence) -> Iterator[Problem]:
    """Where nothing has a capital, any longer word that the items lack may be a name."""
    for word in words(text):
        if len(word) >= _LEAST_NAME_CHARS and word not in NOBODY and not evidence.terms.issuperset(content_words(word)):
            yield Problem(Fault.NAME, word)


def _is_in_company(text: str, name: Name, passages: Sequence[Passage]) -> bool:
    """Whether anything that is said beside a name is said where the items have it, or right after."""
    own = frozenset(content_words(name.text))
    beside = near(text, name.start, name.end, _NEAR_WORDS) - own
    places = [number for number, passage in enumerate(passages) if own & passage.terms]
    if not beside or not places:
        return True  # nothing to go by, or known under another form
    return any(beside & passage.terms for number in places for passage in passages[number : number + 2])


def _numbers(text: str, evidence: Evidence) -> Iterator[Problem]:
    for figure in figures(text):
        if figure.is_vague:
            continue
        bearing = [each for each in evidence.passages if any(supports(source, figure) for source in each.figures)]
        if not bearing or not any(_is_in_context(text, figure, each) for each in bearing):
            yield Problem(Fault.NUMBER, text[figure.start : figure.end])


def _is_in_context(text: str, figure: Figure, passage: Passage) -> bool:
    """Whether the words around a number in the summary stand around it in the passage too."""
    around = near(text, figure.start, figure.end, _NEAR_WORDS)
    beside = near(text, figure.start, figure.end, 1)
    return not around or any(
        len(around & near(passage.text, source.start, source.end, 2 * _NEAR_WORDS)) >= _LEAST_CONTEXT * len(around)
        or beside & near(passage.text, source.start, source.end, 1)
        for source in passage.figures
        if supports(source, figure)
    )


def _days(text: str, evidence: Evidence) -> Iterator[Problem]:
    for name, start, end in days(text):
        around = near(text, start, end, _NEAR_WORDS)
        bearing = [passage.terms for passage in evidence.passages if name in passage.days]
        if not any(len(around & terms) >= _LEAST_DAY_CONTEXT * len(around) for terms in bearing):
            yield Problem(Fault.DATE, text[start:end])


def _support(text: str, evidence: Evidence) -> Iterator[Problem]:
    """Whether the passages nearest to a sentence bear what it says, and deny what it denies."""
    mine = frozenset(content_words(_without_figures(without_links(text))))
    nearest = sorted(evidence.passages, key=lambda passage: -len(mine & passage.terms))[:_BEST_PASSAGES]
    covered = mine & frozenset(term for passage in nearest for term in passage.terms)
    if len(covered) <= _LEAST_COVERED * len(mine) and mine:
        yield Problem(Fault.UNSUPPORTED, " ".join(sorted(mine - evidence.terms)))
    for start, end in negations(text):
        before, after = _CLAUSE_END.split(text[:start])[-1], _CLAUSE_END.split(text[end:])[0]
        around = {*content_words(before)[-2:], *content_words(after)[:2]}
        if not any(_denies(passage, around) for passage in evidence.passages):
            yield Problem(Fault.NEGATION, text[start:end])


def _without_figures(text: str) -> str:
    """Return the text without its numbers, which are checked by value."""
    for start, end in sorted({(figure.start, figure.end) for figure in figures(text)}, reverse=True):
        text = text[:start] + text[end:]
    return text


def _denies(passage: Passage, around: set[str]) -> bool:
    """Whether a passage denies something in the same words."""
    return any(len(around & near(passage.text, *at, _NEAR_DENIAL)) >= min(2, len(around)) for at in passage.negations)
