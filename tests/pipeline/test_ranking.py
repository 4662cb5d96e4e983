"""The ranking of a moment depends on nothing that came later."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest

from ainews.config import DigestSettings
from ainews.errors import NotFound, UsageError
from ainews.model import Assigned
from ainews.model.digests import Digest, InterestKind, Rule, RuleField, RuleKind
from ainews.pipeline import tastes
from ainews.pipeline.ranking import Standing, ranked, ranked_story, standing
from ainews.store import Store
from ainews.stories.choice import Reason
from tests.store.builders import HOUR, NOON, add_source, draft, land

DAY = 24 * HOUR
LIMITS = DigestSettings(top=2)


@pytest.fixture
def store(tmp_path: Path) -> Iterator[Store]:
    with Store.open(tmp_path / "news.db") as opened:
        yield opened


@pytest.fixture
def shelf(store: Store) -> Store:
    """A story of items 1, 3 and 5 by three sources, and three lonely items."""
    sources = [add_source(store, name) for name in ("one", "two", "three")]
    titles = [
        "Ferry Astrid sinks",
        "Quake in Chile",
        "Astrid has sunk",
        "A long night",
        "Rescue of the Astrid",
        "Comet",
    ]
    for n, title in enumerate(titles, 1):
        date = NOON - (6 - n) * HOUR
        words, url = f"{title}, says report {n}.", f"https://site{n}.example/{n}"
        land(store, sources[n % 3], [draft(n, title=title, words=words, url=url, published=date)], at=date)
    store.stories.save([Assigned(n, 1 if n in (1, 3, 5) else n, 1, content_hash=b"1") for n in range(1, 6)])
    return store


def order(store: Store, hours_ago: float = 0.0) -> list[int]:
    at = NOON - hours_ago * HOUR
    return [each.story.id for each in ranked(store, since=at - DAY, at=at)]


def test_what_many_tell_comes_first_and_items_without_a_story_count(shelf: Store) -> None:
    assert order(shelf) == [1, 6, 4, 2]


def test_a_past_moment_is_ranked_as_it_was(shelf: Store) -> None:
    at = NOON - 2 * HOUR
    then = ranked(shelf, since=at - DAY, at=at)

    land(shelf, 1, [draft("late", title="Ferry Astrid again", published=NOON)], at=NOON)
    shelf.stories.save([Assigned(7, 1, 1, content_hash=b"1")])
    shelf.reading.mark([2], read=True, now=NOON)
    shelf.digests.save(Digest(at=NOON, since=None, stories=()), [1, 3], made_at=NOON)

    later = ranked(shelf, since=at - DAY, at=at)
    assert [each.score for each in later] == [each.score for each in then]
    assert [item.id for item in later[0].story.items] == [1, 3]


def test_what_a_digest_has_just_shown_is_not_yet_old(shelf: Store) -> None:
    for hours_ago, shown in ((0.5, 0), (1.5, 2)):
        at = NOON - hours_ago * HOUR
        shelf.digests.save(Digest(at=at, since=None, stories=()), [1, 3], made_at=at)

        assert ranked(shelf, since=NOON - DAY, at=NOON)[0].shown == shown


def test_interests_and_rules_of_the_reader_are_obeyed(shelf: Store) -> None:
    shelf.tastes.set_interest(tastes.interest(shelf, "comet", 3.0))
    shelf.tastes.add_rule(RuleKind.MUTE, RuleField.WORDS, "quake", NOON)

    found = ranked(shelf, since=NOON - DAY, at=NOON)

    assert [each.story.id for each in found if each.muted_by is None] == [6, 1, 4]
    assert [each.story.id for each in found if each.muted_by is not None] == [2]


def read_half_of_one_source(store: Store) -> None:
    source, other = add_source(store, "liked"), add_source(store, "ignored")
    for n in range(40):
        date = NOON - (3000 - 10 * n) * HOUR / 60
        titles = (source, f"Halvorsen {n}"), (other, f"Bystander {n}")
        for each, title in titles:
            land(store, each, [draft(title, title=title, published=date)], at=date)
    read = [each.id for each in store.reading.list() if each.title.startswith("Halvorsen")]
    store.reading.mark(read, read=True, now=NOON - HOUR)


def test_habits_count_unless_they_are_switched_off(shelf: Store) -> None:
    read_half_of_one_source(shelf)
    land(shelf, 4, [draft("new", title="Something else", published=NOON)], at=NOON)

    def learned(learn: bool) -> float:
        found = ranked(shelf, since=NOON - HOUR, at=NOON, learn=learn)
        new = next(each for each in found if each.story.title == "Something else")
        return sum(part.contribution for part in new.parts if part.name == "learned")

    assert 0 < learned(True) <= 1
    assert learned(False) == 0


def test_one_story_ranks_as_it_does_among_others(shelf: Store) -> None:
    among = {each.story.id: each for each in ranked(shelf, since=NOON - DAY, at=NOON)}

    assert {story_id: ranked_story(shelf, story_id, at=NOON) for story_id in among} == among
    assert ranked_story(shelf, 99, at=NOON) is None


def test_a_story_knows_its_place_in_the_digest_of_the_day(shelf: Store) -> None:
    def of(story_id: int) -> Standing | None:
        return standing(shelf, story_id, at=NOON, limits=LIMITS)

    first, last = of(1), of(2)
    assert first is not None
    assert last is not None
    assert (first.place, first.reason) == (1, None)
    assert (last.place, last.reason) == (0, Reason.BELOW)
    assert standing(shelf, 1, at=NOON - 9 * DAY, limits=LIMITS) is None


@pytest.mark.parametrize(
    ("text", "kind", "name"),
    [
        ("  Climate   Change ", InterestKind.TERM, "climate change"),
        ("tag: Science", InterestKind.TAG, "science"),
        ("source:two", InterestKind.SOURCE, "2"),
        ("ratio 3:1", InterestKind.TERM, "ratio 3:1"),
    ],
)
def test_interests_are_understood(shelf: Store, text: str, kind: InterestKind, name: str) -> None:
    found = tastes.interest(shelf, text, 1.0)

    assert (found.kind, found.name) == (kind, name)


@pytest.mark.parametrize(("text", "error"), [("tag:", UsageError), ("source:", UsageError), ("source:nine", NotFound)])
def test_interests_that_mean_nothing_are_refused(shelf: Store, text: str, error: type[Exception]) -> None:
    with pytest.raises(error):
        tastes.interest(shelf, text, 1.0)


def test_an_interest_in_a_source_that_is_gone_can_be_forgotten(shelf: Store) -> None:
    shelf.tastes.set_interest(tastes.interest(shelf, "source:two", 1.0))
    shelf.sources.remove(2)

    tastes.forget_interest(shelf, "source:2")

    assert shelf.tastes.interests() == []
    with pytest.raises(NotFound, match="no interest"):
        tastes.forget_interest(shelf, "climate")


def test_a_rule_tells_what_it_would_do(shelf: Store) -> None:
    def effect(kind: RuleKind, pattern: str) -> tastes.Effect:
        rule = tastes.rule(shelf, kind, RuleField.WORDS, pattern, NOON)
        return tastes.effects(shelf, [rule], since=NOON - DAY, at=NOON)[0]

    mute, keep = effect(RuleKind.MUTE, "sinks"), effect(RuleKind.KEEP, "sinks")
    assert (mute.items, mute.stories, [each.id for each in mute.partly]) == (1, (), [1])
    assert (keep.items, [each.id for each in keep.stories], keep.partly) == (1, [1], ())
    assert [each.id for each in effect(RuleKind.MUTE, "quake").stories] == [2]


def test_rules_name_their_sources(shelf: Store) -> None:
    rule = tastes.rule(shelf, RuleKind.MUTE, RuleField.SOURCE, "three", NOON)
    gone = Rule(7, RuleKind.MUTE, RuleField.SOURCE, "99", NOON)

    found = tastes.effects(shelf, [rule, gone], since=None, at=NOON)

    assert [(each.rule.pattern, each.pattern, each.items) for each in found] == [
        ("3", "Three", 2),
        ("99", "source 99 (removed)", 0),
    ]
    with pytest.raises(NotFound):
        tastes.rule(shelf, RuleKind.MUTE, RuleField.SOURCE, "nine", NOON)
