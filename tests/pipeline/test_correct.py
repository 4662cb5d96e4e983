"""What is said by hand holds at once, and after every later run."""

from __future__ import annotations

import pytest

from ainews.errors import Conflict, NotFound
from ainews.pipeline.correct import merge, split
from ainews.pipeline.stories import derive
from ainews.store import Store
from tests.pipeline.embedders import Words
from tests.pipeline.test_stories import FERRY, partition, shelf, store, tell

__all__ = ["shelf", "store"]


@pytest.fixture
def derived(shelf: Store) -> Store:
    """Stories 1 {1, 3, 5}, 2 {2, 6} and 4 {4}."""
    derive(shelf, Words())
    return shelf


def test_items_that_leave_are_a_story_of_their_own(derived: Store) -> None:
    assert split(derived, 1, [3, 5]) == 3

    assert partition(derived) == {frozenset({1}), frozenset({3, 5}), frozenset({2, 6}), frozenset({4})}


def test_the_item_that_gave_its_id_may_leave(derived: Store) -> None:
    assert split(derived, 1, [1]) == 1

    assert frozenset({3, 5}) in partition(derived)
    assert derived.stories.story(3).size == 2


def test_stories_merge_under_the_first_ones_id(derived: Store) -> None:
    assert merge(derived, 4, 1).size == 4

    assert partition(derived) == {frozenset({1, 3, 4, 5}), frozenset({2, 6})}


def test_a_split_holds_when_more_reports_come(derived: Store) -> None:
    split(derived, 1, [5])
    tell(derived, 2, f"{FERRY[0]} safely", hours_ago=0)

    derive(derived, Words())

    assert all(not {1, 5} <= group for group in partition(derived))


def test_a_merger_holds_when_more_reports_come_and_the_model_changes(derived: Store) -> None:
    merge(derived, 1, 4)
    tell(derived, 2, f"{FERRY[0]} safely", hours_ago=0)

    derive(derived, Words("words-2"))

    assert any({1, 4} <= group for group in partition(derived))


def test_the_later_word_wins(derived: Store) -> None:
    split(derived, 1, [5])
    merge(derived, 1, 5)

    assert derived.stories.corrections()[1] == set()
    assert frozenset({1, 3, 5}) in partition(derived)


def test_the_hand_is_named_as_the_reason(derived: Store) -> None:
    merge(derived, 1, 4)

    assert reasons(derived, 4) == ["placed by hand"]


def test_an_item_that_stood_alone_is_explained_once_it_has_company_by_hand(derived: Store) -> None:
    merge(derived, 4, 1)

    assert reasons(derived, 4) == ["placed by hand"]


def test_what_cannot_be_is_refused_with_advice(derived: Store) -> None:
    with pytest.raises(Conflict, match="item 2 is not in story 1"):
        split(derived, 1, [2])
    with pytest.raises(Conflict, match="name only those"):
        split(derived, 1, [1, 3, 5])
    with pytest.raises(Conflict, match="itself"):
        merge(derived, 1, 1)
    with pytest.raises(NotFound, match="no story 9"):
        merge(derived, 1, 9)


def reasons(store: Store, item_id: int) -> list[str]:
    why = store.stories.why(item_id)
    assert why is not None
    return [signal.name for signal in why.signals]
