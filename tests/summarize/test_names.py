"""Names in a sentence, under the forms in which a text may give them."""

from __future__ import annotations

import pytest

from ainews.summarize.names import KnownNames, names

TEXT = (
    "President Maria Lopez met Ian Mackay of the European Space Agency in Paris. Lopez praised France "
    "and the United States. A farmer named John F. Brandt spoke for us."
)


def is_known(sentence: str) -> bool:
    known = KnownNames(TEXT)
    return all(not known.missing(name) and known.stand_together(name) for name in names(sentence))


def test_runs_of_capitals_are_names_and_opening_words_are_not():
    found = [
        name.text for name in names("Officials said that Maria Lopez and the iPhone maker met on Monday, I think.")
    ]

    assert found == ["Maria Lopez", "iPhone"]


@pytest.mark.parametrize(
    "sentence",
    [
        "Maria Lopez spoke.",
        "Lopez spoke.",
        "Mr. Mackay spoke.",
        "The ESA spoke.",
        "French and American officials spoke.",
        "The U.S. and the USA spoke.",
        "John Brandt spoke.",
        "Farmer John Brandt spoke.",
        "Lopez's guests spoke.",
        "President Lopez spoke.",
    ],
)
def test_a_name_is_known_in_its_other_forms(sentence):
    assert is_known(sentence)


@pytest.mark.parametrize(
    "sentence",
    [
        "Anna Lopez spoke.",
        "Maria Mackay spoke.",
        "It was in Berlin.",
        "The FBI spoke.",
        "German officials spoke.",
        "Kessler spoke.",
    ],
)
def test_another_name_is_not(sentence):
    assert not is_known(sentence)


def test_the_pronoun_us_is_no_country():
    assert KnownNames("He spoke for us.").missing(names("It was in the US.")[0]) == ["us"]
