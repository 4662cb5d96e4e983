"""Servers that mean harm cost a bounded time and harm no other feed."""

from __future__ import annotations

import time
from collections import Counter

import pytest

from ainews.model import ItemFilter, SourceState
from ainews.store import Store
from benchmarks.feedserver import page, served
from benchmarks.hostile import cases, feed_of, hostile_site
from benchmarks.program import Program

HEALTHY = 20
IMPATIENT = {
    "AINEWS_FETCH__CONNECT_TIMEOUT_S": "1",
    "AINEWS_FETCH__READ_TIMEOUT_S": "1",
    "AINEWS_FETCH__TOTAL_TIMEOUT_S": "3",
}


class Outcome:
    """One ingest of everything hostile beside healthy feeds."""

    def __init__(self, program: Program) -> None:
        healthy = {f"/healthy/{n}": page(feed_of(5, b"Healthy%d" % n)) for n in range(HEALTHY)}
        with served(hostile_site(healthy)) as port:
            self.base = f"http://127.0.0.1:{port}"
            program.follow(self.base + path for path in (*cases(), *healthy))
            began = time.monotonic()
            self.ended = program.ingest()
            self.seconds = time.monotonic() - began
        self.store = program.store
        with Store.open(self.store) as store:
            states = {each.source.url: each.source.state for each in store.sources.subscriptions()}
            self.items = Counter(item.source.url for item in store.reading.list(ItemFilter(limit=0)))
            self.problems = store.admin.check()
        self.throttled = {url for url, state in states.items() if state is SourceState.THROTTLED}

    def kinds(self) -> dict[str, str]:
        """Name what went wrong by path; a pause that a server asks for is no failure."""
        pauses = {url.removeprefix(self.base): "throttled" for url in self.throttled}
        return pauses | {
            each["source"]["url"].removeprefix(self.base): each["kind"] for each in self.ended.report["failures"]
        }


@pytest.fixture(scope="module")
def outcome(tmp_path_factory) -> Outcome:
    return Outcome(Program(tmp_path_factory.mktemp("hostile"), IMPATIENT))


pytestmark = pytest.mark.slow


def test_the_run_ends_well_and_soon(outcome):
    assert outcome.ended.code == 0
    assert "Traceback" not in outcome.ended.err
    assert outcome.seconds < 60
    assert outcome.problems == []


def test_healthy_feeds_are_all_there(outcome):
    assert [outcome.items[f"{outcome.base}/healthy/{n}"] for n in range(HEALTHY)] == [5] * HEALTHY


@pytest.mark.parametrize("path", cases())
def test_a_hostile_feed_lands_or_is_named(outcome, path):
    case, kind, items = cases()[path], outcome.kinds().get(path), outcome.items[outcome.base + path]

    assert (kind in case.kinds and not items) or (kind is None and case.items == items > 0)


def test_no_file_is_read_through_an_entity(outcome):
    with Store.open(outcome.store) as store:
        outside = [item for item in store.reading.list(ItemFilter(limit=0)) if item.title == "Outside"]
        bodies = [store.reading.body(item.id).html for item in outside]

    assert not any("root:" in body for body in bodies)
