"""Items that a feed repeats are known by their bytes, and nothing comes out differently for it."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta
from pathlib import Path
from tempfile import TemporaryDirectory

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from ainews import parse
from ainews.config import FetchSettings
from ainews.model import IngestReport, ItemFilter, SourceKind, Version
from ainews.parse import cut
from ainews.pipeline import familiar
from ainews.pipeline.ingest import ingest
from ainews.store import Store
from tests.replay import Replay

NOON = datetime(2026, 11, 20, 12, tzinfo=UTC)
URL = "https://feeds.example/feed.xml"

Post = tuple[int, int]  # number, wording


def item(number: int, wording: int = 0) -> bytes:
    date = f"{10 + number} Nov 2026 08:00:00 GMT"
    words = (f"Report {number}", f"Report {number}, corrected", "Report 0")[wording]
    return f"<item><guid>{number}</guid><title>{words}</title><link>https://a.example/{number % 3}</link>".encode() + (
        f"<description>&lt;p&gt;Text of {words}.&lt;/p&gt;</description><pubDate>{date}</pubDate></item>".encode()
    )


def rss(*items: bytes, head: bytes = b"<title>News</title>", built: int = 0) -> bytes:
    return b"<rss version='2.0'><channel>%s<lastBuildDate>%d</lastBuildDate>%s</channel></rss>" % (
        head,
        built,
        b"\n".join(items),
    )


def poll(store: Store, body: bytes, at: datetime) -> IngestReport:
    report = ingest(store, Replay(body, at), FetchSettings(jitter=0), clock=lambda: at, ids=store.sources.ids())
    report.seconds = 0.0
    return report


def outcome(documents: list[bytes]) -> tuple[list[IngestReport], list[object], object]:
    """Poll one document after the other; returns the reports, the items with their earlier texts, and the pace."""
    with TemporaryDirectory() as folder, Store.open(Path(folder) / "news.db") as store:
        source, _ = store.sources.add(URL, kind=SourceKind.FEED, now=NOON)
        reports = [poll(store, body, NOON + timedelta(hours=at)) for at, body in enumerate(documents)]
        items = store.reading.list(ItemFilter(limit=0))
        found = [(each, [told(version) for version in store.reading.versions(each.id)]) for each in items]
        return reports, found, store.sources.get(source.id).interval


def told(version: Version) -> tuple[str, str]:
    return version.title, version.html


def parsed_bodies(monkeypatch) -> list[bytes]:
    """Return a list that will hold every document that is parsed."""
    bodies: list[bytes] = []
    read = parse.parse

    def spy(body, **rest):
        bodies.append(body)
        return read(body, **rest)

    monkeypatch.setattr(parse, "parse", spy)
    return bodies


@pytest.fixture
def store(tmp_path):
    with Store.open(tmp_path / "news.db") as opened:
        opened.sources.add(URL, kind=SourceKind.FEED, now=NOON)
        yield opened


def test_only_what_a_poll_adds_is_parsed(store, monkeypatch):
    poll(store, rss(item(2), item(1)), NOON)
    bodies = parsed_bodies(monkeypatch)

    report = poll(store, rss(item(3), item(2), item(1), built=1), NOON + timedelta(hours=1))

    assert bodies == [rss(item(3), b"", b"", built=1)]
    assert (report.items_new, report.items_changed, report.items_seen) == (1, 0, 2)


def test_an_item_without_new_company_is_still_read_when_the_channel_says_something_else(store, monkeypatch):
    poll(store, rss(item(1), item(0)), NOON)
    bodies = parsed_bodies(monkeypatch)
    body = rss(item(1), item(0), head=b"<title>News</title><language>de</language>")

    poll(store, body, NOON + timedelta(hours=1))

    assert bodies == [body]


def test_an_edit_makes_a_version_as_ever(store, monkeypatch):
    poll(store, rss(item(1), item(0)), NOON)

    report = poll(store, rss(item(1, 1), item(0)), NOON + timedelta(hours=1))

    assert (report.items_new, report.items_changed, report.items_seen) == (0, 1, 1)


def test_an_item_that_returns_to_its_first_wording_is_an_edit_too(store):
    for hour, wording in enumerate((0, 1, 0)):
        report = poll(store, rss(item(1), item(0, wording)), NOON + timedelta(hours=hour))

    assert report.items_changed == 1


def test_new_items_that_share_a_guid_are_told_apart_by_the_whole_document_ever_after():
    twins = (item(3), item(3, 1))
    older = (item(1), item(2))
    documents = [rss(*older), rss(*twins, *older), rss(twins[0], *older), rss(item(3, 2), *older)]
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(familiar, "_fresh", lambda *_: None)
        expected = outcome(documents)

    assert outcome(documents) == expected


@pytest.mark.slow
@given(
    st.lists(st.lists(st.tuples(st.integers(0, 4), st.integers(0, 2)), min_size=1, max_size=5), min_size=2, max_size=4)
)
@settings(max_examples=50, deadline=None)
def test_nothing_comes_out_differently_than_by_parsing_it_all(editions: list[list[Post]]):
    documents = [rss(*(item(*post) for post in posts), built=number) for number, posts in enumerate(editions)]
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(familiar, "_fresh", lambda *_: None)
        expected = outcome(documents)

    assert outcome(documents) == expected


@pytest.mark.parametrize(
    "body",
    [
        pytest.param(b"<rss><channel><title>a</title></channel></rss>", id="no items"),
        pytest.param(rss(b"<item><title>a</title>"), id="never closed"),
        pytest.param(rss(b"<item><item></item></item>"), id="one inside another"),
        pytest.param(rss(b"<item><description><![CDATA[<item></item>]]></description></item>"), id="quoted items"),
        pytest.param(rss(item(1), b"<title>between</title>", item(2)), id="text between"),
        pytest.param('{"items": ["<item></item>"'.encode("utf-16"), id="another encoding"),
    ],
)
def test_what_cannot_be_cut_with_certainty_is_not(body):
    assert cut(body) is None


def test_a_quoted_end_of_an_item_hides_nothing(store):
    quoted = b"<item><guid>q</guid><title>Q</title><description><![CDATA[a </item> b]]></description></item>"
    poll(store, rss(quoted, item(0)), NOON)

    report = poll(store, rss(item(1), quoted, item(0), built=1), NOON + timedelta(hours=1))

    assert (report.items_new, report.items_changed, report.items_seen) == (1, 0, 2)


def test_the_same_item_at_another_address_is_read_again():
    body = rss(item(0))

    assert cut(body, surroundings="a").keys != cut(body, surroundings="b").keys
