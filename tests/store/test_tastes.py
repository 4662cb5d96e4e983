"""What a reader cares for is kept, and what they did is told, the same on both engines."""

from __future__ import annotations

import pytest

from ainews.errors import Conflict, NotFound
from ainews.model import Assigned
from ainews.model.digests import Channel, Digest, Interest, InterestKind, RuleField, RuleKind, SendingState
from ainews.store import Store
from tests.store.builders import HOUR, NOON, add_source, draft, land

CLIMATE = Interest(InterestKind.TERM, "climate", 2.0, "climate")


@pytest.fixture
def shelf(store: Store) -> Store:
    """Items 1 to 6, an hour apart, 6 the newest at noon, by two sources."""
    sources = [add_source(store, "alpha", folder="News"), add_source(store, "beta")]
    for n in range(1, 7):
        date = NOON - (6 - n) * HOUR
        categories = ("Sea", "Ships") if n == 1 else ()
        land(store, sources[n % 2], [draft(n, published=date, categories=categories)], at=date)
    return store


def put(store: Store, story_id: int, *item_ids: int) -> None:
    store.stories.save([Assigned(item_id, story_id, 1, content_hash=b"1") for item_id in item_ids])


def candidate_ids(store: Store, since_h: float | None, at_h: float = 0.0) -> list[int]:
    since = None if since_h is None else NOON - since_h * HOUR
    return [each.item.id for each in store.tastes.candidates(since, NOON - at_h * HOUR)]


def show(store: Store, *item_ids: int, hours_ago: float) -> int:
    at = NOON - hours_ago * HOUR
    return store.digests.save(Digest(at=at, since=None, stories=()), item_ids, made_at=at).id


def send(store: Store, digest_id: int, *, email: SendingState, file: SendingState) -> None:
    for channel, state in ((Channel.EMAIL, email), (Channel.FILE, file)):
        assert store.sendings.claim(digest_id, channel, NOON, resend=True) is None
        store.sendings.settle(digest_id, channel, state)


def test_candidates_are_what_is_dated_after_since_and_up_to_a_moment(shelf: Store) -> None:
    assert candidate_ids(shelf, 3) == [4, 5, 6]
    assert candidate_ids(shelf, 3, at_h=1) == [4, 5]
    assert candidate_ids(shelf, None, at_h=4) == [1, 2]


def test_candidates_bring_what_their_stories_had_before(shelf: Store) -> None:
    put(shelf, 1, 1, 4, 6)

    assert candidate_ids(shelf, 3) == [1, 4, 5, 6]
    assert candidate_ids(shelf, 3, at_h=1) == [1, 4, 5]


def test_only_the_newest_candidates_are_looked_at_where_a_number_is_given(shelf: Store) -> None:
    assert [each.item.id for each in shelf.tastes.candidates(None, NOON, most=2)] == [5, 6]
    assert [each.item.id for each in shelf.tastes.candidates(NOON - 0.5 * HOUR, NOON, most=2)] == [6]


def test_a_candidate_tells_what_ranking_needs(shelf: Store) -> None:
    put(shelf, 4, 2, 4)

    first, second = shelf.tastes.candidates(None, NOON - 4 * HOUR)

    assert (first.item.id, first.revision, first.topic_id, first.tags) == (1, 0, 1, ("Sea", "Ships"))
    assert (second.item.story_id, second.revision, second.topic_id, second.tags) == (4, 1, 1, ("News",))
    assert (second.html, second.at_s) == ("<p>some words</p>", int((NOON - 4 * HOUR).timestamp()))


def test_a_story_or_a_lonely_item_has_candidates_of_its_own(shelf: Store) -> None:
    put(shelf, 1, 1, 4)

    of = shelf.tastes.candidates_of
    assert [each.item.id for each in of(1, NOON)] == [1, 4]
    assert [each.item.id for each in of(1, NOON - 3 * HOUR)] == [1]
    assert [each.item.id for each in of(5, NOON)] == [5]


def test_items_that_digests_showed_are_told(shelf: Store) -> None:
    show(shelf, 1, 2, hours_ago=5)
    show(shelf, 2, 3, hours_ago=1)

    assert shelf.tastes.shown([1, 2, 4], NOON - HOUR) == {1, 2}
    assert shelf.tastes.shown([1, 2, 3], NOON - 2 * HOUR) == {1, 2}
    assert shelf.tastes.shown([3], NOON - 2 * HOUR) == set()


def test_a_digest_that_reached_nobody_has_shown_nothing(shelf: Store) -> None:
    digest = show(shelf, 1, 2, hours_ago=2)
    failed, sent = SendingState.FAILED, SendingState.SENT

    send(shelf, digest, email=failed, file=failed)
    assert shelf.tastes.shown([1, 2], NOON) == set()

    send(shelf, digest, email=failed, file=SendingState.SENDING)
    assert shelf.tastes.shown([1, 2], NOON) == {1, 2}

    send(shelf, digest, email=sent, file=failed)
    assert shelf.tastes.shown([1, 2], NOON) == {1, 2}


def test_interests_are_set_replaced_and_forgotten(shelf: Store) -> None:
    source = Interest(InterestKind.SOURCE, "2", -1.0, "Beta")
    for interest in (Interest(InterestKind.TERM, "climate", 1.0), CLIMATE, source):
        shelf.tastes.set_interest(interest)

    assert shelf.tastes.interests() == [source, CLIMATE]
    assert shelf.tastes.forget_interest(InterestKind.TERM, "climate")
    assert not shelf.tastes.forget_interest(InterestKind.TERM, "climate")
    shelf.sources.remove(2)
    assert [each.title for each in shelf.tastes.interests()] == ["source 2 (removed)"]


def test_rules_are_added_once_and_removed(store: Store) -> None:
    rule = store.tastes.add_rule(RuleKind.MUTE, RuleField.WORDS, "football", NOON)

    assert store.tastes.rules() == [rule]
    with pytest.raises(Conflict, match="already"):
        store.tastes.add_rule(RuleKind.MUTE, RuleField.WORDS, "football", NOON)
    store.tastes.remove_rule(rule.id)
    assert store.tastes.rules() == []
    with pytest.raises(NotFound, match="no rule"):
        store.tastes.remove_rule(rule.id)


def history(store: Store, hours_ago: float = 0.0) -> dict[int, bool]:
    return {each.item_id: each.opened for each in store.tastes.history(NOON - hours_ago * HOUR)}


def test_what_stood_above_an_opened_item_was_passed_over(shelf: Store) -> None:
    shelf.reading.mark([2], read=True, now=NOON)

    assert history(shelf) == {2: True, 3: False, 4: False, 5: False}


def test_what_came_after_the_reading_was_not_there_to_be_seen(shelf: Store) -> None:
    shelf.reading.mark([2], read=True, now=NOON - 2 * HOUR)

    assert history(shelf) == {2: True, 3: False, 4: False}


def test_later_readings_are_left_out_of_an_earlier_history(shelf: Store) -> None:
    shelf.reading.mark([2], read=True, now=NOON)

    assert history(shelf, hours_ago=1) == {}


def test_other_reports_of_an_opened_story_were_not_passed_over(shelf: Store) -> None:
    put(shelf, 2, 2, 4)
    shelf.reading.mark([2], read=True, now=NOON)

    assert history(shelf) == {2: True, 3: False, 5: False}


def test_what_a_digest_showed_beside_an_opened_story_was_passed_over(shelf: Store) -> None:
    show(shelf, 1, 6, hours_ago=0.5)
    show(shelf, 3, hours_ago=0.75)

    shelf.reading.mark([6], read=True, now=NOON)

    assert history(shelf) == {6: True, 1: False}


def test_stars_count_as_opened_and_marking_all_as_nothing(shelf: Store) -> None:
    shelf.reading.star([5], True)
    shelf.reading.mark_all()

    (only,) = shelf.tastes.history(NOON)

    assert (only.item_id, only.opened, only.starred, only.source.title, only.tags) == (5, True, True, "Beta", ())


def test_nothing_is_learned_of_other_readers(shelf: Store) -> None:
    shelf.reading.mark([2], read=True, now=NOON)

    assert shelf.tastes.history(NOON, user_id=2) == []
    assert shelf.tastes.interests(user_id=2) == shelf.tastes.rules(user_id=2) == []
