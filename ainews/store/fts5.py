"""Writes a query in the language of SQLite's FTS5; everything that was typed goes in as a quoted string."""

from __future__ import annotations

import re
import string
from collections.abc import Iterator

from ainews.store.engine import Session
from ainews.store.languages import SourceIds
from ainews.text.query import Clause, Field, Query, Term
from ainews.text.spacing import spaced
from ainews.text.stem import stem

_COLUMNS = {Field.TEXT: "", Field.TITLE: "title : ", Field.TAG: "tags : "}
_BESIDE_SOURCE = "{title body tags} : "  # a fifth slower than no filter
_LIKE_SOURCE = re.compile(r"(?<![^\W_])s\d*(?![^\W_])", re.IGNORECASE)
_ENDINGS = ("able", "al", "ance", "ate", "ation", "ed", "ence", "er", "ing", "ion", "ity", "ive", "ize", "ment", "ness")


class Fts5:
    """The MATCH language."""

    def match_text(self, session: Session, query: Query, sources: SourceIds) -> str | None:
        clauses = [_any_of(clause, sources) for clause in query.clauses]
        if not all(clauses):
            return None
        wanted = " AND ".join(f"({clause})" for clause in clauses)
        unwanted = _any_of(query.excluded, sources)
        return f"({wanted}) NOT ({unwanted})" if unwanted else wanted

    def any_of(self, session: Session, terms: Clause, sources: SourceIds) -> str:
        return _any_of(terms, sources)


def _any_of(terms: Clause, sources: SourceIds) -> str:
    return " OR ".join(part for term in terms for part in _parts(term, sources))


def _parts(term: Term, sources: SourceIds) -> Iterator[str]:
    """Yield what may match instead of a term."""
    if term in sources:
        yield f"source : ({' OR '.join(f's{source_id}' for source_id in sources[term])})"
    if term.field is Field.SOURCE:
        return
    column = _COLUMNS[term.field]
    if term.field is Field.TEXT and _LIKE_SOURCE.search(term.text):
        column = _BESIDE_SOURCE
    for text, is_prefix in _forms(term):
        yield f"{column}{_quoted(text)}{' *' if is_prefix else ''}"


def _quoted(text: str) -> str:
    return '"' + spaced(text).replace('"', '""') + '"'


def _forms(term: Term) -> Iterator[tuple[str, bool]]:
    """Yield the spellings to look for, and whether each stands for all that begin so.

    The index holds stems, and FTS5 stems a prefix too: `bus*` would be `bu*`, and `generat*` would
    miss "generation", which is kept as `gener`. So a prefix that stemming would shorten is
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
