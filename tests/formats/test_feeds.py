"""The Atom and the JSON feed, read back by our own parser and by others."""

from __future__ import annotations

import json
from xml.etree import ElementTree

import pytest
from hypothesis import given

from ainews import formats
from ainews.formats.feed import feed_id
from ainews.parse import parse
from ainews.text.html import plain_text
from ainews.text.showing import clean, web_address
from tests.formats.builders import AT, HOUR, digest, hostile, story
from tests.formats.hostile import TRIED, addresses, texts

ATOM = "{http://www.w3.org/2005/Atom}"
FEEDS = ["atom", "json-feed"]


@pytest.mark.parametrize("name", FEEDS)
def test_our_own_parser_reads_every_story_back(name: str) -> None:
    made = digest(*(story(rank) for rank in range(1, 8)))

    document = parse(formats.render(made, name).encode(), content_type=formats.media_type(name))

    assert document.title == "News digest"
    assert [draft.title for draft in document.drafts] == [each.title for each in made.stories]
    assert {draft.url for draft in document.drafts} == {"https://paper1.example/news/1"}
    assert "Something 1 happened." in plain_text(document.drafts[0].html)
    assert document.drafts[0].published == made.stories[0].first_at


@pytest.mark.parametrize("name", FEEDS)
def test_ids_last_for_a_digest_and_differ_between_digests(name: str) -> None:
    def ids(at_h: int) -> list[str]:
        text = formats.render(digest(at=AT + at_h * HOUR), name)
        return [draft.guid for draft in parse(text.encode()).drafts]

    assert ids(0) == ids(0)
    assert not set(ids(0)) & set(ids(24))
    assert ids(0)[0] == "tag:ainews.invalid,2026:digest/2026-11-23T07:00:00Z/11"


def test_an_atom_feed_has_what_rfc_4287_demands() -> None:
    root = ElementTree.fromstring(formats.render(digest(), "atom"))

    assert root.tag == f"{ATOM}feed"
    assert root.findtext(f"{ATOM}id") == feed_id()
    assert root.findtext(f"{ATOM}updated") == "2026-11-23T07:00:00Z"
    assert root.findtext(f"{ATOM}author/{ATOM}name") == "ainews"
    for entry in root.iter(f"{ATOM}entry"):
        assert all(entry.find(f"{ATOM}{name}") is not None for name in ("id", "title", "updated", "content", "link"))


def test_a_json_feed_has_what_version_1_1_demands() -> None:
    feed = json.loads(formats.render(digest(story(section="World")), "json-feed"))

    assert feed["version"] == "https://jsonfeed.org/version/1.1"
    assert feed["items"][0]["tags"] == ["World"]
    assert feed["items"][0]["content_html"].startswith("<p>Something 1 happened.<sup>1</sup>")
    assert all(item["id"] and item["content_html"] for item in feed["items"])


@TRIED
@given(text=texts(), url=addresses())
def test_an_atom_feed_is_xml_whatever_it_tells(text: str, url: str) -> None:
    root = ElementTree.fromstring(formats.render(hostile(text, url), "atom"))

    entry = root.find(f"{ATOM}entry")
    assert entry is not None
    assert entry.findtext(f"{ATOM}title") == (clean(text) or "Untitled")
    assert [each.get("href") for each in entry.iter(f"{ATOM}link")] == ([web_address(url)] if web_address(url) else [])


@TRIED
@given(text=texts(), url=addresses())
def test_no_text_becomes_markup_in_a_feeds_html(text: str, url: str) -> None:
    item = json.loads(formats.render(hostile(text, url), "json-feed"))["items"][0]

    assert plain_text(item["content_html"]).count(clean(text)) >= 2 or not clean(text)
