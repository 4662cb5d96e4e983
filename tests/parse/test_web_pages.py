"""Discovery, scraping and full text."""

import pytest

from ainews.errors import ParseError
from ainews.model import Selectors
from ainews.parse import discover, full_text, scrape

URL = "https://blog.example/about/"
PAGE = b"""<html lang=en><head><title>The list</title></head><body>
<div class=post><h2><a href=/1>First <b>post</b></a></h2><time datetime=2026-11-20>yesterday</time>
<p>About <i>one</i>.</p></div>
<div class=post><h2><a href=2>Second</a></h2><p>Two.</p></div><div class=post></div></body></html>"""


def addresses(html: str) -> list[str]:
    return [candidate.url for candidate in discover(html.encode(), URL)]


def test_declared_feeds_come_first_and_comment_feeds_last():
    assert addresses(
        '<link rel="alternate" type="application/rss+xml" title="Comments" href="/comments/feed">'
        '<a href="/rss.xml">RSS</a><link rel="alternate" type="application/atom+xml" href="atom.xml">'
        "<link rel=alternate type=application/feed+json href=//cdn.example/feed.json>"
    ) == [
        "https://blog.example/about/atom.xml",
        "https://cdn.example/feed.json",
        "https://blog.example/comments/feed",
        "https://blog.example/rss.xml",
    ]


def test_what_is_no_feed_is_not_offered():
    assert (
        addresses(
            '<link rel="stylesheet" href="/feed.css"><link rel="alternate" hreflang="fr" href="/fr">'
            '<a href="/feedback">x</a>'
            '<link rel="alternate" type="application/rss+xml" href="javascript:alert(1)">'
        )
        == []
    )


def test_a_base_element_counts():
    assert addresses('<base href="https://other.example/"><a href="feed">Feed</a>') == ["https://other.example/feed"]


def test_a_page_is_read_by_selectors():
    document = scrape(PAGE, Selectors(item="div.post", title="h2", summary="p", date="time"), URL)
    first, second = document.drafts

    assert (document.title, document.language, document.format) == ("The list", "en", "page")
    assert (first.title, first.url, first.html) == ("First post", "https://blog.example/1", "About <i>one</i>.")
    assert first.published is not None
    assert (second.url, second.guid) == ("https://blog.example/about/2", "https://blog.example/about/2")


def test_without_more_selectors_the_first_link_is_the_item():
    assert [draft.title for draft in scrape(PAGE, Selectors(item="div.post"), URL).drafts] == ["First post", "Second"]


@pytest.mark.parametrize("selector", ["div.gone", "div[", ">>>"])
def test_a_selector_that_picks_nothing_is_told(selector):
    with pytest.raises(ParseError, match="selector"):
        scrape(PAGE, Selectors(item=selector), URL)


def test_the_main_text_of_a_page_is_found():
    words = " ".join(f"Sentence number {n} tells of owls in the northern woods." for n in range(40))
    page = (
        f"<html><body><nav>Home About</nav><article><h1>Owls</h1><p>{words}</p><p>{words}</p></article></body></html>"
    )

    html = full_text(page.encode(), URL)

    assert html is not None
    assert "northern woods" in html
    assert "Home About" not in html


@pytest.mark.parametrize("body", [b"", b"<html></html>", b"\0\xff", b"<p>Accept cookies?</p>", b"x" * 3_000_000])
def test_a_page_without_a_main_text_has_none(body):
    assert full_text(body, URL) is None
