"""Sources and subscriptions, on both engines: adding, finding, leasing, pausing, removing."""

from __future__ import annotations

from datetime import timedelta

import pytest
from msgspec.structs import replace

from ainews.errors import Conflict, NotFound
from ainews.model import (
    FailureKind,
    Health,
    Landing,
    Move,
    Selectors,
    SourceKind,
    SourceOptions,
    SourceState,
    Validators,
)
from ainews.store import Store
from tests.store.builders import HOUR, NOON, add_source, dated, land, listed, update

LEASE = timedelta(minutes=5)


def claimed(store: Store, owner: str = "me", **options: object) -> list[int]:
    wanted = {"now": NOON, "lease": LEASE, "limit": 0} | options
    return [source.id for source in store.sources.claim(owner, **wanted)]  # type: ignore[arg-type]


def poll(store: Store, source_id: int, **changes: object) -> None:
    store.items.land([Landing(update(source_id, **changes), NOON)])


def test_a_source_is_kept_as_it_was_given(store: Store) -> None:
    options = SourceOptions(
        full_text=True, allow_private=True, interval=timedelta(hours=3), selectors=Selectors("article", date="time")
    )
    source, is_new = store.sources.add(
        "https://a.example/", kind=SourceKind.PAGE, title="A", site_url="https://a.example/", options=options, now=NOON
    )

    assert is_new
    assert store.sources.get(source.id) == source
    assert (source.kind, source.title, source.options, source.state) == (SourceKind.PAGE, "A", options, SourceState.NEW)
    assert (source.next_due, source.item_count) == (NOON, 0)


def test_adding_a_source_again_changes_nothing(store: Store) -> None:
    first, _ = store.sources.add("https://a.example/", title="A", folder="one", now=NOON)
    again, is_new = store.sources.add("https://a.example/", title="B", folder="two", now=NOON + HOUR)

    assert (again, is_new) == (first, False)
    assert [each.folder for each in store.sources.subscriptions()] == ["one"]


def test_subscriptions_come_by_folder_and_title_with_their_unread(store: Store) -> None:
    add_source(store, "zeta")
    add_source(store, "beta", folder="ai")
    alpha = add_source(store, "alpha", folder="ai")
    land(store, alpha, dated(2))

    assert [(each.folder, each.title, each.unread) for each in store.sources.subscriptions()] == [
        (None, "Zeta", 0),
        ("ai", "Alpha", 2),
        ("ai", "Beta", 0),
    ]


@pytest.mark.parametrize("ref", ["1", "https://alpha.example/feed", "Alpha", "alph", "alpha.example", " alpha "])
def test_a_source_is_found_by_what_a_person_would_type(store: Store, ref: str) -> None:
    add_source(store, "alpha")
    add_source(store, "beta")

    assert store.sources.find(ref).id == 1


def test_a_name_that_is_exactly_one_sources_wins_over_parts_of_others(store: Store) -> None:
    add_source(store, "news")
    add_source(store, "newspaper")

    assert store.sources.find("news").id == 1


def test_a_name_that_fits_several_names_them(store: Store) -> None:
    add_source(store, "alpha-one")
    add_source(store, "alpha-two")

    with pytest.raises(Conflict, match=r"1 Alpha-One, 2 Alpha-Two"):
        store.sources.find("alpha")


@pytest.mark.parametrize("ref", ["", "nothing", "7"])
def test_a_name_that_fits_none_is_not_found(store: Store, ref: str) -> None:
    add_source(store)

    with pytest.raises(NotFound):
        store.sources.find(ref)


def test_by_url_knows_what_is_there(store: Store) -> None:
    add_source(store)

    found = store.sources.by_url("https://alpha.example/feed")
    assert found is not None
    assert found.id == 1
    assert store.sources.by_url("https://other.example/") is None


def test_a_poll_is_written_whole_and_read_back(store: Store) -> None:
    source = add_source(store)
    health = Health(
        failures=3,
        failing_since=NOON,
        error_kind=FailureKind.TIMEOUT,
        error="slow",
        last_try=NOON,
        gone_sightings=1,
        throttled_until=NOON + HOUR,
    )
    move = Move("https://new.example/", NOON, 2)
    validators = Validators('W/"1"', "Mon, 23 Nov 2026", b"hash")
    poll(store, source, health=health, move=move, validators=validators, state=SourceState.FAILING, interval=2 * HOUR)

    stored = store.sources.get(source)

    assert (stored.health, stored.move, stored.validators) == (health, move, validators)
    assert (stored.state, stored.interval) == (SourceState.FAILING, 2 * HOUR)


def test_what_a_poll_does_not_say_stays(store: Store) -> None:
    source = add_source(store)
    poll(store, source, title="Its own title", site_url="https://site.example/", feed_identity=b"id")
    poll(store, source)

    stored = store.sources.get(source)

    assert (stored.title, stored.site_url, stored.feed_identity) == ("Its own title", "https://site.example/", b"id")


def test_a_move_is_followed_unless_another_source_is_there(store: Store) -> None:
    one, two = add_source(store, "one"), add_source(store, "two")
    poll(store, one, url="https://new.example/")
    poll(store, two, url="https://new.example/")

    assert [store.sources.get(each).url for each in (one, two)] == ["https://new.example/", "https://two.example/feed"]


def test_a_claim_leases_each_source_once(store: Store) -> None:
    for name in ("a", "b", "c"):
        add_source(store, name)

    assert claimed(store, "one", limit=2) == [1, 2]
    assert claimed(store, "two") == [3]
    assert claimed(store, "three") == []
    assert sorted(store.sources.lease_owners(NOON)) == ["one", "two"]


def test_a_lease_ends_by_time_by_release_and_by_death(store: Store) -> None:
    add_source(store)

    assert claimed(store, "one") == [1]
    assert claimed(store, "two", now=NOON + LEASE) == [1]
    store.sources.release("two")
    assert claimed(store, "three") == [1]
    assert claimed(store, "four", dead_owners=["nobody", "three"]) == [1]


def test_what_waits_longest_comes_first_and_what_is_not_due_not_at_all(store: Store) -> None:
    for name in ("a", "b", "c"):
        add_source(store, name)
    poll(store, 1, next_due=NOON)
    poll(store, 2, next_due=NOON - HOUR)
    poll(store, 3, next_due=NOON + HOUR)

    assert store.sources.counts_due(NOON) == 2
    assert claimed(store) == [2, 1]
    store.sources.release("me")
    assert claimed(store, include_not_due=True) == [2, 1, 3]


def test_only_the_sources_asked_for_are_claimed(store: Store) -> None:
    for name in ("a", "b", "c"):
        add_source(store, name)

    assert claimed(store, ids=[2, 99]) == [2]
    assert claimed(store, ids=[]) == []


def test_a_servers_wish_for_a_pause_is_always_kept(store: Store) -> None:
    add_source(store)
    poll(store, 1, next_due=NOON, health=Health(throttled_until=NOON + HOUR), state=SourceState.THROTTLED)

    assert store.sources.counts_due(NOON) == 0
    assert claimed(store, include_not_due=True, ids=[1]) == []
    assert claimed(store, now=NOON + HOUR) == [1]


def test_a_paused_source_rests_until_it_is_resumed(store: Store) -> None:
    add_source(store)
    store.sources.pause(1)

    assert (store.sources.get(1).state, store.sources.get(1).next_due) == (SourceState.PAUSED, None)
    assert claimed(store, include_not_due=True) == []

    store.sources.resume(1, NOON)

    assert store.sources.get(1).state is SourceState.NEW
    assert claimed(store) == [1]


def test_a_pause_ordered_during_a_poll_outlives_it(store: Store) -> None:
    add_source(store)
    claimed(store)
    store.sources.pause(1)
    poll(store, 1)

    assert (store.sources.get(1).state, store.sources.get(1).next_due) == (SourceState.PAUSED, None)


def test_resuming_forgives_faults(store: Store) -> None:
    add_source(store)
    gone = Health(failures=9, failing_since=NOON, error_kind=FailureKind.GONE, error="gone", gone_sightings=2)
    poll(store, 1, health=replace(gone, last_ok=NOON), next_due=None, state=SourceState.GONE)

    store.sources.resume(1, NOON)
    source = store.sources.get(1)

    assert (source.state, source.next_due, source.health) == (SourceState.OK, NOON, Health(last_ok=NOON))


def test_resuming_a_source_that_runs_changes_nothing(store: Store) -> None:
    add_source(store)
    poll(store, 1)

    store.sources.resume(1, NOON)

    assert store.sources.get(1).next_due == NOON + HOUR


def test_an_edit_changes_what_is_given_and_nothing_else(store: Store) -> None:
    add_source(store, folder="ai")
    store.sources.edit(1, title="Mine")
    store.sources.edit(1, options=SourceOptions(full_text=True))
    source = store.sources.edit(1, url="https://new.example/")
    [subscription] = store.sources.subscriptions()

    assert (subscription.title, subscription.folder) == ("Mine", "ai")
    assert (source.url, source.title, source.options.full_text) == ("https://new.example/", "Alpha", True)

    store.sources.edit(1, title="", folder=None)
    [subscription] = store.sources.subscriptions()

    assert (subscription.title, subscription.folder) == ("Alpha", None)


def test_an_edit_may_not_take_another_sources_address(store: Store) -> None:
    add_source(store, "one")
    add_source(store, "two")

    with pytest.raises(Conflict, match="source 1"):
        store.sources.edit(2, url="https://one.example/feed")


def test_the_owners_name_for_a_source_is_shown_with_its_items(store: Store) -> None:
    source = add_source(store)
    land(store, source, dated(1))
    store.sources.edit(source, title="Mine")

    assert [item.source.title for item in listed(store)] == ["Mine"]
    assert store.sources.find("Mine").id == source


def test_a_removed_source_takes_everything_with_it(store: Store) -> None:
    one, two = add_source(store, "one"), add_source(store, "two")
    land(store, one, dated(3))
    land(store, two, dated(3))
    store.reading.mark([1], True)
    store.reading.star([1], True)

    store.sources.remove(one)

    assert {item.source.id for item in listed(store)} == {two}
    assert store.reading.unread() == {two: 3}
    assert store.admin.check() == []
    assert store.admin.stats()["items"] == 3


def test_what_is_not_there_is_not_found(store: Store) -> None:
    for act in (store.sources.get, store.sources.pause, store.sources.remove, store.sources.edit):
        with pytest.raises(NotFound):
            act(7)
    with pytest.raises(NotFound):
        store.sources.resume(7, NOON)


def test_the_ids_of_what_is_read_come_in_the_order_of_adding(store):
    first, second = (store.sources.add(f"https://{name}.example/", now=NOON)[0].id for name in "ba")

    assert store.sources.ids() == [first, second]
    store.sources.remove(first)
    assert store.sources.ids() == [second]
