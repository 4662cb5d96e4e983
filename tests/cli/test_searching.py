"""`search`: what its options and its output mean; how it finds is the store's matter."""


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


def test_a_bad_since_in_the_query_is_wrong_usage(ainews):
    assert ainews("search", "tide since:yesterweek").code == 2
