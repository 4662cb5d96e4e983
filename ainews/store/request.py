"""One search of items by words: which statements find the matches, and which of them are weighed again.

Why the best are sought the way they are: `docs/decisions/0003-search-order.md`.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence, Sized
from dataclasses import replace
from datetime import datetime
from functools import cached_property
from typing import Any

from ainews.store.engine import Row, Session
from ainews.store.languages import Language, SourceIds
from ainews.store.positions import position_of
from ainews.text.instants import to_ms
from ainews.text.matching import Needle, head, needles, shown_text
from ainews.text.query import Clause, Field, Query, Term
from ainews.text.relevance import Candidate, idf, scores

_SMALL_STORE = 20_000  # items: here the engine ranks whatever matches
_EXACT_MATCHES = 200  # so many are ranked by the engine, which looks at each of them
_EXACT_MATCHES_A_TERM = 500  # the same in a question, which may take longer
_SHORTLIST, _SHORTLIST_TITLED = 20, 20
_TITLES_REACH = 12  # titles are looked through so many times further back than whole items
_LONGEST_SHORTLIST = 400
_WEIGHED_AGAIN = 200
_DENSE = 0.01  # share of all items from which on it pays to look for several words in titles alone
_FEW = 2_000
_SAMPLE, _PACE_SAMPLE = 30, 200
_RAREST = 12  # words of a question that are looked for on their own
_TEXT_CHARS = 6_000  # of a text that is weighed in a shortlist
_ALL = 2**31 - 1
_END = 2**63 - 1
_CHOSEN = Term("sources chosen by id", Field.SOURCE)

Found = tuple[Row, float | None]


class Request:
    """One search: what its statements share, and the choice between them; `vectors` asks for other columns."""

    def __init__(self, session: Session, language: Language, user_id: int, unread: bool, starred: bool) -> None:
        self._session = session
        self._language = language
        self._filters = tuple(name for name, holds in (("list.unread", unread), ("list.starred", starred)) if holds)
        self._shared: dict[str, Any] = {"user_id": user_id, "since": 0, "before": _END}
        self._unread, self._starred = unread, starred
        self._query = Query()
        self._sources: SourceIds = {}
        self._estimates: dict[Clause, float] = {}

    def narrow(self, query: Query, source_ids: Sequence[int], since: datetime | None) -> None:
        """Take the query and what else was chosen beside it."""
        oldest = max((each for each in (query.since, since) if each is not None), default=None)
        if oldest is not None:
            self._shared["since"] = position_of(to_ms(oldest), 0)
        self._sources = self._named_sources(query)
        if source_ids:
            self._sources = {**self._sources, _CHOSEN: list(source_ids)}
            query = replace(query, clauses=(*query.clauses, (_CHOSEN,)))
        if literals := query.literals:
            self._filters += ("search.literally",)
            self._shared["literals"] = list(literals)
        self._query = query

    def vectors(self, model_hash: str, *, before: int, limit: int) -> list[Row]:
        """Return the newest items that match, with their vectors of this model; those without have none.

        before  a position
        """
        query = self._query
        match = self._language.match_text(self._session, query, self._sources) if query.clauses else ""
        if match is None:
            return []
        excluded = "" if match else self._language.any_of(self._session, query.excluded, self._sources)
        names: tuple[str, ...] = ("search.from_matches", "vector.beside", "vector.joins", "search.matching")
        if not match:
            names = ("list.from_all", "vector.beside", "vector.joins", "list.since")
            names += ("vector.not_matching",) if excluded else ()
        order = "search.newest_first" if match else "list.newest_first"
        parameters = self._shared | {"match": match, "excluded": excluded, "model_hash": model_hash}
        parameters |= {"before": before, "limit": limit}
        return self._session.rows(("vector.columns", *names, *self._filters, "list.before", order), **parameters)

    def newest(self, limit: int) -> list[Found]:
        """Find the newest matches; a question is filled up with the best that hold any of its words."""
        rows = self._matches(self._query, limit)
        if len(rows) >= limit or not self._query.is_question:
            return [(row, None) for row in rows]
        known = {row["id"] for row in rows}
        others = [row for row, _ in self.best(limit) if row["id"] not in known][: limit - len(rows)]
        return [(row, None) for row in (*rows, *sorted(others, key=lambda row: -row["position"]))]

    def best(self, limit: int) -> list[Found]:
        """Find the best matches: all words before any word, each part by BM25."""
        query, relaxed = self._query, self._query.relaxed()
        if not query.clauses:
            return [(row, 0.0) for row in self._matches(query, limit)]
        if limit > _LONGEST_SHORTLIST or self._is_countable(relaxed):
            return self._ranked(query, relaxed, limit)
        return self._shortlisted(limit)

    def _is_countable(self, relaxed: Query) -> bool:
        """Whether so few items match that the engine can look at each of them."""
        if self._items <= _SMALL_STORE:
            return True
        bound = _EXACT_MATCHES_A_TERM * len(relaxed.shown_terms) if self._query.is_question else _EXACT_MATCHES
        is_cheap_to_ask = self._query.is_question or len(self._query.clauses) == 1
        return is_cheap_to_ask and self._reach(relaxed, bound + 1)[0] <= bound

    def _ranked(self, query: Query, relaxed: Query, limit: int) -> list[Found]:
        found = self._by_rank(query, limit)
        if self._wants_more(found, limit) and relaxed != query:
            found = _filled(found, self._by_rank(relaxed, limit), limit)
        return found

    def _by_rank(self, query: Query, limit: int) -> list[Found]:
        """Let the engine rank what matches; where it does not know BM25, its best are weighed again."""
        if self._language.ranks_by_bm25:
            rows = self._select(query, "search.score", "search.best_first", limit)
            return [(row, float(row["score"])) for row in rows]
        rows = self._select(query, "search.score", "search.best_first", max(limit, _WEIGHED_AGAIN))
        return self._weighed(rows, by_rarity=True)[:limit]

    def _shortlisted(self, limit: int) -> list[Found]:
        """Weigh some dozens of matches by their texts: the newest, and the newest with the words in the title."""
        strict = self._promising(self._query, limit)
        loose: dict[int, Row] = {}
        if self._wants_more(strict, limit):
            for query in self._relaxations():
                loose |= {row["position"]: row for row in self._matches(query, max(limit, _SHORTLIST))}
        others = [row for key, row in loose.items() if key not in strict]
        weighed = self._weighed([*strict.values(), *others], by_rarity=bool(others))
        inside = [each for each in weighed if each[0]["position"] in strict]
        return _filled(inside, [each for each in weighed if each[0]["position"] not in strict], limit)

    def _wants_more(self, found: Sized, limit: int) -> bool:
        """Whether items with only some of the words may follow: in a question, or where there is nothing else."""
        return len(found) < limit if self._query.is_question else not found

    def _promising(self, query: Query, limit: int) -> dict[int, Row]:
        rows = self._matches(query, max(limit, _SHORTLIST))
        if len(rows) >= _SHORTLIST and (titled := _titled(query)) != query:
            newest, oldest = rows[0]["position"], rows[-1]["position"]
            if len(query.clauses) == 1 or self._share(len(rows), oldest) > _DENSE:
                since = max(self._shared["since"], newest - _TITLES_REACH * (newest - oldest))
                rows += self._matches(titled, max(limit, _SHORTLIST_TITLED), since=since)
        return {row["position"]: row for row in rows}

    def _relaxations(self) -> list[Query]:
        """Return ever looser queries: without the commonest word, without the next, ...; then each word alone."""
        relaxed = self._query.relaxed()
        if relaxed == self._query:
            return []
        *kept, words = relaxed.clauses
        rarest = sorted(((word,) for word in words), key=self._matching_items)[:_RAREST]
        looser = [tuple(rarest[:count]) for count in range(len(rarest) - (len(words) <= _RAREST), 1, -1)]
        singles = [(clause,) for clause in rarest]
        return [replace(self._query, clauses=(*kept, *clauses)) for clauses in (*looser, *singles)]

    def _weighed(self, rows: Sequence[Row], *, by_rarity: bool) -> list[Found]:
        """Return the rows by score; how rare a word is matters only where not every row holds every word."""
        terms = self._query.shown_terms
        wanted = needles(terms)
        weights = self._weights(terms) if by_rarity else [1.0] * len(wanted)
        texts = [Candidate(row["title"], shown_text(head(row["html"], _TEXT_CHARS)), row["categories"]) for row in rows]
        by_score = sorted(zip(scores(texts, wanted, weights), rows, strict=True), key=lambda each: -each[0])
        return [(row, score) for score, row in by_score]

    def _weights(self, terms: Sequence[Term]) -> list[float]:
        by_needle: dict[Needle, float] = {}
        for term in terms:
            for needle in needles([term]):
                by_needle.setdefault(needle, idf(self._matching_items((term,)), self._items))
        return list(by_needle.values())

    def _matching_items(self, clause: Clause) -> float:
        """Estimate how many items hold any of the terms, from how densely the newest of them lie."""
        if clause not in self._estimates:
            matches, oldest = self._reach(Query(clauses=(clause,)), _SAMPLE)
            estimate = self._share(matches, oldest) * self._items if matches == _SAMPLE else 0.0
            self._estimates[clause] = max(float(matches), estimate)
        return self._estimates[clause]

    def _share(self, matches: int, oldest: int) -> float:
        """Estimate the share of all items that so many matches are, the oldest of them at that position."""
        newest, stride = self._pace
        return min(1.0, matches * stride / (newest - oldest + stride))

    @cached_property
    def _pace(self) -> tuple[int, float]:
        """The newest position, and the mean distance from one item to the next."""
        first = self._session.row("list.window", before=_END, places=0)
        last = self._session.row("list.window", before=_END, places=_PACE_SAMPLE)
        if not first or not last:
            return _END, 1.0
        return first["position"], (first["position"] - last["position"]) / _PACE_SAMPLE

    @cached_property
    def _items(self) -> float:
        row = self._session.row("search.items")
        return float(row["items"]) if row else 0.0

    def _matches(self, query: Query, limit: int, since: int | None = None) -> list[Row]:
        """Return the newest matches."""
        if not query.clauses:
            return self._without_words(query, limit)
        is_narrow = self._starred or (self._unread and self._few_unread())
        if is_narrow and self._reach(query, _FEW)[0] == _FEW:
            return self._among_few(query)[:limit]
        return self._select(query, None, "search.newest_first", limit, since)

    def _few_unread(self) -> bool:
        rows = self._session.rows("subscription.unread", user_id=self._shared["user_id"])
        return sum(int(row["unread"]) for row in rows) <= _FEW

    def _among_few(self, query: Query) -> list[Row]:
        """Look at each starred or unread item instead of at each match."""
        few = "list.from_starred" if self._starred else "list.from_unread"
        match = self._language.match_text(self._session, query, self._sources)
        names = ("list.columns", "search.html", few, "search.with_body", "list.joins", "list.chosen", "search.own_body")
        conditions = ("list.since", *self._filters, "search.is_match", "list.newest_first")
        parameters = self._shared | {"match": match, "limit": _ALL, "any_source": 1, "source_ids": []}
        return self._session.rows((*names, *conditions), **parameters)

    def _select(self, query: Query, score: str | None, order: str, limit: int, since: int | None = None) -> list[Row]:
        match = self._language.match_text(self._session, query, self._sources)
        if match is None:
            return []
        names = ("list.columns", "search.html", *((score,) if score else ()), "search.from_matches", "list.joins")
        parameters = self._shared | {"match": match, "limit": limit} | ({} if since is None else {"since": since})
        return self._session.rows((*names, "search.matching", *self._filters, order), **parameters)

    def _without_words(self, query: Query, limit: int) -> list[Row]:
        """Return the newest items, but for those that hold what is excluded."""
        excluded = self._language.any_of(self._session, query.excluded, self._sources)
        names = ("list.columns", "search.html", "list.from_all", "search.with_body", "list.joins", "search.own_body")
        conditions = ("list.since", *self._filters, *(("search.is_no_match",) if excluded else ()))
        parameters = self._shared | {"excluded": excluded, "limit": limit}
        return self._session.rows((*names, *conditions, "list.newest_first"), **parameters)

    def _reach(self, query: Query, limit: int) -> tuple[int, int]:
        """Return how many items match, counted up to the limit, and the position of the oldest counted."""
        match = self._language.match_text(self._session, query, self._sources)
        if match is None:
            return 0, 0
        row = self._session.row("search.reach", match=match, since=self._shared["since"], limit=limit)
        return (row["matches"], row["position"] or 0) if row else (0, 0)

    def _named_sources(self, query: Query) -> SourceIds:
        terms = [
            term
            for term in (*query.excluded, *(term for clause in query.clauses for term in clause))
            if term.field in (Field.SOURCE, Field.TAG)
        ]
        if not terms:
            return {}
        rows = self._session.rows("search.sources", user_id=self._shared["user_id"])
        named = {term: [row["id"] for row in rows if _names(term, row)] for term in terms}
        return {term: ids for term, ids in named.items() if ids}


def _names(term: Term, source: Mapping[str, Any] | Row) -> bool:
    """Whether `source:` or `tag:` means this source: a part of what it is called, or all of its folder's name."""
    text = term.text.casefold()
    if term.field is Field.TAG:
        return bool(text == source["folder"].casefold())
    return any(text in source[column].casefold() for column in ("title", "own_title", "url", "folder"))


def _titled(query: Query) -> Query:
    """Return the query with its free words wanted in the title."""
    clauses = tuple(
        tuple(replace(term, field=Field.TITLE) if term.field is Field.TEXT else term for term in clause)
        for clause in query.clauses
    )
    return replace(query, clauses=clauses)


def _filled(first: list[Found], others: list[Found], limit: int) -> list[Found]:
    """Put the others behind, none with a better score than what stands before it."""
    known = {row["id"] for row, _ in first}
    lowest = min((score for _, score in first if score is not None), default=float("inf"))
    behind = [(row, min(score or 0.0, lowest)) for row, score in others if row["id"] not in known]
    return [*first, *behind][:limit]
