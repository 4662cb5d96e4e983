"""Summaries are kept by what they rest on, and found again by it."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

from ainews.model import Sentence
from ainews.model.digests import Summary
from ainews.store import Store
from tests.store.builders import NOON, add_source, draft, land


def summary(**facts: Any) -> Summary:
    known: dict[str, Any] = {
        "story_id": 7,
        "revision": 2,
        "sentences": (Sentence("The ferry “Astrid” sank.", (1, 3)), Sentence("Nobody died.", (3,))),
        "made_at": NOON,
    }
    return Summary(**(known | facts))


def test_a_summary_is_found_by_its_key_as_it_was_saved(store: Store) -> None:
    paid = summary(method="model", model="tiny", prompt="1", tokens_in=900, tokens_out=80, cost_micros=21)
    store.summaries.save([(b"a", paid), (b"b", summary(fallback="timeout"))])

    assert store.summaries.known([b"a", b"c"]) == {b"a": paid}


def test_a_later_summary_of_the_same_key_takes_its_place(store: Store) -> None:
    store.summaries.save([(b"a", summary(fallback="timeout"))])
    store.summaries.save([(b"a", summary())])

    assert store.summaries.known([b"a"])[b"a"].fallback == ""


def test_the_latest_words_about_a_story_are_told(store: Store) -> None:
    later = summary(revision=3, made_at=NOON + timedelta(hours=1))
    store.summaries.save([(b"b", later), (b"a", summary()), (b"c", summary(story_id=8))])

    assert store.summaries.of_stories([7, 9]) == {7: later}


def test_texts_are_plain_with_a_line_for_each_block_and_a_bound(store: Store) -> None:
    html = "<p>A &amp; B.</p><ul><li>One.</li></ul>" + "<p>" + "word " * 5000 + "</p>"
    land(store, add_source(store), [draft("long", title="Long")], at=NOON)
    with store.engine.write() as session:
        session.run("body.update", id=1, html=html, categories="", enclosures="[]", **indexed())

    text = store.summaries.texts([1, 99])[1]

    assert text.title == "Long"
    assert text.text.startswith("A & B.\nOne.\nword word")
    assert len(text.text) == 3_000


def indexed() -> dict[str, str]:
    return dict.fromkeys(("index_title", "index_tags", "index_source", "index_body"), "")
