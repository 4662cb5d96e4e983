"""Search by meaning and by both: what counts, what is left out, and what happens while vectors are missing."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest

from ainews.errors import ModelError, NotFound
from ainews.model import ItemFilter, Matches
from ainews.pipeline import search as pipeline
from ainews.pipeline.search import deepen, search, similar
from ainews.pipeline.stories import derive
from ainews.store import Store
from ainews.text.query import parse_query
from tests.pipeline.embedders import Words
from tests.store.builders import HOUR, NOON, add_source, change, draft, ids, land

SMALL = {"the", "in", "a"}
SAME = {"ship": "ferry", "vessel": "ferry", "car": "auto", "vehicle": "auto", "sinks": "sank", "drowns": "sank"}
ITEMS = [
    "Ferry sinks in the fjord",
    "Parliament passes the budget",
    "Auto makers raise their prices",
    "Vessel drowns near the coast",
]


class Synonyms(Words):
    """Words of one meaning are the same."""

    name = "synonyms"
    dims = 256

    def __init__(self, model_hash: str = "synonyms-1", *, good_for: int = 10**9) -> None:
        super().__init__(model_hash, good_for=good_for)

    def places(self, text: str) -> Iterator[int]:
        for word in set(text.lower().replace(".", " ").split()) - SMALL:
            yield sum(n * byte for n, byte in enumerate(SAME.get(word, word).encode(), 1)) % self.dims


@pytest.fixture
def store(tmp_path: Path) -> Iterator[Store]:
    with Store.open(tmp_path / "news.db") as opened:
        yield opened


@pytest.fixture
def shelf(store: Store) -> Store:
    """Items 1 to 4, the last one the newest, without vectors."""
    source = add_source(store)
    for n, title in enumerate(ITEMS):
        tell(store, source, title, hours_ago=9 - n)
    return store


@pytest.fixture
def ready(shelf: Store) -> Store:
    derive(shelf, Synonyms())
    return shelf


def tell(store: Store, source_id: int, title: str, words: str = "", *, hours_ago: float = 0) -> int:
    date = NOON - hours_ago * HOUR
    land(store, source_id, [draft(f"{title}{hours_ago}", title=title, words=words or f"{title}.", published=date)])
    return max(item.id for item in store.reading.list())


def ask(store: Store, typed: str, mode: pipeline.Mode = "semantic", order: str = "relevance", **filters) -> Matches:
    query = parse_query(typed, now=NOON)
    model = filters.pop("model", None) or Synonyms()
    within = ItemFilter(**({"limit": 20} | filters))
    return search(store, model, query, mode=mode, order=order, within=within)


def test_meaning_finds_what_shares_no_word(ready: Store) -> None:
    found = ask(ready, "ship drowns near")

    assert ids(found.items) == [4, 1]
    assert found.items[0].score > found.items[1].score > 0.2
    assert (found.within, found.embedded) == (4, 4)


def test_both_put_words_first_and_meaning_beside_them(ready: Store) -> None:
    assert ids(ask(ready, "vessel", "text").items) == [4]
    assert ids(ask(ready, "vessel", "hybrid").items) == [4, 1]


def test_the_newest_of_what_was_found_may_come_first(ready: Store) -> None:
    assert ids(ask(ready, "ferry sinks in the fjord", order="newest").items) == [4, 1]
    assert ids(ask(ready, "ferry sinks in the fjord").items) == [1, 4]


def test_what_has_nothing_to_do_with_it_is_not_found(ready: Store) -> None:
    assert ask(ready, "zebra").items == ()
    assert ask(ready, "zebra", "hybrid").items == ()


def test_operators_hold_whatever_the_words_mean(ready: Store) -> None:
    assert ids(ask(ready, "ship drowns -fjord").items) == [4]
    assert ids(ask(ready, "ship title:fjord").items) == [1]
    assert ask(ready, "ship source:nobody").items == ()
    assert ids(ask(ready, "ship -fjord", "hybrid").items) == [4]


def test_filters_hold_whatever_the_words_mean(ready: Store) -> None:
    ready.reading.mark([4], read=True)

    assert ids(ask(ready, "ship", unread=True).items) == [1]
    assert ids(ask(ready, "ship", "hybrid", since=NOON - 7 * HOUR).items) == [4]
    assert len(ask(ready, "ship", limit=1).items) == 1


def test_operators_alone_have_no_meaning_to_compare(ready: Store) -> None:
    model = Synonyms()

    assert len(ask(ready, "since:2026-11-01", model=model).items) == 4
    assert model.asked == []


def test_without_vectors_words_decide_or_nothing_does(shelf: Store) -> None:
    model = Synonyms()

    assert ids(ask(shelf, "vessel", "hybrid", model=model).items) == [4]
    nothing = ask(shelf, "vessel", model=model)

    assert (nothing.items, nothing.within, nothing.embedded) == ((), 4, 0)
    assert model.asked == []


def test_what_has_no_vector_yet_is_found_by_its_words_and_counted(ready: Store) -> None:
    new = tell(ready, 1, "Vessel is lost")

    found = ask(ready, "vessel", "hybrid")

    assert set(ids(found.items)) == {new, 4, 1}
    assert (found.within, found.embedded) == (5, 4)


def test_vectors_of_another_model_are_never_compared(ready: Store) -> None:
    assert ask(ready, "ship", model=Synonyms("synonyms-2")).embedded == 0


def test_a_model_that_is_away_is_an_error(ready: Store) -> None:
    with pytest.raises(ModelError):
        ask(ready, "ship", model=Synonyms(good_for=0))


def test_a_server_that_changed_its_model_is_an_error(ready: Store) -> None:
    other = Synonyms()
    other.dims = 128

    with pytest.raises(ModelError, match="128 numbers where its earlier vectors have 256"):
        ask(ready, "ship", model=other)


def test_similar_items_come_without_the_item_and_its_story(ready: Store) -> None:
    twin = tell(ready, 1, ITEMS[0], hours_ago=1)
    derive(ready, Synonyms())

    assert ids(similar(ready, Synonyms(), 1, within=ItemFilter()).items) == [4]
    assert ids(similar(ready, Synonyms(), 1, within=ItemFilter(), same_story=True).items) == [twin, 4]


def test_an_item_without_a_vector_is_embedded_to_compare_it(ready: Store) -> None:
    known, unknown = Synonyms(), Synonyms()
    new = tell(ready, 1, "Ship drowns")

    assert ids(similar(ready, unknown, new, within=ItemFilter(limit=1)).items) == [1]
    similar(ready, known, 1, within=ItemFilter())

    assert (len(unknown.asked), known.asked) == (1, [])


def test_nothing_is_similar_to_what_is_not_there(ready: Store) -> None:
    with pytest.raises(NotFound):
        similar(ready, Synonyms(), 99, within=ItemFilter())


FILLER = " ".join(f"filler{n}" for n in range(100))


def test_whole_texts_are_found_by_what_they_say_last(ready: Store) -> None:
    long = tell(ready, 1, "A long report", f"{FILLER} zebra crossing painted")
    derive(ready, Synonyms())
    assert ask(ready, "zebra crossing painted").items == ()

    deepen(ready, Synonyms())

    assert ids(ask(ready, "zebra crossing painted").items) == [long]


def test_what_is_deep_enough_is_not_read_again(ready: Store) -> None:
    tell(ready, 1, "A long report", FILLER)
    derive(ready, Synonyms())
    again = Synonyms()

    assert (deepen(ready, Synonyms()), deepen(ready, again)) == (1, 0)
    assert again.asked == []


def test_markup_does_not_make_a_text_long(ready: Store) -> None:
    tell(ready, 1, "A short report", "<b>word</b> " * 50)
    derive(ready, Synonyms())
    model = Synonyms()

    assert deepen(ready, model) == 1
    assert (model.asked, deepen(ready, model)) == ([], 0)


def test_a_book_costs_no_more_than_its_first_pieces(ready: Store) -> None:
    tell(ready, 1, "A book", " ".join(f"w{n}" for n in range(100_000)))
    derive(ready, Synonyms())
    model = Synonyms()

    deepen(ready, model)

    assert len(model.asked) == pipeline.MOST_PIECES


def test_a_run_that_ends_half_way_is_finished_by_the_next(ready: Store, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(pipeline, "_DEEPEN_AT_ONCE", 1)
    for n in range(3):
        tell(ready, 1, f"Report {n}", f"{FILLER} end{n}", hours_ago=n)
    derive(ready, Synonyms())
    steps: list[tuple[int, int]] = []

    with pytest.raises(ModelError):
        deepen(ready, Synonyms(good_for=2))
    deepen(ready, Synonyms(), on_event=lambda done, total: steps.append((done, total)))

    assert steps[-1] == (steps[-1][1], steps[-1][1])
    assert 0 < steps[-1][1] < 3
    assert ready.vectors.count_long("synonyms-1") == 0


def test_the_newest_long_texts_come_first_and_no_more_than_wanted(ready: Store) -> None:
    old = tell(ready, 1, "An old report", FILLER, hours_ago=8)
    tell(ready, 1, "A new report", f"{FILLER} again")
    derive(ready, Synonyms())

    assert deepen(ready, Synonyms(), limit=1) == 1
    assert [text.item_id for text in ready.vectors.long_texts("synonyms-1", limit=9)] == [old]
    assert deepen(ready, Synonyms(), since=NOON - HOUR) == 0


def test_an_edited_long_text_is_read_anew(ready: Store) -> None:
    item = tell(ready, 1, "A long report", FILLER)
    derive(ready, Synonyms())
    deepen(ready, Synonyms())
    change(ready, item, draft("edited", title="A long report", words=f"{FILLER} corrected"))
    derive(ready, Synonyms())

    assert deepen(ready, Synonyms()) == 1


def test_shouted_text_is_read_calmly() -> None:
    assert pipeline._meant("KENNEDY IN BERLIN") == "kennedy in berlin"
    assert pipeline._meant("Kennedy in Berlin") == "Kennedy in Berlin"
