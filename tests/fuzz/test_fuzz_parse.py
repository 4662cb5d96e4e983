"""A taste of the fuzz target, so that it keeps working, and the parser's one promise as a property."""

from __future__ import annotations

from random import Random

import pytest
from fuzz_parse import parse_one
from hypothesis import given, settings
from hypothesis import strategies as st
from mutate import SEEDS, mutated


@pytest.mark.parametrize("seed", range(20))
def test_mutated_feeds_raise_nothing_but_parse_errors(seed):
    rng = Random(seed)
    for _ in range(40):
        parse_one(mutated(rng.choice(SEEDS), rng))


@settings(max_examples=200, deadline=None)
@given(st.binary(max_size=400))
def test_any_bytes_raise_nothing_but_parse_errors(body):
    parse_one(body)


@settings(max_examples=200, deadline=None)
@given(st.sampled_from(SEEDS), st.text(max_size=60), st.integers(0, 600))
def test_any_text_anywhere_raises_nothing_but_parse_errors(seed, text, at):
    parse_one(seed[:at] + text.encode("utf-8", "replace") + seed[at:])
