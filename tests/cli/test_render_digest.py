"""A digest as lines of a terminal."""

from __future__ import annotations

import re
from datetime import UTC, datetime, timedelta

import pytest
from msgspec.structs import replace

from ainews.cli.render_digest import digest_lines
from ainews.cli.terminal import Screen
from ainews.model import Sentence, Signal, SourceRef, SourceState
from ainews.model.digests import Digest, DigestLink, DigestStory, SickSource, Trend, TrendKind
from ainews.text.cells import cells

AT = datetime(2026, 11, 23, 7, tzinfo=UTC)
DAY = timedelta(days=1)
NAMES = ["Harbour Times", "Daily Wire", "Coast Guard News", "The Northern Observer", "Fjord Radio", "Evening Star"]
LINKS = tuple(
    DigestLink(n, f"https://{n}.example/ferry", SourceRef(n, name, f"https://{n}.example/feed"))
    for n, name in enumerate(NAMES, 1)
)
FERRY = DigestStory(
    rank=1,
    story_id=77,
    revision=3,
    title="Ferry Astrid sinks in Oslofjord, all 212 passengers and the crew of nineteen are rescued by fishing boats",
    score=4.5,
    why=(Signal("coverage", 2.5, 1.0), Signal("recency", 1.0, 2.0)),
    summary=(
        Sentence("The ferry went down within an hour of the first call for help.", (1,)),
        Sentence("Fishing boats and a tanker brought everybody to the shore before dark.", (2, 4)),
    ),
    links=LINKS,
    size=14,
    sources=9,
    first_at=AT - 2 * DAY,
    last_at=AT - DAY / 8,
)
DIGEST = Digest(AT, AT - DAY, (FERRY,), notes=("summaries: the sources' own sentences",), items=312, sources=64)
TREND = Trend("astrid", "Astrid", TrendKind.NAME, 14, 0.5, 9.0, 9, AT - DAY, (0, 0, 1, 5, 8))
SICK = SickSource(LINKS[1].source, SourceState.FAILING, AT - 5 * DAY, "timed out after 30 s")


@pytest.fixture(autouse=True)
def _utc(monkeypatch):
    monkeypatch.setenv("TZ", "UTC")


def lines(digest: Digest, width: int = 80, **options: bool) -> list[str]:
    return list(digest_lines(digest, Screen(width, live=True), **options))


def test_a_digest_reads_well_at_80_columns() -> None:
    assert lines(DIGEST) == [
        "Monday 23 November 2026, 07:00",
        "1 story from 312 items of 64 sources, the last 24 hours · about 1 min",
        "",
        "1  Ferry Astrid sinks in Oslofjord, all 212 passengers and the crew of nineteen",
        "   are rescued by fishing boats",
        "   The ferry went down within an hour of the first call for help. [1] Fishing",
        "   boats and a tanker brought everybody to the shore before dark. [2,4]",
        "   [1] Harbour Times  [2] Daily Wire  Coast Guard News",
        "   [4] The Northern Observer  Fjord Radio  +4  story 77",
        "",
        "summaries: the sources' own sentences",
    ]


@pytest.mark.parametrize("width", [40, 80, 120, 160])
def test_no_line_is_wider_than_the_screen_or_than_is_good_to_read(width: int) -> None:
    whole = replace(DIGEST, trends=(TREND,) * 30, sick_sources=(SICK,) * 5)

    assert max(map(cells, lines(whole, width))) <= min(width, 100)


def test_colour_changes_nothing_but_colour() -> None:
    whole = replace(DIGEST, trends=(TREND,), sick_sources=(SICK,))
    painted = "\n".join(digest_lines(whole, Screen(80, live=True, color=True)))

    assert "\x1b]8;;https://1.example/ferry\x1b\\" in painted
    assert re.sub(r"\x1b\]8;;.*?\x1b\\|\x1b\[[\d;]*m", "", painted) == "\n".join(lines(whole))


def test_a_story_that_grew_says_since_when() -> None:
    grown = replace(FERRY, developing=True)

    assert any("developing since Saturday" in line for line in lines(replace(DIGEST, stories=(grown,))))
    yesterday = replace(grown, first_at=AT - DAY)
    assert any("developing since yesterday" in line for line in lines(replace(DIGEST, stories=(yesterday,))))


def test_sections_have_headings_and_ranks_stay_those_of_the_whole() -> None:
    stories = (
        replace(FERRY, section="World"),
        replace(FERRY, rank=2, section="Science"),
        replace(FERRY, rank=3, section="World"),
    )

    shown = lines(replace(DIGEST, stories=stories))

    starts = [line.partition("  ")[0] for line in shown[3:] if re.match(r"World|Science|\d  ", line)]
    assert starts == ["World", "1", "3", "Science", "2"]


def test_what_rises_is_one_or_two_lines() -> None:
    shown = lines(replace(DIGEST, trends=(TREND,) * 30))

    start = shown.index("Rising")
    assert shown[start + 1].startswith("▁▁▂▆█ Astrid 14   ▁▁▂▆█ Astrid 14")
    assert shown[start + 3] == ""


def test_sick_sources_are_named_and_many_of_them_counted() -> None:
    shown = lines(replace(DIGEST, sick_sources=(SICK,) * 5))

    start = shown.index("Sick sources")
    assert shown[start + 1] == "Daily Wire  failing since 18 November: timed out after 30 s"
    assert shown[start + 4] == "2 more: `ainews source list`"


def test_titles_cannot_steer_the_terminal() -> None:
    evil = replace(
        FERRY,
        title="\x1b[2J\x1b]0;owned\x07Quiet\u202e title\r\n",
        links=(DigestLink(1, "javascript:alert(1)", SourceRef(1, "\x1b[31mRed", "https://1.example/")),),
    )
    digest = replace(DIGEST, stories=(evil,), notes=("\x1b[5mblink",))

    painted = "\n".join(digest_lines(digest, Screen(80, live=True, color=True)))

    assert "Quiet title" in painted
    assert not any(bad in painted for bad in ("\x1b[2J", "\x1b]0", "\u202e", "\r", "\x1b[31m", "\x1b[5m", "javascript"))


def test_an_item_without_a_title_or_words_is_shown_all_the_same() -> None:
    bare = replace(FERRY, title="", summary=(), links=())

    assert lines(replace(DIGEST, stories=(bare,)))[3:5] == ["1  Untitled", "   story 77"]


def test_a_command_in_a_note_is_not_broken() -> None:
    note = "906 more stories (8 shown before, without news since, 898 further down): `ainews stories`"

    assert lines(replace(DIGEST, notes=(note,)))[-1] == "`ainews stories`"


def test_scores_are_explained_on_demand() -> None:
    assert "   score 4.50 = +2.50 coverage +2.00 recency" in lines(DIGEST, verbose=True)


def test_an_empty_day_is_one_friendly_line() -> None:
    empty = Digest(
        AT, None, (), notes=("all quiet: 3 items came in, and nothing in them is left for a digest",), items=3
    )

    assert lines(empty)[1:] == [
        "no stories from 3 items of 0 sources, all time",
        "",
        "all quiet: 3 items came in, and nothing in them is left for a digest",
    ]
