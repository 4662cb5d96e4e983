"""Numbers in running text, and when one of them bears another."""

from __future__ import annotations

import pytest

from ainews.summarize.contradiction import contradict
from ainews.summarize.numbers import figures, supports


def values(text: str) -> list[float]:
    return [figure.readings[0] for figure in figures(text)]


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("1,000 men", [1000]),
        ("1.234.567 Euro", [1234567]),
        ("1.000,50 Euro", [1000.5]),
        ("12 500 euros", [12500]),
        ("3.5 points", [3.5]),
        ("$1.2 billion", [1.2e9]),
        ("£6.8m", [6.8e6]),
        ("17,5 Mio. Euro", [17.5e6]),
        ("3.5亿元", [3.5e8]),
        ("٤٨ ساعة", [48]),
        ("two hundred and fifty", [250]),
        ("twenty-five", [25]),
        ("two thousand and nineteen", [2019]),
        ("a hundred trains", [100]),
        ("hundreds of trains", []),
        ("the 21st of the 1990s", [21, 1990]),
        ("a 39-year-old", [39]),
        ("two and three", [2, 3]),
        ("zwölf Männer", [12]),
        ("8pm, 12ft", [8, 12]),
        ("3-1", [3, 1]),
        ("nothing", []),
    ],
)
def test_numbers_are_read_as_written(text, expected):
    assert values(text) == expected


@pytest.mark.parametrize(
    ("source", "claim"),
    [
        ("1,044 people", "1,000 people"),
        ("9.8 million", "10 million"),
        ("5 per cent", "5%"),
        ("5-6 %", "5 percent"),
        ("2 to 3 million", "2 million"),
        ("6 million euros", "€6m"),
        ("eighty-five", "85"),
        ("a dozen", "12"),
        ("third", "3rd"),
        ("1.500 Menschen", "1,500 people"),
    ],
)
def test_a_number_bears_what_is_the_same_or_rounder(source, claim):
    assert any(supports(one, other) for one in figures(source) for other in figures(claim))


@pytest.mark.parametrize(
    ("source", "claim"),
    [
        ("1,000 people", "1,044 people"),
        ("2014", "2015"),
        ("1,150", "1,000"),
        ("$6 million", "€6 million"),
        ("54 percent", "54 people"),
        ("54 people", "54 percent"),
        ("54", "54,000"),
        ("9", "10"),
        ("3.4 billion", "3.4 million"),
    ],
)
def test_a_number_bears_no_other(source, claim):
    assert not any(supports(one, other) for one in figures(source) for other in figures(claim))


def test_other_numbers_for_the_same_thing_contradict():
    assert contradict("The quake killed 12 people.", "It killed 31 people in all.")
    assert contradict("Prices rose 5 percent.", "They rose 7 percent.")
    assert not contradict("The quake killed 12 people.", "It destroyed 31 houses.")
    assert not contradict("The quake killed 12 people.", "Rescuers found the 12 people dead.")


def test_another_day_for_the_same_event_contradicts():
    assert contradict("Mark Dale died on Friday.", "Dale died at home on Thursday.")
    assert not contradict("Mark Dale died on Friday.", "A storm is expected on Thursday.")


def test_a_denial_contradicts_what_it_denies():
    assert contradict("The minister will resign on Friday.", "The minister will not resign on Friday.")
