"""The figures that docs/reference/summaries.md gives do not fall; needs the evaluation texts, which are not ours."""

from __future__ import annotations

import random
from statistics import fmean

import pytest

from ainews.model import ItemText
from ainews.summarize.evidence import Evidence
from ainews.summarize.extractive import extract
from ainews.summarize.grounding import Grounding, problems
from benchmarks import grounding
from benchmarks.corpora import SHARED, ecb_stories, frank
from benchmarks.rouge import rouge
from benchmarks.summaries import cut, recalls

pytestmark = [
    pytest.mark.slow,
    pytest.mark.skipif(not SHARED.is_dir(), reason="the evaluation texts are absent: set AINEWS_SHARED"),
]


@pytest.fixture(scope="module")
def cases() -> list[grounding.Case]:
    return [case for case in grounding.factual_cases() if case.nearness >= grounding.NEAR]


@pytest.fixture(scope="module")
def evidence(cases: list[grounding.Case]) -> dict[str, Evidence]:
    return {case.article: Evidence([ItemText(1, "", case.article)]) for case in cases}


def test_leads_are_as_near_to_the_references_as_they_were():
    made = [
        (" ".join(each.text for each in extract([ItemText(1, "", row["article"])])), row["reference"])
        for row in frank()
    ]

    assert fmean(rouge(text, reference, 1).f for text, reference in made) >= 0.395
    assert fmean(rouge(text, reference, 2).f for text, reference in made) >= 0.18


def test_long_extracts_of_stories_are_as_near_to_other_reports_as_lexranks():
    stories = [items for items in ecb_stories().values() if len(items) >= 4]
    made = [(cut([each.text for each in extract(items[::2], most=12)]), items[1::2]) for items in stories]

    of_one, of_two = zip(*(recalls(text, others) for text, others in made), strict=True)

    assert fmean(of_one) >= 0.499
    assert fmean(of_two) >= 0.194


def test_extracts_of_real_stories_are_found_in_what_they_cite():
    for items in ecb_stories().values():
        summary = extract(items)

        assert summary
        assert Grounding(items).check(summary) == [()] * len(summary)


def test_true_sentences_are_seldom_rejected(cases, evidence):
    assert fmean(any(problems(case.text, evidence[case.article])) for case in cases) <= 0.01


@pytest.mark.parametrize(
    ("way", "least"),
    [
        ("foreign number", 0.93),
        ("foreign name", 0.85),
        ("changed weekday", 0.80),
        ("number swapped inside the article", 0.45),
        ("added “not”", 0.8),
        ("invented quote", 1.0),
        ("added link", 1.0),
    ],
)
def test_broken_sentences_are_caught(cases, evidence, way, least):
    row = grounding.caught(way, grounding.BREAKERS[way], random.Random(1).sample(cases, 250), evidence, 0)

    assert float(str(row[2])) >= least
