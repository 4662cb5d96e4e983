"""Trends of what a store holds, on both engines."""

from __future__ import annotations

from datetime import datetime, timedelta

import pytest

from ainews.model import OWNER_ID, Assigned
from ainews.pipeline.trends import trends
from ainews.store import Store
from tests.store.builders import HOUR, NOON, add_source, draft, land

DAY = timedelta(days=1)


def put(store: Store, source_id: int, title: str, site: int, at: datetime) -> None:
    url = f"https://www.site{site}.example/{title}/{at:%s}"
    land(store, source_id, [draft(url, title=title, url=url, published=at)], at=at + HOUR)


@pytest.fixture
def shelf(store: Store) -> Store:
    """A week of quiet days, and five reports of one event in the last ten hours: items 71 to 75."""
    source = add_source(store, "wire")
    for day in range(1, 8):
        for number in range(10):
            put(store, source, f"Council talks about road {day}{number}", number, NOON - day * DAY - HOUR)
    for number in range(5):
        put(store, source, f"Witness {number} tells of the Ilmara", number, NOON - (10 - number) * HOUR)
    return store


def test_what_rises_is_found_in_the_store(shelf: Store) -> None:
    [trend] = trends(shelf, at=NOON)

    assert (trend.key, trend.count, trend.sources) == ("ilmara", 5, 5)
    assert trend.since == NOON - 10 * HOUR
    assert len(trend.series) == 24


def test_a_week_has_longer_steps(shelf: Store) -> None:
    assert {len(trend.series) for trend in trends(shelf, window=7 * DAY, at=NOON)} == {28}


def test_what_comes_later_does_not_count(shelf: Store) -> None:
    before = trends(shelf, at=NOON)
    put(shelf, 1, "A later word of the Ilmara", 9, NOON + timedelta(seconds=1))

    assert trends(shelf, at=NOON) == before
    assert trends(shelf, at=NOON - 8 * HOUR) == []


def test_a_trend_names_the_story_to_look_at(shelf: Store) -> None:
    shelf.stories.save([Assigned(item, 71, 71, None, (), b"hash") for item in range(71, 76)])

    [trend] = trends(shelf, at=NOON)

    assert (trend.key, trend.story_ids) == ("ilmara", (71,))


def test_an_empty_store_and_a_reader_of_nothing_have_no_trends(shelf: Store) -> None:
    assert trends(shelf, at=NOON - 30 * DAY) == []
    assert trends(shelf, at=NOON, user_id=OWNER_ID + 1) == []
