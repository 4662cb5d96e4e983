"""What people type, and what is understood by it."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from ainews.errors import UsageError
from ainews.text.query import MOST_TERMS, Field, Query, Term, parse_query

NOW = datetime(2026, 11, 23, 10, tzinfo=UTC)


def parse(typed: str) -> Query:
    return parse_query(typed, now=NOW)


def words(*texts: str) -> tuple[tuple[Term, ...], ...]:
    return tuple((Term(text),) for text in texts)


def test_words_are_all_required():
    assert parse("climate deal").clauses == words("climate", "deal")


def test_quotes_make_a_phrase_whatever_their_shape():
    expected = ((Term("climate deal", quoted=True),),)

    assert parse('"climate deal"').clauses == expected
    assert parse("“climate deal”").clauses == expected


def test_a_quote_that_is_never_closed_runs_to_the_end():
    assert parse('solar "climate deal').clauses == (*words("solar"), (Term("climate deal", quoted=True),))


def test_or_joins_its_neighbours_only():
    assert parse("solar OR wind power").clauses == ((Term("solar"), Term("wind")), (Term("power"),))


def test_or_binds_tighter_than_blanks_so_parentheses_change_nothing():
    assert parse("(solar OR wind) power") == parse("solar OR wind power")


@pytest.mark.parametrize("typed", ["OR solar", "solar OR", "OR OR solar OR OR", "| solar |"])
def test_or_without_a_neighbour_is_ignored(typed):
    assert parse(typed).clauses == words("solar")


def test_or_in_small_letters_is_a_word_like_any_other():
    assert parse("sink or swim").clauses == words("sink", "swim")


def test_a_minus_excludes_words_phrases_and_fields():
    query = parse('solar -wind -"hot air" -title:opinion -source:bbc -tag:sport')

    assert query.clauses == words("solar")
    assert query.excluded == (
        Term("wind"),
        Term("hot air", quoted=True),
        Term("opinion", Field.TITLE),
        Term("bbc", Field.SOURCE),
        Term("sport", Field.TAG),
    )


def test_an_exclusion_may_stand_alone():
    query = parse("-wind")

    assert query
    assert (query.clauses, query.excluded) == ((), (Term("wind"),))


def test_a_minus_inside_a_word_or_alone_excludes_nothing():
    query = parse("GPT-4o - wind --")

    assert (query.clauses, query.excluded) == (words("GPT-4o", "wind"), ())


def test_a_star_after_a_word_or_a_phrase_makes_a_prefix():
    assert parse('clim* "open sour"*').clauses == (
        (Term("clim", prefix=True),),
        (Term("open sour", quoted=True, prefix=True),),
    )


def test_fields_take_words_and_phrases_in_any_case_of_letters():
    assert parse('Title:climate TAG:"machine learning" source:bbc').clauses == (
        (Term("climate", Field.TITLE),),
        (Term("machine learning", Field.TAG, quoted=True),),
        (Term("bbc", Field.SOURCE),),
    )


def test_fields_can_be_alternatives_too():
    assert parse("source:bbc OR source:cnn").clauses == ((Term("bbc", Field.SOURCE), Term("cnn", Field.SOURCE)),)


def test_a_field_without_a_value_is_a_word():
    assert parse("title: page").clauses == words("title", "page")


def test_other_colons_belong_to_the_word():
    assert parse("12:30 https://example.org/a?b=c").clauses == words("12:30", "https://example.org/a?b=c")


def test_since_is_a_time_not_a_word():
    assert parse("solar since:7d") == Query(words("solar"), since=NOW - timedelta(days=7))
    assert parse("solar since:all").since is None


def test_a_since_that_names_no_time_is_refused():
    with pytest.raises(UsageError, match="someday"):
        parse("solar since:someday")


@pytest.mark.parametrize("typed", ["C++", ".NET", "GPT-4o", "AT&T", "3.5", "don't", "人工智能", "42"])
def test_punctuation_inside_a_word_is_kept_for_the_index_to_judge(typed):
    assert parse(typed).clauses == words(typed)


def test_punctuation_around_words_is_dropped():
    assert parse("well, (really)? yes!").clauses == words("well", "really", "yes")


@pytest.mark.parametrize("typed", ["", "   ", "!!!", "-", '""', "OR", "*", "( )", "- & |"])
def test_nothing_to_look_for_is_an_empty_query(typed):
    assert not parse(typed)


def test_stop_words_are_dropped_when_others_remain():
    assert parse("the deal of the century").clauses == words("deal", "century")


def test_stop_words_alone_are_looked_for():
    assert parse("the who").clauses == words("the", "who")


def test_stop_words_in_quotes_or_fields_are_kept():
    assert parse('"the who" title:it').clauses == ((Term("the who", quoted=True),), (Term("it", Field.TITLE),))


def test_words_that_only_ask_are_dropped_from_questions():
    question = "find articles about the cost of solar power in Spain"

    assert parse(question).clauses == words("cost", "solar", "power", "Spain")
    assert parse(question).is_question


def test_words_that_ask_count_in_a_short_query():
    assert parse("find papers").clauses == words("find", "papers")


def test_a_word_typed_twice_counts_once():
    assert parse("solar solar -wind -wind") == Query(words("solar"), (Term("wind"),))


def test_relaxing_lets_any_plain_word_do_and_keeps_what_was_marked():
    query = parse('solar wind "climate deal" source:bbc -coal since:7d').relaxed()

    assert query.clauses == (
        (Term("climate deal", quoted=True),),
        (Term("bbc", Field.SOURCE),),
        (Term("solar"), Term("wind")),
    )
    assert (query.excluded, query.since) == ((Term("coal"),), NOW - timedelta(days=7))


def test_one_word_cannot_be_relaxed():
    assert parse("solar -wind").relaxed() == parse("solar -wind")


def test_no_query_grows_without_bound():
    query = parse(" ".join(f"word{number}" for number in range(1000)))

    assert len(query.clauses) == MOST_TERMS


@given(st.text(st.sampled_from("ab \"'-*():^+{}\\%_ORNEAR.\x00\ud800人é|&!<>"), max_size=40))
def test_nothing_typed_is_an_error(typed):
    query = parse(typed)

    for clause in (*query.clauses, query.excluded):
        for term in clause:
            term.text.encode()
            assert any(character.isalnum() for character in term.text)


def test_the_meaning_is_what_was_said_without_operators():
    query = parse('what does the "climate deal" mean title:paris -podcast since:7d tag:science OR whatever')

    assert query.meaning == "what does the climate deal mean whatever"


def test_what_is_named_holds_whatever_the_words_are():
    named = parse('warm seas title:paris "climate deal" source:bbc -podcast').named()

    assert [clause[0].text for clause in named.clauses] == ["paris", "climate deal", "bbc"]
    assert named.excluded == (Term("podcast"),)


def test_quotes_in_a_question_tell_a_name_and_name_no_condition():
    assert parse('who wrote the famous book "War and Peace" and when').named().clauses == ()
