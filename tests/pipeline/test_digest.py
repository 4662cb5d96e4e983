"""A digest is made of what the store holds, the same each time."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from datetime import datetime, timedelta
from pathlib import Path
from typing import Any

import pytest

from ainews.config import DigestSettings
from ainews.model import Assigned, Health, ItemFilter, Landing, SourceState, Story
from ainews.model.digests import Digest, RuleField, RuleKind, Summary
from ainews.pipeline.digest import Made, make
from ainews.pipeline.summaries import summarize
from ainews.store import Store
from tests.store.builders import HOUR, NOON, add_source, draft, land, update

DAY = timedelta(days=1)
FERRY = "Ferry Astrid sank in Oslofjord on Sunday and all 212 passengers were rescued."
OWN_WORDS = ["Nobody knows why yet.", "A reporter of ours was there.", "More than that was not to be learned so far."]
SINKING = "Ferry Astrid sinks in Oslofjord and all 212 passengers are rescued"
QUAKE = "A quake of magnitude 5.1 hit Valparaiso in Chile, the survey said on Sunday."


@pytest.fixture
def store(tmp_path: Path) -> Iterator[Store]:
    with Store.open(tmp_path / "news.db") as opened:
        yield opened


def tell(
    store: Store,
    *sources: int,
    title: str = "A title of some length",
    words: str = FERRY,
    at: datetime = NOON,
    **other: Any,
) -> int:
    """Land an item of each source, an hour apart up to `at`, none a copy, and make them one story; returns its id."""
    ids = []
    for number, source in enumerate(sources):
        name = f"{title} {source} {number} {at:%d%H%M}"
        told = f"{words} {OWN_WORDS[number % 3]}" if words else ""
        facts = {"url": f"https://of{source}.example/{number}-{at:%d%H%M}"} | other
        headline = f"Update {number}: {title}, as far as known" if number else title
        made = draft(name, title=headline, words=told, published=at - (len(sources) - 1 - number) * HOUR, **facts)
        land(store, source, [made], at=at)
        ids.append(max(item.id for item in store.reading.list()))
    join(store, ids[0], ids)
    return ids[0]


def join(store: Store, story_id: int, ids: Sequence[int]) -> None:
    hashes = {text.item_id: text.content_hash for text in store.stories.texts(ids, "none")}
    store.stories.save([Assigned(item_id, story_id, story_id, content_hash=hashes[item_id]) for item_id in ids])


def sources(store: Store, count: int, folder: str | None = None) -> list[int]:
    return [add_source(store, f"{folder or 'plain'}-{number}".lower(), folder=folder) for number in range(count)]


def made(store: Store, at: datetime = NOON, since: datetime | str | None = "day", **limits: Any) -> Made:
    def extracts(stories: Sequence[Story]) -> list[Summary]:
        return summarize(store, stories, summarizer=None, caps=None, clock=lambda: NOON)

    oldest = at - DAY if isinstance(since, str) else since
    return make(store, since=oldest, at=at, limits=DigestSettings(**limits), summarize=extracts)


def digest(store: Store, at: datetime = NOON, since: datetime | str | None = "day", **limits: Any) -> Digest:
    return made(store, at, since, **limits).digest


def shown(store: Store, at: datetime = NOON, **limits: Any) -> list[int]:
    return [story.story_id for story in digest(store, at, **limits).stories]


def test_stories_come_best_first_with_words_and_links(store: Store) -> None:
    one, two, three = sources(store, 3)
    small = tell(store, one, title="A quake hits Valparaiso", words=QUAKE)
    large = tell(store, two, one, three, title="Ferry Astrid sinks in Oslofjord", words=FERRY)

    first, second = digest(store).stories

    assert (first.rank, first.story_id, first.title, first.size, first.sources) == (
        1,
        large,
        "Ferry Astrid sinks in Oslofjord",
        3,
        3,
    )
    assert (second.rank, second.story_id) == (2, small)
    assert first.summary[0].text == FERRY
    assert [link.source.id for link in first.links] == [two, one, three]
    assert sum(part.contribution for part in first.why) == pytest.approx(first.score)


def test_a_digest_knows_how_much_came_in(store: Store) -> None:
    one, two = sources(store, 2)
    tell(store, one, two)
    tell(store, one, at=NOON - 2 * DAY)

    assert (digest(store).items, digest(store).sources) == (2, 2)


def test_what_is_dated_later_does_not_count(store: Store) -> None:
    one, two = sources(store, 2)
    story = tell(store, one, at=NOON - 3 * HOUR)
    before = digest(store, NOON - HOUR)

    land(store, two, [draft("later", published=NOON)])
    join(store, story, [story, story + 1])

    after = digest(store, NOON - HOUR)
    assert [(each.story_id, each.size) for each in after.stories] == [(story, 1)]
    assert after.notes == before.notes


def test_a_later_digest_does_not_change_an_earlier_one(store: Store) -> None:
    tell(store, *sources(store, 2), at=NOON - 3 * HOUR)
    first = made(store)
    store.digests.save(first.digest, first.item_ids, made_at=NOON)

    later = made(store, NOON + 2 * HOUR)
    store.digests.save(later.digest, later.item_ids, made_at=NOON)

    assert made(store) == first


def test_what_was_shown_comes_again_only_with_news_in_it(store: Store) -> None:
    one, two, three = sources(store, 3)
    ferry = tell(store, one, two, at=NOON - HOUR)
    quake = tell(store, one, two, title="Quake in Chile", words=QUAKE, at=NOON - HOUR)
    saved = made(store)
    store.digests.save(saved.digest, saved.item_ids, made_at=NOON)
    land(
        store, three, [draft("raised", title="Astrid is raised", words="The wreck was raised.", published=NOON + HOUR)]
    )
    join(store, ferry, [ferry, max(item.id for item in store.reading.list())])

    evening = digest(store, NOON + 2 * HOUR)

    assert [(each.story_id, each.developing) for each in evening.stories] == [(ferry, True)]
    assert quake not in shown(store, NOON + 2 * HOUR)
    assert "1 more story (1 shown before, without news since): `ainews stories`" in evening.notes


def test_what_was_shown_is_told_by_its_news(store: Store) -> None:
    one, two, three = sources(store, 3)
    ferry = tell(store, one, two, at=NOON - HOUR)
    saved = made(store)
    store.digests.save(saved.digest, saved.item_ids, made_at=NOON)
    raised = "A crane raised the wreck of the ferry Astrid from the Oslofjord on Monday morning."
    land(store, three, [draft("raised", title="Astrid is raised", words=raised, published=NOON + HOUR)])
    news = max(item.id for item in store.reading.list())
    join(store, ferry, [ferry, news])

    story = digest(store, NOON + 2 * HOUR).stories[0]

    assert [(each.text, each.item_ids) for each in story.summary] == [(raised, (news,))]
    assert story.links[0].item_id == news


@pytest.mark.parametrize(("reports", "title"), [(1, SINKING), (2, "Crane raises the wreck of the Astrid")])
def test_several_news_of_what_was_shown_give_it_their_headline(store: Store, reports: int, title: str) -> None:
    one, two, three = sources(store, 3)
    ferry = tell(store, one, two, title=SINKING, at=NOON - HOUR)
    saved = made(store)
    store.digests.save(saved.digest, saved.item_ids, made_at=NOON)
    told = ["Crane raises the wreck of the Astrid", "The wreck of the ferry Astrid: crane raises it from the fjord"]
    for number, each in enumerate(told[:reports], 1):
        land(store, three, [draft(each, title=each, words=f"Wreck {number}.", published=NOON + number * HOUR / 2)])
    join(store, ferry, [ferry, *sorted(item.id for item in store.reading.list())[-reports:]])

    assert digest(store, NOON + 2 * HOUR).stories[0].title == title


def test_a_digest_made_later_of_an_earlier_time_does_not_change_it(store: Store) -> None:
    tell(store, *sources(store, 2), at=NOON - 3 * HOUR)
    first = made(store)
    store.digests.save(first.digest, first.item_ids, made_at=NOON)

    earlier = made(store, NOON - 2 * HOUR)
    store.digests.save(earlier.digest, earlier.item_ids, made_at=NOON)

    assert made(store) == first


def test_a_copy_is_no_news(store: Store) -> None:
    one, two, three = sources(store, 3)
    ferry = tell(store, one, two, at=NOON - HOUR)
    saved = made(store)
    store.digests.save(saved.digest, saved.item_ids, made_at=NOON)
    copied = draft("copy", title="A title of some length", words=f"{FERRY} {OWN_WORDS[0]}", published=NOON + HOUR)
    land(store, three, [copied])
    join(store, ferry, [ferry, max(item.id for item in store.reading.list())])

    assert shown(store, NOON + 2 * HOUR) == []


def test_a_second_look_within_the_hour_shows_the_same(store: Store) -> None:
    tell(store, *sources(store, 2), at=NOON - HOUR)
    first = made(store)
    store.digests.save(first.digest, first.item_ids, made_at=NOON)

    again = made(store, NOON + HOUR / 2)

    assert [each.developing for each in again.digest.stories] == [False]
    assert again.item_ids == first.item_ids


def test_what_is_muted_is_counted(store: Store) -> None:
    tell(store, *sources(store, 2))
    store.tastes.add_rule(RuleKind.MUTE, RuleField.WORDS, "ferry", NOON)

    assert digest(store).stories == ()
    assert "1 story muted by 1 rule: `ainews rule list`" in digest(store).notes


def test_what_takes_too_long_to_read_is_left_for_later(store: Store) -> None:
    one, two = sources(store, 2)
    for number in range(4):
        tell(store, one, two, title=f"Title {number}", words=f"{FERRY} Number {number}.", at=NOON - number * HOUR)

    short = digest(store, minutes=0.1, per_source=0)

    assert len(short.stories) == 1
    assert "3 more stories: `ainews stories`" in short.notes
    assert len(digest(store, minutes=0, per_source=0).stories) == 4


def test_what_is_left_out_for_time_has_not_been_shown(store: Store) -> None:
    one, two = sources(store, 2)
    first, second = (
        tell(store, one, two, title=f"Title {n}", words=f"{FERRY} {n}", at=NOON - n * HOUR) for n in (0, 1)
    )

    short = made(store, minutes=0.05)

    assert first in short.item_ids
    assert second not in short.item_ids


def test_stories_stand_under_the_readers_folders(store: Store) -> None:
    world, science = sources(store, 2, "World"), sources(store, 2, "Science")
    tell(store, *world, at=NOON)
    tell(store, *science, title="Quake", words=QUAKE, at=NOON - 9 * HOUR)

    assert [each.section for each in digest(store).stories] == ["World", "Science"]


def test_an_item_without_a_story_stands_for_itself_and_is_counted(store: Store) -> None:
    [one] = sources(store, 1)
    land(store, one, [draft("alone", published=NOON - HOUR)])

    found = digest(store)

    assert [each.story_id for each in found.stories] == [1]
    assert "1 item waits for its story: `ainews stories`" in found.notes


def test_an_empty_store_gives_one_friendly_line(store: Store) -> None:
    assert digest(store).stories == ()
    assert [note.partition(":")[0] for note in digest(store).notes] == ["no sources yet"]


def test_nothing_is_there_before_everything(store: Store) -> None:
    tell(store, *sources(store, 2))

    found = digest(store, NOON - 400 * DAY)

    assert (found.stories, found.trends, found.sick_sources, found.items) == ((), (), (), 0)
    assert found.notes == ("nothing came in during this time: `ainews ingest` polls your sources",)


def test_all_time_has_no_beginning(store: Store) -> None:
    story = tell(store, *sources(store, 2), at=NOON - 300 * DAY)

    assert [each.story_id for each in digest(store, since=None).stories] == [story]


def test_an_item_without_title_address_and_text_does_no_harm(store: Store) -> None:
    [one] = sources(store, 1)
    tell(store, one, title="", words="", url="")

    [story] = digest(store).stories

    assert (story.title, story.summary, [link.url for link in story.links]) == ("", (), [""])


def test_a_story_of_500_items_is_one_story(store: Store) -> None:
    many = sources(store, 20)
    for source in many:
        dates = [NOON - number * timedelta(minutes=1) for number in range(25)]
        land(store, source, [draft(f"{source} {n}", words=FERRY, published=date) for n, date in enumerate(dates)])
    ids = [item.id for item in store.reading.list(ItemFilter(limit=0))]
    join(store, min(ids), ids)

    [story] = digest(store).stories

    assert (story.size, story.sources, len(story.links)) == (500, 20, 8)
    assert len(made(store).item_ids) == 500


def test_sick_sources_are_named(store: Store) -> None:
    [one] = sources(store, 1)
    health = Health(failures=9, failing_since=NOON - 5 * DAY, error="refused")
    store.items.land([Landing(update(one, health=health, state=SourceState.FAILING), NOON)])

    assert [each.source.id for each in digest(store).sick_sources] == [one]
