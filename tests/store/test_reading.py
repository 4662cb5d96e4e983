"""Lists, marks and stars, on both engines."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

import pytest

from ainews.errors import NotFound
from ainews.model import ItemFilter, Sentence
from ainews.model.digests import Summary
from ainews.store import Store, pages, shared_stories
from ainews.text.instants import to_ms
from tests.store.builders import HOUR, NOON, add_source, dated, draft, group, ids, land, listed, titles


@pytest.fixture
def shelf(store: Store) -> Store:
    """Two sources with six items each, taking turns: item ids rise with their dates."""
    one, two = add_source(store, "one", folder="Deep Learning"), add_source(store, "two")
    for n in range(6):
        at = NOON - 20 * HOUR + n * HOUR
        land(store, one, [draft(f"one{n}", published=at, categories=("AI", "Deep Sea"))], at=NOON)
        land(store, two, [draft(f"two{n}", published=at + HOUR / 2, categories=("世界新闻",))], at=NOON)
    return store


def test_pages_neither_skip_nor_repeat_when_times_tie(store: Store) -> None:
    land(store, add_source(store), [draft(n, published=NOON) for n in range(7)])
    seen, before = [], None
    while page := store.reading.list(ItemFilter(limit=2, before=before)):
        seen += ids(page)
        before = page[-1].id

    assert seen == [7, 6, 5, 4, 3, 2, 1]


def test_a_page_holds_as_many_as_asked_for(shelf: Store) -> None:
    assert ids(listed(shelf, limit=3)) == [12, 11, 10]
    assert len(listed(shelf, limit=0)) == 12
    assert ids(listed(shelf, limit=3, before=10)) == [9, 8, 7]


def test_a_list_of_sources_shows_only_those(shelf: Store) -> None:
    assert ids(listed(shelf, source_ids=(1,), limit=3)) == [11, 9, 7]
    assert ids(listed(shelf, source_ids=(1,), limit=3, before=7)) == [5, 3, 1]
    assert ids(listed(shelf, source_ids=(1, 2), limit=3)) == [12, 11, 10]
    assert listed(shelf, source_ids=(99,)) == []


def test_since_cuts_the_list_by_date(shelf: Store) -> None:
    assert ids(listed(shelf, since=NOON - 15 * HOUR)) == [12, 11]
    assert ids(listed(shelf, since=NOON - 15 * HOUR, source_ids=(1,))) == [11]


def test_a_tag_is_a_folder_or_words_of_a_category(shelf: Store) -> None:
    assert len(listed(shelf, tag="deep learning")) == 6
    assert ids(listed(shelf, tag="ai", limit=2)) == [11, 9]
    assert ids(listed(shelf, tag="deep sea", limit=2, before=9)) == [7, 5]
    assert len(listed(shelf, tag="新闻")) == 6
    assert listed(shelf, tag="sea deep") == []


@pytest.mark.parametrize("tag", ["", '"', "' OR 1", "a:b*", "AND", "-x", "%"])
def test_a_tag_of_signs_finds_nothing_and_breaks_nothing(shelf: Store, tag: str) -> None:
    assert listed(shelf, tag=tag) == []


def test_an_item_that_has_the_tag_twice_is_listed_once(store: Store) -> None:
    source = add_source(store, folder="AI")
    land(store, source, [draft(n, categories=("AI",)) for n in range(3)])

    assert ids(listed(store, tag="AI")) == [3, 2, 1]


def test_filters_combine(shelf: Store) -> None:
    shelf.reading.mark([11, 10], True)
    shelf.reading.star([9, 10, 3], True)

    assert ids(listed(shelf, unread=True, limit=3)) == [12, 9, 8]
    assert ids(listed(shelf, unread=True, source_ids=(1,), limit=2)) == [9, 7]
    assert ids(listed(shelf, starred=True)) == [10, 9, 3]
    assert ids(listed(shelf, starred=True, unread=True)) == [9, 3]
    assert ids(listed(shelf, starred=True, before=9)) == [3]
    assert ids(listed(shelf, starred=True, source_ids=(2,))) == [10]
    assert ids(listed(shelf, tag="ai", unread=True, limit=2)) == [9, 7]
    assert ids(listed(shelf, tag="ai", starred=True)) == [9, 3]
    assert ids(listed(shelf, unread=True, since=NOON - 16 * HOUR)) == [12, 9]


@pytest.mark.parametrize("few", [0, 5])
@pytest.mark.parametrize("windows", [(2,), (4, 9), (1000,)])
def test_however_unread_items_are_gathered_they_are_the_same(
    shelf: Store, monkeypatch: pytest.MonkeyPatch, few: int, windows: tuple[int, ...]
) -> None:
    shelf.reading.mark([12, 10, 9, 8, 7, 2], True)
    monkeypatch.setattr(pages, "_FEW", few)
    monkeypatch.setattr(pages, "_WINDOWS", windows)

    assert ids(listed(shelf, unread=True)) == [11, 6, 5, 4, 3, 1]
    assert ids(listed(shelf, unread=True, limit=2)) == [11, 6]
    assert ids(listed(shelf, unread=True, limit=2, before=6)) == [5, 4]
    assert ids(listed(shelf, unread=True, limit=2, before=3)) == [1]
    assert ids(listed(shelf, unread=True, limit=9, since=NOON - 18 * HOUR)) == [11, 6, 5]
    assert ids(listed(shelf, unread=True, limit=2, source_ids=(1,))) == [11, 5]


def test_marking_counts_what_changed(shelf: Store) -> None:
    assert shelf.reading.mark([1, 2, 2], True) == 2
    assert shelf.reading.mark([1, 3], True) == 1
    assert shelf.reading.unread() == {1: 4, 2: 5}
    assert shelf.reading.mark([1], False) == 1
    assert shelf.reading.item(1).read is False
    assert shelf.reading.unread() == {1: 5, 2: 5}


def test_reading_one_copy_reads_its_story(shelf: Store) -> None:
    group(shelf, 1, 1, 4, 6)
    group(shelf, 2, 2, 3)

    assert shelf.reading.mark([4, 5], True, whole_story=True) == 4
    assert ids(listed(shelf, unread=True)) == [12, 11, 10, 9, 8, 7, 3, 2]
    assert shelf.reading.unread() == {1: 4, 2: 4}
    assert shelf.reading.mark([4], False, whole_story=True) == 1
    assert shelf.reading.mark([2], True) == 1


def test_a_whole_story_is_marked_by_its_number(shelf: Store) -> None:
    group(shelf, 1, 1, 4, 6)
    group(shelf, 2, 2, 3)

    assert shelf.reading.mark([7], True, story_ids=[1, 2]) == 6
    assert shelf.reading.mark([], False, story_ids=[2]) == 2
    with pytest.raises(NotFound, match="no story 98, 99"):
        shelf.reading.mark([8], True, story_ids=[99, 1, 98])
    assert ids(listed(shelf, unread=True)) == [12, 11, 10, 9, 8, 5, 3, 2]


def events(store: Store) -> list[tuple[object, ...]]:
    return store.admin.query("SELECT item_id, at_ms FROM reading_event ORDER BY item_id")[1]


def test_what_a_reader_names_is_remembered_with_its_first_time(shelf: Store) -> None:
    group(shelf, 1, 1, 4, 6)
    noon_ms = to_ms(NOON)

    shelf.reading.mark([4, 5], True, whole_story=True, now=NOON)
    shelf.reading.mark([4, 7], True, now=NOON + HOUR)
    shelf.reading.mark([8], True)
    shelf.reading.mark([], True, story_ids=[1], now=NOON)
    shelf.reading.mark_all()

    assert events(shelf) == [(4, noon_ms), (5, noon_ms), (7, noon_ms + 3_600_000)]


def test_what_becomes_unread_was_never_read(shelf: Store) -> None:
    shelf.reading.mark([4, 5], True, now=NOON)
    shelf.reading.mark([4], False, now=NOON)
    shelf.items.remove([5], NOON)

    assert events(shelf) == []


def test_marking_all_is_one_row_however_many_items(shelf: Store) -> None:
    shelf.reading.mark([1, 4], True)

    assert shelf.reading.mark_all() == 10
    assert listed(shelf, unread=True) == []
    assert shelf.reading.unread() == {1: 0, 2: 0}
    assert shelf.admin.query("SELECT COUNT(*) FROM item_state")[1] == [(0,)]


def test_marking_all_may_be_confined(shelf: Store) -> None:
    assert shelf.reading.mark_all(folder="deep learning") == 6
    assert shelf.reading.unread() == {1: 0, 2: 6}
    assert shelf.reading.mark_all(source_ids=[2, 99]) == 6
    assert shelf.reading.mark_all(folder="nothing") == 0


def test_marking_all_before_a_date_leaves_what_came_later(shelf: Store) -> None:
    shelf.reading.mark_all(source_ids=[2])
    shelf.reading.mark([2], False)

    assert shelf.reading.mark_all(before=NOON - 17 * HOUR) == 4
    assert ids(listed(shelf, unread=True)) == [11, 9, 7]
    assert shelf.reading.unread() == {1: 3, 2: 0}


def test_what_lands_after_marking_all_is_unread(shelf: Store) -> None:
    shelf.reading.mark_all()
    land(shelf, 1, [draft("new", published=NOON - 1000 * HOUR)])

    assert titles(listed(shelf, unread=True)) == ["Title new"]


def test_an_item_can_be_unread_again_after_marking_all(shelf: Store) -> None:
    shelf.reading.mark_all()

    assert shelf.reading.mark([3], False) == 1
    assert ids(listed(shelf, unread=True)) == [3]
    assert shelf.reading.mark([3], True) == 1
    assert listed(shelf, unread=True) == []


def test_reading_one_by_one_leaves_few_exceptions(store: Store) -> None:
    source = add_source(store)
    land(store, source, dated(300))
    for item in listed(store)[:295]:
        store.reading.mark([item.id], True)

    [(rows,)] = store.admin.query("SELECT COUNT(*) FROM item_state")[1]

    assert rows < 80
    assert ids(listed(store, unread=True)) == [5, 4, 3, 2, 1]
    assert store.admin.check() == []


def test_stars_stay_when_all_is_read(shelf: Store) -> None:
    assert shelf.reading.star([1, 2, 2], True) == 2
    assert shelf.reading.star([1], True) == 0
    shelf.reading.mark_all()

    assert ids(listed(shelf, starred=True)) == [2, 1]
    assert shelf.reading.star([1, 3], False) == 1
    assert ids(listed(shelf, starred=True)) == [2]


def test_marking_what_is_not_there_marks_nothing(shelf: Store) -> None:
    with pytest.raises(NotFound, match="98, 99"):
        shelf.reading.mark([1, 99, 98], True)
    with pytest.raises(NotFound):
        shelf.reading.star([1, 99], True)

    assert shelf.reading.unread() == {1: 6, 2: 6}
    assert listed(shelf, starred=True) == []


def test_marking_nothing_is_nothing(shelf: Store) -> None:
    assert shelf.reading.mark([], True) == 0
    assert shelf.reading.star([], True) == 0


def test_a_changed_item_stays_read(shelf: Store) -> None:
    from tests.store.builders import change

    shelf.reading.mark([1], True)
    change(shelf, 1, draft("one0", words="quite other words", published=NOON - timedelta(days=1)))

    assert shelf.reading.item(1).read is True
    assert shelf.reading.unread()[1] == 5


def once(store: Store, **wanted: Any) -> list[list[int]]:
    return [[item.id, *item.others] for item in store.reading.list_once(ItemFilter(**({"limit": 0} | wanted)))]


def test_a_list_can_show_each_story_once(shelf: Store) -> None:
    group(shelf, 1, 1, 4, 12)
    group(shelf, 2, 2, 11)

    assert once(shelf) == [[12, 4, 1], [11, 2], [10], [9], [8], [7], [6], [5], [3]]
    assert once(shelf, limit=2) == [[12, 4, 1], [11, 2]]
    assert once(shelf, limit=2, before=11) == [[10], [9]]
    assert once(shelf, limit=3, before=6) == [[5], [3]]


def test_a_story_shown_once_consists_of_what_the_list_holds(shelf: Store) -> None:
    group(shelf, 1, 1, 4, 11, 12)
    shelf.reading.mark([12], True)
    shelf.reading.star([1, 4], True)

    assert once(shelf, unread=True)[0] == [11, 4, 1]
    assert once(shelf, starred=True) == [[4, 1]]
    assert once(shelf, source_ids=(2,)) == [[12, 4], [10], [8], [6], [2]]
    assert once(shelf, tag="deep learning")[0] == [11, 1]
    assert once(shelf, tag="deep sea", before=9) == [[7], [5], [3]]
    assert once(shelf, since=NOON - 15 * HOUR) == [[12, 11]]


def test_pages_of_stories_go_on_past_whatever_was_shown(store: Store) -> None:
    land(store, add_source(store), dated(60))
    group(store, 1, *range(11, 61))

    assert [first for first, *_ in once(store, limit=2)] == [60, 10]


def test_a_story_that_fills_many_pages_is_read_once(store: Store, monkeypatch: pytest.MonkeyPatch) -> None:
    land(store, add_source(store), dated(60))
    group(store, 1, *range(2, 61))
    asked: list[int] = []

    def page(*arguments: Any, story_ids: list[int]) -> pages.Page:
        asked.extend(story_ids)
        return pages.Page(*arguments, story_ids=story_ids)

    monkeypatch.setattr(shared_stories, "Page", page)

    assert [first for first, *_ in once(store, limit=2)] == [60, 1]
    assert asked == [1]


def test_counts_are_those_of_the_list(shelf: Store) -> None:
    group(shelf, 1, 1, 4, 12)
    shelf.reading.mark([2, 12], True)

    def counts(**wanted: Any) -> tuple[int, int]:
        found = shelf.reading.count(ItemFilter(**wanted))
        return found.items, found.stories

    assert counts() == (12, 10)
    assert counts(limit=2) == (12, 10)
    assert counts(unread=True) == (10, 9)
    assert counts(unread=True, source_ids=(2,)) == (4, 4)
    assert counts(tag="ai") == (6, 6)
    assert counts(tag="deep learning", unread=True) == (6, 6)
    assert counts(since=NOON - 15 * HOUR) == (2, 2)
    shelf.reading.mark_all()
    assert counts(unread=True) == (0, 0)


def test_an_item_tells_how_large_its_story_is_and_the_latest_words_about_it(shelf: Store) -> None:
    group(shelf, 1, 1, 4, 12)
    for revision, words in enumerate(["The ferry sank.", "All were saved."], 1):
        said = Summary(1, revision, (Sentence(words, (1,)), Sentence("More later.", (4,))), NOON + revision * HOUR)
        shelf.summaries.save([(bytes([revision]), said)])

    item, alone = shelf.reading.item(4), shelf.reading.item(2)

    assert (item.story_size, item.summary) == (3, "All were saved. More later.")
    assert (alone.story_size, alone.summary) == (0, None)
    assert listed(shelf, limit=1)[0].summary == item.summary
    assert shelf.reading.list_once(ItemFilter(limit=1))[0].summary == item.summary
    assert shelf.reading.with_stories(listed(shelf, limit=1))[0].story_size == 3
