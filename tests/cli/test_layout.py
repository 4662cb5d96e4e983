"""Cells, cutting, wrapping, safety and colour."""

import io
import os

import pytest
from hypothesis import given
from hypothesis import strategies as st

from ainews.cli import terminal
from ainews.cli.render_items import painted_lines, snippet_lines
from ainews.cli.terminal import Screen, clean, clean_lines
from ainews.text.cells import cells, fit, pad, wrap

texts = st.text(st.characters(exclude_categories=["Cs", "Cc"]), max_size=80).map(clean)


@pytest.mark.parametrize(
    ("text", "width"),
    [("tide", 4), ("彗星", 4), ("é", 1), ("e\u0301", 1), ("한글", 4), ("🌊", 2), ("ア", 2), ("ｱ", 1)],
)
def test_width_is_counted_in_cells(text, width):
    assert cells(text) == width


@given(texts, st.integers(2, 40))
def test_padded_text_is_exactly_as_wide_as_asked(text, width):
    assert cells(pad(text, width)) == width


def test_what_is_cut_ends_with_an_ellipsis():
    assert fit("the tide turns", 9) == "the tide…"
    assert fit("彗星の地殻", 6) == "彗星…"


@given(texts, st.integers(2, 40))
def test_wrapped_lines_fit_and_lose_nothing(text, width):
    lines = wrap(text, width)

    assert all(cells(line) <= width for line in lines)
    assert "".join("".join(lines).split()) == "".join(text.split())


def test_words_stay_whole_where_they_can_and_cjk_breaks_anywhere():
    assert wrap("the tide turns", 9) == ["the tide", "turns"]
    assert wrap("彗星の地殻を貫通", 6) == ["彗星の", "地殻を", "貫通"]
    assert wrap("a-very-long-word", 6) == ["a-very", "-long-", "word"]


def test_the_last_line_tells_that_something_is_left_out():
    assert wrap("the tide turns at noon", 9, 2) == ["the tide", "turns at…"]


@given(st.text(max_size=60))
def test_nothing_that_controls_a_terminal_is_left(text):
    assert not set(clean(text)) & {chr(code) for code in (*range(32), *range(127, 160), *range(0x202A, 0x202F))}


def test_escape_sequences_go_whole():
    assert clean("\x1b[31mred\x1b[0m \x1b]8;;http://x\x1b\\link\x1b]8;;\x07 \x1bPq#0\x1b\\done") == "red link done"


def test_joiners_of_persian_and_emoji_stay():
    assert clean("می\u200cخواهم 👩\u200d🚀") == "می\u200cخواهم 👩\u200d🚀"


def test_safe_texts_keep_their_lines_and_indents():
    assert clean_lines("a\n  b\x07\n\n\x1b[1mc") == "a\n  b\n\nc"


def test_hits_are_painted_through_a_line_break():
    screen = Screen(20, live=True, color=True)

    lines = snippet_lines("the \ue000tide turns\ue001 at noon", screen, 8)

    hit = screen.paint
    assert lines == [
        hit("dim", "the ") + hit("hit", "tide"),
        hit("hit", "turns") + hit("dim", " a…"),
    ]


def test_painting_without_colour_is_wrapping():
    assert painted_lines("the tide turns", [(4, 8, "hit")], Screen(9), 9) == ["the tide", "turns"]


class Terminal(io.StringIO):
    def isatty(self) -> bool:
        return True

    def fileno(self) -> int:
        raise OSError


@pytest.mark.parametrize(
    ("stream", "environment", "live", "color"),
    [
        (io.StringIO(), {}, False, False),
        (Terminal(), {}, True, True),
        (Terminal(), {"NO_COLOR": "1"}, True, False),
        (Terminal(), {"TERM": "dumb"}, True, False),
    ],
)
def test_colour_is_for_terminals_that_want_it(monkeypatch, stream, environment, live, color):
    for name in ("NO_COLOR", "TERM", "COLUMNS"):
        monkeypatch.delenv(name, raising=False)
    for name, value in environment.items():
        monkeypatch.setenv(name, value)

    found = terminal.screen(stream)

    assert (found.live, found.color) == (live, color)


def test_width_follows_the_environment(monkeypatch):
    monkeypatch.setitem(os.environ, "COLUMNS", "120")

    assert terminal.screen(Terminal()).width == 120
