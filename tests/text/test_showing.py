"""Addresses that may be shown, and those that may not."""

from __future__ import annotations

import re

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from ainews.text.showing import clean, web_address


@pytest.mark.parametrize(
    ("url", "shown"),
    [
        ("https://paper.example/a?b=c#d", "https://paper.example/a?b=c#d"),
        (" HTTPS://paper.example:8443/ ", "https://paper.example:8443/"),
        ("https://paper.example/a b\"<>'", "https://paper.example/a%20b%22%3C%3E'"),
        ("https://paper.example/straße/%20x", "https://paper.example/stra%C3%9Fe/%20x"),
        ("http://münchen.example/", "http://xn--mnchen-3ya.example/"),
    ],
)
def test_an_address_of_the_web_is_shown_in_ascii(url: str, shown: str) -> None:
    assert web_address(url) == shown


@pytest.mark.parametrize(
    "url",
    [
        *("", "paper.example", "//paper.example/", "https://", "https:///x", "https://[::1", "https://a b/"),
        *("javascript:alert(1)", "data:text/html,x", "file:///etc/passwd", "mailto:me@paper.example"),
        *("https://a\x00b.example/", 'https://"paper".example/', f"https://{'x' * 70}ü.example/"),
    ],
)
def test_any_other_address_is_not_shown(url: str) -> None:
    assert web_address(url) == ""


@settings(deadline=None)
@given(st.text(st.characters(exclude_categories=())).map("https://paper.example/{}".format))
def test_an_address_never_ends_an_attribute_or_a_header(url: str) -> None:
    assert re.fullmatch(r"https://paper\.example/[!#-;=?-Z\[\]_a-z~]*", web_address(url))


def test_noncharacters_which_xml_forbids_are_dropped() -> None:
    assert clean("a\ufffeb\uffffc\ufdd0d") == "abcd"
