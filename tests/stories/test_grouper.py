import itertools
import random
from dataclasses import replace

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from ainews.stories.corrections import Corrections
from ainews.stories.grouper import Grouper
from ainews.stories.signature import signature
from ainews.stories.window import Window

FERRY = [
    "Ferry Astrid sinks in Oslofjord, all 212 passengers rescued",
    "All 212 passengers rescued as ferry Astrid sinks in Oslofjord",
    "Oslofjord ferry Astrid sinks; 212 passengers rescued",
]
QUAKE = "Magnitude 5.1 quake hits Valparaiso in Chile"
WORDS = [
    "ferry",
    "quake",
    "budget",
    "minister",
    "orchestra",
    "rover",
    "vaccine",
    "strike",
    "glacier",
    "merger",
    "comet",
    "harvest",
]


def item(number, title, *, text="", at_h=0.0, **more):
    return signature(number, title, text, at_h=at_h, **more)


def grouped(items, **options):
    grouper = Grouper(1, **options)
    story = {change.item_id: change.story_id for change in grouper.assign(items)}
    return story, grouper


def partition(story):
    groups = {}
    for number, name in story.items():
        groups.setdefault(name, set()).add(number)
    return {frozenset(group) for group in groups.values()}


def test_reports_of_one_event_are_one_story_named_after_the_first():
    story, _ = grouped([item(number, title) for number, title in enumerate(FERRY, 1)])

    assert story == {1: 1, 2: 1, 3: 1}


def test_other_events_are_other_stories():
    story, _ = grouped([item(1, FERRY[0]), item(2, QUAKE), item(3, FERRY[1])])

    assert story[1] == story[3] != story[2]


def test_two_quakes_told_by_one_template_stay_two():
    story, _ = grouped([item(1, QUAKE), item(2, "Magnitude 6.4 quake hits Arequipa in Peru")])

    assert story[1] != story[2]


def test_a_headline_edit_at_the_same_address_stays_in_its_story():
    old = item(1, "Ferry Astrid sinks: 3 people missing off Drobak", url_key=7)
    new = item(2, "Ferry Astrid sinks: 5 people missing off Drobak", url_key=7)

    story, _ = grouped([old, new])

    assert story[1] == story[2]


def test_an_address_under_many_headlines_merges_nothing():
    titles = [f"{a} {b} surprises experts again" for a, b in itertools.pairwise(WORDS)]

    with_url, _ = grouped([item(number, title, url_key=7) for number, title in enumerate(titles)])
    without, _ = grouped([item(number, title) for number, title in enumerate(titles)])

    assert partition(with_url) == partition(without)


@pytest.mark.parametrize("title", ["Live", "12:30", "", "2026-11-23 10:00", "🚢🚢", "News update"])
def test_titles_without_words_enough_never_merge(title):
    story, _ = grouped([item(number, title) for number in range(1, 40)])

    assert len(set(story.values())) == 39


def test_an_item_after_the_window_starts_a_new_story():
    story, _ = grouped([item(1, FERRY[0]), item(2, FERRY[0], at_h=100.0)])

    assert story[1] != story[2]


def test_items_leave_with_the_window():
    _, grouper = grouped([item(1, FERRY[0])])

    grouper.assign([item(2, QUAKE, at_h=100.0)])

    assert len(grouper) == 1
    assert grouper.story_of(1) is None


def test_the_order_of_arrival_in_a_batch_does_not_matter():
    items = [item(number, title) for number, title in enumerate([*FERRY, QUAKE, *FERRY], 1)]
    shuffled = random.Random(3).sample(items, len(items))

    assert partition(grouped(items)[0]) == partition(grouped(shuffled)[0])


def test_the_same_stream_gives_the_same_stories_twice():
    rng = random.Random(5)
    items = [item(number, " ".join(rng.sample(WORDS, 5)), at_h=number / 10) for number in range(300)]

    assert Grouper(1).assign(items) == Grouper(1).assign(items)


def test_signals_add_up_to_the_score():
    grouper = Grouper(1)

    changes = grouper.assign([item(number, title) for number, title in enumerate(FERRY, 1)])

    why = changes[0].why
    assert why.closest in {2, 3}
    assert why.score > 0
    assert why.score == pytest.approx(sum(signal.value * signal.weight for signal in why.signals))


def test_a_copy_is_explained_by_the_item_whose_text_it_carries():
    grouper = Grouper(1)

    changes = {change.item_id: change.why for change in grouper.assign([item(1, FERRY[0]), item(2, FERRY[0])])}

    assert (changes[1].closest, changes[2].closest) == (2, 1)
    assert [signal.name for signal in changes[2].signals] == ["same text or page"]


def test_what_began_a_story_is_explained_once_others_tell_it():
    grouper = Grouper(1)
    grouper.assign([item(1, FERRY[0])])

    changes = {change.item_id: change.why for change in grouper.assign([item(2, FERRY[1])])}

    assert changes[1].closest == 2
    assert changes[1].signals


def test_a_restored_grouper_goes_on_where_the_other_stopped():
    before, after = [item(1, FERRY[0]), item(2, QUAKE)], [item(3, FERRY[1])]
    whole = Grouper(1)
    first = {change.item_id: change for change in whole.assign(before)}
    again = Grouper(1)
    again.restore((each, first[each.item_id].story_id, first[each.item_id].topic_id) for each in before)

    assert again.assign(after) == whole.assign(after)


def test_an_edited_item_is_judged_by_its_new_words():
    _, grouper = grouped([item(1, FERRY[0]), item(2, FERRY[1])])

    changes = grouper.assign([item(2, QUAKE)])

    assert grouper.story_of(1) != grouper.story_of(2)
    assert {change.item_id for change in changes} >= {2}


def test_a_split_by_hand_survives_new_items_and_new_vectors():
    items = [item(number, title) for number, title in enumerate(FERRY, 1)]
    corrections = Corrections()
    _, grouper = grouped(items, corrections=corrections)
    corrections.split([1, 2, 3], leaving=[3])

    grouper.correct([1, 2, 3])
    later = grouped(
        [replace(each, vector=np.ones(1, np.float32)) for each in items] + [item(4, FERRY[0])], corrections=corrections
    )[0]

    assert grouper.story_of(1) == grouper.story_of(2) != grouper.story_of(3)
    assert later[1] == later[2] == later[4] != later[3]


def test_a_merge_by_hand_joins_what_has_nothing_in_common():
    corrections = Corrections()
    _, grouper = grouped([item(1, FERRY[0]), item(2, QUAKE)], corrections=corrections)
    corrections.merge([1], [2])

    grouper.correct([1, 2])

    assert grouper.story_of(1) == grouper.story_of(2)


def test_the_later_word_wins():
    corrections = Corrections()
    corrections.merge([1], [2])
    corrections.split([1, 2], leaving=[2])

    assert corrections.together == set()
    assert corrections.apart == {(1, 2)}


def test_ten_thousand_identical_titles_are_one_story_and_never_compared_with_each_other(monkeypatch):
    items = [item(number, FERRY[0]) for number in range(10_000)]
    compared = []
    between = Window.likeness_between
    monkeypatch.setattr(
        Window, "likeness_between", lambda self, a, b: compared.append(len(a) * len(b)) or between(self, a, b)
    )

    story, _ = grouped(items)

    assert len(set(story.values())) == 1
    assert sum(compared) <= len(items)


@pytest.mark.parametrize("word", ["Explosion", "地震", "🚢", "x" * 5000])
def test_items_of_one_word_stay_alone(word):
    story, _ = grouped([item(number, word) for number in range(1, 6)])

    assert len(set(story.values())) == 5


def test_an_endless_text_is_read_no_further_than_its_lead():
    book = item(1, FERRY[0], text=f"{FERRY[1]}. " + "and then the sea " * 25_000)

    assert len(book.words) < 100
    assert grouped([book, item(2, FERRY[0], text=f"{FERRY[1]}.")])[1].story_of(2) == 1


def test_headlines_in_scripts_without_blanks_are_compared():
    story, _ = grouped(
        [
            item(1, "東京で震度六の地震、けが人多数"),
            item(2, "震度六の地震、東京でけが人多数"),
            item(3, "新しい予算案が国会で可決された"),
        ]
    )

    assert story[1] == story[2] != story[3]


@pytest.mark.slow
def test_a_topic_that_takes_another_name_is_told_for_every_item():
    grouper, told = Grouper(1), {}
    rng = random.Random(3)
    for number in range(200):
        changes = grouper.assign([item(number, " ".join(rng.sample(WORDS, 6)))])
        told.update((change.item_id, (change.story_id, change.topic_id)) for change in changes)

    assert grouper.standing(0.0) == told


@settings(max_examples=30, deadline=None)
@given(st.lists(st.tuples(st.lists(st.sampled_from(WORDS), max_size=8), st.floats(0, 200)), max_size=30))
def test_every_item_has_one_story_whatever_comes(drawn):
    items = [item(number, " ".join(words), at_h=at_h) for number, (words, at_h) in enumerate(drawn)]

    story, _ = grouped(items)

    assert set(story) <= set(range(len(items)))
    assert all(name in range(len(items)) for name in story.values())
