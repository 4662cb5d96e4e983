import pytest

from ainews.stories.measures import at_threshold, average_precision, b_cubed, ndcg, pairs


def test_perfect_groups_have_perfect_grades():
    assert b_cubed("aabb", "xxyy").f1 == pairs("aabb", "xxyy").f1 == 1.0


def test_one_heap_has_full_recall_and_little_precision():
    grade = b_cubed("aabb", "xxxx")

    assert (grade.precision, grade.recall) == (0.5, 1.0)


def test_b_cubed_weighs_items_not_groups():
    assert b_cubed("aaab", "xxyy").precision == pytest.approx(0.75)


def test_a_threshold_is_inclusive():
    grade = at_threshold([0.2, 0.5, 0.9], [False, True, True], 0.5)

    assert grade.f1 == 1.0


def test_ndcg_prefers_the_better_grade_first():
    grades = {"a": 2.0, "b": 1.0}

    assert ndcg(["a", "b"], grades) == 1.0 > ndcg(["b", "a"], grades) > ndcg(["c"], grades) == 0.0


def test_average_precision_counts_what_was_not_found():
    assert average_precision(["a", "x", "b"], {"a": 1.0, "b": 1.0}) == pytest.approx((1 + 2 / 3) / 2)
    assert average_precision(["x"], {"a": 1.0, "b": 0.0}) == 0.0
