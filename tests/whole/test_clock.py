"""The clock may be wrong, and may be set back."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta

import pytest

from ainews.config import FetchSettings
from ainews.fetch import Fetcher
from ainews.model import ItemFilter, SourceKind
from ainews.pipeline.ingest import ingest
from ainews.store import Store
from benchmarks.feedserver import Site, page, served
from benchmarks.hostile import feed_of

TODAY = datetime(2026, 11, 23, 12, tzinfo=UTC)
SETTINGS = FetchSettings(allow_private=True)


class House:
    """One store and one feed, polled at whatever time the clock says."""

    def __init__(self, store: Store, site: Site, url: str) -> None:
        self.store, self.site, self.now = store, site, TODAY
        self.ids = [store.sources.add(url, kind=SourceKind.FEED, now=TODAY)[0].id]

    def serve(self, items: int) -> None:
        self.site.pages = {"/feed.xml": page(feed_of(items))}

    def poll(self, at: datetime, *, due_or_not: bool = False):
        fetcher = Fetcher(SETTINGS, clock=lambda: at)
        return ingest(self.store, fetcher, SETTINGS, clock=lambda: at, ids=self.ids if due_or_not else None)


@pytest.fixture
def house(tmp_path):
    site = Site()
    with served(site) as port, Store.open(tmp_path / "store.sqlite") as store:
        yield House(store, site, f"http://127.0.0.1:{port}/feed.xml")


def test_a_clock_set_back_by_a_year_loses_and_doubles_nothing(house):
    house.serve(5)
    house.poll(TODAY)
    house.serve(8)

    report = house.poll(TODAY - timedelta(days=365), due_or_not=True)

    assert (report.items_new, report.items_changed, report.failed) == (3, 0, 0)
    assert len(house.store.reading.list(ItemFilter(limit=0))) == 8
    assert house.store.admin.check() == []


def test_a_source_polled_under_a_clock_far_ahead_is_due_again_within_a_day(house):
    house.serve(5)
    house.poll(TODAY + timedelta(days=365))
    house.serve(6)

    report = house.poll(TODAY + timedelta(days=1, hours=1))

    assert report.items_new == 1


def test_a_lease_taken_under_a_clock_far_ahead_does_not_block_for_a_year(house):
    house.serve(5)
    house.store.sources.claim(
        "elsewhere/1/1", TODAY + timedelta(days=365), lease=timedelta(minutes=30), limit=10, include_not_due=True
    )

    report = house.poll(TODAY + timedelta(hours=1), due_or_not=True)

    assert report.items_new == 5
