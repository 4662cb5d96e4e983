"""The last resort, asked directly: documents rarely get so far."""

from __future__ import annotations

import pytest

from ainews.parse.tolerant import read_anyhow

URL = "https://feeds.example/f"


def test_feedparsers_findings_become_drafts():
    document = read_anyhow(
        b"<rss><channel><title>T & T</title><item><title>One</title><link>/1</link><author>a@a.example (Ada)</author>"
        b"<pubDate>Mon, 23 Nov 2026 10:00:00 GMT</pubDate><category>c</category><description>&lt;p>words</description>"
        b"<enclosure url='/a.mp3' length='x'/></item><item><title>Two</title></item>",
        URL,
    )

    assert document is not None
    one, two = document.drafts
    assert (document.title, one.title, two.title) == ("T & T", "One", "Two")
    assert (one.url, one.author, one.categories, one.html) == ("https://feeds.example/1", "Ada", ("c",), "<p>words")
    assert one.published is not None
    assert one.enclosures[0].length is None


@pytest.mark.parametrize("body", [b"", b"nothing", b"<html><p>x"])
def test_what_feedparser_takes_for_no_feed_is_none(body):
    assert read_anyhow(body, URL) is None


def test_a_short_document_is_not_taken_for_a_file_name(tmp_path, monkeypatch):
    (tmp_path / "x").write_text("<rss><channel><title>secret</title></channel></rss>")
    monkeypatch.chdir(tmp_path)

    assert read_anyhow(b"x", URL) is None
