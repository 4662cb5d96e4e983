"""Whatever is done in whatever order, lists and unread counts agree with a model that counts one by one."""

from __future__ import annotations

import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import timedelta
from pathlib import Path
from typing import Any, ClassVar

import pytest
from hypothesis import HealthCheck, settings
from hypothesis import strategies as st
from hypothesis.stateful import (
    RuleBasedStateMachine,
    initialize,
    invariant,
    precondition,
    rule,
    run_state_machine_as_test,
)

from ainews.model import Counts, ItemFilter
from ainews.store import Store, marking
from tests.store.builders import NOON, add_source, draft, group, ids, land, listed

FOLDERS = (None, "a", "b")
HOURS = st.integers(-3, 12)


class Readers(RuleBasedStateMachine):
    """A store beside a model: items by id, with their source, hour and states."""

    stores: ClassVar[Any]

    @initialize()
    def open(self) -> None:
        self.lending = self.stores()
        self.store: Store = self.lending.__enter__()
        self.folders: dict[int, str | None] = {}
        self.items: dict[int, dict[str, Any]] = {}
        self.names = 0
        for pick, folder in enumerate(FOLDERS):
            self.subscribe(folder)
            self.land(pick, [0, 3, 6, 9, 6])

    def teardown(self) -> None:
        if hasattr(self, "lending"):
            self.lending.__exit__(None, None, None)

    @precondition(lambda self: len(self.folders) < 4)
    @rule(folder=st.sampled_from(FOLDERS))
    def subscribe(self, folder: str | None) -> None:
        self.names += 1
        self.folders[add_source(self.store, f"source{self.names}", folder=folder)] = folder

    @rule(pick=st.integers(0, 3), hours=st.lists(HOURS, min_size=1, max_size=6))
    def land(self, pick: int, hours: list[int]) -> None:
        source = sorted(self.folders)[pick % len(self.folders)]
        drafts = []
        for hour in hours:
            self.names += 1
            drafts.append(draft(self.names, published=NOON + timedelta(hours=hour)))
        before = set(ids(listed(self.store)))
        land(self.store, source, drafts, at=NOON + timedelta(hours=10))
        for item in listed(self.store):
            if item.id not in before:
                hour = min((item.published_at - NOON) // timedelta(hours=1), 10) if item.published_at else 10
                facts = {"source": source, "hour": hour, "read": False, "starred": False, "story": None}
                self.items[item.id] = facts

    @rule(picks=st.lists(st.integers(0, 40), min_size=1, max_size=4))
    def group(self, picks: list[int]) -> None:
        chosen = self.chosen(picks)
        self.names += 1
        group(self.store, self.names, *chosen)
        for each in chosen:
            self.items[each]["story"] = self.names

    @rule(picks=st.lists(st.integers(0, 40), min_size=1, max_size=8), read=st.booleans(), whole_story=st.booleans())
    def mark(self, picks: list[int], read: bool, whole_story: bool) -> None:
        chosen = self.chosen(picks)
        stories = {self.items[each]["story"] for each in chosen} - {None} if read and whole_story else set()
        meant = {*chosen, *(number for number, item in self.items.items() if item["story"] in stories)}
        changed = {each for each in meant if self.items[each]["read"] is not read}

        assert self.store.reading.mark(chosen, read, whole_story=whole_story) == len(changed)
        for each in changed:
            self.items[each]["read"] = read

    @rule(folder=st.sampled_from(FOLDERS), hour=st.none() | HOURS, picks=st.lists(st.integers(0, 3), max_size=2))
    def mark_all(self, folder: str | None, hour: int | None, picks: list[int]) -> None:
        sources = [sorted(self.folders)[pick % len(self.folders)] for pick in picks]
        before = None if hour is None else NOON + timedelta(hours=hour)
        changed = [
            item
            for item in self.items.values()
            if not item["read"]
            and (hour is None or item["hour"] < hour)
            and (
                (folder is None and not sources)
                or item["source"] in sources
                or (folder is not None and self.folders[item["source"]] == folder)
            )
        ]

        assert self.store.reading.mark_all(source_ids=sources, folder=folder, before=before) == len(changed)
        for item in changed:
            item["read"] = True

    @rule(picks=st.lists(st.integers(0, 40), max_size=3), starred=st.booleans())
    def star(self, picks: list[int], starred: bool) -> None:
        chosen = self.chosen(picks)
        self.store.reading.star(chosen, starred)
        for each in chosen:
            self.items[each]["starred"] = starred

    @rule(picks=st.lists(st.integers(0, 40), max_size=3))
    def remove(self, picks: list[int]) -> None:
        chosen = self.chosen(picks)

        assert self.store.items.remove(chosen, NOON) == len(chosen)
        for each in chosen:
            del self.items[each]

    @precondition(lambda self: len(self.folders) > 3)
    @rule(pick=st.integers(0, 3))
    def unsubscribe(self, pick: int) -> None:
        source = sorted(self.folders)[pick]
        self.store.sources.remove(source)
        del self.folders[source]
        self.items = {number: item for number, item in self.items.items() if item["source"] != source}

    @invariant()
    def counts_and_lists_agree(self) -> None:
        if not hasattr(self, "store"):
            return
        newest = sorted(self.items, key=lambda number: (-self.items[number]["hour"], -number))
        unread = [number for number in newest if not self.items[number]["read"]]

        assert ids(listed(self.store)) == newest
        assert ids(listed(self.store, unread=True)) == unread
        assert ids(listed(self.store, starred=True)) == [each for each in newest if self.items[each]["starred"]]
        assert self.store.reading.unread() == {
            source: sum(self.items[number]["source"] == source for number in unread) for source in self.folders
        }
        assert {item.id: item.read for item in listed(self.store)} == {
            number: item["read"] for number, item in self.items.items()
        }

    @rule(unread=st.booleans())
    def see_each_story_once(self, unread: bool) -> None:
        stories: dict[int, list[int]] = {}
        for number in sorted(self.items, key=lambda number: (-self.items[number]["hour"], -number)):
            item = self.items[number]
            if not (unread and item["read"]):
                stories.setdefault(item["story"] or -number, []).append(number)
        counts = Counts(sum(map(len, stories.values())), len(stories))

        assert self.all_once(unread) == list(stories.values())
        assert self.store.reading.count(ItemFilter(unread=unread)) == counts

    def all_once(self, unread: bool) -> list[list[int]]:
        """Return the items of every story of a list, gathered by pages of two."""
        found: list[list[int]] = []
        wanted = ItemFilter(unread=unread, limit=2)
        while page := self.store.reading.list_once(wanted):
            found += [[item.id, *item.others] for item in page]
            wanted = ItemFilter(unread=unread, limit=2, before=page[-1].id)
        return found

    def chosen(self, picks: list[int]) -> list[int]:
        numbers = sorted(self.items)
        return sorted({numbers[pick % len(numbers)] for pick in picks}) if numbers else []


@contextmanager
def sqlite_stores() -> Iterator[Store]:
    with tempfile.TemporaryDirectory() as folder, Store.open(Path(folder, "news.db")) as store:
        yield store


def run(stores: Any, examples: int, steps: int) -> None:
    machine = type("Machine", (Readers,), {"stores": staticmethod(stores)})
    run_state_machine_as_test(
        machine,
        settings=settings(
            max_examples=examples,
            stateful_step_count=steps,
            deadline=None,
            suppress_health_check=list(HealthCheck),
            derandomize=True,
        ),
    )


@pytest.mark.parametrize(("slack", "examples"), [(0, 30), (64, 6)])
def test_counts_hold_on_sqlite(monkeypatch: pytest.MonkeyPatch, slack: int, examples: int) -> None:
    monkeypatch.setattr(marking, "_SLACK", slack)

    run(sqlite_stores, examples, steps=30)


@pytest.mark.postgres
def test_counts_hold_on_postgres(monkeypatch: pytest.MonkeyPatch, request: pytest.FixtureRequest) -> None:
    monkeypatch.setattr(marking, "_SLACK", 0)
    server = request.getfixturevalue("server")
    request.getfixturevalue("postgres_url")

    @contextmanager
    def postgres_stores() -> Iterator[Store]:
        with Store.open(server.url("shared_store")) as store:
            for subscription in store.sources.subscriptions():
                store.sources.remove(subscription.source.id)
            yield store

    run(postgres_stores, examples=4, steps=12)
