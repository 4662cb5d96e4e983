from ainews.stories.words import headline, lead, names, words


def test_the_publisher_behind_a_title_is_cut():
    assert headline("Lake ferry sinks near Oslo - The Daily Fjord") == "Lake ferry sinks near Oslo"
    assert headline("Lake ferry sinks near Oslo | World | fjord.example") == "Lake ferry sinks near Oslo"


def test_a_dash_inside_a_headline_stays():
    assert headline("Ferry sinks - and nobody noticed for hours") == "Ferry sinks - and nobody noticed for hours"
    assert headline("Ferry - Oslo") == "Ferry - Oslo"


def test_web_addresses_are_no_words_of_a_lead():
    assert lead("See https://fjord.example/a-b?c=1 for the ferry") == "See for the ferry"
    assert lead("http : / / www . fjord . example / ferry - sinks The ferry sank") == "The ferry sank"


def test_plural_and_possessive_are_one_word():
    assert words("The ferry's crews") == words("the ferry crew")


def test_scripts_without_blanks_give_pairs():
    assert words("東京都で") == ["東京", "京都", "都で", "で"]


def test_names_are_told_by_capitals_only_where_not_all_words_have_them():
    assert names("Ferry sinks near Oslo after storm") == {"oslo"}
    assert names("Ferry Sinks Near Oslo After Storm") == set()
