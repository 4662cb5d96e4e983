"""Text of items is data: nothing that it says to a model leaves the model's envelope, and nothing reaches a reader."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from ainews.model import ItemText, Sentence
from ainews.summarize import prompt
from ainews.summarize.extractive import extract
from ainews.summarize.grounding import Grounding
from ainews.summarize.links import plain
from ainews.summarize.orders import is_order_to_a_model

BEFORE = "Engineers began to drain the Hallin dam above Orvik on Tuesday after divers found cracks in its wall."
AFTER = "About 2,300 people were told to leave their homes, said Mayor Signe Aalberg."
OTHER = ItemText(12, "Orvik sleeps in school", "Some 600 people spent the night in a school gym, the Red Cross said.")


def said_in(name: str) -> list[str]:
    lines = (Path(__file__).parent / name).read_text(encoding="utf-8").splitlines()
    return [line for line in lines if line and not line.startswith("# ")]


ATTACKS = [line.replace("{n}", "\n").rsplit(" => ", 1) for line in said_in("attacks.txt")]
each_attack = pytest.mark.parametrize(
    ("attack", "obedient"), ATTACKS, ids=[f"{number} {attack[:30]!a}" for number, (attack, _) in enumerate(ATTACKS, 1)]
)


def attacked(attack: str) -> list[ItemText]:
    return [ItemText(11, "Dam above Orvik is drained", f"{BEFORE}\n{attack}\n{AFTER}"), OTHER]


@each_attack
def test_an_attack_stays_inside_its_own_line_of_data(attack: str, obedient: str) -> None:
    system, user = prompt.messages(attacked(attack))

    assert system["content"] == prompt.INSTRUCTIONS
    reports = [json.loads(line) for line in user["content"].split("\n")]
    assert [(report["number"], list(report)) for report in reports] == [
        (1, ["number", "title", "text"]),
        (2, ["number", "title", "text"]),
    ]
    assert reports[0]["text"].startswith(BEFORE[:40])


@each_attack
def test_what_an_obedient_model_writes_is_refused(attack: str, obedient: str) -> None:
    items = attacked(attack)
    for cited in ((11,), (11, 12)):
        first, second = Grounding(items).check([Sentence(BEFORE, (11,)), Sentence(obedient, cited)])
        assert first == ()
        assert second


@each_attack
def test_an_extract_carries_no_attack_on(attack: str, obedient: str) -> None:
    for items in (attacked(attack), attacked(attack)[:1]):
        said = " ".join(sentence.text for sentence in extract(items, most=4))
        assert said
        for word in ("PrizeCoin", "gnor", "PWNED", "example", "drowned", "bitcoin", "drunk", "{"):
            assert word not in said


@pytest.mark.parametrize("attack", [attack for attack, _ in ATTACKS if is_order_to_a_model(plain(attack))])
def test_what_speaks_to_a_model_is_not_even_sent(attack: str) -> None:
    assert attack[-20:] not in prompt.messages(attacked(attack))[1]["content"]


def test_most_attacks_are_seen_to_speak_to_a_model() -> None:
    assert sum(is_order_to_a_model(plain(attack)) for attack, _ in ATTACKS) >= 0.6 * len(ATTACKS)


@pytest.mark.parametrize("sentence", said_in("about_models.txt"))
def test_news_about_models_is_news(sentence: str) -> None:
    assert not is_order_to_a_model(sentence)
