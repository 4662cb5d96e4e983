"""Each story gets a summary, whatever the model does, and no answer is paid for twice."""

from __future__ import annotations

import threading
from collections.abc import Callable, Iterator, Sequence
from datetime import timedelta
from itertools import count
from pathlib import Path

import pytest
from msgspec.structs import replace

from ainews.errors import ModelError, StoreReadOnly
from ainews.model import ItemText, Sentence, Story
from ainews.model.digests import Caps, Summary, Written
from ainews.pipeline.summaries import MOST_ITEMS, SummaryEvent, estimate, summarize, texts_of
from ainews.store import Store
from tests.store.builders import HOUR, NOON, add_source, draft, land

FERRY = "Ferry Astrid sank in the Oslofjord on Sunday with 212 passengers on board, the police said."
RESCUE = "All 212 passengers of the ferry Astrid were taken off by two coast guard boats before it went down."
QUAKE = "A quake of magnitude 5.1 shook Valparaiso in Chile on Monday and cut the power in three districts."
CAPS = Caps(price_in=1_000_000, price_out=1_000_000, day=10_000, month=10_000)
"""A token costs one millionth."""

Answer = Callable[[Sequence[ItemText]], Written]


class Model:
    """A summarizer at the edge: answers from a script, and counts."""

    prompt = "1"
    host = "127.0.0.1"
    is_remote = False

    def __init__(self, answer: Answer, model: str = "tiny") -> None:
        self.model = model
        self.asked: list[tuple[int, ...]] = []
        self._answer = answer

    def estimate(self, items: Sequence[ItemText]) -> tuple[int, int]:
        return 100, 20

    def summarize(self, items: Sequence[ItemText]) -> Written:
        self.asked.append(tuple(item.item_id for item in items))
        return self._answer(items)


def says(*texts: str, tokens: tuple[int, int] = (80, 10), fault: str = "") -> Answer:
    def answer(items: Sequence[ItemText]) -> Written:
        cited = tuple(item.item_id for item in items)
        return Written(tuple(Sentence(text, cited) for text in texts), *tokens, fault=fault)

    return answer


def fails(kind: str, *, was_paid: bool = False) -> Answer:
    def answer(items: Sequence[ItemText]) -> Written:
        raise ModelError("no answer", kind=kind, was_paid=was_paid)

    return answer


def honest(items: Sequence[ItemText]) -> Written:
    return says(items[0].text)(items)


@pytest.fixture
def store(tmp_path: Path) -> Iterator[Store]:
    with Store.open(tmp_path / "news.db") as opened:
        yield opened


@pytest.fixture
def stories(store: Store) -> list[Story]:
    """A story of two sources and one of a single item."""
    one, two = add_source(store, "one"), add_source(store, "two")
    tell(store, one, FERRY, RESCUE)
    tell(store, two, RESCUE)
    tell(store, one, QUAKE)
    return [story(store, 7, 1, 2), story(store, 8, 3)]


def tell(store: Store, source_id: int, *paragraphs: str) -> None:
    number = next(iter(store.admin.query("SELECT COUNT(*) FROM item")[1]))[0]
    words = "</p><p>".join(paragraphs)
    land(store, source_id, [draft(number, words=words, published=NOON + number * timedelta(minutes=1))])


def story(store: Store, story_id: int, *item_ids: int) -> Story:
    items = tuple(store.reading.item(item_id) for item_id in item_ids)
    return Story(story_id, 1, "A story", NOON, NOON + HOUR, len(items), 1, items=items)


def ask(store: Store, stories: Sequence[Story], model: Model | None, caps: Caps | None = CAPS, **how: object):
    return summarize(store, stories, summarizer=model, caps=caps, clock=lambda: NOON, **{"in_flight": 1, **how})


def words(summary: Summary) -> list[str]:
    return [sentence.text for sentence in summary.sentences]


def test_without_a_model_each_story_has_its_items_own_sentences(store, stories):
    ferry, quake = ask(store, stories, None)

    assert (ferry.story_id, ferry.method, ferry.fallback, words(ferry)[0]) == (7, "extractive", "", FERRY)
    assert words(quake) == [QUAKE]
    assert store.summaries.of_stories([7, 8]) == {7: ferry, 8: quake}


def test_stories_keep_their_order_and_are_made_of_the_items_they_hold(store, stories):
    quake, ferry = ask(store, [stories[1], replace(stories[0], items=stories[0].items[1:])], None)

    assert (words(quake), words(ferry)) == ([QUAKE], [RESCUE])


def test_the_storys_title_says_which_sentence_is_first(store, stories):
    rescued = replace(stories[0], title="Coast guard takes 212 passengers off ferry Astrid")

    assert words(ask(store, [rescued], None)[0])[0] == RESCUE
    assert words(store.summaries.of_stories([7])[7])[0] == RESCUE


def test_what_stands_in_for_a_refused_answer_follows_the_title(store, stories):
    ask(store, stories[:1], Model(says("Nobody lived to tell of it.")))
    rescued = replace(stories[0], title="Coast guard takes 212 passengers off ferry Astrid")
    again = Model(honest)

    assert words(ask(store, [rescued], again)[0])[0] == RESCUE
    assert again.asked == []


def test_a_story_without_items_or_words_has_no_sentence(store, stories):
    assert [words(each) for each in ask(store, [story(store, 9)], Model(honest))] == [[]]


def test_what_cannot_be_saved_is_told_all_the_same(store, stories, monkeypatch):
    def refuse(summaries: object) -> None:
        raise StoreReadOnly(path="news.db")

    monkeypatch.setattr(store.summaries, "save", refuse)

    assert words(ask(store, stories, None)[1]) == [QUAKE]


def test_without_books_no_model_is_asked(store, stories, monkeypatch):
    def refuse(*call: object, **facts: object) -> None:
        raise StoreReadOnly(path="news.db")

    monkeypatch.setattr(store.books, "reserve", refuse)
    model = Model(honest)

    assert [each.fallback for each in ask(store, stories, model)] == ["store", "store"]
    assert model.asked == []


def test_a_models_words_are_taken_where_they_are_found_in_the_items(store, stories):
    (ferry,) = ask(store, stories[:1], Model(says("Two coast guard boats took all 212 passengers of the Astrid off.")))

    assert (ferry.method, ferry.model, ferry.prompt, ferry.fallback) == ("model", "tiny", "1", "")
    assert ferry.sentences[0].item_ids == (1, 2)
    assert (ferry.tokens_in, ferry.tokens_out, ferry.cost_micros) == (80, 10, 90)


@pytest.mark.parametrize(
    ("lie", "fault"),
    [
        ("All 312 passengers of the ferry Astrid were taken off.", "number"),
        ("All 212 passengers of the ferry Helga were taken off.", "name"),
        ("“We will all drown tonight,” passengers of the ferry Astrid said.", "quote"),
        ("The ferry Astrid sank in the Oslofjord, see evil.example for more.", "link"),
    ],
)
def test_one_lie_makes_the_whole_line_the_extract(store, stories, lie, fault):
    (ferry,) = ask(store, stories[:1], Model(says(RESCUE, lie)))

    assert (ferry.method, ferry.fallback, words(ferry)[0]) == ("extractive", fault, FERRY)
    assert ferry.cost_micros == 90


def test_a_second_run_makes_no_call(store, stories):
    first = ask(store, stories, Model(honest))
    again = Model(honest)

    assert ask(store, stories, again) == first
    assert again.asked == []


def test_an_answer_that_was_refused_is_not_bought_again(store, stories):
    ask(store, stories, Model(says("Nobody lived to tell of it.")))
    ask(store, stories, Model(says(fault="not-json"), model="other"))
    again = Model(honest)

    assert {each.method for each in ask(store, stories, again)} == {"extractive"}
    assert again.asked == []
    assert ask(store, stories, Model(honest, model="other"))[0].fallback == "not-json"


@pytest.mark.parametrize("change", ["model", "items"])
def test_another_model_and_other_items_are_asked_about(store, stories, change):
    ask(store, stories, Model(honest))
    again = Model(honest, model="other" if change == "model" else "tiny")

    ask(store, [replace(stories[0], items=stories[0].items[:1])] if change == "items" else stories[:1], again)

    assert len(again.asked) == 1


def test_a_story_that_grew_without_new_words_keeps_what_was_bought_under_its_new_revision(store, stories):
    ask(store, stories, Model(honest))

    (ferry,) = ask(store, [replace(stories[0], revision=5)], Model(honest))

    assert (ferry.revision, ferry.method) == (5, "model")


def test_a_failure_is_recorded_and_tried_again_in_a_later_run(store, stories):
    (failed,) = ask(store, stories[:1], Model(fails("timeout")))
    assert (failed.method, failed.fallback, words(failed)[0]) == ("extractive", "timeout", FERRY)
    assert store.summaries.of_stories([7])[7].fallback == "timeout"

    (ferry,) = ask(store, stories[:1], Model(honest))

    assert (ferry.method, ferry.fallback) == ("model", "")


def test_after_three_failures_in_a_row_the_model_is_left_alone(store, stories):
    model = Model(fails("unreachable"))

    made = ask(store, [*stories, *stories, *stories], model)

    assert len(model.asked) == 3
    assert [each.fallback for each in made] == ["unreachable"] * 3 + ["skipped"] * 3


def test_a_call_that_never_reached_the_model_costs_nothing(store, stories):
    ask(store, stories[:1], Model(fails("unreachable")))

    assert store.books.totals(NOON) == (0, 0)


def test_a_call_that_may_have_been_answered_counts_in_full(store, stories):
    ask(store, stories[:1], Model(fails("timeout", was_paid=True)))

    assert store.books.totals(NOON) == (120, 120)


def test_what_a_call_cost_is_written_down(store, stories):
    ask(store, stories, Model(honest))

    (line,) = store.books.by_day(since=NOON - HOUR * 12)
    assert (line.calls, line.tokens_in, line.tokens_out, line.cost_micros) == (2, 160, 20, 180)


def test_stories_beyond_the_cap_have_their_extracts(store, stories):
    model = Model(honest)

    made = ask(store, stories, model, replace(CAPS, day=150))

    assert [each.fallback for each in made] == ["", "budget"]
    assert words(made[1]) == [QUAKE]
    assert len(model.asked) == 1


def test_a_server_that_counts_more_than_was_reserved_is_not_asked_again(store, stories):
    made = ask(store, stories, Model(says(FERRY, tokens=(5_000, 10))))

    assert [each.fallback for each in made] == ["", "budget"]
    assert store.books.totals(NOON)[0] == 5_010


def test_a_local_model_needs_no_money(store, stories):
    made = ask(store, stories, Model(honest), None)

    assert [each.method for each in made] == ["model", "model"]
    assert store.books.by_day(since=NOON - HOUR * 12)[0].tokens_in == 160


@pytest.fixture
def bridges(store: Store) -> list[Story]:
    """Thirty stories of one item each."""
    source = add_source(store)
    for number in range(30):
        tell(store, source, f"Mayor Lund opened bridge number {number + 100} over the river Orva on Monday morning.")
    return [story(store, number, number) for number in range(1, 31)]


def test_calls_in_flight_stay_below_the_cap(store, bridges):
    all_at_once, calls = threading.Barrier(10, timeout=10), count(1)

    def answer(items: Sequence[ItemText]) -> Written:
        if next(calls) <= 10:
            all_at_once.wait()
        return honest(items)

    ten_at_once = replace(CAPS, day=1_200)
    made = ask(store, bridges, Model(answer), ten_at_once, in_flight=10)

    paid = sum(each.cost_micros for each in made)
    assert (paid, store.books.totals(NOON)[0]) == (paid, paid)
    assert 900 <= paid <= 1_200


def test_what_running_calls_put_aside_and_did_not_cost_is_spent_on_other_stories(store, bridges):
    model = Model(says(fault="not-json", tokens=(10, 0)))

    made = ask(store, bridges, model, replace(CAPS, day=500), in_flight=30)

    assert [each.fallback for each in made] == ["not-json"] * 30
    assert store.books.totals(NOON)[0] == 300


def test_a_story_is_refused_only_when_no_call_runs_and_it_still_does_not_fit(store, bridges):
    model = Model(honest)

    made = ask(store, bridges, model, replace(CAPS, day=500), in_flight=30)

    assert [each.fallback for each in made].count("") == len(model.asked) == 5
    assert store.books.totals(NOON)[0] == 450


def test_who_waits_for_money_does_not_ask_a_model_that_failed_meanwhile(store, bridges):
    model = Model(fails("unreachable"))

    made = ask(store, bridges, model, replace(CAPS, day=120), in_flight=30)

    asked = len(model.asked)
    assert 3 <= asked <= 5  # while the third fails, two more may have begun with the money of the first two
    assert sorted(each.fallback for each in made) == ["skipped"] * (30 - asked) + ["unreachable"] * asked


def test_progress_counts_the_stories_that_are_asked_about(store, stories):
    events: list[SummaryEvent] = []
    ask(store, stories[:1], Model(honest))

    ask(store, [*stories, story(store, 9, 1)], Model(honest), on_event=events.append)

    assert events == [SummaryEvent(1, 2), SummaryEvent(2, 2)]


def test_whatever_else_goes_wrong_is_not_swallowed(store, stories):
    def answer(items: Sequence[ItemText]) -> Written:
        raise KeyError("a bug")

    with pytest.raises(KeyError):
        ask(store, stories, Model(answer))


def test_strict_leaves_out_an_extract_that_the_check_refuses(store):
    tell(store, add_source(store), "The mayor and the mayor and the mayor and the mayor of Orvik are the same man.")
    orvik = [story(store, 7, 1)]

    assert len(ask(store, orvik, None)[0].sentences) == 1
    assert ask(store, orvik, None, strict=True)[0].sentences == ()


def test_a_story_of_many_items_is_told_by_a_dozen_texts_of_all_its_sources(store):
    loud, quiet = add_source(store, "loud"), add_source(store, "quiet")
    for number in range(20):
        tell(store, loud, f"Report number {number} on the flood.")
    for _ in range(3):
        tell(store, quiet, "The water is going down in Orvik.")

    (texts,) = texts_of(store, [story(store, 7, *range(1, 24))])

    assert len(texts) == MOST_ITEMS
    assert [text.item_id for text in texts] == [*range(1, 12), 21]


def test_an_estimate_counts_what_was_not_bought_yet(store, stories):
    model = Model(honest)
    ask(store, stories[:1], model)

    told = estimate(store, stories, summarizer=model, caps=CAPS)

    assert (told.stories, told.asked, told.cached) == (2, 1, 1)
    assert (told.tokens_in, told.tokens_out, told.cost_micros) == (100, 20, 120)
    assert len(model.asked) == 1
