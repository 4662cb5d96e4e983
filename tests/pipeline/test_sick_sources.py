"""Sources that have stopped bringing news are noticed."""

from __future__ import annotations

from datetime import datetime, timedelta

from ainews.model import Health, Source, SourceState, Subscription
from ainews.model.digests import Rhythm, SickSource
from ainews.pipeline.sick_sources import sick_sources
from tests.store.builders import HOUR, NOON

DAY = timedelta(days=1)


def subscribed(source_id: int = 1, state: SourceState = SourceState.OK, **health: object) -> Subscription:
    source = Source(source_id, f"https://{source_id}.example/feed", state=state, health=Health(**health))
    return Subscription(source, None, f"Source {source_id}", NOON, 0)


def failing(days: float, failures: int = 1) -> Subscription:
    return subscribed(state=SourceState.FAILING, failing_since=NOON - days * DAY, failures=failures, error="refused")


def rhythm(*, items: int = 10, oldest: datetime = NOON - 100 * DAY, newest: datetime = NOON) -> Rhythm:
    return Rhythm(1, items, oldest, newest)


def found(subscription: Subscription, *rhythms: Rhythm, at: datetime = NOON) -> list[SickSource]:
    return sick_sources([subscription], rhythms, at)


def test_a_source_that_fails_for_days_is_sick() -> None:
    [sick] = found(failing(days=4))

    assert (sick.source.title, sick.state, sick.since, sick.error) == (
        "Source 1", SourceState.FAILING, NOON - 4 * DAY, "refused"
    )  # fmt: skip
    assert found(failing(days=2)) == []


def test_a_source_that_failed_ten_times_is_sick_at_once() -> None:
    assert len(found(failing(days=1, failures=10))) == 1


def test_a_source_that_is_gone_is_sick_and_one_that_is_paused_is_not() -> None:
    assert len(found(subscribed(state=SourceState.GONE, last_try=NOON - HOUR))) == 1
    assert (
        found(subscribed(state=SourceState.PAUSED, failing_since=NOON - 9 * DAY), rhythm(newest=NOON - 99 * DAY)) == []
    )


def test_what_failed_later_was_well_then() -> None:
    assert found(failing(days=1, failures=20), at=NOON - 2 * DAY) == []


def test_silence_far_beyond_the_usual_rhythm_is_sickness() -> None:
    [sick] = found(subscribed(), rhythm(items=81, newest=NOON - 20 * DAY))

    assert (sick.state, sick.since) == (SourceState.OK, NOON - 20 * DAY)
    assert sick.error == "silent: nothing new for 20 days, usually something every 24 hours"


def test_a_source_that_seldom_says_anything_may_be_silent_for_long() -> None:
    assert found(subscribed(), rhythm(items=9, newest=NOON - 20 * DAY)) == []


def test_two_weeks_of_silence_are_no_sickness_and_few_items_no_rhythm() -> None:
    assert found(subscribed(), rhythm(items=1000, newest=NOON - 13 * DAY)) == []
    assert found(subscribed(), rhythm(items=4, oldest=NOON - 61 * DAY, newest=NOON - 60 * DAY)) == []


def test_what_stopped_last_comes_first() -> None:
    sick = sick_sources(
        [
            subscribed(1, SourceState.FAILING, failing_since=NOON - 9 * DAY),
            subscribed(2, SourceState.FAILING, failing_since=NOON - 4 * DAY),
        ],
        [],
        NOON,
    )

    assert [each.source.id for each in sick] == [2, 1]
