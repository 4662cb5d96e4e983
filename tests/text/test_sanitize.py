"""Hostile HTML comes out harmless; what readers need stays. Judged on the parsed result, as a browser would."""

from __future__ import annotations

from pathlib import Path
from urllib.parse import urlsplit

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from selectolax.lexbor import LexborHTMLParser

from ainews.text.html import sanitize

VECTORS = (Path(__file__).parent / "xss_vectors.txt").read_text().split("\n")
SAFE_SCHEMES = {"", "http", "https", "mailto", "tel", "magnet", "geo", "xmpp", "irc", "ircs", "gemini", "ftp"}
ADDRESSES = {"href", "src", "poster", "cite", "action", "formaction", "data", "background", "xlink:href", "srcset"}
HARMFUL = {
    "script", "style", "iframe", "frame", "frameset", "object", "embed", "applet", "form", "input", "button", "select",
    "textarea", "link", "meta", "base", "svg", "math", "template", "noscript", "title", "xmp", "plaintext", "keygen",
}  # fmt: skip
HARMLESS_ATTRIBUTES = {
    "href", "src", "alt", "title", "width", "height", "cite", "dir", "lang", "rel", "class", "datetime", "colspan",
    "rowspan", "align", "scope", "start", "reversed", "type", "value", "span", "open", "controls", "poster", "media",
    "kind", "srclang", "label",
}  # fmt: skip


def harm_in(html: str) -> list[str]:
    """List what a browser would find in the HTML that no reader should be shown."""
    found = []
    page = LexborHTMLParser(f"<!DOCTYPE html><html><body>{html}</body></html>")
    for node in page.css("body *"):
        if node.tag in HARMFUL:
            found.append(f"<{node.tag}>")
        for name, value in node.attributes.items():
            if name not in HARMLESS_ATTRIBUTES:
                found.append(f"{node.tag}[{name}]")
            if name in ADDRESSES and not is_safe_address(node.tag or "", name, value or ""):
                found.append(f"{node.tag}[{name}={value}]")
    return found


def is_safe_address(tag: str, name: str, address: str) -> bool:
    address = "".join(character for character in address if character > " ").lower()
    if (tag, name) == ("img", "src") and address.startswith("data:image/") and not address.startswith("data:image/svg"):
        return True
    try:
        return urlsplit(address).scheme in SAFE_SCHEMES
    except ValueError:
        return False


def test_there_are_enough_vectors():
    assert len(set(VECTORS)) >= 80


@pytest.mark.parametrize("vector", VECTORS)
def test_a_vector_is_harmless(vector):
    assert harm_in(sanitize(vector)) == []


@pytest.mark.parametrize("vector", VECTORS)
def test_a_vector_is_harmless_beside_a_data_image(vector):
    assert harm_in(sanitize('<img src="data:image/png;base64,iVBORw0=">' + vector)) == []


@pytest.mark.parametrize("vector", VECTORS)
def test_a_vector_is_harmless_inside_other_markup(vector):
    assert harm_in(sanitize(f'<table><tr><td title="{vector}"><p>a{vector}</td><ul><li>{vector}')) == []


PIECES = st.sampled_from(
    [*VECTORS, "<p>", "</p>", "<!--", "-->", '"', "'", "<table>", "</style>", "<svg>", "</svg>", "&", "="]
)


@settings(max_examples=300, deadline=None)
@given(st.lists(PIECES | st.text(max_size=8), max_size=6))
def test_vectors_in_any_mixture_are_harmless(pieces):
    clean = sanitize("".join(pieces))

    assert harm_in(clean) == []


@settings(max_examples=200, deadline=None)
@given(st.lists(PIECES, max_size=5))
def test_sanitizing_twice_changes_nothing(pieces):
    once = sanitize("".join(pieces))

    assert sanitize(once) == once


def test_what_readers_need_stays():
    html = (
        '<figure><img src="https://a.example/i.png" alt="An owl"><figcaption>Owl</figcaption></figure>'
        '<pre><code class="language-py">x = 1 &lt; 2</code></pre>'
        '<table><tbody><tr><td colspan="2">7</td></tr></tbody></table>'
        '<video src="https://a.example/v.mp4" controls=""></video><p>H<sub>2</sub>O</p>'
    )

    assert sanitize(html) == html


def test_links_neither_leak_nor_vouch():
    assert sanitize('<a href="https://a.example/">x</a>') == (
        '<a href="https://a.example/" rel="noopener noreferrer nofollow">x</a>'
    )


@pytest.mark.parametrize(
    "pixel",
    [
        '<img src="https://t.example/p.gif" width="1" height="1">',
        '<img height=1 width=1 src=https://t.example/p.gif alt="">',
        '<img src="https://t.example/p.gif" width="0" height="0"/>',
        '<img src="https://feeds.feedburner.com/~r/x/~4/y" alt="">',
    ],
)
def test_tracking_pixels_go(pixel):
    assert sanitize(f"<p>a{pixel}b</p>") == "<p>ab</p>"


def test_a_picture_is_no_pixel():
    picture = '<img src="https://a.example/i.png" width="100" height="1">'

    assert sanitize(picture) == picture


def test_a_known_video_becomes_a_link():
    clean = sanitize(
        '<iframe width=560 src="https://www.youtube-nocookie.com/embed/dQw4?rel=0" allowfullscreen></iframe>'
    )

    assert 'href="https://www.youtube.com/watch?v=dQw4"' in clean
    assert "iframe" not in clean


def test_a_frame_that_is_never_closed_does_not_swallow_the_rest():
    assert sanitize('<p>a</p><iframe src="https://ads.example/"><p>b</p>') == "<p>a</p><p>b</p>"


def test_a_large_data_image_goes_and_a_small_one_stays():
    small = '<img src="data:image/gif;base64,R0lGODlhAQABAAAAACw=">'

    assert sanitize(small) == small
    assert sanitize(f'<img src="data:image/png;base64,{"A" * 20_000}">') == "<img>"


def test_text_without_markup_is_left_alone():
    assert sanitize("a plain line, no more") == "a plain line, no more"
