"""A digest into a file."""

from __future__ import annotations

from pathlib import Path

import pytest

from ainews import formats
from ainews.config import SendSettings
from ainews.errors import ConfigError, SendError
from ainews.notify.file import File
from tests.formats.builders import AT, digest


def way(name: object) -> File:
    return File.chosen(SendSettings(file=str(name)), formats, AT)


def test_the_ending_of_the_name_says_the_format_and_the_date_stands_in_it(tmp_path: Path) -> None:
    way(tmp_path / "news" / "{date}.atom").send(digest())

    written = tmp_path / "news" / f"{AT.astimezone():%Y-%m-%d}.atom"
    assert written.read_text("utf-8") == formats.render(digest(), "atom")


def test_a_file_is_replaced_whole_and_nothing_is_left_beside_it(tmp_path: Path) -> None:
    file = tmp_path / "news.md"
    file.write_text("old" * 100_000)

    way(file).send(digest())

    assert file.read_text("utf-8") == formats.render(digest(), "markdown", zone=None)
    assert [each.name for each in tmp_path.iterdir()] == ["news.md"]


def test_a_link_to_a_file_stays_a_link(tmp_path: Path) -> None:
    (tmp_path / "real.txt").write_text("old")
    (tmp_path / "news.txt").symlink_to(tmp_path / "real.txt")

    way(tmp_path / "news.txt").send(digest())

    assert (tmp_path / "news.txt").is_symlink()
    assert "NEWS DIGEST" in (tmp_path / "real.txt").read_text("utf-8")


def test_others_may_read_it_as_far_as_the_umask_allows(tmp_path: Path) -> None:
    way(tmp_path / "news.html").send(digest())
    (tmp_path / "other").touch()

    assert (tmp_path / "news.html").stat().st_mode == (tmp_path / "other").stat().st_mode


def test_a_file_that_cannot_be_written_is_told(tmp_path: Path) -> None:
    (tmp_path / "taken").touch()

    with pytest.raises(SendError, match=r"cannot be written .*: check send.file"):
        way(tmp_path / "taken" / "news.md").send(digest())


def test_a_name_without_a_format_is_refused() -> None:
    with pytest.raises(ConfigError, match=r"send.file: news.docx does not say its format"):
        way("news.docx")
