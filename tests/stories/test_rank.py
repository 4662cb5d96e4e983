"""Stories are ranked by parts that add up."""

from __future__ import annotations

from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st
from msgspec.structs import replace

from ainews.stories.interests import Interests
from ainews.stories.rank import Taste
from tests.stories.tellers import NOON, alone, asking, candidate, parts, ranking, source, tag, term

WORDS = ("ferry", "quake", "budget", "climate", "football")
weights = st.integers(-30, 30).map(lambda tenths: tenths / 10)
interests = st.lists(
    st.one_of(
        st.builds(term, st.sampled_from(WORDS), weights),
        st.builds(tag, st.sampled_from(WORDS), weights),
        st.builds(source, st.integers(1, 4), weights),
    ),
    max_size=4,
    unique_by=lambda each: (each.kind, each.name),
)
items = st.lists(
    st.builds(
        lambda title, tags, number, story, hours: (" ".join(title), tags, number, story, hours),
        st.lists(st.sampled_from(WORDS), max_size=5),
        st.lists(st.sampled_from(WORDS), max_size=2, unique=True),
        st.integers(1, 4),
        st.integers(1, 5),
        st.floats(0, 60),
    ),
    max_size=12,
)


def made(drawn):
    """Return candidates of which the first of a story bears its id."""
    firsts: dict[int, int] = {}
    return [
        candidate(n, title, story=firsts.setdefault(story, n), source=number, tags=tags, hours_ago=hours)
        for n, (title, tags, number, story, hours) in enumerate(drawn, 1)
    ]


@given(items, interests, st.sets(st.integers(1, 12)))
def test_parts_add_up_to_the_score(drawn, wanted, shown):
    taste = Taste(asked=Interests(wanted), shown=frozenset(shown))

    for ranked in ranking(made(drawn), taste):
        assert as_printed(ranked.parts) == f"{ranked.score:.3f}"
        assert ranked.story.score == ranked.score


@pytest.mark.parametrize("sources", [1, 2, 3, 5, 7, 11, 40])
def test_parts_of_large_stories_add_up_too(sources):
    told = [candidate(n, story=1, source=n, hours_ago=n / 7) for n in range(1, sources + 1)]

    ranked = alone(told, Taste(shown=frozenset({1})))

    assert as_printed(ranked.parts) == f"{ranked.score:.3f}"


def as_printed(parts):
    return str(sum((Decimal(f"{part.contribution:.3f}") for part in parts), Decimal("0.000")))


@given(items, interests)
def test_the_order_is_total_and_does_not_depend_on_that_of_stories(drawn, wanted):
    candidates = made(drawn)

    ranked = ranking(candidates, asking(*wanted))

    assert ranking(list(reversed(candidates)), asking(*wanted)) == ranked
    assert [each.score for each in ranked] == sorted((each.score for each in ranked), reverse=True)
    assert len({each.story.id for each in ranked}) == len(ranked)


@given(items, interests.filter(bool), st.integers(1, 30))
def test_more_weight_never_lowers_a_story_that_meets_the_interest(drawn, wanted, tenths):
    first, *others = wanted
    more = replace(first, weight=min(3.0, first.weight + tenths / 10))
    before = {each.story.id: each.score for each in ranking(made(drawn), asking(first, *others))}

    after = ranking(made(drawn), asking(more, *others))

    assert all(each.score >= before[each.story.id] for each in after)


def test_twice_as_many_sources_are_worth_a_point():
    def told_by(count):
        return alone([candidate(n, story=1, source=n) for n in range(1, count + 1)])

    assert [parts(told_by(count))["coverage"] for count in (1, 2, 4, 8)] == [0.0, 1.0, 2.0, 3.0]


def test_copies_of_one_text_and_of_one_publisher_count_once():
    agency = "The ferry sank off the coast on Monday and all of its passengers were rescued by fishermen nearby."
    copies = [candidate(n, f"Paper {n} has it its way", story=1, source=n, words=agency) for n in range(1, 6)]
    again = [candidate(n, story=1, source=1) for n in range(6, 9)]

    assert parts(alone(copies))["coverage"] == 0.0
    assert parts(alone([*copies, *again]))["coverage"] == 0.0
    assert parts(alone([*copies, candidate(9, story=1, source=9)]))["coverage"] == 1.0


def test_blogs_on_one_host_are_not_one_publisher():
    blogs = [candidate(n, story=1, source=n, url=f"https://blog{n}.substack.com/p/1") for n in (1, 2)]

    assert parts(alone(blogs))["coverage"] == 1.0


def test_recency_is_halved_with_each_day():
    found = [
        parts(alone([candidate(1, hours_ago=h)]))["recency"]
        if h < 24
        else parts(ranking([candidate(1, hours_ago=h)], since_h=99)[0])["recency"]
        for h in (0, 24, 48)
    ]

    assert found == [2.0, 1.0, 0.5]


def test_a_straggler_does_not_bring_an_old_story_back():
    old = [candidate(n, story=1, source=n, hours_ago=72) for n in range(1, 8)]

    story = alone([*old, candidate(8, story=1, source=8, hours_ago=0)])

    assert parts(story)["recency"] < 0.5


def test_sources_that_join_late_let_a_story_grow():
    first = candidate(1, story=1, source=1, hours_ago=12)
    joined = [candidate(n, story=1, source=n, hours_ago=1) for n in (2, 3, 4)]

    assert parts(alone([first, *joined]))["growth"] == 0.4
    assert "growth" not in parts(alone([first, replace(joined[0], at_s=first.at_s)]))
    assert "growth" not in parts(alone([candidate(1, hours_ago=0)]))


def test_what_was_shown_in_full_falls():
    told = [candidate(n, story=1, source=n) for n in (1, 2)]

    half, all_of_it = (alone(told, Taste(shown=frozenset(shown))) for shown in ({1}, {1, 2}))

    assert (half.shown, half.news, parts(half)["novelty"]) == (1, (2,), -1.0)
    assert (all_of_it.shown, all_of_it.news, parts(all_of_it)["novelty"]) == (2, (), -2.0)


def test_a_copy_of_what_was_shown_is_no_news():
    told = [candidate(n, "Ferry Astrid sinks in Oslofjord - Paper", story=1, source=n) for n in (1, 2)]

    story = alone(told, Taste(shown=frozenset({1})))

    assert (story.news, parts(story)["novelty"]) == ((), -2.0)


def test_a_story_never_shown_is_all_news():
    story = alone([candidate(n, story=1, source=n) for n in (1, 2)])

    assert (story.shown, story.news) == (0, (1, 2))
    assert "novelty" not in parts(story)


def test_what_was_learned_adds_at_most_a_point():
    habits = Interests([tag("ferry", 0.8, learned=True), term("astrid", 0.9, learned=True)])

    story = alone([candidate(1, "Ferry Astrid sinks", tags=["Ferry"])], Taste(learned=habits))

    assert parts(story)["learned"] == 1.0
    assert [interest.name for interest in story.learned] == ["astrid", "ferry"]


def test_stories_are_those_of_the_period_with_all_that_came_before():
    old, new = candidate(1, story=1, hours_ago=40), candidate(2, story=1, source=2, hours_ago=2)
    stale = candidate(3, hours_ago=30)

    ranked = alone([old, new, stale])

    assert (ranked.story.id, ranked.story.size, ranked.story.sources) == (1, 2, 2)
    assert [item.id for item in ranked.story.items] == [1, 2]
    assert ranked.story.last_at - ranked.story.first_at == old_to_new(old, new)


def old_to_new(old, new):
    return new.item.arrived_at - old.item.arrived_at


def test_an_item_without_a_story_stands_for_itself():
    ranked = alone([candidate(7, "A lonely report")])

    assert (ranked.story.id, ranked.topic_id, ranked.story.title) == (7, 7, "A lonely report")


def test_dates_never_lie_after_arrival():
    late = candidate(1)
    item = replace(late.item, published_at=NOON.replace(year=2031))

    assert alone([replace(late, item=item)]).story.last_at == item.arrived_at


def test_tags_come_by_frequency_whatever_their_case():
    told = [
        candidate(1, story=1, tags=["World", "sea"]),
        candidate(2, story=1, source=2, tags=["Sea"]),
    ]

    assert set(alone(told).tags) == {"World", "sea"}
    assert alone(told).tags[0] == "sea"
