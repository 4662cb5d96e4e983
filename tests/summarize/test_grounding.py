"""What a summary may say of the items it cites, rule by rule; the lying model has a file of its own."""

from __future__ import annotations

import pytest

from ainews.model import ItemText, Sentence
from ainews.summarize.grounding import Fault, Grounding

STRIKE = ItemText(
    1,
    "Rail strike hits Norland",
    "Train drivers in Norland walked out for 48 hours on Wednesday over pay. The union TRN said 12,000 drivers took "
    "part and 85% of trains were cancelled. “We have had no rise since 2019,” said its leader, Olga Brenn. Transport "
    "minister Piet Haan called for talks on Friday. The railway lost 6 million euros a day. Officials of the United "
    "States embassy and the International Labour Office watched the talks.",
    "https://news.example/strike",
)
STORM = ItemText(
    2, "Storm nears the coast", "A storm named Wilma neared the coast of Sorland on Sunday, 300 km from Norland."
)


def faults(*texts: str, cited: tuple[int, ...] = (1,)) -> list[set[Fault]]:
    found = Grounding([STRIKE, STORM]).check([Sentence(text, cited) for text in texts])
    return [{problem.fault for problem in problems} for problems in found]


@pytest.mark.parametrize(
    "text",
    [
        "Some 12 thousand drivers took part, the union TRN said.",
        "Twelve thousand drivers took part, the union TRN said.",
        "Eighty-five per cent of trains were cancelled.",
        "The railway lost €6m a day.",
        "Brenn, the union's leader, said drivers have had no rise since 2019.",
        "Minister Haan called for talks on Friday.",
        "Officials of the US embassy watched the talks.",
        "American officials watched the talks.",
        "The ILO watched the talks.",
        "Drivers walked out, the leader saying, 'We have had no rise since 2019'.",
        "The drivers' union said 12,000 took part; 'We have had no rise', said Olga Brenn.",
        "More stands at https://news.example/strike on the walked-out train drivers.",
    ],
)
def test_what_is_said_in_another_way_is_found(text):
    assert faults(text) == [set()]


@pytest.mark.parametrize(
    ("text", "fault"),
    [
        ("The railway lost $6 million a day.", Fault.NUMBER),
        ("Train drivers in Norland walked out for 85 hours.", Fault.NUMBER),
        ("The union said 85 drivers took part.", Fault.NUMBER),
        ("Drivers have had no rise since 2018.", Fault.NUMBER),
        ("A hundred trains were cancelled.", Fault.NUMBER),
        ("Norwegian train drivers walked out over pay.", Fault.NAME),
        ("Olga Haan called for talks on Friday.", Fault.NAME),
        ("The BBC watched the talks with officials.", Fault.NAME),
        ("Minister Piet Haan called for talks on Wednesday of last March.", Fault.DATE),
        ("The railway lost nothing and drivers never walked out.", Fault.NEGATION),
        ("“We have had a rise since 2019,” said Olga Brenn.", Fault.QUOTE),
        ("“We have had no … since 2020,” said Olga Brenn.", Fault.QUOTE),
        ("train drivers in norland walked out, said helmut kessler.", Fault.NAME),
    ],
)
def test_what_is_not_said_is_named(text, fault):
    assert fault in faults(text)[0]


def test_only_the_cited_items_count():
    assert faults("A storm named Wilma neared the coast of Sorland on Sunday.", cited=(2,)) == [set()]
    assert faults("A storm named Wilma neared the coast of Sorland on Sunday.", cited=(1,))[0] >= {
        Fault.NAME,
        Fault.DATE,
    }
    assert faults("A storm named Wilma neared the coast of Sorland on Sunday.", cited=(1, 2)) == [set()]


@pytest.mark.parametrize("cited", [(), (3,), (1, 3)])
def test_a_sentence_that_cites_nothing_or_an_unknown_item_is_uncited(cited):
    assert faults("Train drivers in Norland walked out over pay.", cited=cited) == [{Fault.UNCITED}]


def test_a_sentence_that_repeats_an_earlier_one_is_a_repetition():
    first = "Train drivers in Norland walked out for 48 hours on Wednesday."

    assert faults(first, "On Wednesday train drivers in Norland walked out for 48 hours.") == [
        set(),
        {Fault.REPETITION},
    ]


def test_a_disguised_address_is_still_a_link():
    for text in (
        "strike-news[.]example/pay",
        "hxxps://strike.example",
        "strike news dot com",
        "\u200bwww.strike\u200b.example",
    ):
        assert Fault.LINK in faults(f"Train drivers walked out, says {text} today.")[0], text


def test_text_without_capitals_or_letters_is_judged_without_error():
    for text in ("", ".", "42.", "火车司机罢工。", "٤٨ ساعة.", "…", '"', "'", "( )", "\u200b"):
        assert isinstance(faults(text), list)
