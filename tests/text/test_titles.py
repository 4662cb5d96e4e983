import pytest

from ainews.text.titles import best, headline


@pytest.mark.parametrize(
    ("title", "without"),
    [
        ("Ferry sinks in Oslofjord - Reuters", "Ferry sinks in Oslofjord"),
        ("Ferry sinks in Oslofjord | BBC News", "Ferry sinks in Oslofjord"),
        ("Ferry sinks in Oslofjord – Europe – The Fjord Times", "Ferry sinks in Oslofjord"),
        ("Ferry sinks - all passengers are safe", "Ferry sinks - all passengers are safe"),
        ("Ferry sinks in Oslofjord - msnNOW", "Ferry sinks in Oslofjord"),
        ("Live | BBC News", "Live | BBC News"),
        ("", ""),
    ],
)
def test_the_publisher_is_no_part_of_a_headline(title, without):
    assert headline(title) == without


@pytest.mark.parametrize(
    ("flawed", "sound"),
    [
        ("FERRY ASTRID SINKS IN OSLOFJORD", "Ferry Astrid sinks in Oslofjord"),
        ("Ferry Astrid sinks in Oslofjord as all…", "Ferry Astrid has sunk in Oslofjord"),
        ("UPDATE 2-Ferry Astrid sinks in Oslofjord", "Astrid, a ferry, sinks in Oslofjord"),
        ("Ferry sinks", "Ferry Astrid sinks in Oslofjord"),
        ("", "Ferry Astrid sinks in Oslofjord"),
    ],
)
def test_a_sound_headline_speaks_before_a_flawed_one(flawed, sound):
    assert best([flawed, sound]) == best([sound, flawed]) == sound


def test_the_headline_that_says_what_most_say_is_chosen():
    titles = [
        "What a night at sea it was",
        "Ferry Astrid sinks in Oslofjord",
        "Ferry Astrid sinks off Drobak in Oslofjord",
    ]

    assert best(titles) == "Ferry Astrid sinks in Oslofjord"


def test_the_first_of_equals_is_chosen():
    assert (
        best(["Budget passes after long night", "Passes after long night budget"]) == "Budget passes after long night"
    )


def test_items_without_titles_give_a_story_without_one():
    assert best(["", " "]) == best([]) == ""
