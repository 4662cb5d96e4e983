"""What every format keeps: names, endings, the same bytes for the same digest, and nothing dangerous."""

from __future__ import annotations

from datetime import UTC, timedelta, timezone

import pytest
from hypothesis import given

from ainews import formats
from ainews.errors import UsageError
from tests.formats.builders import digest, hostile
from tests.formats.hostile import TRIED, addresses, texts

EVERY = (*formats.NAMES, *formats.MESSAGES)


@pytest.mark.parametrize("name", EVERY)
def test_the_same_digest_gives_the_same_text(name: str) -> None:
    assert formats.render(digest(), name) == formats.render(digest(), name)


@pytest.mark.parametrize("name", EVERY)
def test_every_format_ends_with_one_line_break(name: str) -> None:
    text = formats.render(digest(), name)

    assert text.endswith("\n")
    assert not text.endswith("\n\n")


@pytest.mark.parametrize("name", EVERY)
def test_every_format_can_tell_that_there_is_nothing(name: str) -> None:
    empty = digest(trends=(), sick_sources=(), notes=(), since=None)

    assert formats.render(type(empty)(empty.at, None, ()), name).strip()


@pytest.mark.parametrize("name", EVERY)
@TRIED
@given(text=texts(), url=addresses())
def test_no_text_makes_control_characters_or_broken_utf8(name: str, text: str, url: str) -> None:
    rendered = formats.render(hostile(text, url), name)

    rendered.encode()
    assert not [character for character in rendered if character != "\n" and ord(character) < 32]
    assert not set(rendered) & set("\x7f\x9b\u202e\u2066\u2028")


@pytest.mark.parametrize(
    "name", [name for name in EVERY if name not in ("json", "json-feed", "atom", "slack", "discord")]
)
def test_days_and_times_are_told_in_the_readers_zone(name: str) -> None:
    east = timezone(timedelta(hours=20))
    empty_is_told_too = digest() if name != "subject" else type(digest())(digest().at, None, ())

    assert "Monday 23 November" in formats.render(empty_is_told_too, name, zone=UTC)
    assert "Tuesday 24 November" in formats.render(empty_is_told_too, name, zone=east)


@pytest.mark.parametrize("name", [name for name in EVERY if name not in ("json",)])
def test_the_whole_can_have_a_title_of_its_own(name: str) -> None:
    assert "BORK" in formats.render(digest(), name, title="Bork").upper()


def test_an_unknown_format_is_refused_with_those_there_are() -> None:
    with pytest.raises(UsageError, match="markdown, html, plain, json, atom, json-feed"):
        formats.render(digest(), "docx")


@pytest.mark.parametrize(
    ("path", "name"),
    [
        ("news.md", "markdown"),
        ("/srv/www/{date}.HTML", "html"),
        ("news.txt", "plain"),
        ("news.2026.json", "json"),
        ("news.feed.json", "json-feed"),
        ("news.atom", "atom"),
        ("feed.xml", "atom"),
    ],
)
def test_a_files_ending_says_its_format(path: str, name: str) -> None:
    assert formats.name_for_suffix(path) == name


@pytest.mark.parametrize("path", ["news", "news.docx", ".html", ""])
def test_a_file_without_a_known_ending_is_refused(path: str) -> None:
    with pytest.raises(UsageError, match="let its name end in"):
        formats.name_for_suffix(path)


def test_every_format_has_a_media_type() -> None:
    assert formats.media_type("html") == "text/html; charset=utf-8"
    assert formats.media_type("atom").startswith("application/atom+xml")
    assert formats.media_type("json") == formats.media_type("slack") == "application/json"
