"""Scores of texts against the words that were asked for."""

from __future__ import annotations

import pytest

from ainews.text.matching import needles
from ainews.text.query import Field, Term
from ainews.text.relevance import Candidate, idf, scores


def order(candidates: list[Candidate], *terms: Term, idfs: tuple[float, ...] = ()) -> list[int]:
    wanted = needles(terms)
    found = scores(candidates, wanted, idfs or (1.0,) * len(wanted))
    return sorted(range(len(found)), key=lambda number: -found[number])


def test_a_word_in_the_title_counts_more_than_in_the_text():
    assert order([Candidate("news today", "a comet came"), Candidate("a comet", "news came today")], Term("comet")) == [
        1,
        0,
    ]


def test_more_hits_count_more():
    assert order([Candidate("", "comet one two"), Candidate("", "comet comet two")], Term("comet")) == [1, 0]


def test_a_long_text_dilutes_its_hits():
    assert order([Candidate("", "comet " + "word " * 90), Candidate("", "comet word")], Term("comet")) == [1, 0]


def test_a_rare_word_counts_more_than_a_common_one():
    candidates = [Candidate("", "comet today"), Candidate("", "news today")]

    assert order(candidates, Term("news"), Term("comet"), idfs=(idf(9_000, 10_000), idf(3, 10_000))) == [0, 1]


def test_a_term_for_titles_ignores_the_text():
    assert scores([Candidate("news", "comet comet")], needles([Term("comet", Field.TITLE)]), [1.0]) == [0.0]


@pytest.mark.parametrize(("matches", "items"), [(0, 0), (10, 10), (9, 10), (20, 10)])
def test_no_word_counts_against_a_text(matches, items):
    assert idf(matches, items) > 0


def test_nothing_to_weigh_has_no_scores():
    assert scores([], needles([Term("comet")]), [1.0]) == []
