"""The HTML digest: what it shows, what it must never hold, and whether it can be read."""

from __future__ import annotations

import re
from urllib.parse import urlsplit

import pytest
from hypothesis import given
from selectolax.lexbor import LexborHTMLParser

from ainews import formats
from ainews.formats import page_style
from ainews.model import Sentence
from ainews.text.showing import clean
from tests.formats.builders import digest, hostile, link, story
from tests.formats.hostile import TRIED, addresses, texts

ELEMENTS = {
    *("html", "head", "meta", "title", "style", "body", "div", "table", "tbody", "tr", "td", "p", "h1", "h2", "h3"),
    *("a", "sup", "span", "bdi"),
}


def page(name: str = "html", **facts: object) -> LexborHTMLParser:
    return LexborHTMLParser(formats.render(digest(**facts), name))


def test_a_story_shows_headline_sentences_and_where_each_was_found() -> None:
    shown = page()

    assert shown.css_first("h2 a").text() == "Headline 1"
    assert shown.css_first("h2 a").attributes["href"] == "https://paper1.example/news/1"
    assert shown.css_first("p.text").text() == "Something 1 happened.1 More followed.1 2"
    assert shown.css_first("p.links").text() == "1 Paper 1 2 Paper 2"
    assert "5 reports from 2 sources" in shown.css_first("p.facts").text()


def test_a_single_source_needs_no_numbers() -> None:
    shown = LexborHTMLParser(formats.render(digest(story(links=(link(1),))), "html"))

    assert shown.css_first("p.text").text() == "Something 1 happened. More followed."
    assert shown.css_first("sup") is None


def test_headings_descend_without_a_gap() -> None:
    plain = [node.tag for node in page().css("h1,h2,h3")]
    sections = formats.render(digest(story(1, section="World"), story(2)), "html")

    assert plain == ["h1", "h2", "h2", "h2", "h2"]
    levels = [node.tag for node in LexborHTMLParser(sections).css("h1,h2,h3")]
    assert levels == ["h1", "h2", "h3", "h2", "h3", "h2", "h2"]


def test_a_developing_story_and_a_models_words_are_marked() -> None:
    shown = LexborHTMLParser(formats.render(digest(story(developing=True, method="model")), "html"))

    assert shown.css_first("p.facts").text().startswith("developing since yesterday · ")
    assert shown.css_first("p.facts").text().endswith(" · summary by a model")


def test_trends_sick_sources_and_notes_stand_below() -> None:
    text = page().body.text()

    assert "12 items from 5 sources, usually 2.6" in text
    assert "failing since 20 November: timed out after 30 s" in text
    assert "2 stories were muted." in text


def test_many_sick_sources_are_counted_not_listed() -> None:
    many = tuple(digest().sick_sources * 50)

    assert "and 30 others" in formats.render(digest(sick_sources=many), "html")


def test_the_language_the_width_and_both_schemes_are_declared() -> None:
    shown = page()

    assert shown.css_first("html").attributes["lang"] == "en"
    assert "width=device-width" in shown.css_first("meta[name=viewport]").attributes["content"]
    assert shown.css_first("meta[name=color-scheme]").attributes["content"] == "light dark"
    assert "prefers-color-scheme:dark" in formats.render(digest(), "html")


def test_a_mail_program_previews_the_first_headlines() -> None:
    assert page().css_first("div.unseen").text().startswith("Headline 1 · Headline 2")


def test_nothing_is_loaded_from_anywhere() -> None:
    text = formats.render(digest(), "html")

    assert not re.search(r"url\(|@import|src=|<link|<script|<img|<iframe|<form", text)


@pytest.mark.parametrize("colors", [page_style.LIGHT, page_style.DARK], ids=["light", "dark"])
@pytest.mark.parametrize("name", ["ink", "body", "quiet", "accent"])
def test_every_text_stands_out_from_the_paper(colors: dict[str, str], name: str) -> None:
    assert contrast(colors[name], colors["paper"]) >= 4.5


@pytest.mark.parametrize("name", ["lead", "headline", "text", "links", "foot"])
def test_a_word_without_an_end_does_not_widen_the_page(name: str) -> None:
    assert "overflow-wrap:anywhere" in page_style.INLINE[name]


def test_every_colour_has_its_dark_one() -> None:
    colored = {name for name, style in page_style.INLINE.items() if re.search(r"(?<![-\w])color:", style)}

    assert colored - {"page"} <= set(page_style._COLORS)


@TRIED
@given(text=texts(), url=addresses())
def test_no_text_becomes_markup_and_no_address_but_the_webs_a_link(text: str, url: str) -> None:
    shown = LexborHTMLParser(formats.render(hostile(text, url), "html"))

    assert {node.tag for node in shown.css("*")} <= ELEMENTS
    for node in shown.css("*"):
        assert set(node.attributes) <= {
            *("class", "style", "lang", "dir", "role", "align", "href", "rel", "name", "content", "charset"),
            *("aria-hidden",),
        }
    for anchor in shown.css("a"):
        assert urlsplit(anchor.attributes["href"]).scheme in ("http", "https")
        assert anchor.attributes["rel"] == "noopener noreferrer"
    assert shown.css_first(".lead").text() == (clean(text) or "Untitled")


def test_a_mail_is_cut_before_gmail_hides_its_end_and_says_so() -> None:
    long = tuple(Sentence("word " * 150, (101,)) for _ in range(4))
    many = digest(*(story(rank, summary=long) for rank in range(1, 61)))

    text = formats.render(many, "mail")

    assert 60_000 < len(text.encode()) <= 100_000
    left_out = 60 - text.count('class="story"') - text.count('class="last"')
    assert f"{left_out} stories did not fit into this page" in text
    assert len(formats.render(many, "html").encode()) > 100_000


def test_a_mail_that_fits_is_the_page() -> None:
    assert formats.render(digest(), "mail") == formats.render(digest(), "html")


def contrast(one: str, other: str) -> float:
    """Return the contrast of two colours after WCAG 2."""
    lighter, darker = sorted((luminance(one), luminance(other)), reverse=True)
    return (lighter + 0.05) / (darker + 0.05)


def luminance(color: str) -> float:
    channels = (int(color[place : place + 2], 16) / 255 for place in (1, 3, 5))
    red, green, blue = (each / 12.92 if each <= 0.04045 else ((each + 0.055) / 1.055) ** 2.4 for each in channels)
    return 0.2126 * red + 0.7152 * green + 0.0722 * blue
