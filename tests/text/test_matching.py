"""Where terms stand in a text, and the excerpts made from that."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from ainews.text.matching import HIT_END, HIT_START, excerpt, folded, head, needles, shown_text, spans
from ainews.text.query import Field, Term


def shown(html: str, *terms: Term) -> str:
    return excerpt(needles(terms), html).replace(HIT_START, "[").replace(HIT_END, "]")


@pytest.mark.parametrize(
    ("term", "text", "expected"),
    [
        ("hope", "Hoping against hopes", "[Hoping] against [hopes]"),
        ("happy", "unhappy, happy happiness", "unhappy, [happy] [happiness]"),
        ("car", "scar cars care", "scar [cars] care"),
        ("cafe", "Le Café", "Le [Café]"),
        ("AT&T", "what AT&amp;T said", "what [AT&T] said"),
        ("GPT-4o", "GPT-4o, GPT 4o and GPT4o", "[GPT-4o], [GPT 4o] and GPT4o"),
        ("новости", "Свежие НОВОСТИ", "Свежие [НОВОСТИ]"),
    ],
)
def test_a_word_is_marked_in_every_form_the_index_knows(term, text, expected):
    assert shown(text, Term(term)) == expected


def test_a_prefix_marks_the_whole_word():
    assert shown("astronomers and astrology", Term("astro", prefix=True)) == "[astronomers] and [astrology]"


def test_a_phrase_is_marked_as_one():
    assert shown("climate, deal. A deal on climate", Term("climate deal", quoted=True)).startswith("[climate, deal].")


def test_what_stands_in_tags_is_no_hit():
    assert shown('<a href="https://comet.example/">the tail</a>', Term("comet")) == "the tail"


def test_a_term_for_titles_is_not_sought_in_the_text():
    assert shown("a comet", Term("comet", Field.TITLE)) == "a comet"


def test_the_excerpt_is_where_most_terms_stand_together():
    html = "solar " + "word " * 80 + "solar power grows " + "word " * 80

    assert "[solar] [power]" in shown(html, Term("solar"), Term("power"))


def test_an_excerpt_finds_hits_far_down():
    assert "[comet]" in shown("<p>word</p>" * 2000 + "comet", Term("comet"))


def test_private_marks_in_a_text_do_not_survive():
    assert shown(f"a {HIT_START}comet{HIT_END}", Term("comet")) == "a [comet]"


def test_a_head_is_not_cut_inside_a_tag():
    assert head('one <a href="two">three</a>', 10) == "one "


@given(st.text(max_size=60))
def test_folding_keeps_every_character_in_its_place(text):
    assert len(folded(text)) == len(text)


@given(st.text("aeblrs '-é人.", max_size=60), st.text("aeblrs é人", min_size=1, max_size=6))
def test_an_excerpt_without_its_marks_is_part_of_the_text(text, word):
    for needle in needles([Term(word)]):
        assert all(0 <= start < end <= len(text) * 2 for start, end in spans(needle, folded(shown_text(text))))
        marked = excerpt([needle], text)
        assert marked.count(HIT_START) == marked.count(HIT_END)
        assert "".join(marked.replace(HIT_START, "").replace(HIT_END, "").split()) == "".join(text.split())


@pytest.mark.parametrize(
    ("html", "begins"),
    [
        pytest.param("<p>one long paragraph</p>", "<p>one long", id="in the middle of a text"),
        pytest.param("<p>one</p><img src=x>", "<p>one</p>", id="in the middle of a tag"),
        pytest.param("<p>one", "<p>one", id="shorter"),
    ],
)
def test_the_beginning_of_html_keeps_its_text_and_no_half_tag(html, begins):
    assert head(html, 11) == begins
