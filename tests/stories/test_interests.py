"""What a reader asked for is found in stories."""

from __future__ import annotations

import pytest

from ainews.errors import UsageError
from ainews.stories import interests
from ainews.stories.interests import without
from tests.stories.tellers import alone, asking, candidate, parts, ranking, source, tag, term


@pytest.mark.parametrize(
    ("name", "title", "is_met"),
    [
        ("climate", "Climates change", True),
        ("climate change", "Change of climate", False),
        ("climate change", "On Climate Change", True),
        ("ai", "Rain and hail", False),
        ("münchen", "MUNCHEN baut", True),
        ("地震", "大地震が起きた", True),
    ],
)
def test_terms_are_words_that_stand_side_by_side(name, title, is_met):
    assert (f"term {name}" in parts(alone([candidate(1, title)], asking(term(name, 1.0))))) is is_met


def test_a_story_that_is_about_a_term_gets_its_whole_weight():
    def about(count):
        told = [candidate(n, "Climate" if n <= count else "", story=1, source=n) for n in range(1, 10)]
        return parts(alone(told, asking(term("climate", 2.0))))["term climate"]

    assert [about(count) for count in (1, 2, 3, 9)] == [0.66, 1.34, 2.0, 2.0]


def test_tags_are_those_of_the_item_in_any_case():
    assert parts(alone([candidate(1, tags=["Science"])], asking(tag("science", 1.5))))["tag science"] == 1.5


def test_the_source_that_is_liked_best_counts():
    told = [candidate(1, story=1, source=1), candidate(2, story=1, source=2)]

    assert parts(alone(told, asking(source(1, 1.0), source(2, 3.0))))["source weight"] == 3.0


def test_a_disliked_source_counts_where_nobody_else_tells_it():
    lone, told = candidate(1, story=1, source=1), candidate(2, story=1, source=2)

    assert parts(alone([lone], asking(source(1, -2.0))))["source weight"] == -2.0
    assert "source weight" not in parts(alone([lone, told], asking(source(1, -2.0))))


def test_what_was_asked_for_comes_first_and_what_was_not_wanted_last():
    told = [candidate(n, title) for n, title in enumerate(["Football", "Ferry", "Climate"], 1)]

    ranked = ranking(told, asking(term("climate", 1.0), term("football", -1.0)))

    assert [each.story.title for each in ranked] == ["Climate", "Ferry", "Football"]


def test_a_word_of_the_reader_replaces_a_habit():
    habits = [term("quake", 0.5, learned=True), tag("quake", 0.4, learned=True), source(1, 0.3, learned=True)]

    assert without(habits, [term("quakes", 0.0), source(1, -1.0)]) == [habits[1]]


@pytest.mark.parametrize("text", ["", "  ", "?!", "🚢", "C++"])
def test_a_term_needs_a_word(text):
    with pytest.raises(UsageError, match="no word"):
        interests.term(text)


@pytest.mark.parametrize("number", [3.1, -4, float("nan"), float("inf")])
def test_weights_have_limits(number):
    with pytest.raises(UsageError, match="from -3"):
        interests.weight(number)
