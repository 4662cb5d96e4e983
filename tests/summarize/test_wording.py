"""Quotations, links, orders and endings, told from what only looks like them."""

from __future__ import annotations

import pytest

from ainews.summarize.calendar import days
from ainews.summarize.links import links, plain
from ainews.summarize.orders import is_order
from ainews.summarize.quotes import parts, quotations
from ainews.summarize.wording import is_balanced, is_finished, repeats_itself


@pytest.mark.parametrize(
    ("sentence", "quoted"),
    [
        ('He said "we are here" again.', "we are here"),
        ("He said “we are here” again.", "we are here"),
        ("Er sagte: „Wir sind da.“", "Wir sind da."),
        ("Il dit « nous sommes là » hier.", " nous sommes là "),
        ("He said 'we are here' again.", "we are here"),
        ("He said ‘we’re here’ again.", "we’re here"),
        ("彼は「行きます」と言った。", "行きます"),
    ],
)
def test_a_quotation_is_found_between_any_marks(sentence, quoted):
    assert any(quoted in readings for readings in quotations(sentence))


@pytest.mark.parametrize(
    "sentence", ["The boys' dog isn't theirs.", "It was in the '90s.", "It's Ann's.", "Rock 'n' roll."]
)
def test_an_apostrophe_opens_nothing(sentence):
    assert quotations(sentence) == []


def test_what_a_quotation_leaves_out_parts_it():
    assert parts("We [the drivers] have had … no rise") == [" we ", " have had ", " no rise "]


@pytest.mark.parametrize(
    ("text", "found"),
    [
        ("See https://a.example/b?c=1.", ["https://a.example/b?c=1"]),
        ("See www.a.example, please.", ["www.a.example"]),
        ("See a.example.com/x now.", ["a.example.com/x"]),
        ("Mail jo@a.example now.", ["jo@a.example"]),
        ("Ask @jo_doe now.", ["@jo_doe"]),
        ("See a[.]example now.", ["a.example"]),
        ("See a (dot) com now.", ["a.com"]),
        ("Go to hxxp://a.example now.", ["https://a.example"]),
        ("He came on Tuesday.They left.", []),
        ("The U.S. and the p.m. agreed, e.g. on 3.5 percent.", []),
        ("J.R.R. Tolkien wrote it.", []),
    ],
)
def test_links_are_found_however_disguised(text, found):
    assert links(plain(text)) == found


@pytest.mark.parametrize(
    "sentence",
    [
        "Call centres in Norland lost 300 jobs.",
        "Share prices fell on Monday.",
        "Visit Britain, the tourist board, lost its head.",
        "Open source software is used everywhere.",
        "The court said that the instructions to the jury were wrong.",
        "Police told residents to ignore the rumours.",
        "The company released a new language model on Monday.",
        "The assistant coach said that you can never be sure.",
        "Stop signs were stolen in Hartwell.",
        "Go players met in Seoul on Friday.",
        "The user must pay a fee, the ministry said.",
    ],
)
def test_news_that_only_sounds_like_an_order_is_none(sentence):
    assert not is_order(sentence)


@pytest.mark.parametrize("text", ["It ended.", "It ended!", "“It ended.”", "Es endete.“", "结束了。", "यह समाप्त हुआ।"])
def test_a_sentence_with_an_end_is_finished(text):
    assert is_finished(text)


@pytest.mark.parametrize("text", ["", "It ended", "It ended...", "It ended…", "It ended and the.", "He met Mr.", "No."])
def test_a_sentence_without_one_is_not(text):
    assert not is_finished(text)


def test_marks_that_open_must_close():
    assert is_balanced("He said “no” (twice).")
    assert is_balanced("Er sagte „nein“.")
    assert not is_balanced("He said “no.")
    assert not is_balanced('He said "no.')
    assert not is_balanced("He said (no.")


def test_three_words_said_twice_are_a_repetition():
    assert repeats_itself(list("abcdabc"))
    assert not repeats_itself(list("abcdabe")[:6])


def test_days_are_told_from_words_that_look_like_them():
    assert [name for name, _, _ in days("On Tuesday, in May, the sun may march in August.")] == [
        "tuesday",
        "may",
        "august",
    ]
    assert [name for name, _, _ in days("Am Dienstag und le mardi, 星期二.")][:2] == ["tuesday", "tuesday"]
