"""What a search language of an engine has to write; which engine has which."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from functools import cache
from typing import Protocol

from ainews.store.engine import Session
from ainews.text.query import Clause, Query, Term

SourceIds = Mapping[Term, Sequence[int]]
"""The sources that a term names; a term that names none is not in it."""


class Language(Protocol):
    """Writes queries as an engine wants them; nothing typed gets in unescaped."""

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
