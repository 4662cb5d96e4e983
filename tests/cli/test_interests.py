"""`interests` tells what the reader asked for and what was learned."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta

import pytest


def test_nothing_asked_and_nothing_learned_tells_the_next_command(ainews):
    outcome = ainews("interests")

    assert (outcome.code, outcome.out.split(":")[0]) == (0, "no interests yet")
    assert ainews("interests", "--json").out == ""


def test_what_is_asked_for_is_listed_and_forgotten(ainews, shelf):
    source = shelf.source("Example News")

    assert ainews("interests", "set", "climate", "change", "2").out == "term climate change weighs +2 from now on\n"
    assert ainews("interests", "set", "tag:Sports", "-1.5").code == 0
    assert ainews("interests", "set", "source:example", "3").code == 0

    assert ainews("interests").out.splitlines() == [
        "asked    +3.00  source Example News",
        "asked    -1.50  tag sports",
        "asked    +2.00  term climate change",
    ]
    assert ainews("interests", "--json").lines[0] == {
        "kind": "source",
        "name": str(source.id),
        "title": "Example News",
        "weight": 3.0,
        "learned": False,
        "opened": 0,
        "seen": 0,
    }
    assert ainews("interests", "forget", "climate", "change").code == 0
    assert ainews("interests", "forget", "tag:sports").code == 0
    assert len(ainews("interests", "--json").lines) == 1


@pytest.mark.parametrize(
    ("arguments", "code", "words"),
    [
        (["climate", "4"], 2, "from -3"),
        (["climate", "much"], 2, "name a number"),
        (["?!", "1"], 2, "no word"),
        (["tag:", "1"], 2, "names no tag"),
        (["source:nowhere", "1"], 4, "nowhere"),
        (["climate"], 2, ""),
    ],
)
def test_what_cannot_be_meant_is_a_clear_error(ainews, arguments, code, words):
    outcome = ainews("interests", "set", *arguments)

    assert outcome.code == code
    assert words in outcome.err


def test_forgetting_what_was_never_set_is_an_error(ainews):
    assert ainews("interests", "forget", "climate").code == 4


def test_habits_are_told_with_their_evidence(ainews, shelf):
    now = datetime.now(UTC)
    liked, other = shelf.source("Liked"), shelf.source("Other")
    for n in range(40):
        at = now - timedelta(hours=80 - n)
        item = shelf.item(liked, f"Halvorsen {n}", published=at, at=at)
        shelf.item(other, f"Bystander {n}", published=at + timedelta(minutes=1), at=at + timedelta(minutes=1))
        shelf.store.reading.mark([item], read=True, now=at + timedelta(hours=1))

    learned = ainews("interests", "--json").lines

    assert {(each["kind"], each["title"]) for each in learned if each["weight"] > 0} >= {
        ("source", "Liked"),
        ("term", "halvorsen"),
    }
    assert all(each["learned"] and each["opened"] <= each["seen"] for each in learned)
    assert "(opened 40 of 40)" in ainews("interests").out
    assert ainews("interests", "--no-learned", "--json").out == ""
