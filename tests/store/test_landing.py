"""Landing, on both engines: what is new, what changed, what another process was first with."""

from __future__ import annotations

from datetime import timedelta

import pytest

from ainews.errors import NotFound
from ainews.model import Enclosure, ItemFilter, SourceState
from ainews.store import Store
from ainews.store.landing import PLACES, VERSIONS_KEPT
from ainews.text.hashing import key64
from tests.store.builders import (
    HOUR,
    NOON,
    add_source,
    change,
    dated,
    draft,
    ids,
    land,
    landing,
    listed,
    titles,
    update,
)


def test_what_lands_is_listed_newest_first_and_numbered_oldest_first(store: Store) -> None:
    source = add_source(store)

    assert land(store, source, dated(3)).new == 3
    assert [(item.id, item.title) for item in listed(store)] == [(3, "Title 0"), (2, "Title 1"), (1, "Title 2")]


def test_everything_that_a_draft_says_can_be_read_again(store: Store) -> None:
    source = add_source(store)
    enclosure = Enclosure("https://site.example/a.mp3", "audio/mpeg", 123)
    made = draft(
        "a",
        words="Grüße, 世界",
        published=NOON - HOUR,
        author="Ada, Bob",
        updated=NOON,
        categories=("Deep Learning", "AI"),
        enclosures=(enclosure,),
        language="de",
    )

    land(store, source, [made])
    [item] = listed(store)
    body = store.reading.body(item.id)

    assert (item.title, item.url, item.author) == ("Title a", "https://site.example/a", "Ada, Bob")
    assert (item.published_at, item.arrived_at, item.read, item.starred) == (NOON - HOUR, NOON, False, False)
    assert (body.html, body.language, body.updated_at, body.versions) == ("<p>Grüße, 世界</p>", "de", NOON, 0)
    assert (body.categories, body.enclosures) == (("Deep Learning", "AI"), (enclosure,))


def test_the_same_draft_lands_once(store: Store) -> None:
    source = add_source(store)

    land(store, source, [draft("a"), draft("a")])
    again = land(store, source, [draft("a"), draft("b")])

    assert again.new == 1
    assert sorted(titles(listed(store))) == ["Title a", "Title b"]


def test_the_same_guid_in_two_sources_is_two_items(store: Store) -> None:
    one, two = add_source(store, "one"), add_source(store, "two")

    done = store.items.land([landing(one, [draft("a")]), landing(two, [draft("a")])])

    assert [each.new for each in done] == [1, 1]


def test_one_source_twice_in_a_batch_is_counted_once(store: Store) -> None:
    source = add_source(store)

    done = store.items.land([landing(source, [draft("a")]), landing(source, [draft("a"), draft("b")])])

    assert sum(each.new for each in done) == 2
    assert store.sources.get(source).item_count == 2
    assert store.reading.unread() == {source: 2}


def test_known_finds_by_guid_and_by_address_within_the_source(store: Store) -> None:
    one, two = add_source(store, "one"), add_source(store, "two")
    land(store, one, [draft("a"), draft("b"), draft("c")])
    land(store, two, [draft("a")])

    known = store.items.known(one, ["a", "nothing"], [key64("https://site.example/b")])

    assert sorted(each.guid for each in known) == ["a", "b"]
    assert {each.url_key for each in known} == {key64("https://site.example/a"), key64("https://site.example/b")}
    assert store.items.known(one, [], []) == []


def test_a_changed_item_keeps_its_place_and_its_earlier_text(store: Store) -> None:
    source = add_source(store)
    land(store, source, dated(3))
    item = listed(store)[1]

    done = change(store, item.id, draft("1", words="other words", title="New title"), at=NOON + HOUR)

    assert done.changed == 1
    assert titles(listed(store)) == ["Title 0", "New title", "Title 2"]
    assert store.reading.body(item.id).html == "<p>other words</p>"
    assert [(v.number, v.title, v.html, v.seen_at) for v in store.reading.versions(item.id)] == [
        (1, "Title 1", "<p>some words</p>", NOON + HOUR)
    ]
    assert store.reading.item(item.id).arrived_at == NOON


def test_a_change_that_another_process_stored_first_is_no_change(store: Store) -> None:
    source = add_source(store)
    land(store, source, [draft("a")])
    change(store, 1, draft("a", words="new"))

    assert change(store, 1, draft("a", words="new")).changed == 0
    assert len(store.reading.versions(1)) == 1


def test_a_change_of_an_item_that_was_removed_is_left_out(store: Store) -> None:
    source = add_source(store)
    land(store, source, [draft("a")])
    store.items.remove([1], NOON)

    done = store.items.land([landing(source, changed=((1, draft("a", words="new")),))])

    assert (done[0].new, done[0].changed) == (0, 0)


def test_only_the_newest_versions_are_kept(store: Store) -> None:
    source = add_source(store)
    land(store, source, [draft("a")])
    for n in range(VERSIONS_KEPT + 3):
        change(store, 1, draft("a", words=f"text {n}"))

    versions = store.reading.versions(1)

    assert len(versions) == VERSIONS_KEPT
    assert versions[-1].html == f"<p>text {VERSIONS_KEPT + 1}</p>"
    assert store.reading.body(1).versions == VERSIONS_KEPT


def test_a_refreshed_item_takes_its_new_fingerprint_and_guid(store: Store) -> None:
    source = add_source(store)
    land(store, source, [draft("a")])

    store.items.land([landing(source, refreshed=((1, b"fresh", "a2"),))])

    [known] = store.items.known(source, ["a2"], [])
    assert (known.item_id, known.fingerprint) == (1, b"fresh")
    assert store.items.known(source, ["a"], []) == []


def test_a_churned_guid_that_another_item_bears_is_not_taken(store: Store) -> None:
    source = add_source(store)
    land(store, source, dated(2))

    store.items.land([landing(source, refreshed=((1, b"fresh", "0"),))])

    assert {each.guid: each.item_id for each in store.items.known(source, ["0", "1"], [])} == {"0": 2, "1": 1}


def test_a_removed_item_does_not_come_back_as_news(store: Store) -> None:
    source = add_source(store)
    land(store, source, [draft("a"), draft("b")])

    assert store.items.remove([1, 99], NOON) == 1
    assert land(store, source, [draft("a"), draft("b")]).new == 0
    assert titles(listed(store)) == ["Title b"]
    assert (store.sources.get(source).item_count, store.reading.unread()) == (1, {source: 1})


def test_a_source_that_was_removed_meanwhile_gets_nothing(store: Store) -> None:
    gone, kept = add_source(store, "gone"), add_source(store, "kept")
    store.sources.remove(gone)

    done = store.items.land([landing(gone, [draft("a")]), landing(kept, [draft("b")])])

    assert [each.new for each in done] == [0, 1]
    assert titles(listed(store)) == ["Title b"]


def test_a_future_date_is_shown_but_does_not_lead_the_list(store: Store) -> None:
    source = add_source(store)
    land(store, source, [draft("promised", published=NOON + 400 * HOUR)])
    land(store, source, [draft("later", published=NOON + HOUR)], at=NOON + 2 * HOUR)

    assert titles(listed(store)) == ["Title later", "Title promised"]
    assert listed(store)[1].published_at == NOON + 400 * HOUR


def test_items_without_a_date_are_placed_where_they_arrived(store: Store) -> None:
    source = add_source(store)
    land(store, source, [draft("undated"), draft("old", published=NOON - HOUR)])

    assert titles(listed(store)) == ["Title undated", "Title old"]


def test_dates_before_1970_come_last(store: Store) -> None:
    source = add_source(store)
    land(store, source, [draft("ancient", published=NOON.replace(year=1950)), draft("old", published=NOON - HOUR)])

    assert titles(listed(store)) == ["Title old", "Title ancient"]


def test_more_items_of_one_second_than_it_has_places_all_land_in_order(store: Store) -> None:
    source = add_source(store)
    count = 2 * PLACES + 5
    land(store, source, [draft(n, published=NOON) for n in range(count)])
    land(store, source, [draft(f"later {n}", published=NOON) for n in range(PLACES)])
    land(store, source, [draft("next", published=NOON + timedelta(seconds=1))], at=NOON + HOUR)

    assert ids(listed(store)) == list(range(count + PLACES + 1, 0, -1))


def test_a_clock_set_back_between_landings_disturbs_neither_ids_nor_places(store: Store) -> None:
    source = add_source(store)
    land(store, source, [draft("first")], at=NOON)
    land(store, source, [draft("second")], at=NOON - 100 * HOUR)
    land(store, source, [draft("third")], at=NOON + HOUR)

    assert [(item.id, item.title) for item in listed(store)] == [
        (3, "Title third"),
        (1, "Title first"),
        (2, "Title second"),
    ]
    assert store.admin.check() == []


def test_ids_are_never_given_twice(store: Store) -> None:
    source = add_source(store)
    land(store, source, [draft("a")])
    store.items.remove([1], NOON)
    land(store, source, [draft("b")])

    assert ids(listed(store)) == [2]


def test_text_that_no_database_takes_is_mended(store: Store) -> None:
    source = add_source(store)

    land(store, source, [draft("a", words="half \ud800 a pair", title="half \udc00 title \x00")])
    [item] = listed(store)

    assert "half" in item.title
    assert "a pair" in store.reading.body(item.id).html


def test_nothing_lands_from_nothing(store: Store) -> None:
    assert store.items.land([]) == []
    assert store.items.remove([], NOON) == 0


def test_a_landing_writes_the_source_whole_and_ends_its_lease(store: Store) -> None:
    source = add_source(store)
    store.sources.claim("worker", NOON, lease=HOUR, limit=1)
    new = update(source, title="Named by its feed", site_url="https://site.example/", feed_identity=b"who")

    store.items.land([landing(source, [draft("a")]), type(landing(source))(new, NOON)])
    stored = store.sources.get(source)

    assert (stored.title, stored.site_url, stored.feed_identity) == (
        "Named by its feed",
        "https://site.example/",
        b"who",
    )
    assert (stored.state, stored.next_due, stored.health.last_ok) == (SourceState.OK, NOON + HOUR, NOON)
    assert store.sources.lease_owners(NOON) == []


def test_an_item_that_nobody_has_is_not_found(store: Store) -> None:
    for ask in (store.reading.item, store.reading.body):
        with pytest.raises(NotFound):
            ask(7)
    with pytest.raises(NotFound):
        store.reading.list(ItemFilter(before=7))
