"""Vectors in bulk, on both engines: which items are within reach, and which of them have one."""

from __future__ import annotations

from collections.abc import Iterable

import pytest

from ainews.model import ItemFilter
from ainews.store import Store
from ainews.store import vectors as room
from ainews.text.query import parse_query
from tests.store.builders import HOUR, NOON, add_source, change, draft, land

MODEL = "abc"
ALL = ItemFilter()


@pytest.fixture
def shelf(store: Store) -> Store:
    """Items 1 to 4, an hour apart, of two sources that take turns, each with a vector of two bytes: its number."""
    sources = [add_source(store, "one", folder="Sea"), add_source(store, "two")]
    for n, words in enumerate(["a ferry sinks", "the budget passes", "a ferry is raised", "elections are held"]):
        land(store, sources[n % 2], [draft(f"item{n}", words=words, published=NOON - (3 - n) * HOUR)], at=NOON)
    store.stories.remember_model(MODEL, name="tiny", dims=1, threshold=0.5)
    embed(store, 1, 2, 3, 4)
    return store


def embed(store: Store, *item_ids: int) -> None:
    texts = store.stories.texts(item_ids, MODEL)
    store.stories.save_vectors(MODEL, [(text.item_id, text.content_hash, number(text.item_id)) for text in texts])


def number(item_id: int) -> bytes:
    return item_id.to_bytes(2, "little")


def within(store: Store, typed: str = "", filters: ItemFilter = ALL, model: str = MODEL) -> dict[int, bytes]:
    query = parse_query(typed, now=NOON).named()
    return owned(store.vectors.pages(query, filters, model, vector_bytes=2))


def owned(pages: Iterable[room.VectorPage]) -> dict[int, bytes]:
    return {owner: page.vectors[2 * place : 2 * place + 2] for page in pages for place, owner in enumerate(page.owners)}


def long_item(store: Store, name: str = "long", hours_ago: int = 5) -> int:
    words = " ".join(f"word{n}" for n in range(120))
    land(store, 1, [draft(name, words=words, published=NOON - hours_ago * HOUR)], at=NOON)
    return max(item.id for item in store.reading.list())


def test_every_item_that_is_followed_comes_with_its_own_vector(shelf: Store) -> None:
    assert within(shelf) == {each: number(each) for each in (1, 2, 3, 4)}


def test_a_new_reader_follows_nothing(shelf: Store) -> None:
    [page] = shelf.vectors.pages(parse_query("", now=NOON), ALL, MODEL, vector_bytes=2, user_id=99)

    assert page.items == 0


def test_filters_of_a_list_narrow_what_is_compared(shelf: Store) -> None:
    shelf.reading.mark([1, 2], read=True)
    shelf.reading.star([2, 3], True)

    assert within(shelf, filters=ItemFilter(unread=True)).keys() == {3, 4}
    assert within(shelf, filters=ItemFilter(starred=True)).keys() == {2, 3}
    assert within(shelf, filters=ItemFilter(source_ids=(1,))).keys() == {1, 3}
    assert within(shelf, filters=ItemFilter(since=NOON - 2 * HOUR)).keys() == {2, 3, 4}
    assert within(shelf, filters=ItemFilter(unread=True, starred=True, source_ids=(1,))).keys() == {3}


def test_operators_of_a_query_narrow_what_is_compared(shelf: Store) -> None:
    assert within(shelf, "anything source:two").keys() == {2, 4}
    assert within(shelf, "anything tag:sea").keys() == {1, 3}
    assert within(shelf, "anything -ferry").keys() == {2, 4}
    assert within(shelf, "anything -ferry source:one").keys() == set()
    assert within(shelf, "anything since:2026-11-23").keys() == {1, 2, 3, 4}
    assert within(shelf, "source:nobody").keys() == set()
    assert within(shelf, '"ferry is"').keys() == {3}


def test_pages_neither_skip_nor_repeat(shelf: Store, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(room, "_PAGE", 3)

    pages = list(shelf.vectors.pages(parse_query("", now=NOON), ALL, MODEL, vector_bytes=2))

    assert [owner for page in pages for owner in page.owners] == [4, 3, 2, 1]
    assert [page.items for page in pages] == [3, 1]


def test_no_more_than_the_newest_are_compared(shelf: Store, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(room, "_PAGE", 1)
    monkeypatch.setattr(room, "MOST_ITEMS", 2)

    assert within(shelf).keys() == {4, 3}


def test_vectors_of_earlier_texts_and_of_other_models_are_missing(shelf: Store) -> None:
    change(shelf, 4, draft("item3", words="elections were held"))

    [page] = shelf.vectors.pages(parse_query("", now=NOON), ALL, MODEL, vector_bytes=2)

    assert (page.items, page.embedded) == (4, 3)
    assert within(shelf, model="another") == {}


def test_a_vector_of_another_length_is_left_out(shelf: Store) -> None:
    [page] = shelf.vectors.pages(parse_query("", now=NOON), ALL, MODEL, vector_bytes=4)

    assert (page.items, page.embedded, page.vectors) == (4, 0, b"")


def test_a_model_that_made_nothing_has_no_length(shelf: Store) -> None:
    assert (shelf.vectors.dims(MODEL), shelf.vectors.dims("another")) == (1, 0)


def test_pieces_belong_to_their_item(shelf: Store) -> None:
    item = long_item(shelf)
    embed(shelf, item)
    [text] = shelf.vectors.long_texts(MODEL, limit=9)
    shelf.vectors.save_pieces(MODEL, [(text, [b"p1", b"p2"])])

    [page] = shelf.vectors.pages(parse_query("", now=NOON), ALL, MODEL, vector_bytes=2)

    assert (page.items, page.embedded) == (5, 5)
    assert [owner for owner in page.owners if owner == item] == [item] * 3
    assert b"p1" in page.vectors
    assert b"p2" in page.vectors


def test_long_texts_are_due_once_they_have_a_vector_and_until_they_have_pieces(shelf: Store) -> None:
    old, new = long_item(shelf, "old", 9), long_item(shelf, "new", 5)
    assert shelf.vectors.count_long(MODEL) == 0

    embed(shelf, old, new)
    assert [text.item_id for text in shelf.vectors.long_texts(MODEL, limit=9)] == [new, old]
    assert shelf.vectors.count_long(MODEL, since=NOON - 6 * HOUR) == 1

    shelf.vectors.save_pieces(MODEL, [(text, []) for text in shelf.vectors.long_texts(MODEL, limit=1)])
    assert [text.item_id for text in shelf.vectors.long_texts(MODEL, limit=9)] == [old]


def test_an_edited_text_gets_new_pieces_in_place_of_the_old(shelf: Store) -> None:
    item = long_item(shelf)
    embed(shelf, item)
    shelf.vectors.save_pieces(MODEL, [(shelf.vectors.long_texts(MODEL, limit=1)[0], [b"p1", b"p2"])])
    change(shelf, item, draft("long", words="other words " * 60))
    embed(shelf, item)

    assert within(shelf)[item] == number(item)
    [text] = shelf.vectors.long_texts(MODEL, limit=9)
    shelf.vectors.save_pieces(MODEL, [(text, [b"p3"])])

    assert shelf.admin.query("SELECT number FROM chunk_vector")[1] == [(1,)]
    assert within(shelf)[item] == b"p3"


def test_pieces_of_an_item_that_was_removed_meanwhile_are_dropped(shelf: Store) -> None:
    item = long_item(shelf)
    embed(shelf, item)
    texts = shelf.vectors.long_texts(MODEL, limit=9)
    shelf.items.remove([item], NOON)

    shelf.vectors.save_pieces(MODEL, [(text, [b"p1"]) for text in texts])

    assert shelf.admin.query("SELECT count(*) FROM chunk_vector")[1] == [(0,)]


def test_items_are_shown_in_the_order_of_their_scores(shelf: Store) -> None:
    items = shelf.search.shown({3: 0.5, 99: 0.4, 1: 0.3}, parse_query("ferry", now=NOON))

    assert [(item.id, item.score) for item in items] == [(3, 0.5), (1, 0.3)]
    assert "\ue000ferry\ue001" in (items[0].snippet or "")


def test_the_best_by_words_come_with_their_scores(shelf: Store) -> None:
    ranked = shelf.search.ranked(parse_query("ferry raised", now=NOON), ALL, depth=9)
    some = shelf.search.ranked(parse_query("which ferry was raised yesterday", now=NOON), ALL, depth=9)

    assert list(ranked) == [3]
    assert list(some) == [3, 1]
    assert shelf.search.ranked(parse_query("-ferry", now=NOON), ALL, depth=9) == {}
