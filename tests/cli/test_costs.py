"""`costs`: what models cost and may cost, and what they would."""

from __future__ import annotations

from datetime import UTC, datetime

import pytest

from ainews.model import Assigned
from ainews.model.digests import Caps

CAPS = Caps(price_in=0, price_out=0, day=10**9, month=10**9)
ADDRESS = "http://127.0.0.1:9/v1"  # nobody listens there, and nobody is asked


@pytest.fixture
def spent(shelf):
    """Two calls of today: one of them is still running, or was killed."""
    now = datetime.now(UTC)
    books = shelf.store.books
    books.settle(books.reserve(9_000, caps=CAPS, now=now, model="tiny"), micros=1_250, tokens_in=9_120, tokens_out=804)
    books.reserve(40, caps=CAPS, now=now, model="tiny")
    return f"{now:%Y-%m-%d}"


@pytest.fixture
def stories(shelf):
    """Three stories of an item each."""
    source = shelf.source()
    for number in range(3):
        words = f"<p>Mayor Lund opened bridge number {number + 100} over the river Orva on Monday.</p>"
        item = shelf.item(source, f"Bridge {number}", words)
        shelf.store.stories.save([Assigned(item, item, item, content_hash=b"text")])


@pytest.fixture
def model(monkeypatch):
    pytest.importorskip("openai", reason="the extra `openai` is not installed")
    for name, value in {"ADDRESS": ADDRESS, "MODEL": "tiny", "PRICE_IN": "1", "PRICE_OUT": "2.5"}.items():
        monkeypatch.setenv(f"AINEWS_SUMMARIES__{name}", value)


def test_where_no_model_was_asked_nothing_was_spent(ainews, shelf):
    told = ainews("costs")

    assert told.code == 0
    assert told.out.splitlines() == [
        "no model was asked: summaries are the sources' own sentences and cost nothing",
        "today       0.00 of 0.50 (summaries.daily_cap)",
        "this month  0.00 of 5.00 (summaries.monthly_cap)",
    ]


def test_costs_are_told_by_day_and_model_beside_the_caps(ainews, spent):
    head, line, blank, today, month, _ = ainews("costs").out.splitlines()

    assert head.split() == ["day", "(UTC)", "model", "calls", "tokens", "in", "tokens", "out", "cost", "reserved"]
    assert line.split() == [spent, "tiny", "2", "9,120", "804", "0.00125", "0.00004"]
    assert (blank, today) == ("", "today       0.00129 of 0.50 (summaries.daily_cap)")
    assert month.startswith("this month  0.00129 of 5.00")


def test_a_model_without_a_price_is_said_to_count_as_free(ainews, spent, monkeypatch):
    assert "no price is set" in ainews("costs").out

    monkeypatch.setenv("AINEWS_SUMMARIES__PRICE_OUT", "2.5")
    assert "no price is set" not in ainews("costs").out


def test_costs_have_exactly_the_documented_fields(ainews, spent):
    assert ainews("costs", "--json").json == {
        "days": [
            {
                "day": spent,
                "model": "tiny",
                "calls": 2,
                "tokens_in": 9_120,
                "tokens_out": 804,
                "cost": 0.00125,
                "reserved": 0.00004,
            }
        ],
        "today": {"cost": 0.00129, "cap": 0.5},
        "month": {"cost": 0.00129, "cap": 5.0},
    }


def test_only_the_days_since_then_are_told(ainews, spent):
    assert ainews("costs", "--since", "2099-01-01", "--json").json["days"] == []


def test_an_estimate_without_a_model_is_nothing(ainews, stories):
    assert ainews("costs", "--estimate", "--since", "all").out == (
        "no model is chosen: summaries are the sources' own sentences and cost nothing\n"
    )
    assert ainews("costs", "--estimate", "--json").json["model"] is None


def test_an_estimate_is_made_without_asking_the_model(ainews, stories, model):
    told = ainews("costs", "--estimate", "--since", "all", "--json").json

    assert list(told) == ["model", "stories", "asked", "cached", "tokens_in", "tokens_out", "cost", "today", "month"]
    assert (told["model"], told["asked"], told["cached"], told["tokens_out"]) == ("tiny", 3, 0, 1_800)
    assert told["cost"] == round((told["tokens_in"] + 2.5 * told["tokens_out"]) / 1_000_000, 6)
    assert told["today"] == {"cost": 0.0, "cap": 0.5}


def test_an_estimate_of_the_best_stories_says_what_it_costs_at_most(ainews, stories, model):
    first, second, *_ = ainews("costs", "--estimate", "--since", "all", "--limit", 2).out.splitlines()

    assert first == "tiny would be asked about 2 of 2 stories"
    assert second.startswith("that takes at most ")
    assert " 1,200 out, and costs at most 0.00" in second


@pytest.mark.parametrize(("setting", "missing"), [("ADDRESS", "model"), ("MODEL", "address")])
def test_a_model_needs_an_address_and_a_name(ainews, shelf, monkeypatch, setting, missing):
    monkeypatch.setenv(f"AINEWS_SUMMARIES__{setting}", ADDRESS if setting == "ADDRESS" else "tiny")

    told = ainews("costs", "--estimate")

    assert told.code == 3
    assert f"summaries.{missing} is missing" in told.err


def test_a_time_that_is_none_is_wrong_usage(ainews, shelf):
    assert ainews("costs", "--since", "yesterdayish").code == 2
