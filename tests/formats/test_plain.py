"""The digest as plain text."""

from __future__ import annotations

import re
from datetime import UTC

import pytest
from hypothesis import given

from ainews import formats
from ainews.model.digests import DigestLink
from ainews.text.cells import cells
from tests.formats.builders import AT, HOUR, digest, hostile, link, source, story, trend
from tests.formats.hostile import TRIED, addresses, texts


def test_a_story_stands_with_numbers_that_point_to_its_links() -> None:
    text = formats.render(digest(story(1), story(2, links=(link(2),))), "plain")

    assert (
        " 1. Headline 1\n    Something 1 happened. [1] More followed. [1] [2]\n    Paper 1 [1], Paper 2 [2]\n" in text
    )
    assert " 2. Headline 2\n    Something 2 happened. More followed.\n    Paper 2 [3]\n" in text
    assert text.endswith(
        "LINKS\n\n[1] https://paper1.example/news/1\n[2] https://paper2.example/news/2\n"
        "[3] https://paper2.example/news/2\n"
    )


def test_what_has_no_address_bears_no_number() -> None:
    text = formats.render(digest(story(1, links=(DigestLink(101, "", source(1)), link(2))), story(2)), "plain")

    assert "    Something 1 happened. More followed. [1]\n    Paper 1, Paper 2 [1]\n" in text
    assert "    Paper 1 [2], Paper 2 [3]\n" in text
    assert text.count("[1]") == 3
    assert "LINKS\n\n[1] https://paper2.example/news/2\n[2] https://paper1" in text


@pytest.mark.parametrize(("hours", "since"), [(1, "today"), (9, "since yesterday"), (60, "since Friday")])
def test_a_story_with_news_says_since_when_it_develops(hours: int, since: str) -> None:
    grown = story(developing=True, first_at=AT - hours * HOUR)

    assert f"    developing {since}, " in formats.render(digest(grown), "plain", zone=UTC)


def test_lines_are_72_columns_wide_in_any_script() -> None:
    long = "彗星の地殻を貫通、ペトレルが氷の採取に成功" * 9
    text = formats.render(digest(story(1, long, section=long), trends=(trend(long),), notes=(long,)), "plain")

    assert max(cells(line) for line in text.splitlines() if "https:" not in line) <= 72


@TRIED
@given(text=texts(), url=addresses())
def test_no_text_makes_a_line_that_is_not_its_own(text: str, url: str) -> None:
    rendered = formats.render(hostile(text, url), "plain")

    links = re.findall(r"^\[\d+\] (.*)$", rendered.partition("\nLINKS\n")[2], re.MULTILINE)
    assert all(re.fullmatch(r"https?://\S+", each) for each in links)
    assert all(cells(line) <= 72 for line in rendered.partition("\nLINKS\n")[0].splitlines())
