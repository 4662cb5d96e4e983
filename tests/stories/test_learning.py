"""Interests are learned from what was opened against what was passed over."""

from __future__ import annotations

from itertools import count

import pytest
from hypothesis import given
from hypothesis import strategies as st

from ainews.model import SourceRef
from ainews.model.digests import InterestKind, Seen
from ainews.stories.learning import MOST_LEARNED, learn

_numbers = count(1)


def seen(opened, title="", *, source=1, tags=(), starred=False, times=1):
    ref = SourceRef(source, f"Source {source}", f"https://{source}.example/rss")
    return [Seen(next(_numbers), None, ref, title, tuple(tags), opened, starred) for _ in range(times)]


def usual(opened=30, passed=90):
    """What was read of sources that nobody minds."""
    return [
        each
        for n in range(10, 20)
        for each in (*seen(True, source=n, times=opened // 10), *seen(False, source=n, times=passed // 10))
    ]


def test_a_learned_word_is_shown_as_titles_have_it():
    history = [*usual(), *seen(True, "New Xbox Series: a first look", times=25)]

    shown = {each.name: each.title for each in learn(history) if each.kind is InterestKind.TERM}

    assert shown["sery"] == "series"


def test_what_is_opened_more_often_than_usual_is_liked():
    history = [*usual(), *seen(True, tags=["Space"], times=25), *seen(False, tags=["Space"], times=5)]

    liked = next(each for each in learn(history) if each.kind is InterestKind.TAG)

    assert (liked.name, liked.title, liked.learned, liked.opened, liked.seen) == ("space", "Space", True, 25, 30)
    assert 0.3 < liked.weight <= 1


def test_what_is_passed_over_more_often_than_usual_is_disliked():
    history = [*usual(60, 60), *seen(False, "Football tonight", source=2, times=30)]

    weights = {(each.kind, each.name): each.weight for each in learn(history)}

    assert weights[InterestKind.SOURCE, "2"] < -0.3
    assert weights[InterestKind.TERM, "football"] < -0.3


def test_three_clicks_say_nothing():
    assert learn([*usual(), *seen(True, tags=["Space"], times=3)]) == []


def test_more_of_the_same_says_more():
    def weight(times):
        history = [*usual(), *seen(True, tags=["Space"], times=times)]
        return next((each.weight for each in learn(history) if each.name == "space"), 0.0)

    assert 0 < weight(6) < weight(12) < weight(40) <= 1


def test_a_star_counts_twice():
    def weight(starred):
        history = [*usual(), *seen(True, tags=["Space"], times=6, starred=starred)]
        return next(each.weight for each in learn(history) if each.name == "space")

    assert weight(True) > weight(False)


@pytest.mark.parametrize("history", [[], seen(True, times=50), seen(False, times=50), seen(True, times=9)])
def test_without_both_sides_nothing_is_learned(history):
    assert learn(history) == []


def test_words_that_stand_everywhere_are_left_out():
    history = [*usual(), *seen(True, "The new Halvorsen", source=3, times=20)]

    assert {each.name for each in learn(history) if each.kind is InterestKind.TERM} == {"halvorsen"}


def test_the_strongest_come_first_and_are_few():
    history = [*usual(200, 600), *(each for n in range(60) for each in seen(True, tags=[f"tag {n}"], times=8 + n))]

    learned = learn(history)

    assert len(learned) == MOST_LEARNED
    assert [abs(each.weight) for each in learned] == sorted((abs(each.weight) for each in learned), reverse=True)


@given(st.lists(st.tuples(st.booleans(), st.sampled_from(["ferry", "quake"]), st.integers(1, 3)), max_size=60))
def test_weights_stay_within_one_and_the_order_of_history_does_not_matter(drawn):
    history = [each for opened, word, source in drawn for each in seen(opened, word, source=source)]

    learned = learn(history)

    assert all(-1 <= each.weight <= 1 and each.opened <= each.seen for each in learned)
    assert learn(history[::-1]) == learned
