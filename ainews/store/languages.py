"""What the search languages of the engines share, and which engine has which."""

from __future__ import annotations

import re
import string
from collections.abc import Iterator, Mapping, Sequence
from functools import cache
from typing import Protocol

from ainews.store.engine import Session
from ainews.text.query import Clause, Field, Query, Term
from ainews.text.stem import stem

_ENDINGS = ("able", "al", "ance", "ate", "ation", "ed", "ence", "er", "ing", "ion", "ity", "ive", "ize", "ment", "ness")
_LIKE_SOURCE = re.compile(r"(?<![^\W_])s\d*(?![^\W_])", re.IGNORECASE)

SourceIds = Mapping[Term, Sequence[int]]
"""The sources that a term names; a term that names none is not in it."""


class Language(Protocol):
    """Writes queries as an engine wants them; nothing typed gets in unescaped."""

    ranks_by_bm25: bool

    def match_text(self, session: Session, query: Query, sources: SourceIds) -> str | None:
        """Return the expression of a query with clauses, or None if nothing can match."""
        ...

    def any_of(self, session: Session, terms: Clause, sources: SourceIds) -> str:
        """Return the expression for any of the terms, "" if nothing can match."""
        ...


@cache
def language_of(engine: str) -> Language:
    """Return the language of `sqlite` or `postgres`."""
    if engine == "sqlite":
        from ainews.store.fts5 import Fts5

        return Fts5()
    from ainews.store.tsquery import Tsquery

    return Tsquery()


def is_like_source(term: Term) -> bool:
    """Whether a free word could be taken for what the index holds of a source: s12."""
    return term.field is Field.TEXT and _LIKE_SOURCE.search(term.text) is not None


def spellings(term: Term) -> Iterator[tuple[str, bool]]:
    """Yield the spellings to look for, and whether each stands for all that begin so.

    An index holds stems, and a prefix may be stemmed too: `bus*` would be `bu*`, and `operat*` would
    miss "operation", which is kept as `oper`. So a prefix that stemming would shorten is
    continued by each letter, and one that ends inside a suffix is completed to words.
    """
    word = term.text.lower()
    if not term.prefix or not word.isalpha() or not word.isascii():
        yield term.text, term.prefix
        return
    if stem(word) == word:
        yield word, True
    else:
        yield word, False
        yield from ((word + letter, True) for letter in string.ascii_lowercase if stem(word + letter).startswith(word))
    for completed in _completions(word):
        yield completed, False


def _completions(start: str) -> Iterator[str]:
    for ending in _ENDINGS:
        for cut in range(len(ending)):
            if start.endswith(ending[:cut]):
                yield start + ending[cut:]
