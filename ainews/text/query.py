"""The search language, understood: from what people type to a tree. Knows no index and no store.

    climate deal          both words            title:climate     in the title
    "climate deal"        side by side          source:bbc        in sources whose title, address or folder has it
    climate OR weather    either                tag:science       in a category of the item or a folder of the reader
    clim*                 words that begin so   since:7d          not older
    -climate              without it; also -"climate deal", -title:climate, -source:bbc, -tag:science

Nothing that is typed is an error, but for a `since:` that names no time.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field, replace
from datetime import datetime
from enum import StrEnum

from ainews.text.dates import parse_since

MOST_TERMS = 100
"""What is typed beyond so many terms is left out."""

_QUOTES = str.maketrans(dict.fromkeys("“”„‟«»＂", '"'))
_UNREADABLE = re.compile("[\x00-\x1f\x7f\ud800-\udfff]")
_PIECE = re.compile(
    r"""\(*
    (?P<minus>-)?
    (?:(?P<field>title|source|tag|since):(?=[^\s)]))?
    (?:"(?P<phrase>[^"]*)(?:"|$) | (?P<word>[^\s"]+))
    (?P<star>(?<=")\*)?""",
    re.VERBOSE | re.IGNORECASE,
)
_AFTER_WORD = "),.;:!?"
_LITERAL = re.compile(r"\w+[+#]+|\.\w+")
_TOKEN = re.compile(r"[^\W_]+")


def _words(text: str) -> frozenset[str]:
    return frozenset(text.split())


_STOP_WORDS = _words(
    """a about after all also am an and any are as at be been before being between both but by can could did do does
    doing during each for from had has have having he her here hers him his how i if in into is it its itself just me
    more most my no nor not of off on once only or other our out over own same she should so some such than that the
    their them then there these they this those through to too under until up very was we were what when where which
    while who whom whose why will with would you your"""
)
_REQUEST_WORDS = _words(
    """article articles concerned concerning dealing describe described describes describing discuss
    discussed discusses discussing discussion document documents find give given interested literature paper papers
    please regarding related relating show tell want"""
)
_QUESTION_WORDS = 4
"""From so many plain words on, a query is a question: it tells what it is about, not what must be written."""


class Field(StrEnum):
    """Where a term is looked for; TEXT is title, body and categories."""

    TEXT = "text"
    TITLE = "title"
    SOURCE = "source"
    TAG = "tag"


@dataclass(frozen=True, slots=True)
class Term:
    """A word or a phrase; `quoted` if typed so, `prefix` if longer words that begin so will do."""

    text: str
    field: Field = Field.TEXT
    quoted: bool = False
    prefix: bool = False

    @property
    def is_plain(self) -> bool:
        return self.field is Field.TEXT and not self.quoted and not self.prefix


Clause = tuple[Term, ...]


@dataclass(frozen=True, slots=True)
class Query:
    """What is looked for: one term of every clause, none that is excluded, nothing before `since`.

    length   plain words that were typed, stop words included
    meaning  free words as they were typed, stop words included: what a vector is made of
    """

    clauses: tuple[Clause, ...] = ()
    excluded: Clause = ()
    since: datetime | None = None
    length: int = field(default=0, compare=False)
    meaning: str = field(default="", compare=False)

    def __bool__(self) -> bool:
        return bool(self.clauses or self.excluded or self.since)

    @property
    def is_question(self) -> bool:
        return self.length >= _QUESTION_WORDS

    @property
    def shown_terms(self) -> tuple[Term, ...]:
        """The terms that an item's own title and text can contain."""
        return tuple(term for clause in self.clauses for term in clause if term.field in (Field.TEXT, Field.TITLE))

    @property
    def literals(self) -> tuple[str, ...]:
        """Required words, in small letters, that an index holds without the signs that make them what they are: C++."""
        alone = (clause[0].text.lower() for clause in self.clauses if len(clause) == 1)
        return tuple(text for text in alone if _LITERAL.fullmatch(text))

    def relaxed(self) -> Query:
        """Return the query for which any of the plain words will do, and any part of them.

        What was named stays required, and what was quoted, but in a question: people quote there to tell a name.
        """
        loose = tuple(clause for clause in self.clauses if self._is_loose(clause))
        parts = (Term(part) for clause in loose for term in clause for part in _TOKEN.findall(term.text))
        words = tuple(dict.fromkeys(part for part in parts if part.text.lower() not in _STOP_WORDS))
        if len(words) < 2:
            return self
        return replace(self, clauses=(*(clause for clause in self.clauses if clause not in loose), words))

    def named(self) -> Query:
        """Return what an item must meet whatever its words are: what `relaxed` keeps required, but for the words."""
        return replace(self, clauses=tuple(clause for clause in self.clauses if not self._is_loose(clause)))

    def _is_loose(self, clause: Clause) -> bool:
        return _is_plain(clause) or (self.is_question and _is_free(clause))


def parse_query(typed: str, *, now: datetime) -> Query:
    """Understand what people type; stop words count only where nothing else was typed."""
    clauses: list[Clause] = []
    excluded: list[Term] = []
    said: list[str] = []
    since: datetime | None = None
    joins = False
    for piece in _pieces(typed):
        if piece is None:
            joins = bool(clauses)
            continue
        if _field(piece) == "since" and not piece["minus"]:
            since = parse_since(_value(piece), now)
        elif (term := _term(piece)) is not None:
            if term.field is Field.TEXT and not piece["minus"]:
                said.append(_value(piece))
            if piece["minus"]:
                excluded.append(term)
            elif joins:
                clauses[-1] += (term,)
            else:
                clauses.append((term,))
        joins = False
    length = sum(len(clause) for clause in clauses if _is_plain(clause))
    return Query(
        _without_stop_words(clauses, length), tuple(dict.fromkeys(excluded)), since, length, meaning=" ".join(said)
    )


def _pieces(typed: str) -> Iterator[re.Match[str] | None]:
    """Yield what is typed piece by piece; None stands for OR."""
    readable = _UNREADABLE.sub(" ", typed).translate(_QUOTES)
    for number, piece in enumerate(_PIECE.finditer(readable)):
        if number == MOST_TERMS:
            return
        yield None if piece[0] in ("OR", "|", "||") else piece


def _term(piece: re.Match[str]) -> Term | None:
    """Return the term, or None if nothing in it could be in an index."""
    text = _value(piece)
    if not _TOKEN.search(text):
        return None
    name = _field(piece)
    if name == "since":
        return Term(f"since {text}", quoted=True)
    if piece["phrase"] is not None:
        return Term(text, Field(name), quoted=True, prefix=bool(piece["star"]))
    word = text.lstrip("(").rstrip(_AFTER_WORD)
    return Term(word.rstrip("*" + _AFTER_WORD), Field(name), prefix=word.endswith("*"))


def _field(piece: re.Match[str]) -> str:
    return (piece["field"] or Field.TEXT).lower()


def _value(piece: re.Match[str]) -> str:
    return (piece["word"] if piece["phrase"] is None else piece["phrase"]).strip()


def _without_stop_words(clauses: Iterable[Clause], length: int) -> tuple[Clause, ...]:
    """Drop stop words, and in a question what only asks, while other words remain."""
    found = tuple(dict.fromkeys(clauses))
    if length >= _QUESTION_WORDS:
        kept = tuple(clause for clause in found if not _is_only(clause, _STOP_WORDS | _REQUEST_WORDS))
        if len(kept) > 1:
            return kept
    return tuple(clause for clause in found if not _is_only(clause, _STOP_WORDS)) or found


def _is_only(clause: Clause, words: frozenset[str]) -> bool:
    return all(term.is_plain and term.text.lower() in words for term in clause)


def _is_free(clause: Clause) -> bool:
    return all(term.field is Field.TEXT and not term.prefix for term in clause)


def _is_plain(clause: Clause) -> bool:
    return all(term.is_plain for term in clause)
