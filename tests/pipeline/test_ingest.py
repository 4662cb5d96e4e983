"""One ingest from claim to landing: real store, real parser, answers given by hand."""

from __future__ import annotations

import random
from collections.abc import AsyncIterator, Iterable
from datetime import UTC, datetime, timedelta

import pytest
from msgspec.structs import replace

from ainews.config import FetchSettings
from ainews.errors import StoreFull
from ainews.model import (
    Changed,
    Failed,
    FailureKind,
    Fetched,
    ItemFilter,
    Source,
    SourceOptions,
    SourceState,
    Unchanged,
    Validators,
)
from ainews.pipeline import familiar as room
from ainews.pipeline.ingest import IngestEvent, ingest
from ainews.store import Store

PLAIN = SourceOptions()
NOON = datetime(2026, 11, 23, 12, tzinfo=UTC)
PAGE = (
    b"<html><body><article><h1>Tides</h1>"
    + b"<p>The whole story of the tides, at length.</p>" * 40
    + b"</article></body>"
)


def feed(*titles: str) -> bytes:
    items = "".join(
        f"<item><guid>{title}</guid><title>{title}</title><link>https://news.example/{title}</link>"
        f"<description>About {title}.</description></item>"
        for title in titles
    )
    return f"<rss version='2.0'><channel><title>Feed</title>{items}</channel></rss>".encode()


class Answers:
    """Gives each address its answer; what has none is unreachable."""

    def __init__(self, answers: dict[str, bytes | Failed | str], at: datetime = NOON) -> None:
        self._answers = answers
        self._at = at

    async def __aenter__(self) -> Answers:
        return self

    async def __aexit__(self, *_: object) -> None:
        return None

    async def fetch_all(self, sources: Iterable[Source]) -> AsyncIterator[tuple[Source, Fetched]]:
        for source in sources:
            yield source, await self.fetch(source)

    async def fetch(self, source: Source) -> Fetched:
        answer = self._answers.get(source.url)
        if isinstance(answer, bytes):
            return Changed(source.id, source.url, self._at, answer, validators=Validators(etag='"1"'))
        if isinstance(answer, Failed):
            return replace(answer, source_id=source.id, url=source.url)
        if answer == "304":
            return Unchanged(source.id, source.url, self._at)
        return Failed(source.id, source.url, self._at, FailureKind.UNREACHABLE, "nobody is there")

    async def get(self, url: str, *, allow_private: bool = False) -> Fetched:
        return await self.fetch(Source(0, url))


@pytest.fixture
def store(tmp_path):
    with Store.open(tmp_path / "a.db") as opened:
        yield opened


def add(store: Store, *urls: str, options: SourceOptions = PLAIN) -> list[Source]:
    return [store.sources.add(url, options=options, now=NOON)[0] for url in urls]


def run(store: Store, answers: dict[str, bytes | Failed | str], at: datetime = NOON, **wishes):
    return ingest(store, Answers(answers, at), FetchSettings(), clock=lambda: at, **wishes)


def titles(store: Store) -> list[str]:
    return sorted(item.title for item in store.reading.list(ItemFilter(limit=0)))


def test_what_came_failed_and_stayed_is_counted_apart(store):
    add(store, "https://a.example/", "https://b.example/", "https://c.example/")

    report = run(store, {"https://a.example/": feed("one", "two"), "https://b.example/": "304"})

    assert (report.polled, report.changed, report.unchanged, report.failed) == (3, 1, 1, 1)
    assert (report.items_new, report.items_changed, report.items_seen) == (2, 0, 0)
    assert [(each.kind, each.message) for each in report.failures] == [("unreachable", "nobody is there")]


def test_nothing_is_polled_before_it_is_due_unless_it_is_named(store):
    (source,) = add(store, "https://a.example/")
    run(store, {"https://a.example/": feed("one")})

    assert run(store, {"https://a.example/": feed("one")}).polled == 0
    assert run(store, {"https://a.example/": feed("one")}, ids=[source.id]).items_seen == 1


def test_a_server_that_asks_for_a_pause_is_told_of_but_is_no_failing_source(store):
    (source,) = add(store, "https://a.example/")
    asked = Failed(0, "", NOON, FailureKind.THROTTLED, "asked for a pause", retry_after=timedelta(hours=5))

    report = run(store, {"https://a.example/": asked})

    assert [each.kind for each in report.failures] == ["throttled"]
    assert report.failures[0].next_try >= NOON + timedelta(hours=5)
    assert store.sources.get(source.id).state is SourceState.THROTTLED
    assert store.sources.get(source.id).health.failures == 0
    assert run(store, {"https://a.example/": feed("one")}, ids=[source.id]).polled == 0


def test_a_document_that_breaks_our_own_code_stops_no_other(store, monkeypatch):
    add(store, "https://a.example/", "https://b.example/")
    read = room.read

    def stumble(source, fetched):
        if "a.example" in source.url:
            raise RuntimeError("a bug")
        return read(source, fetched)

    monkeypatch.setattr(room, "read", stumble)
    report = run(store, {"https://a.example/": feed("one"), "https://b.example/": feed("two")})

    assert [each.kind for each in report.failures] == ["internal"]
    assert titles(store) == ["two"]


def test_a_document_that_is_no_feed_is_a_failure_whose_validators_are_not_kept(store):
    (source,) = add(store, "https://a.example/")

    report = run(store, {"https://a.example/": b"<html><body>Welcome</body></html>"})

    assert [each.kind for each in report.failures] == ["not-a-feed"]
    assert store.sources.get(source.id).validators.etag is None


def test_an_edited_item_is_changed_once_and_keeps_its_old_text(store):
    (source,) = add(store, "https://a.example/")
    run(store, {"https://a.example/": feed("one")})
    edited = feed("one").replace(b"About one", b"Much more about one")

    first = run(store, {"https://a.example/": edited}, ids=[source.id])
    again = run(store, {"https://a.example/": edited}, ids=[source.id])

    assert (first.items_changed, again.items_changed) == (1, 0)
    (item,) = store.reading.list(ItemFilter())
    assert [version.html for version in store.reading.versions(item.id)] == ["About one."]


def test_full_text_replaces_a_teaser_and_settles(store):
    (source,) = add(store, "https://a.example/", options=SourceOptions(full_text=True))
    answers = {"https://a.example/": feed("tides"), "https://news.example/tides": PAGE}

    run(store, answers)
    answers["https://a.example/"] = feed("tides").replace(b"<guid>", b"<category>sea</category><guid>")
    again = run(store, answers, ids=[source.id])

    (item,) = store.reading.list(ItemFilter())
    assert "whole story of the tides" in store.reading.body(item.id).html
    assert again.items_changed == 0
    assert store.reading.versions(item.id) == []


def test_a_page_that_cannot_be_had_leaves_the_feeds_own_words(store):
    add(store, "https://a.example/", options=SourceOptions(full_text=True))

    run(store, {"https://a.example/": feed("tides")})

    (item,) = store.reading.list(ItemFilter())
    assert store.reading.body(item.id).html == "About tides."


def test_every_source_is_told_of_as_it_is_done(store):
    add(store, "https://a.example/", "https://b.example/")
    seen: list[IngestEvent] = []

    run(store, {"https://a.example/": feed("one")}, on_event=seen.append)

    assert [(event.done, event.total) for event in seen] == [(1, 2), (2, 2)]


def test_a_full_disk_is_raised_as_itself_and_leases_are_given_back(store, monkeypatch):
    add(store, "https://a.example/")

    def full(landings):
        raise StoreFull(path="a.db")

    monkeypatch.setattr(store.items, "land", full)
    with pytest.raises(StoreFull):
        run(store, {"https://a.example/": feed("one")})
    monkeypatch.undo()

    assert run(store, {"https://a.example/": feed("one")}).items_new == 1


def test_more_items_than_a_batch_arrive_whole(store):
    urls = [f"https://{number}.example/" for number in range(300)]
    add(store, *urls)
    words = [f"w{random.Random(number).random()}" for number in range(10)]

    report = run(store, {url: feed(*words) for url in urls})

    assert report.items_new == 3000
    assert len(titles(store)) == 3000
