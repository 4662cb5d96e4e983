"""The fast way to the words of sanitized HTML gives what the parser gives."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from ainews.text.html import plain_text, sanitize, text_of_sanitized

TAGS = ("p", "div", "b", "a", "li", "ul", "table", "tr", "td", "br", "pre", "h2", "script", "span", "blockquote")
PIECES = st.one_of(
    st.sampled_from([f"<{slash}{tag}>" for tag in TAGS for slash in ("", "/")]),
    st.sampled_from(
        ['<img alt="a > b < c">', "<a href='x\"y'>", "&amp;lt;b&gt;", "&nbsp;", "<", ">", '"', "<!-- no -->", "\n"]
    ),
    st.text(alphabet="ab é中 &;", max_size=6),
)


@given(st.lists(PIECES, max_size=30).map("".join))
def test_it_equals_the_parsers_text(html):
    safe = sanitize(html)

    assert text_of_sanitized(safe) == plain_text(safe)


@pytest.mark.parametrize(
    ("html", "text"),
    [
        ("<p>One</p><p>two <b>bold</b>er</p>", "One\ntwo bolder"),
        ('<p title="a > b">quoted</p>', "quoted"),
        ("1 &lt; 2 &amp;amp; 3", "1 < 2 &amp; 3"),
        ("no markup", "no markup"),
    ],
)
def test_blocks_break_lines_and_the_rest_vanishes(html, text):
    assert text_of_sanitized(html) == text
