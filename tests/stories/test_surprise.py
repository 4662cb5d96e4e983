"""What was usual, and how far beyond it a count lies."""

from __future__ import annotations

import pytest

from ainews.stories.surprise import Days, deviations

MONTH = Days([1000] * 28, 1000, weekly=True)


def test_a_steady_word_is_expected_as_often_as_ever() -> None:
    assert MONTH.usual([20] * 28) == pytest.approx(20, rel=0.05)


def test_a_quiet_weekend_expects_less_of_everything() -> None:
    weekend = Days([1000] * 28, 400, weekly=True)

    assert weekend.usual([20] * 28) == pytest.approx(8, rel=0.05)


def test_what_comes_each_week_is_usual_on_its_day() -> None:
    match_days = [21 if day % 7 == 6 else 0 for day in range(28)]
    other_days = [21 if day % 7 == 2 else 0 for day in range(28)]

    assert MONTH.usual(match_days) > 3 * MONTH.usual(other_days)
    assert MONTH.score(24, match_days) < 2 < MONTH.score(24, other_days)


def test_a_doubling_of_a_frequent_word_is_no_surprise() -> None:
    assert MONTH.score(80, [40] * 28) < 2.5 < MONTH.score(400, [40] * 28)


def test_a_word_that_jumps_about_must_jump_higher() -> None:
    steady, jumping = [4] * 28, [0, 12, 0, 4] * 7

    assert MONTH.score(20, jumping) < MONTH.score(20, steady)


def test_more_items_make_a_few_new_ones_less_surprising() -> None:
    small, large = Days([100] * 28, 100, weekly=True), Days([6000] * 28, 6000, weekly=True)

    assert small.score(5, [0] * 28) > 3 > large.score(5, [0] * 28)


def test_little_history_is_trusted_less() -> None:
    short = Days([500], 1000, weekly=True)

    assert short.score(20, [1]) < MONTH.score(20, [2] * 28)


@pytest.mark.parametrize("change", [0.12, 2.0])
def test_deviations_grow_with_the_count_and_never_end(change: float) -> None:
    found = [deviations(count, 4.0, change) for count in range(5000)]

    assert found == sorted(found)
    assert found[4] == 0.0 < found[30]


def test_deviations_of_a_nearly_poisson_count_are_those_of_its_tail() -> None:
    # P(X >= 10) for a Poisson mean of 3 is .0011, which is 3.06 standard deviations.
    assert deviations(10, 3.0, 1e-6) == pytest.approx(3.06, abs=0.02)


def test_the_fewest_that_can_surprise_are_so_many() -> None:
    fewest = MONTH.fewest(2.75)

    assert MONTH.score(fewest - 1, [0] * 28) < 2.75
    assert fewest <= 6
