"""Documents in any encoding, honest or not."""

import pytest

from ainews.parse import parse

TEXT = "Grüße, “naïve” café"


def document(title: str, encoding: str = "") -> str:
    declaration = f'<?xml version="1.0" encoding="{encoding}"?>' if encoding else '<?xml version="1.0"?>'
    return f"{declaration}<rss version='2.0'><channel><title>{title}</title></channel></rss>"


def title(body: bytes, charset: str | None = None) -> str:
    return parse(body, charset=charset).title


@pytest.mark.parametrize("encoding", ["utf-8", "utf-16", "utf-32", "windows-1252"])
def test_an_honest_declaration_is_followed(encoding):
    assert title(document(TEXT, encoding).encode(encoding)) == TEXT


@pytest.mark.parametrize(
    ("encoding", "text"),
    [
        ("shift_jis", "日本語の記事"),
        ("euc-jp", "日本語の記事"),
        ("iso-2022-jp", "日本語の記事"),
        ("gb2312", "中文新闻"),
        ("big5", "中文新聞"),
        ("euc-kr", "한국어 뉴스"),
        ("koi8-r", "Новости"),
        ("windows-1251", "Новости"),
        ("iso-8859-2", "Zażółć gęślą"),
        ("iso-8859-7", "Ειδήσεις"),
    ],
)
def test_older_encodings_are_read(encoding, text):
    assert title(document(text, encoding).encode(encoding)) == text


def test_the_servers_word_counts_where_the_document_says_nothing():
    assert title(document("Новости").encode("windows-1251"), "windows-1251") == "Новости"


def test_utf8_is_recognized_whatever_document_and_server_claim():
    assert title(document(TEXT, "iso-8859-1").encode("utf-8"), "us-ascii") == TEXT


def test_latin_that_calls_itself_utf8_is_read_as_windows_1252():
    assert title(document(TEXT, "utf-8").encode("windows-1252"), "utf-8") == TEXT


def test_a_stray_byte_does_not_spoil_the_rest():
    body = document("naïve X café", "utf-8").encode().replace(b"X", b"\x93")

    assert title(body) == "naïve “ café"


def test_numbers_from_windows_mean_what_they_meant():
    assert title(document("don&#146;t &#x93;x&#x94;").encode()) == "don’t “x”"


def test_utf16_without_a_mark_is_recognized():
    assert title(document(TEXT).encode("utf-16-le")) == TEXT


@pytest.mark.parametrize("name", ["utf-9", "zlib", "rot13", "undefined", "idna", "x" * 500, "\udcff"])
def test_an_encoding_that_is_none_is_passed_over(name):
    assert title(document("plain é").encode(), name) == "plain é"
