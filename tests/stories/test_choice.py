"""What of the ranked stories a digest holds."""

from __future__ import annotations

from collections import Counter
from datetime import UTC, datetime

import pytest
from hypothesis import given
from hypothesis import strategies as st

from ainews.config import DigestSettings
from ainews.model import Item, Sentence, Signal, SourceRef, Story
from ainews.model.digests import Rule, RuleField, RuleKind
from ainews.stories.choice import LINKS, Reason, choose, links, sections, within, words_of
from ainews.stories.rank import Ranked

NOON = datetime(2026, 11, 23, 12, tzinfo=UTC)
MUTE = Rule(1, RuleKind.MUTE, RuleField.WORDS, "golf", NOON)
KEEP = Rule(2, RuleKind.KEEP, RuleField.WORDS, "qwen", NOON)


def item(item_id: int, source: int, url: str = "https://site.example/") -> Item:
    ref = SourceRef(source, f"Source {source}", f"https://{source}.example/feed")
    return Item(item_id, ref, f"Title {item_id}", f"{url}{item_id}" if url else "", "", NOON, NOON, False, False)


def told(story_id: int, *sources: int) -> Story:
    items = tuple(item(story_id * 100 + number, source) for number, source in enumerate(sources))
    return Story(story_id, 1, f"Title {story_id}", NOON, NOON, len(items), len(set(sources)), items=items)


def candidate(story_id: int, *sources: int, topic: int = 0, **facts: object) -> Ranked:
    story = told(story_id, *(sources or (story_id, story_id + 1000)))
    known = {"tags": (), "parts": (), "score": 1.0, "shown": 0, "news": (1,)} | facts
    return Ranked(story=story, topic_id=topic or story_id, **known)  # type: ignore[arg-type]


def limits(**changes: int) -> DigestSettings:
    return DigestSettings(**({"top": 10, "least": 5, "per_source": 3, "per_topic": 2} | changes))


def ids(ranked: list[Ranked], settings: DigestSettings) -> list[int]:
    return [each.story.id for each in choose(ranked, settings).chosen]


def reasons(ranked: list[Ranked], settings: DigestSettings) -> dict[int, Reason]:
    return {each.story.id: reason for each, reason in choose(ranked, settings).left}


def test_the_best_come_first_and_no_more_than_asked_for() -> None:
    ranked = [candidate(n) for n in (5, 3, 9, 1)]

    assert ids(ranked, limits(top=3)) == [5, 3, 9]
    assert reasons(ranked, limits(top=3)) == {1: Reason.BELOW}


def test_a_source_leads_only_so_many_stories() -> None:
    ranked = [candidate(n, 7, 7000 + n) for n in range(1, 6)]

    assert ids(ranked, limits(per_source=2)) == [1, 2]
    assert set(reasons(ranked, limits(per_source=2)).values()) == {Reason.CAPPED}
    assert len(ids(ranked, limits(per_source=0))) == 5


def test_a_topic_has_only_so_many_stories() -> None:
    ranked = [candidate(n, topic=4) for n in range(1, 5)] + [candidate(9, topic=5)]

    assert ids(ranked, limits(per_topic=2)) == [1, 2, 9]
    assert len(ids(ranked, limits(per_topic=0))) == 5


def test_what_is_muted_stays_out() -> None:
    assert reasons([candidate(1, muted_by=MUTE), candidate(2)], limits()) == {1: Reason.MUTED}


def test_what_is_kept_passes_mutes_and_caps_but_stands_where_it_ranks() -> None:
    ranked = [
        candidate(1, 7),
        candidate(2, 7),
        candidate(3, 7, kept_by=KEEP),
        candidate(4, 7, kept_by=KEEP, muted_by=MUTE),
    ]

    assert ids(ranked, limits(per_source=1, least=1)) == [3, 4]
    assert ids(ranked, limits(per_source=3)) == [1, 3, 4]


def test_kept_stories_take_their_places_before_others_within_the_whole_number() -> None:
    ranked = [candidate(n) for n in range(1, 4)] + [candidate(n, kept_by=KEEP) for n in range(4, 8)]

    assert ids(ranked, limits(top=5)) == [1, 4, 5, 6, 7]
    assert ids(ranked, limits(top=3)) == [4, 5, 6]


def test_a_story_is_not_repeated_without_news_in_it() -> None:
    seen, grown = candidate(1, shown=2, news=()), candidate(2, shown=2, news=(5,))

    assert ids([seen, grown], limits()) == [2]
    assert reasons([seen, grown], limits()) == {1: Reason.SHOWN}


def test_a_kept_story_is_not_repeated_either() -> None:
    assert ids([candidate(1, shown=1, news=(), kept_by=KEEP)], limits()) == []


def test_what_one_source_alone_tells_fills_few_places_on_a_slow_day() -> None:
    ranked = [candidate(n, n) for n in range(1, 9)] + [candidate(20)]

    assert ids(ranked, limits(least=3)) == [1, 2, 3, 20]
    assert set(reasons(ranked, limits(least=3)).values()) == {Reason.LONE}


@pytest.mark.parametrize(
    ("name", "weight", "is_shown"),
    [("term qwen", 1.0, True), ("source weight", 2.0, True), ("recency", 2.0, False), ("learned", 0.1, False)],
)
def test_what_an_interest_asks_for_needs_no_second_source(name: str, weight: float, is_shown: bool) -> None:
    lone = candidate(1, 1, parts=(Signal(name, 1.0, weight),))

    assert bool(ids([lone], limits(least=0))) is is_shown


STORIES = st.lists(
    st.builds(
        lambda sources, topic, shown, news, mute, keep: {
            "sources": sources, "topic": topic, "shown": shown, "news": news, "muted_by": mute, "kept_by": keep
        },
        st.lists(st.integers(1, 3), min_size=1, max_size=3), st.integers(1, 3), st.integers(0, 1),
        st.sampled_from([(), (1,)]), st.sampled_from([None, MUTE]), st.sampled_from([None, None, KEEP]),
    ),
    max_size=20,
)  # fmt: skip


@given(STORIES, st.integers(1, 6), st.integers(0, 3), st.integers(0, 3), st.integers(0, 3))
def test_whatever_comes_is_chosen_within_the_limits_or_accounted_for(
    facts: list[dict[str, object]], top: int, least: int, per_source: int, per_topic: int
) -> None:
    ranked = [candidate(n, *each.pop("sources"), **each) for n, each in enumerate(map(dict, facts), 1)]  # type: ignore[arg-type,misc]

    choice = choose(ranked, limits(top=top, least=least, per_source=per_source, per_topic=per_topic))

    places = [each.story.id for each in choice.chosen]
    free = [each for each in choice.chosen if each.kept_by is None]
    assert places == sorted(places)
    assert sorted([*places, *(each.story.id for each, _ in choice.left)]) == list(range(1, len(ranked) + 1))
    assert len(places) <= top
    assert not any(each.muted_by for each in free)
    assert all(each.news or not each.shown for each in choice.chosen)
    assert sum(each.story.sources == 1 for each in free) <= least
    for limit, key in (
        (per_source, lambda each: each.story.items[0].source.id),
        (per_topic, lambda each: each.topic_id),
    ):
        assert not limit or max(Counter(map(key, free)).values(), default=0) <= limit


def test_reading_time_cuts_from_the_end_and_leaves_at_least_one() -> None:
    stories = [100, 300, 50, 400]
    cut = {"words": int, "is_kept": lambda words: words == 400}

    assert within(0, stories, **cut) == stories
    assert within(5, stories, **cut) == [100, 300, 50, 400]
    assert within(2.5, stories, **cut) == [100, 400]
    assert within(0.1, stories, **cut) == [400]
    assert within(1, [], **cut) == []


def test_no_later_story_jumps_a_queue_that_reading_time_ended() -> None:
    assert within(1, [100, 300, 10], words=int, is_kept=lambda _: False) == [100]


def test_words_are_counted_in_scripts_without_blanks_too() -> None:
    assert words_of("Two words", [Sentence("and three more", (1,))]) == 5
    assert words_of("渡轮在奥斯陆峡湾沉没", []) == 3


def test_a_story_stands_under_the_folder_of_most_of_its_sources() -> None:
    folders = {1: "World", 2: "World", 3: "AI", 4: "AI"}
    stories = [told(1, 1, 2, 3), told(2, 3, 3, 3, 1), told(3, 9), told(4, 3, 1)]

    assert sections(stories, folders) == {1: "World", 2: "AI", 3: "", 4: "AI"}


def test_one_section_is_none() -> None:
    assert sections([told(1, 1), told(2, 1)], {1: "World"}) == {1: "", 2: ""}
    assert sections([], {}) == {}


def test_links_begin_with_what_is_cited_and_name_each_other_source_once() -> None:
    story = told(1, 1, 1, 2, 3, 3)

    found = links(story, [Sentence("One.", (102,)), Sentence("Two.", (101,))])

    assert [link.item_id for link in found] == [101, 102, 103]


def test_a_source_is_named_again_only_where_it_is_cited_again() -> None:
    story = told(1, 1, 1, 1, 2)

    assert [link.item_id for link in links(story, [])] == [100, 103]
    assert [link.item_id for link in links(story, [Sentence("Cited.", (101, 102))])] == [101, 102, 103]


def test_a_story_of_500_items_has_a_handful_of_links() -> None:
    assert len(links(told(1, *range(500)), [])) == LINKS


def test_an_item_without_address_still_names_its_source() -> None:
    story = Story(1, 1, "", NOON, NOON, 3, 2, items=(item(1, 1, url=""), item(2, 1), item(3, 2, url="")))

    assert [link.item_id for link in links(story, [])] == [2, 3]
    assert [link.item_id for link in links(story, [Sentence("Cited.", (1,))])] == [1, 3]
