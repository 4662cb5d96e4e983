"""Hashes, languages, spacing and plain text."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from ainews.text.hashing import digest, key64
from ainews.text.html import plain_text
from ainews.text.language import normalize
from ainews.text.spacing import spaced, unspaced

Z = "\u200b"


@given(st.lists(st.text()), st.lists(st.text()))
def test_digests_tell_where_parts_end(one, other):
    assert (digest(*one) == digest(*other)) == (one == other)


def test_a_text_and_its_bytes_have_one_digest():
    assert digest("é") == digest("é".encode())
    assert len(digest()) == 16


def test_lone_surrogates_can_be_hashed():
    assert key64("\ud800") != key64("\ud801")


@pytest.mark.parametrize(
    ("tag", "language"),
    [
        ("en", "en"),
        ("EN_us", "en-US"),
        ("zh-Hans-CN", "zh-CN"),
        ("de-DE-1996", "de-DE"),
        ("es-419", "es-419"),
        (" fr ", "fr"),
        ("English", None),
        ("und", None),
        ("", None),
        (None, None),
    ],
)
def test_language_tags_are_made_comparable(tag, language):
    assert normalize(tag) == language


@pytest.mark.parametrize(
    ("text", "parted"),
    [
        ("plain words", "plain words"),
        ("naïve café", "naïve café"),
        ("AI模型", f"AI{Z}模{Z}型"),
        ("模型AI", f"模{Z}型{Z}AI"),
        ("東京、大阪", f"東{Z}京、大{Z}阪"),
        ("한국어", f"한{Z}국{Z}어"),
        ("ไทย", f"ไ{Z}ท{Z}ย"),
    ],
)
def test_scripts_without_blanks_are_parted(text, parted):
    assert spaced(text) == parted
    assert unspaced(parted) == text


@given(st.text().filter(lambda text: Z not in text))
def test_parting_can_be_undone(text):
    assert unspaced(spaced(text)) == text


@pytest.mark.parametrize(
    ("html", "text"),
    [
        ("no markup at all", "no markup at all"),
        ("AT&amp;T &#8212; caf&eacute;", "AT&T — café"),
        ("<p>One  line\nof text</p><p>another</p>", "One line of text\nanother"),
        ("a<br>b<br/>c", "a\nb\nc"),
        ("<b>bo</b>ld", "bold"),
        ("<ul><li>one<li>two</ul>", "one\ntwo"),
        ("x<script>alert(1)</script><style>p{}</style>y", "xy"),
        ("1 &lt; 2 <i>and</i> 3 > 2", "1 < 2 and 3 > 2"),
        ("", ""),
    ],
)
def test_html_becomes_words_by_line(html, text):
    assert plain_text(html) == text
