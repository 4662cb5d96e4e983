"""`source`: subscriptions and their health. Polling is faked; the rooms behind it have tests of their own."""

import pytest

from ainews.model import Changed, Document, Draft, SourceKind, SourceState
from ainews.pipeline.subscribe import Found

FEED = "https://news.example/feed"


@pytest.fixture
def polls(monkeypatch, noon):
    """Let every address answer with the same feed; returns the addresses that were asked."""
    asked = []

    def test_source(self, address, options=None):
        asked.append(address)
        drafts = (Draft("g", "https://news.example/1", "Tide turns", "", published=noon),)
        document = Document("rss20", "Example News", "https://news.example", drafts=drafts)
        return Found(FEED, FEED, SourceKind.FEED, document, Changed(0, FEED, noon, b""))

    monkeypatch.setattr("ainews.app.Services.test_source", test_source)
    return asked


def test_a_source_has_exactly_the_documented_fields(shelf, ainews):
    source = shelf.source("Example News", folder="World")
    shelf.item(source)

    [line] = ainews("source", "list", "--json").lines

    assert line == {
        "id": source.id,
        "url": source.url,
        "title": "Example News",
        "kind": "feed",
        "folder": "World",
        "items": 1,
        "state": "ok",
        "last_ok": "2026-11-21T12:00:00Z",
        "next_due": "2026-11-21T13:00:00Z",
        "error": None,
    }


def test_adding_tells_what_was_found_and_what_comes_next(ainews, polls):
    outcome = ainews("source", "add", "news.example/feed", "--folder", "World")

    assert polls == ["news.example/feed"]
    assert outcome.out == f"added 1  Example News  {FEED}\nits items come with: ainews ingest\n"


def test_adding_twice_is_told(ainews, polls):
    ainews("source", "add", FEED)

    assert ainews("source", "add", FEED, "--json").json["new"] is False


def test_adding_without_check_asks_nobody(ainews, polls):
    added = ainews("source", "add", FEED, "--no-check", "--title", "Mine", "--interval", "6h", "--full-text", "--json")

    assert polls == []
    assert (added.json["title"], added.json["state"]) == ("Mine", "new")


def test_testing_an_address_stores_nothing(ainews, polls):
    found = ainews("source", "test", FEED, "--json").json

    assert found["items"] == [
        {"title": "Tide turns", "url": "https://news.example/1", "published_at": "2026-11-20T12:00:00Z"}
    ]
    assert ainews("source", "list", "--json").out == ""


def test_an_interval_must_be_one(ainews, polls):
    outcome = ainews("source", "add", FEED, "--interval", "often")

    assert outcome.code == 2
    assert outcome.err == "ainews: 'often' is no interval: give 30m, 6h or 2d\n"


def test_selectors_name_their_part(shelf, ainews):
    source = shelf.source()

    ainews("source", "edit", source.id, "--select", "article", "--select", "title=h2 > a", "--select", "date=time")

    selectors = shelf.store.sources.get(source.id).options.selectors
    assert (selectors.item, selectors.title, selectors.date, selectors.link) == ("article", "h2 > a", "time", "")


def test_sources_are_paused_resumed_and_removed_by_part_of_their_title(shelf, ainews):
    source = shelf.source("Example News")

    assert ainews("source", "pause", "example").out == f"paused {source.id}  Example News\n"
    assert shelf.store.sources.get(source.id).state is SourceState.PAUSED
    assert ainews("source", "resume", "example").code == 0
    assert shelf.store.sources.get(source.id).state is not SourceState.PAUSED
    assert ainews("source", "remove", "example").code == 0
    assert shelf.store.sources.subscriptions() == []


def test_nothing_is_done_when_one_of_several_sources_is_unknown(shelf, ainews):
    source = shelf.source("Example News")

    assert ainews("source", "pause", "example", "elsewhere").code == 4
    assert shelf.store.sources.get(source.id).state is not SourceState.PAUSED


def test_editing_changes_only_what_is_named(shelf, ainews):
    source = shelf.source("Example News", folder="World")

    ainews("source", "edit", source.id, "--title", "Mine")
    [subscription] = shelf.store.sources.subscriptions()
    assert (subscription.title, subscription.folder) == ("Mine", "World")

    ainews("source", "edit", source.id, "--folder", "")
    [subscription] = shelf.store.sources.subscriptions()
    assert (subscription.title, subscription.folder) == ("Mine", None)


def test_a_failing_source_says_why_and_since_when(shelf, ainews):
    source = shelf.source("Example News")
    shelf.fail(source, "timed out after 30 s")

    shown = ainews("source", "show", source.id).out

    assert "timed out after 30 s" in shown
    assert "failing since 2026-11-20 12:00, 2 times in a row" in shown
    assert "timed out after 30 s" in ainews("source", "list").out


def test_sources_are_listed_by_folder_and_state(shelf, ainews):
    shelf.fail(shelf.source("Broken"))
    shelf.source("Fresh", folder="World")

    assert [line["title"] for line in ainews("source", "list", "--state", "failing", "--json").lines] == ["Broken"]
    assert [line["title"] for line in ainews("source", "list", "--folder", "World", "--json").lines] == ["Fresh"]


def test_lists_of_feeds_come_in_and_go_out_with_their_folders(shelf, ainews, tmp_path, store_path):
    shelf.source("Example News", folder="World")
    exported = tmp_path / "feeds.opml"
    assert ainews("source", "export", "--output", exported).code == 0
    shelf.store.sources.remove(shelf.store.sources.subscriptions()[0].source.id)

    assert ainews("source", "import", exported, "--json").json == {"added": 1, "known": 0, "problems": []}
    assert ainews("source", "import", exported, "--json").json["known"] == 1
    [line] = ainews("source", "list", "--json").lines
    assert (line["title"], line["folder"], line["last_ok"]) == ("Example News", "World", None)


def test_a_list_that_is_none_says_so(ainews, tmp_path):
    (tmp_path / "no.opml").write_text("<html><body>hello</body></html>")

    outcome = ainews("source", "import", tmp_path / "no.opml")

    assert outcome.code == 5
    assert "Traceback" not in outcome.err


def test_a_missing_file_is_not_found(ainews):
    assert ainews("source", "import", "absent.opml").code == 4
