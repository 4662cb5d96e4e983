"""Titles by time, on both engines."""

from __future__ import annotations

from ainews.model import OWNER_ID, Assigned
from ainews.store import Store
from ainews.text.instants import to_ms
from tests.store.builders import HOUR, NOON, add_source, draft, land

NOON_S = to_ms(NOON) // 1000
HOUR_S = 3600


def put(store: Store, source_id: int, name: str, hours_ago: float, url: str | None = None) -> None:
    url = f"https://www.{name.lower()}.example.co.uk/1" if url is None else url
    land(store, source_id, [draft(name, title=name, url=url, published=NOON - hours_ago * HOUR)])


def test_a_window_holds_who_wrote_what_in_order_of_time(store: Store) -> None:
    source = add_source(store, "alpha")
    put(store, source, "Later", 1)
    put(store, source, "Earlier", 2)
    put(store, source, "Old", 3)
    put(store, source, "Linkless", 0.5, url="")
    put(store, source, "Hosted", 0.4, url="https://somebody.substack.com/p/1")

    found = store.trending.window(NOON_S - 2 * HOUR_S, NOON_S)

    assert [(each.title, each.publisher, each.at_s) for each in found] == [
        ("Earlier", "example.co.uk", NOON_S - 2 * HOUR_S),
        ("Later", "example.co.uk", NOON_S - HOUR_S),
        ("Linkless", "alpha.example", NOON_S - HOUR_S // 2),
        ("Hosted", f"source {source}", NOON_S - 24 * 60),
    ]
    assert {each.source_title for each in found} == {"Alpha"}


def test_what_a_reader_does_not_follow_is_left_out(store: Store) -> None:
    source = add_source(store, "alpha")
    put(store, source, "Something", 1)

    assert store.trending.window(0, NOON_S, user_id=OWNER_ID + 1) == []
    assert store.trending.titles(0, NOON_S, most=10, user_id=OWNER_ID + 1) == ([], 1)


def test_titles_are_sampled_where_there_are_many(store: Store) -> None:
    source = add_source(store, "alpha")
    for n in range(8):
        put(store, source, f"Title{n}", 1 + n)

    whole, every = store.trending.titles(0, NOON_S, most=8)
    assert (len(whole), every) == (8, 1)
    part, every = store.trending.titles(0, NOON_S, most=3)
    assert (len(part), every) == (2, 4)
    assert set(part) <= set(whole)


def test_items_of_stories_are_dated(store: Store) -> None:
    source = add_source(store, "alpha")
    put(store, source, "One", 30)
    put(store, source, "Two", 3)
    store.stories.save([Assigned(item, 1, 1, None, (), b"hash") for item in (1, 2)])

    assert store.trending.stories([1, 7], 0, NOON_S - 24 * HOUR_S) == [(1, NOON_S - 30 * HOUR_S)]
    assert store.trending.window(NOON_S - 4 * HOUR_S, NOON_S)[0].story_id == 1
