"""Vectors, stories and corrections, on both engines."""

from __future__ import annotations

import pytest

from ainews.errors import NotFound
from ainews.model import Assigned, Signal
from ainews.store import Store
from ainews.text.instants import to_ms
from tests.store.builders import HOUR, NOON, add_source, change, draft, land, listed

MODEL = "abc"
NOON_S = to_ms(NOON) // 1000
WHY = (Signal("words", 0.5, 2.0), Signal("bar", 0.25, -1.0))


@pytest.fixture
def shelf(store: Store) -> Store:
    """Items 1 to 4, an hour apart, of two sources that take turns; nothing is derived yet."""
    sources = [add_source(store, "one"), add_source(store, "two")]
    for n in range(4):
        land(store, sources[n % 2], [draft(f"item{n}", published=NOON - (3 - n) * HOUR)], at=NOON)
    store.stories.remember_model(MODEL, name="tiny", dims=2, threshold=0.5)
    return store


def hash_of(store: Store, item_id: int) -> bytes:
    return store.stories.texts([item_id], MODEL)[0].content_hash


def embed(store: Store, *item_ids: int, vector: bytes = b"vector") -> None:
    store.stories.save_vectors(MODEL, [(each, hash_of(store, each), vector) for each in item_ids])


def assign(store: Store, story_id: int, *item_ids: int) -> None:
    store.stories.save([Assigned(each, story_id, 1, None, WHY, hash_of(store, each)) for each in item_ids])


def derive(store: Store, story_id: int, *item_ids: int) -> None:
    embed(store, *item_ids)
    assign(store, story_id, *item_ids)


def test_items_are_due_until_they_have_a_vector_and_a_story(shelf: Store) -> None:
    assert shelf.stories.newest_due_s(MODEL) == NOON_S

    embed(shelf, 4)
    assert shelf.stories.newest_due_s(MODEL) == NOON_S

    assign(shelf, 4, 4)
    assert shelf.stories.newest_due_s(MODEL) == NOON_S - 3600
    assert shelf.stories.count_due(MODEL) == 3


def test_what_is_due_can_be_asked_for_a_span_of_time(shelf: Store) -> None:
    assert shelf.stories.count_due(MODEL, since_s=NOON_S - 3600) == 2
    assert shelf.stories.newest_due_s(MODEL, before_s=NOON_S) == NOON_S - 3600
    assert shelf.stories.newest_due_s(MODEL, since_s=NOON_S + 1) is None


def test_another_model_makes_everything_due_and_keeps_the_stories(shelf: Store) -> None:
    derive(shelf, 1, 1, 2, 3, 4)

    assert shelf.stories.count_due(MODEL) == 0
    assert shelf.stories.count_due("another") == 4
    assert shelf.stories.standing(0, NOON_S + 1) == dict.fromkeys((1, 2, 3, 4), (1, 1))


def test_what_is_due_tells_what_each_item_lacks(shelf: Store) -> None:
    embed(shelf, 3)
    assign(shelf, 4, 4)

    due = shelf.stories.due(MODEL, NOON_S - 2 * 3600, NOON_S + 1)

    assert [(each.item_id, each.is_embedded, each.is_grouped) for each in due] == [
        (2, False, False),
        (3, True, False),
        (4, False, True),
    ]
    assert [each.at_s for each in due] == [NOON_S - 7200, NOON_S - 3600, NOON_S]


def test_what_is_settled_is_not_looked_at_until_it_changes(shelf: Store) -> None:
    derive(shelf, 1, 1, 2, 3, 4)
    shelf.stories.settle(MODEL)
    assert shelf.admin.query("SELECT item_id FROM story_due")[1] == []

    change(shelf, 2, draft("item1", words="other words"))
    land(shelf, 1, [draft("late", published=NOON - HOUR)], at=NOON)

    assert [each.item_id for each in shelf.stories.due(MODEL, 0, NOON_S + 1)] == [2, 5]


def test_a_model_that_is_followed_anew_is_asked_for_every_item(shelf: Store) -> None:
    derive(shelf, 1, 1, 2, 3, 4)
    shelf.stories.settle(MODEL)

    shelf.stories.remember_model("another", name="other", dims=2, threshold=0.5)

    assert (shelf.stories.count_due("another"), shelf.stories.count_due(MODEL)) == (4, 0)


def test_what_an_item_was_found_by_is_kept_with_it(shelf: Store) -> None:
    embed(shelf, 2)
    shelf.stories.save([Assigned(2, 1, 1, None, WHY, hash_of(shelf, 2), b"words")])
    assign(shelf, 1, 1)

    known = shelf.stories.known(MODEL, 0, NOON_S + 1)

    assert [(each.item_id, each.story_id, each.signature, each.vector) for each in known] == [
        (1, 1, None, None),
        (2, 1, b"words", b"vector"),
    ]


def test_a_date_in_the_future_counts_as_the_arrival(shelf: Store) -> None:
    land(shelf, 1, [draft("tomorrow", published=NOON + 24 * HOUR)], at=NOON)

    assert shelf.stories.newest_s() == NOON_S


def test_an_edited_item_is_due_again_and_its_vector_is_none(shelf: Store) -> None:
    derive(shelf, 1, 1, 2)
    change(shelf, 2, draft("item1", words="other words"))

    [place] = [each for each in shelf.stories.due(MODEL, 0, NOON_S) if each.item_id == 2]
    assert (place.is_embedded, place.is_grouped) == (False, False)
    assert [text.vector for text in shelf.stories.texts([1, 2], MODEL)] == [b"vector", None]

    derive(shelf, 1, 2)
    assert shelf.stories.count_due(MODEL, since_s=NOON_S - 3 * 3600) == 2


def test_a_story_counts_its_items_and_sources(shelf: Store) -> None:
    assign(shelf, 1, 1, 2, 3)

    story = shelf.stories.story(1)

    assert (story.title, story.size, story.sources, story.revision) == ("Title item0", 3, 2, 1)
    assert (story.first_at, story.last_at) == (NOON - 3 * HOUR, NOON - HOUR)
    assert [item.id for item in story.items] == [1, 2, 3]
    assert {item.story_id for item in story.items} == {1}


def test_saving_tells_which_stories_are_new_grown_and_gone(shelf: Store) -> None:
    first = shelf.stories.save([Assigned(each, each, 1, None, (), hash_of(shelf, each)) for each in (1, 2)])
    second = shelf.stories.save([Assigned(2, 1, 1, 1, WHY), Assigned(3, 3, 3, None, (), hash_of(shelf, 3))])

    assert (first.new, first.grown, first.gone) == ({1, 2}, set(), set())
    assert (second.new, second.grown, second.gone) == ({3}, {1}, {2})
    assert shelf.stories.story(1).revision == 2


def test_stories_come_newest_first(shelf: Store) -> None:
    assign(shelf, 1, 1, 4)
    assign(shelf, 2, 2)
    assign(shelf, 3, 3)

    assert [story.id for story in shelf.stories.list()] == [1, 3, 2]
    assert [story.id for story in shelf.stories.list(limit=2)] == [1, 3]
    assert [story.id for story in shelf.stories.list(since=NOON - HOUR)] == [1, 3]


def test_removed_items_leave_their_stories(shelf: Store) -> None:
    derive(shelf, 1, 1, 2, 3)
    derive(shelf, 4, 4)

    shelf.items.remove([1], NOON)
    assert (shelf.stories.story(1).size, shelf.stories.story(1).title) == (2, "Title item1")

    shelf.sources.remove(2)
    assert [(story.id, story.size) for story in shelf.stories.list()] == [(1, 1)]


def test_what_was_found_for_an_item_that_was_removed_is_dropped(shelf: Store) -> None:
    found = hash_of(shelf, 1)
    shelf.items.remove([1], NOON)

    shelf.stories.save_vectors(MODEL, [(1, found, b"vector")])
    shelf.stories.save([Assigned(1, 1, 1, None, (), found)])

    assert shelf.stories.list() == []


def test_why_is_kept_in_numbers(shelf: Store) -> None:
    shelf.stories.save([Assigned(2, 1, 7, 1, WHY, hash_of(shelf, 2))])

    why = shelf.stories.why(2)

    assert why == Assigned(2, 1, 7, 1, WHY)
    assert why.score == 0.75
    assert shelf.stories.why(1) is None
    with pytest.raises(NotFound):
        shelf.stories.why(99)


def test_lists_name_the_story_of_each_item(shelf: Store) -> None:
    assign(shelf, 1, 1, 3)

    assert {item.id: item.story_id for item in listed(shelf)} == {4: None, 3: 1, 2: None, 1: 1}


def test_corrections_are_remembered_and_the_later_word_wins(shelf: Store) -> None:
    shelf.stories.correct(together=[(1, 2), (2, 3)], apart=[(1, 4)])
    shelf.stories.correct(apart=[(1, 2)], forgotten=[(2, 3)])

    assert shelf.stories.corrections() == (set(), {(1, 2), (1, 4)})


def test_wrong_counts_are_told_and_mended(shelf: Store) -> None:
    assign(shelf, 1, 1, 2)
    with shelf.engine.write() as session:
        session.run("story_item.move", item_id=2, story_id=3, topic_id=3, why="[null,[]]")

    assert shelf.admin.check() == ["story 1 counts 2 items but has 1: run `ainews db vacuum`"]

    shelf.admin.vacuum()
    assert (shelf.admin.check(), shelf.stories.story(1).size) == ([], 1)


def test_no_story_is_a_clear_error(store: Store) -> None:
    with pytest.raises(NotFound, match="there is no story 7"):
        store.stories.story(7)


def test_an_empty_store_has_nothing_to_derive(store: Store) -> None:
    assert (store.stories.newest_s(), store.stories.newest_due_s(MODEL), store.stories.list()) == (None, None, [])
