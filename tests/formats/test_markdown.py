"""The Markdown digest, read back by a real Markdown parser."""

from __future__ import annotations

import re
from collections.abc import Iterator

from hypothesis import given
from markdown_it import MarkdownIt
from markdown_it.token import Token

from ainews import formats
from ainews.text.showing import clean, web_address
from tests.formats.builders import digest, hostile, link, story
from tests.formats.hostile import TRIED, addresses, texts

ALLOWED = {
    *("heading_open", "heading_close", "paragraph_open", "paragraph_close", "inline", "hr", "text", "hardbreak"),
    *("bullet_list_open", "bullet_list_close", "list_item_open", "list_item_close", "link_open", "link_close"),
    *("em_open", "em_close", "strong_open", "strong_close", "text_special", "softbreak"),
}


def tokens(text: str) -> Iterator[Token]:
    for token in MarkdownIt("commonmark").enable(["table", "strikethrough"]).parse(text):
        yield token
        yield from token.children or ()


def test_a_story_reads_well_as_it_is() -> None:
    text = formats.render(digest(story(section="World")), "markdown")

    assert text.startswith("# News digest: Monday 23 November 2026\n\n*1 story from 5 reports · 1 minute to read · ")
    assert (
        "## World\n\n### 1. [Headline 1](https://paper1.example/news/1)\n\n"
        "Something 1 happened.¹ More followed.¹ ²\n\n"
        "¹ [Paper 1](https://paper1.example/news/1) · ² [Paper 2](https://paper2.example/news/2)\\\n"
        "*5 reports from 2 sources · Monday 06:00*\n" in text
    )


def test_trends_sick_sources_and_notes_are_lists_and_lines() -> None:
    text = formats.render(digest(), "markdown")

    assert "- **heat pumps**: 12 items from 5 sources, usually 2.6 ▁▃▁▄▇█" in text
    assert "- Old Mill Gazette: failing since 20 November: timed out after 30 s" in text
    assert "2 stories were muted." in text


def test_what_could_be_markup_is_escaped_and_the_rest_is_left_alone() -> None:
    title = "C# [beta] *new* snake_case `x` | A & B < C, me@site, https://x.example #"
    text = formats.render(digest(story(1, title)), "markdown")

    assert (
        r"[C# \[beta\] \*new\* snake_case \`x\` \| A & B \< C, me\@site, https\://x.example \#](https://paper1" in text
    )


@TRIED
@given(text=texts(), url=addresses())
def test_no_text_becomes_markup(text: str, url: str) -> None:
    found = list(tokens(formats.render(hostile(text, url), "markdown")))

    assert {token.type for token in found} <= ALLOWED
    targets = {token.attrs["href"] for token in found if token.type == "link_open"}
    assert len(targets) <= 1
    assert all(re.match("https?://", str(target)) for target in targets)


@TRIED
@given(text=texts())
def test_every_text_comes_back_as_it_was(text: str) -> None:
    found = list(tokens(formats.render(hostile(text), "markdown")))

    headline = next(token for token in found if token.type == "inline" and token.content.startswith("1. ["))
    shown = "".join(each.content for each in headline.children or ())
    assert shown == f"1. {clean(text) or 'Untitled'}"


def test_an_address_stays_what_it_was_to_a_parser() -> None:
    url = "https://paper.example/a_(b)?x=1&copy;=2*_~"
    found = list(tokens(formats.render(digest(story(links=(link(1, url),))), "markdown")))

    hrefs = {str(token.attrs["href"]) for token in found if token.type == "link_open"}
    assert hrefs == {web_address(url).replace("(", "%28").replace(")", "%29")}
