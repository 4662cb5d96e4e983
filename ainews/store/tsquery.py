"""Writes a query as a PostgreSQL tsquery; everything that was typed is parsed by the server, as a parameter."""

from __future__ import annotations

from collections.abc import Iterable, Iterator

from ainews.store.engine import Row, Session
from ainews.store.languages import SourceIds, is_like_source, spellings
from ainews.text.query import Clause, Field, Query, Term
from ainews.text.spacing import spaced

_COLUMNS = {Field.TEXT: "anywhere", Field.TITLE: "in_title", Field.TAG: "in_tags"}
_WEIGHTS = {Field.TEXT: "", Field.TITLE: "A", Field.TAG: "B"}


class Tsquery:
    """The tsquery language; joins what the server made of each term."""

    ranks_by_bm25 = False

    def match_text(self, session: Session, query: Query, sources: SourceIds) -> str | None:
        words = _parsed(session, (*query.excluded, *(term for clause in query.clauses for term in clause)))
        clauses = [_any_of(clause, sources, words) for clause in query.clauses]
        if not all(clauses):
            return None
        unwanted = _any_of(query.excluded, sources, words)
        return " & ".join([*(f"({clause})" for clause in clauses), *([f"!({unwanted})"] if unwanted else [])])

    def any_of(self, session: Session, terms: Clause, sources: SourceIds) -> str:
        return _any_of(terms, sources, _parsed(session, terms))


def _parsed(session: Session, terms: Iterable[Term]) -> dict[str, Row]:
    typed = {text for term in terms if term.field is not Field.SOURCE for text, _ in spellings(term)}
    rows = session.rows("search.words", typed=[spaced(text) for text in sorted(typed)])
    return {row["typed"]: row for row in rows}


def _any_of(terms: Clause, sources: SourceIds, words: dict[str, Row]) -> str:
    return " | ".join(f"({part})" for term in terms for part in _parts(term, sources, words))


def _parts(term: Term, sources: SourceIds, words: dict[str, Row]) -> Iterator[str]:
    yield from (f"'s{source_id}':C" for source_id in sources.get(term, ()))
    if term.field is Field.SOURCE:
        return
    column = "beside_source" if is_like_source(term) else _COLUMNS[term.field]
    for text, is_prefix in spellings(term):
        if is_prefix and text.isalnum():
            yield f"'{text}':*{'ABD' if is_like_source(term) else _WEIGHTS[term.field]}"
        elif query := words[spaced(text)][column]:
            yield _begun(query) if is_prefix else query


def _begun(query: str) -> str:
    """Let the last word of a query be the beginning of one."""
    lexeme, quote, weight = query.rpartition("'")
    return f"{lexeme}{quote}:*{weight.lstrip(':')}"
