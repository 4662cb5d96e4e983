"""What a lying model says leaves by no way; what an honest one says of the same stories passes."""

from __future__ import annotations

import pytest

from ainews.summarize.extractive import extract
from ainews.summarize.grounding import Grounding
from tests.summarize.lying import Said, said

ALL = said()
LIES = [each for each in ALL if each.fault]
TRUTHS = [each for each in ALL if not each.fault]
by_text = {"ids": lambda each: f"{each.fault} {each.sentence.text[:50]}"}


def faults(each: Said) -> set[str]:
    return {str(problem.fault) for problem in Grounding(each.items).check([each.sentence])[0]}


def test_the_model_lies_at_least_two_hundred_times_in_every_way():
    assert len(LIES) >= 200
    assert {"quote", "number", "name", "link", "order", "date", "negation", "markup"} <= {each.fault for each in LIES}


@pytest.mark.parametrize("lie", LIES, **by_text)
def test_a_lie_is_caught(lie):
    assert faults(lie)


@pytest.mark.parametrize("lie", [each for each in LIES if each.fault in ("quote", "number", "link")], **by_text)
def test_an_unsupported_quote_number_or_link_is_called_by_its_name(lie):
    assert lie.fault in faults(lie)


def test_nearly_every_lie_is_called_by_its_name():
    assert sum(each.fault in faults(each) for each in LIES) >= 0.98 * len(LIES)


@pytest.mark.parametrize("truth", TRUTHS, **by_text)
def test_an_honest_sentence_passes(truth):
    assert faults(truth) == set()


STORIES = {each.story: each.items for each in ALL}


@pytest.mark.parametrize("items", STORIES.values(), ids=list(STORIES))
def test_extracts_of_the_same_items_carry_neither_links_nor_orders(items):
    found = [*extract(items, most=6), *(sentence for item in items for sentence in extract([item], most=9))]

    assert found
    assert Grounding(items).check(found[:1]) == [()]
    assert not any(
        word in each.text for each in found for word in ("example", "Click", "PrizeCoin", "Ignore", "bitcoin")
    )
