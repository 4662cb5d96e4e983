import numpy as np

from ainews.stories.contrast import NEVER, SURE, Weights, company, divide, pairs

WEIGHTS = Weights()


def likeness(groups, inside, across):
    same = np.equal.outer(groups, groups)
    table = np.where(same, inside, across).astype(float)
    np.fill_diagonal(table, 1.0)
    return table


def stories(table, *, sure=None, weights=WEIGHTS):
    none = np.zeros_like(table)
    scored = pairs(
        table, table, at_h=np.zeros(len(table)), filling=none, sure=none if sure is None else sure, weights=weights
    )
    return divide(scored.scores, weights)


def test_two_events_of_one_kind_come_apart_by_the_company_they_keep():
    table = likeness([0] * 6 + [1] * 6, inside=0.6, across=0.45)

    assert stories(table) == [[0, 1, 2, 3, 4, 5], [6, 7, 8, 9, 10, 11]]


def test_company_agrees_within_an_event_and_disagrees_across():
    agreement = company(likeness([0, 0, 0, 1, 1, 1], inside=0.6, across=0.4))

    assert agreement[0, 1] > 0.5
    assert agreement[0, 4] < -0.5


def test_two_items_need_more_likeness_than_many():
    assert stories(likeness([0, 0], 0.64, 0.0)) == [[0], [1]]
    assert stories(likeness([0] * 8, 0.64, 0.0)) == [list(range(8))]


def test_who_was_parted_stays_parted_through_friends():
    table = likeness([0] * 5, 0.9, 0.0)
    sure = np.zeros_like(table)
    sure[0, 4] = sure[4, 0] = NEVER

    found = stories(table, sure=sure)

    assert not any({0, 4} <= set(group) for group in found)


def test_who_belongs_together_is_together_however_unlike():
    sure = np.zeros((2, 2))
    sure[0, 1] = sure[1, 0] = SURE

    assert stories(likeness([0, 1], 1.0, 0.0), sure=sure) == [[0, 1]]


def test_days_between_them_speak_against_a_story():
    weights, none = Weights(), np.zeros((2, 2))
    close = likeness([0, 0], 0.68, 0.0)

    near = pairs(close, close, at_h=np.array([0.0, 5.0]), filling=none, sure=none, weights=weights)
    far = pairs(close, close, at_h=np.array([0.0, 65.0]), filling=none, sure=none, weights=weights)

    assert len(divide(near.scores, weights)) == 1
    assert len(divide(far.scores, weights)) == 2
