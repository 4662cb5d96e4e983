"""The documented JSON of a digest."""

from __future__ import annotations

import json

import msgspec
import pytest
from hypothesis import given

from ainews import formats
from ainews.formats import record, trend
from ainews.model import Signal
from tests.formats import builders
from tests.formats.hostile import TRIED, texts


def test_a_digest_has_the_documented_fields() -> None:
    made = record(builders.digest())

    assert made["at"] == "2026-11-23T07:00:00Z"
    assert made["since"] == "2026-11-22T07:00:00Z"
    assert set(made) == {"id", "at", "since", "stories", "trends", "sick_sources", "notes", "items", "sources"}


def test_a_story_has_the_documented_fields() -> None:
    story = record(builders.digest())["stories"][0]

    assert (story["rank"], story["story_id"], story["title"], story["score"]) == (1, 11, "Headline 1", 2.1)
    assert story["why"][0] == {"name": "coverage", "value": 0.8, "weight": 2.0, "contribution": 1.6}
    assert story["summary"][1] == {"text": "More followed.", "item_ids": [101, 102]}
    assert story["links"][0] == {
        "item_id": 101,
        "url": "https://paper1.example/news/1",
        "source": {"id": 1, "title": "Paper 1", "url": "https://paper1.example/feed"},
    }
    assert story["first_at"] == "2026-11-22T22:00:00Z"


def test_the_reasons_of_a_story_add_up_to_its_score() -> None:
    for story in record(builders.digest())["stories"]:
        assert abs(sum(each["contribution"] for each in story["why"]) - story["score"]) < 1e-9


def test_a_contribution_has_no_digits_that_only_floating_point_made() -> None:
    story = msgspec.structs.replace(builders.story(1), why=(Signal("growth", 2.32, 0.2),))
    made = record(msgspec.structs.replace(builders.digest(), stories=(story,)))

    assert made["stories"][0]["why"][0]["contribution"] == 0.464


@pytest.mark.parametrize("address", ["javascript:alert(1)", "data:text/html,x", "file:///etc/passwd"])
def test_a_link_of_a_story_is_a_web_address_or_empty(address: str) -> None:
    made = record(builders.hostile("A headline", address))

    assert {link["url"] for story in made["stories"] for link in story["links"]} == {""}


def test_a_title_of_a_million_letters_is_cut() -> None:
    assert len(record(builders.hostile("a" * 1_000_000))["stories"][0]["title"]) == 1_000


def test_a_trend_and_a_sick_source_have_the_documented_fields() -> None:
    made = record(builders.digest())

    assert set(made["trends"][0]) == {
        *("key", "name", "kind", "count", "usual", "score", "sources", "since", "series", "story_ids")
    }
    assert made["trends"][0] == trend(builders.trend())
    assert made["sick_sources"][0] == {
        "source": {"id": 9, "title": "Old Mill Gazette", "url": "https://paper9.example/feed"},
        "state": "failing",
        "since": "2026-11-20T07:00:00Z",
        "error": "timed out after 30 s",
    }


@TRIED
@given(text=texts())
def test_json_is_one_line_that_keeps_every_text(text: str) -> None:
    rendered = formats.render(builders.hostile(text), "json")

    whole = text.encode("utf-8", "replace").decode() if any("\ud800" <= each <= "\udfff" for each in text) else text
    assert rendered.count("\n") == 1
    assert json.loads(rendered)["stories"][0]["title"].replace("\ufffd", "?") == whole.replace("\ufffd", "?")
