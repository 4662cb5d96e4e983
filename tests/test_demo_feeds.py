"""The sample feeds hold what the demo promises, and the real parser reads them."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest

from ainews.demo_feeds import FOLDER, sample_feeds, written
from ainews.errors import ParseError
from ainews.parse import parse

NOW = datetime(2026, 11, 23, 10, tzinfo=UTC)
EARLIER = NOW - timedelta(hours=2)
FEEDS = {feed.name: feed for feed in sample_feeds()}
READABLE = [feed for feed in FEEDS.values() if feed.format != "maintenance"]


def titles(name: str, at: datetime) -> list[str]:
    return [item.title for item in FEEDS[name].items(NOW, at)]


def test_a_few_days_of_news_in_a_dozen_feeds():
    items = [item for feed in READABLE for item in feed.items(NOW, NOW)]

    assert len(READABLE) >= 12
    assert len(items) >= 90
    assert min(item.published for item in items) < NOW - timedelta(days=3)
    assert max(item.published for item in items) <= NOW
    assert {feed.language[:2] for feed in READABLE} == {"en", "de", "fr", "ja", "ar"}
    assert {feed.format for feed in FEEDS.values()} == {"rss", "atom", "rdf", "json", "broken", "maintenance"}


def test_every_item_has_a_text_worth_reading():
    for feed in READABLE:
        for item in feed.items(NOW, NOW):
            length = len(item.text) / 2 if feed.language == "ja" else len(item.text.split())
            assert 60 <= length <= 120, item.title


@pytest.mark.parametrize("feed", READABLE, ids=lambda feed: feed.name)
@pytest.mark.parametrize("at", [EARLIER, NOW], ids=["first", "second"])
def test_the_parser_reads_every_item_of_a_feed(feed, at):
    body, media_type = written(feed, NOW, at)

    drafts = parse(body, url="http://127.0.0.1/feed", content_type=media_type).drafts

    expected = feed.items(NOW, at)
    assert [draft.title for draft in drafts] == [item.title for item in expected]
    assert [draft.published for draft in drafts] == [item.published for item in expected]


def test_news_comes_and_is_edited_between_two_polls():
    fire = "Fire halts Corvid chip plant in Port Selwyn, {} hurt"

    assert fire.format("two") in titles("wire", EARLIER)
    assert fire.format("three") in titles("wire", NOW)
    assert len(titles("wire", EARLIER)) < len(titles("wire", NOW))


def test_a_syndicated_copy_has_the_same_words_at_another_address():
    [copy] = [item for item in FEEDS["courier"].items(NOW, NOW) if item.title.startswith("Storm Ilse closes")]
    [original] = [item for item in FEEDS["wire"].items(NOW, NOW) if item.title == copy.title]

    assert copy.text == original.text
    assert copy.url != original.url


def test_one_feed_is_broken_and_readable_and_one_is_not():
    broken, media_type = written(FEEDS["tinkerer"], NOW, NOW)
    assert "broken" in parse(broken, content_type=media_type).warnings[0]

    page, media_type = written(FEEDS["harbour"], NOW, NOW)
    with pytest.raises(ParseError):
        parse(page, content_type=media_type)


def test_links_lead_nowhere_real():
    for path in Path(FOLDER).glob("*.toml"):
        assert '.example"' in path.read_text(encoding="utf-8"), path.name
