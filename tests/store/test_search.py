"""Search, on every engine: what is found, in which order, and what is shown of it."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import UTC, datetime, timedelta

import pytest

from ainews.model import CleanDraft, Draft, Health, Item, Landing, SourceState, SourceUpdate, Validators
from ainews.store import Store
from ainews.store import request as request_module
from ainews.text.hashing import digest
from ainews.text.query import parse_query

NOW = datetime(2026, 11, 23, 10, tzinfo=UTC)
HOUR = timedelta(hours=1)


def source(store: Store, name: str = "news", folder: str | None = None) -> int:
    url = f"https://{name.lower().replace(' ', '-')}.example/feed"
    return store.sources.add(url, title=name, folder=folder, now=NOW)[0].id


def land(store: Store, source_id: int, drafts: Iterable[CleanDraft]) -> None:
    update = SourceUpdate(source_id, Validators(), Health(), HOUR, NOW, SourceState.OK)
    store.items.land([Landing(update, NOW, new=tuple(drafts))])


def article(title: str, text: str = "", *, age: timedelta = HOUR, tags: tuple[str, ...] = ()) -> CleanDraft:
    html = f"<p>{text}</p>"
    draft = Draft(guid=f"{title}{text}", url="", title=title, html=html, published=NOW - age, categories=tags)
    return CleanDraft(draft, html, text, digest(title, text), None)


def titles(items: Iterable[Item]) -> list[str]:
    return [item.title for item in items]


def find(store: Store, typed: str, **options: object) -> list[str]:
    return titles(store.search.search(parse_query(typed, now=NOW), **options))  # type: ignore[arg-type]


def snippet(store: Store, typed: str) -> str:
    [item] = store.search.search(parse_query(typed, now=NOW))
    assert item.snippet is not None
    return item.snippet.replace("\ue000", "[").replace("\ue001", "]")


@pytest.fixture
def shelf(store: Store) -> Store:
    """A store of a few items about few things, newest first as they stand here."""
    science = source(store, "Science Daily", folder="Lab")
    world = source(store, "World News")
    land(
        store,
        science,
        [
            article("Telescope sees a comet", "The comet passed the new telescope.", age=1 * HOUR, tags=("astronomy",)),
            article("A comet returns", "Its tail is long; telescopes follow it.", age=2 * HOUR),
            article(
                "Solar power grows", "Panels cost less than coal.", age=3 * HOUR, tags=("energy", "machine learning")
            ),
        ],
    )
    land(
        store,
        world,
        [
            article("Wind power grows", "Turbines at sea and on land.", age=4 * HOUR, tags=("energy",)),
            article("Café opens at the sea", "Coffee, cakes and a view of the comet.", age=48 * HOUR),
        ],
    )
    return store


def test_every_word_must_occur_somewhere(shelf):
    assert find(shelf, "comet") == ["Telescope sees a comet", "A comet returns", "Café opens at the sea"]
    assert find(shelf, "comet sea") == ["Café opens at the sea"]


def test_words_are_found_in_their_other_forms_and_without_accents(shelf):
    assert find(shelf, "telescopes") == ["Telescope sees a comet", "A comet returns"]
    assert find(shelf, "growing turbine") == ["Wind power grows"]
    assert find(shelf, "cafe") == find(shelf, "café") == ["Café opens at the sea"]


def test_a_phrase_needs_its_words_side_by_side(shelf):
    assert find(shelf, '"power grows"') == ["Solar power grows", "Wind power grows"]
    assert find(shelf, '"grows power"') == []


def test_or_finds_either(shelf):
    assert find(shelf, "solar OR wind power") == ["Solar power grows", "Wind power grows"]


def test_a_minus_takes_away(shelf):
    assert find(shelf, "power -solar") == ["Wind power grows"]
    assert find(shelf, "power -tag:energy") == []
    assert find(shelf, "power -source:science") == ["Wind power grows"]


def test_a_minus_alone_lists_everything_else(shelf):
    assert find(shelf, "-comet -solar") == ["Wind power grows"]


@pytest.mark.parametrize("typed", ["tele*", "telescop*", "turbin*", "come*"])
def test_a_prefix_finds_longer_words(shelf, typed):
    assert find(shelf, typed)


def test_a_prefix_finds_words_whose_stem_is_shorter(store):
    land(store, source(store), [article("Operations of buses"), article("An opera"), article("Build it")])

    assert find(store, "operat*") == ["Operations of buses"]
    assert find(store, "bus*") == ["Operations of buses"]


def test_title_looks_in_titles_only(shelf):
    assert find(shelf, "title:telescope") == ["Telescope sees a comet"]
    assert find(shelf, "title:comet -title:telescope") == ["A comet returns"]


def test_source_matches_part_of_what_a_source_is_called(shelf):
    expected = ["Wind power grows", "Café opens at the sea"]

    assert find(shelf, "source:world") == find(shelf, "source:world-news.example") == expected
    assert find(shelf, "power source:science") == ["Solar power grows"]
    assert find(shelf, "source:lab power") == ["Solar power grows"]
    assert find(shelf, "power source:nobody") == []


def test_a_word_never_matches_the_index_of_sources(shelf):
    assert find(shelf, "s1") == find(shelf, "s2") == []
    assert "A comet returns" not in find(shelf, "s*")


def test_tag_matches_a_category_or_a_folder(shelf):
    assert find(shelf, "tag:energy") == ["Solar power grows", "Wind power grows"]
    assert find(shelf, 'tag:"machine learning"') == ["Solar power grows"]
    assert len(find(shelf, "tag:lab")) == 3
    assert find(shelf, "tag:lab OR tag:energy power") == ["Solar power grows", "Wind power grows"]


def test_since_leaves_out_what_is_older(shelf):
    assert find(shelf, "comet since:1d") == ["Telescope sees a comet", "A comet returns"]
    assert find(shelf, "comet", since=NOW - 1.5 * HOUR) == ["Telescope sees a comet"]
    assert len(find(shelf, "since:1d")) == 4


def test_sources_can_be_given_by_id(shelf):
    world = shelf.sources.find("World News").id

    assert find(shelf, "comet", source_ids=[world]) == ["Café opens at the sea"]


@pytest.mark.parametrize("order", ["newest", "relevance"])
def test_read_and_starred_narrow_a_search(shelf, order):
    first, second, third = shelf.search.search(parse_query("comet", now=NOW))
    shelf.reading.mark([first.id], True)
    shelf.reading.star([second.id], True)

    assert set(find(shelf, "comet", unread=True, order=order)) == {second.title, third.title}
    assert find(shelf, "comet", starred=True, order=order) == [second.title]


def test_starred_and_unread_are_gathered_where_much_matches(shelf, monkeypatch):
    monkeypatch.setattr(request_module, "_FEW", 2)
    _, second, third = shelf.search.search(parse_query("comet", now=NOW))
    shelf.reading.star([second.id], True)
    shelf.reading.mark_all()
    shelf.reading.mark([third.id], False)

    assert find(shelf, "comet", starred=True) == [second.title]
    assert find(shelf, "comet", unread=True) == [third.title]


def test_a_page_holds_no_more_than_asked_for(shelf):
    assert find(shelf, "comet", limit=2) == ["Telescope sees a comet", "A comet returns"]
    assert len(find(shelf, "comet", limit=0)) == 3


def test_nothing_asked_finds_nothing(shelf):
    assert find(shelf, "") == find(shelf, "!!!") == []


@pytest.mark.parametrize("exact", [True, False])
def test_the_best_say_it_in_the_title_and_often(shelf, monkeypatch, exact):
    monkeypatch.setattr(request_module, "_SMALL_STORE", 20_000 if exact else 0)
    monkeypatch.setattr(request_module, "_EXACT_MATCHES", 200 if exact else 0)
    found = shelf.search.search(parse_query("telescope", now=NOW), order="relevance")

    assert titles(found) == ["Telescope sees a comet", "A comet returns"]
    assert found[0].score > found[1].score > 0


@pytest.mark.parametrize("exact", [True, False])
def test_a_title_outweighs_a_text_as_long(store, monkeypatch, exact):
    monkeypatch.setattr(request_module, "_SMALL_STORE", 20_000 if exact else 0)
    monkeypatch.setattr(request_module, "_EXACT_MATCHES", 200 if exact else 0)
    drafts = [article("comet today", "one two three", age=2 * HOUR), article("news today", "one comet three")]
    land(store, source(store), [*drafts, *(article(f"other {number}") for number in range(5))])

    assert find(store, "comet", order="relevance") == ["comet today", "news today"]


@pytest.mark.parametrize("exact", [True, False])
def test_a_question_is_filled_up_with_the_best_that_hold_any_word(shelf, monkeypatch, exact):
    monkeypatch.setattr(request_module, "_SMALL_STORE", 20_000 if exact else 0)
    monkeypatch.setattr(request_module, "_EXACT_MATCHES_A_TERM", 500 if exact else 0)
    question = "what does the new telescope tell us of the tail of the comet that returns to the sun this year"
    found = shelf.search.search(parse_query(question, now=NOW), order="relevance", limit=3)

    assert titles(found)[:2] == ["A comet returns", "Telescope sees a comet"]
    assert [item.score for item in found] == sorted((item.score for item in found), reverse=True)
    assert set(find(shelf, question)) >= set(titles(found))


def test_a_short_query_is_loosened_only_where_nothing_holds_all_of_it(shelf):
    assert find(shelf, "comet turbines") == []
    assert len(find(shelf, "comet turbines", order="relevance")) == 4
    assert find(shelf, "comet cakes", order="relevance") == ["Café opens at the sea"]


def test_words_of_two_characters_are_found_in_scripts_without_blanks(store):
    land(
        store,
        source(store),
        [article("人工智能公司发布新模型", "这家公司位于北京。"), article("天气预报", "北方有雨。")],
    )

    assert find(store, "智能") == ["人工智能公司发布新模型"]
    assert find(store, "北京") == ["人工智能公司发布新模型"]
    assert find(store, "能智") == []


@pytest.mark.parametrize(
    ("typed", "expected"),
    [
        ("C++", "C++ gets modules"),
        (".NET", "Upgrading .NET apps"),
        ("GPT-4o", "GPT-4o speaks"),
        ("3.5", "Version 3.5 is out"),
    ],
)
def test_words_with_signs_find_what_is_spelled_so(store, typed, expected):
    land(
        store,
        source(store),
        [
            article("C++ gets modules"),
            article("Plan C, and a net"),
            article("Upgrading .NET apps"),
            article("GPT-4o speaks"),
            article("GPT and 4 others"),
            article("Version 3.5 is out"),
            article("3 of 5"),
        ],
    )

    assert find(store, typed) == [expected]


def test_typographic_quotes_belong_to_no_word(store):
    land(store, source(store), [article("They said “comet” – twice"), article("Don’t look up")])

    assert find(store, "comet twice") == ["They said “comet” – twice"]
    assert find(store, "don't") == find(store, "don’t") == ["Don’t look up"]


def test_a_number_is_a_word(store):
    land(store, source(store), [article("Apollo 11"), article("Chapter 110")])

    assert find(store, "11") == ["Apollo 11"]


@pytest.mark.parametrize(
    "typed",
    [
        '"',
        "comet AND",
        "NEAR(comet, 2)",
        "comet^2",
        "title:",
        "a' OR 1=1 --",
        "comet & | ! <-> (",
        "{title}: x",
        "\\",
        "-",
        "%_",
        "co*met",
    ],
)
def test_nothing_that_is_typed_is_an_error(shelf, typed):
    for order in ("newest", "relevance"):
        find(shelf, typed, order=order)


def test_a_snippet_marks_the_hits_and_ends_at_words(store):
    land(
        store,
        source(store),
        [article("News", "word " * 60 + "the comets of <b>March</b> &amp; a comet " + "word " * 60)],
    )

    shown = snippet(store, "comet march")

    assert "[comets] of [March] & a [comet]" in shown
    assert shown.startswith("… word")
    assert shown.endswith("word …")
    assert len(shown.split()) <= 32


def test_a_snippet_shows_the_beginning_where_only_the_title_matches(store):
    land(store, source(store), [article("Comet", "It came from afar.")])

    assert snippet(store, "comet") == "It came from afar."


def test_a_snippet_of_a_script_without_blanks_has_no_hidden_characters(store):
    land(store, source(store), [article("新闻", "这家公司位于北京的中心。")])

    assert snippet(store, "北京") == "这家公司位于[北京]的中心。"
