"""Digests are kept, listed and opened again as they were."""

from __future__ import annotations

from datetime import datetime, timedelta
from threading import Thread

import pytest
from msgspec.structs import replace

from ainews.errors import NotFound
from ainews.model import Sentence, Signal, SourceRef
from ainews.model.digests import Digest, DigestLink, DigestStory, Inflow
from ainews.store import Store
from tests.store.builders import HOUR, NOON, add_source, draft, land

DAY = timedelta(days=1)


def digest_of(*story_ids: int, at: datetime = NOON, since: datetime | None = NOON - DAY) -> Digest:
    return Digest(at, since, tuple(story(rank, each) for rank, each in enumerate(story_ids, 1)), notes=("a note",))


def story(rank: int, story_id: int) -> DigestStory:
    return DigestStory(
        rank=rank,
        story_id=story_id,
        revision=2,
        title="A ferry “sinks” \x1b[31m",
        score=1.25,
        why=(Signal("coverage", 0.5, 2.5),),
        summary=(Sentence("It sank.", (story_id,)),),
        links=(DigestLink(story_id, "https://site.example/1", SourceRef(1, "One", "https://one.example/feed")),),
        size=3,
        sources=2,
        first_at=NOON - 5 * HOUR,
        last_at=NOON - HOUR,
        section="World",
    )


def test_a_saved_digest_is_opened_exactly_as_it_was(store: Store) -> None:
    saved = store.digests.save(digest_of(7, 8), [], made_at=NOON)

    assert saved.id > 0
    assert store.digests.get(saved.id) == saved == replace(digest_of(7, 8), id=saved.id)


def test_the_same_time_and_window_replace_a_digest_under_its_id(store: Store) -> None:
    first = store.digests.save(digest_of(7), [], made_at=NOON)

    again = store.digests.save(digest_of(8, 9), [], made_at=NOON + HOUR)

    assert again.id == first.id
    assert [each.story_id for each in store.digests.get(first.id).stories] == [8, 9]
    assert len(store.digests.list()) == 1


def test_another_window_is_another_digest_even_without_limit(store: Store) -> None:
    for since in (NOON - DAY, None, NOON - 2 * DAY, None):
        store.digests.save(digest_of(7, since=since), [], made_at=NOON)

    assert {each.since for each in store.digests.list()} == {NOON - DAY, None, NOON - 2 * DAY}


def test_digests_are_listed_the_latest_first(store: Store) -> None:
    for hours in (3, 1, 2):
        store.digests.save(digest_of(*range(hours), at=NOON - hours * HOUR), [], made_at=NOON)

    listed = store.digests.list()

    assert [(each.at, each.stories, each.sent) for each in listed] == [
        (NOON - hours * HOUR, hours, ()) for hours in (1, 2, 3)
    ]
    assert store.digests.list(limit=1) == listed[:1]


def test_what_a_digest_shows_is_what_it_showed_last(store: Store) -> None:
    land(store, add_source(store), [draft(n) for n in range(4)])
    store.digests.save(digest_of(1, 2), [1, 2], made_at=NOON)

    saved = store.digests.save(digest_of(3), [3, 4, 99], made_at=NOON)

    rows = store.admin.query("SELECT digest_id, item_id FROM digest_item ORDER BY item_id")[1]
    assert [tuple(row) for row in rows] == [(saved.id, 3), (saved.id, 4)]


def test_the_same_content_is_known_whatever_the_hour_and_two_empty_days_are_two(store: Store) -> None:
    for hours, stories in ((0, (7, 8)), (1, (7, 8)), (2, (8, 7)), (3, ()), (4, ())):
        store.digests.save(digest_of(*stories, at=NOON + hours * HOUR), [], made_at=NOON)

    keys = [bytes(row[0]) for row in store.admin.query("SELECT content_key FROM digest ORDER BY at_ms")[1]]
    assert keys[0] == keys[1]
    assert len(set(keys)) == 4


def test_another_readers_digest_is_not_there(store: Store) -> None:
    saved = store.digests.save(digest_of(1), [], made_at=NOON)

    with pytest.raises(NotFound, match="there is no digest"):
        store.digests.get(saved.id, user_id=2)


def test_two_that_save_at_once_leave_one_digest(store: Store) -> None:
    land(store, add_source(store), [draft(n) for n in range(50)])
    ids = list(range(1, 51))
    savers = [Thread(target=store.digests.save, args=(digest_of(n), ids), kwargs={"made_at": NOON}) for n in range(4)]
    for saver in savers:
        saver.start()
    for saver in savers:
        saver.join()

    assert len(store.digests.list()) == 1
    assert store.admin.query("SELECT COUNT(*) FROM digest_item")[1][0][0] == 50


def test_what_came_in_is_counted_to_the_second(store: Store) -> None:
    for name, hours in (("one", (0, 1, 24, 25)), ("two", (2,))):
        land(store, add_source(store, name), [draft(f"{name} {n}", published=NOON - n * HOUR) for n in hours])

    assert store.digests.inflow(NOON - DAY, NOON) == Inflow(items=3, sources=2, waiting=3)
    assert store.digests.inflow(NOON - DAY, NOON - HOUR) == Inflow(items=2, sources=2, waiting=2)
    assert store.digests.inflow(None, NOON).items == 5


def test_a_rhythm_ends_with_the_last_item_before_a_moment(store: Store) -> None:
    one, two = add_source(store, "one"), add_source(store, "two")
    land(store, one, [draft(n, published=NOON - n * DAY) for n in range(5)])
    land(store, two, [draft("late", published=NOON)])

    [rhythm] = store.digests.rhythms(NOON - HOUR)

    assert (rhythm.source_id, rhythm.items) == (one, 5)
    assert (rhythm.oldest, rhythm.newest) == (NOON - 4 * DAY, NOON - DAY)
