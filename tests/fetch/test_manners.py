"""When to come back, and what to think of a source, as pure decisions."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta
from random import Random

import pytest
from hypothesis import given
from hypothesis import strategies as st
from msgspec.structs import replace

from ainews.config import FetchSettings
from ainews.errors import ParseError
from ainews.fetch.manners import after_poll, back_off, is_due, mean_gap
from ainews.model import (
    Changed,
    Document,
    Draft,
    Failed,
    FailureKind,
    Health,
    Move,
    Source,
    SourceOptions,
    SourceState,
    SourceUpdate,
    Unchanged,
    Validators,
)

NOW = datetime(2026, 11, 23, 12, tzinfo=UTC)
MINUTE, HOUR, DAY = timedelta(minutes=1), timedelta(hours=1), timedelta(days=1)
STEADY = FetchSettings(jitter=0)
OLD, NEW = Validators('"old"', body_hash=b"old"), Validators('"new"', body_hash=b"new")
SETTLED = Source(7, "https://feeds.test/", validators=OLD, health=Health(last_ok=NOW - HOUR, last_try=NOW - HOUR))
MOVED = "https://moved.test/"


def decide(source: Source, fetched, **how) -> SourceUpdate:
    how = {"settings": STEADY, "rng": Random(1)} | how
    return after_poll(source, fetched, **how)


def wait(source: Source, fetched, **how) -> timedelta:
    due = decide(source, fetched, **how).next_due
    assert due is not None
    return due - fetched.at


def changed(**about) -> Changed:
    return Changed(**{"source_id": 7, "url": "https://feeds.test/", "at": NOW, "body": b"", "validators": NEW} | about)


def unchanged(**about) -> Unchanged:
    return Unchanged(**{"source_id": 7, "url": "https://feeds.test/", "at": NOW, "validators": NEW} | about)


def failed(kind=FailureKind.TIMEOUT, **about) -> Failed:
    return Failed(**{"source_id": 7, "url": "https://feeds.test/", "at": NOW, "kind": kind, "message": "why"} | about)


def document(*ages: timedelta, **about) -> Document:
    drafts = tuple(Draft(str(age), "", "", "", published=NOW - age) for age in ages)
    return Document(**{"format": "rss20", "identity": b"me", "drafts": drafts} | about)


def every(gap: timedelta, count: int = 20) -> Document:
    return document(*(gap * number for number in range(1, count + 1)))


def test_a_first_success_waits_an_hour():
    fresh = Source(7, "https://feeds.test/")

    assert wait(fresh, changed(), document=every(5 * HOUR)) == HOUR


def test_the_interval_is_half_the_mean_gap_between_items():
    update = decide(SETTLED, changed(), document=every(6 * HOUR))

    assert update.interval == 3 * HOUR
    assert update.next_due == NOW + 3 * HOUR


@pytest.mark.parametrize(("gap", "interval"), [(MINUTE, 30 * MINUTE), (90 * DAY, DAY)])
def test_the_interval_stays_between_half_an_hour_and_a_day(gap, interval):
    assert wait(SETTLED, changed(), document=every(gap)) == interval


def test_a_feed_that_went_silent_is_asked_less():
    burst_long_ago = document(*(365 * DAY + number * MINUTE for number in range(20)))

    assert wait(SETTLED, changed(), document=burst_long_ago) == DAY


def test_dates_in_the_future_teach_nothing():
    assert mean_gap([NOW + DAY, NOW + 2 * DAY, NOW - DAY, None], NOW) is None
    assert mean_gap([NOW + DAY, NOW - DAY, NOW - 3 * DAY], NOW) == timedelta(days=1.5)


def test_one_date_on_all_items_teaches_nothing():
    assert mean_gap([NOW - MINUTE] * 30, NOW) is None


def test_without_dates_the_pace_is_learnt_from_what_polls_bring():
    busy = wait(SETTLED, changed(), document=document(), new_items=10)
    idle = wait(SETTLED, unchanged())

    assert busy < HOUR < idle


def test_a_feed_that_never_changes_ends_at_a_day():
    source = SETTLED
    for _ in range(300):
        at = source.health.last_ok + source.interval
        update = decide(source, unchanged(at=at))
        source = replace(source, interval=update.interval, health=update.health)

    assert source.interval == DAY


def test_an_owners_interval_replaces_the_learnt_one():
    source = replace(SETTLED, options=SourceOptions(interval=10 * MINUTE))

    assert wait(source, changed(), document=every(6 * HOUR)) == 10 * MINUTE
    assert wait(source, unchanged(fresh_for=HOUR)) == HOUR


@pytest.mark.parametrize(
    ("ttl", "fresh_for", "expected"),
    [
        (None, timedelta(0), 3 * HOUR),
        (HOUR, HOUR, 3 * HOUR),
        (5 * HOUR, HOUR, 5 * HOUR),
        (HOUR, 5 * HOUR, 5 * HOUR),
        (5 * HOUR, 6 * HOUR, 6 * HOUR),
        (90 * DAY, 7 * DAY, DAY),
    ],
)
def test_the_larger_of_ttl_and_freshness_is_honoured_up_to_a_day(ttl, fresh_for, expected):
    found = replace(every(6 * HOUR), ttl=ttl)

    assert wait(SETTLED, changed(fresh_for=fresh_for), document=found) == expected


def test_jitter_adds_at_most_a_tenth_and_takes_nothing():
    waits = [wait(SETTLED, unchanged(fresh_for=2 * HOUR), settings=FetchSettings(), rng=Random(n)) for n in range(200)]

    assert all(2 * HOUR <= each <= 2.2 * HOUR for each in waits)
    assert max(waits) - min(waits) > 0.15 * HOUR


def test_a_success_stores_validators_and_ends_all_trouble():
    troubled = Health(3, NOW - DAY, FailureKind.DNS, "why", NOW - HOUR, NOW - DAY, 1, NOW)

    update = decide(replace(SETTLED, health=troubled), changed(), document=document())

    assert (update.validators, update.state) == (NEW, SourceState.OK)
    assert update.health == Health(last_try=NOW, last_ok=NOW)


def test_a_success_tells_what_the_feed_calls_itself():
    update = decide(SETTLED, changed(), document=document(title="News", site_url="https://site.test/"))

    assert (update.title, update.site_url, update.feed_identity) == ("News", "https://site.test/", b"me")


def test_an_unchanged_feed_keeps_its_name():
    update = decide(SETTLED, unchanged())

    assert (update.title, update.site_url, update.feed_identity) == (None, None, None)


@pytest.mark.parametrize(("failures", "hours"), [(1, 1), (2, 2), (3, 4), (4, 8), (5, 16), (6, 24), (7, 24), (1000, 24)])
def test_failures_back_off_from_an_hour_to_a_day(failures, hours):
    assert back_off(failures, failing_for=30 * DAY) == hours * HOUR


def test_after_a_month_of_failing_the_wait_is_a_week():
    assert back_off(40, failing_for=31 * DAY) == 7 * DAY


def test_a_failure_is_counted_and_named():
    update = decide(SETTLED, failed(FailureKind.DNS))

    assert update.state is SourceState.FAILING
    assert update.health == Health(1, NOW, FailureKind.DNS, "why", NOW, SETTLED.health.last_ok)
    assert (update.validators, update.interval) == (OLD, SETTLED.interval)


def test_failing_since_is_when_it_began():
    first = decide(SETTLED, failed(at=NOW - DAY))
    second = decide(replace(SETTLED, health=first.health), failed())

    assert (second.health.failures, second.health.failing_since) == (2, NOW - DAY)


def test_a_failing_feed_is_not_asked_more_often_than_a_healthy_one():
    assert wait(replace(SETTLED, interval=20 * HOUR), failed()) == 20 * HOUR


@pytest.mark.parametrize("kind", ["not-a-feed", "bad-xml"])
def test_an_unreadable_document_is_a_failure_and_leaves_the_validators(kind):
    update = decide(SETTLED, changed(), parse_failure=ParseError("no feed", kind=kind))

    assert (update.health.failures, update.health.error_kind, update.health.error) == (1, FailureKind(kind), "no feed")
    assert update.validators == OLD


def test_a_throttling_server_is_obeyed_and_blames_nobody():
    update = decide(SETTLED, failed(FailureKind.THROTTLED, retry_after=5 * DAY))

    assert update.state is SourceState.THROTTLED
    assert update.next_due == update.health.throttled_until == NOW + 5 * DAY
    assert update.health == replace(SETTLED.health, last_try=NOW, throttled_until=NOW + 5 * DAY)


def test_throttling_does_not_forgive_earlier_failures():
    failing = replace(SETTLED, health=replace(SETTLED.health, failures=3, failing_since=NOW - DAY))

    assert decide(failing, failed(FailureKind.THROTTLED, retry_after=HOUR)).health.failures == 3


def test_a_pause_of_more_than_a_week_is_a_week():
    assert wait(SETTLED, failed(FailureKind.THROTTLED, retry_after=99 * DAY)) == 7 * DAY


def test_a_short_pause_still_keeps_the_usual_pace():
    assert wait(SETTLED, failed(FailureKind.THROTTLED, retry_after=timedelta(0))) == HOUR


def test_a_server_that_does_not_say_how_long_is_given_ever_more_time():
    source, waits = SETTLED, []
    for _ in range(7):
        update = decide(source, failed(FailureKind.THROTTLED))
        waits.append((update.health.throttled_until - NOW) / HOUR)
        source = replace(source, health=update.health, state=update.state)

    assert waits == [1, 2, 4, 8, 16, 24, 24]


def sightings(source: Source, *polls) -> list[SourceUpdate]:
    """Feed polls to a source, each update applied to it as the store would."""
    updates = []
    for fetched, found in polls:
        update = decide(source, fetched, document=found)
        source = replace(
            source,
            url=update.url or source.url,
            move=update.move,
            health=update.health,
            feed_identity=update.feed_identity or source.feed_identity,
        )
        updates.append(update)
    return updates


def at(hours: float, moved_to: str | None = MOVED, identity: bytes = b"me"):
    return changed(at=NOW + hours * HOUR, moved_to=moved_to), document(identity=identity)


KNOWN = replace(SETTLED, feed_identity=b"me")


def test_a_move_is_believed_after_three_sightings_over_two_days():
    updates = sightings(KNOWN, at(0), at(24), at(47), at(48))

    assert [update.url for update in updates] == [None, None, None, MOVED]
    assert updates[2].move == Move(MOVED, NOW, 3)
    assert updates[3].move is None


def test_two_sightings_are_not_enough_however_far_apart():
    assert [update.url for update in sightings(KNOWN, at(0), at(500))] == [None, None]


def test_another_destination_starts_over():
    updates = sightings(KNOWN, at(0), at(24), at(48, "https://third.test/"))

    assert updates[-1].move == Move("https://third.test/", NOW + 48 * HOUR, 1)


def test_an_answer_without_the_redirect_starts_over():
    assert sightings(KNOWN, at(0), at(24), at(36, None), at(48))[-1].move.sightings == 1


def test_another_feed_behind_the_redirect_is_no_move():
    updates = sightings(KNOWN, *(at(hours, identity=b"parked domain") for hours in (0, 24, 48, 72)))

    assert all((update.url, update.move, update.feed_identity) == (None, None, None) for update in updates)


def test_304_behind_a_redirect_is_the_same_feed():
    polls = [(unchanged(at=NOW + hours * HOUR, moved_to=MOVED), None) for hours in (0, 24, 48)]

    assert sightings(KNOWN, *polls)[-1].url == MOVED


def test_failures_between_sightings_do_not_matter():
    updates = sightings(KNOWN, at(0), (failed(at=NOW + HOUR), None), at(24), at(48))

    assert updates[-1].url == MOVED


def test_gone_twice_is_gone_and_no_longer_polled():
    first = decide(SETTLED, failed(FailureKind.GONE))
    second = decide(replace(SETTLED, health=first.health), failed(FailureKind.GONE))

    assert (first.state, first.next_due) == (SourceState.FAILING, NOW + HOUR)
    assert (second.state, second.next_due, second.health.error) == (SourceState.GONE, None, "why")


def test_a_success_forgets_that_a_feed_was_gone():
    first = decide(SETTLED, failed(FailureKind.GONE))
    between = decide(replace(SETTLED, health=first.health), unchanged())

    assert decide(replace(SETTLED, health=between.health), failed(FailureKind.GONE)).state is SourceState.FAILING


@pytest.mark.parametrize("fetched", [unchanged(), failed(), failed(FailureKind.THROTTLED)])
def test_a_paused_source_that_is_polled_by_hand_stays_paused(fetched):
    update = decide(replace(SETTLED, state=SourceState.PAUSED), fetched)

    assert (update.state, update.next_due) == (SourceState.PAUSED, None)


def test_a_source_is_due_from_its_time_on():
    source = replace(SETTLED, next_due=NOW)

    assert is_due(source, NOW)
    assert not is_due(source, NOW - MINUTE)
    assert not is_due(replace(source, next_due=None), NOW)


def test_a_throttled_source_is_not_due_before_its_time():
    source = replace(SETTLED, next_due=NOW, health=Health(throttled_until=NOW + HOUR))

    assert not is_due(source, NOW)
    assert is_due(source, NOW + HOUR)


def test_a_clock_set_back_neither_stops_polling_nor_makes_a_burst():
    source = replace(SETTLED, next_due=NOW + HOUR, health=Health(last_try=NOW, last_ok=NOW, failing_since=NOW))
    year_before = NOW - 365 * DAY

    assert is_due(source, year_before)

    update = decide(source, unchanged(at=year_before))
    again = replace(source, next_due=update.next_due, health=update.health)

    assert not is_due(again, year_before)
    assert year_before + 30 * MINUTE <= update.next_due <= year_before + DAY


moments = st.integers(0, 36_500).map(lambda days: datetime(2000, 1, 1, tzinfo=UTC) + timedelta(days=days, hours=1.5))
spans = st.timedeltas(timedelta(0), timedelta(days=10_000))
sources = st.builds(
    Source,
    id=st.just(7),
    url=st.just("https://feeds.test/"),
    interval=spans,
    health=st.builds(
        Health,
        failures=st.integers(0, 10_000),
        failing_since=st.none() | moments,
        last_try=st.none() | moments,
        last_ok=st.none() | moments,
        gone_sightings=st.just(0),
        throttled_until=st.none() | moments,
    ),
    state=st.sampled_from([SourceState.NEW, SourceState.OK, SourceState.FAILING, SourceState.THROTTLED]),
    move=st.none() | st.builds(Move, to=st.just(MOVED), first_seen=moments, sightings=st.integers(1, 9)),
)
kinds = st.sampled_from([kind for kind in FailureKind if kind not in (FailureKind.GONE, FailureKind.THROTTLED)])
documents = st.none() | st.lists(moments | st.none(), max_size=40).map(
    lambda dates: Document("rss20", drafts=tuple(Draft(str(n), "", "", "", published=d) for n, d in enumerate(dates)))
)


@given(sources, moments, spans, documents, st.integers(0, 100), st.integers())
def test_a_success_is_followed_up_within_half_an_hour_to_a_day_and_jitter(source, now, asked, found, new_items, seed):
    fetched = changed(at=now, fresh_for=asked)

    due = decide(
        source, fetched, document=found, new_items=new_items, settings=FetchSettings(), rng=Random(seed)
    ).next_due

    assert 30 * MINUTE <= due - now <= 1.1 * DAY
    assert due - now >= min(asked, DAY)


@given(sources, moments, kinds, st.integers())
def test_a_failure_is_tried_again_within_an_hour_to_a_week_and_jitter(source, now, kind, seed):
    due = decide(source, failed(kind, at=now), settings=FetchSettings(), rng=Random(seed)).next_due

    assert HOUR <= due - now <= 7.7 * DAY


@given(sources, moments, st.none() | spans, st.integers())
def test_a_pause_is_never_cut_short_and_never_for_ever(source, now, asked, seed):
    throttled = failed(FailureKind.THROTTLED, at=now, retry_after=asked)

    update = decide(source, throttled, settings=FetchSettings(), rng=Random(seed))

    assert min(asked or timedelta(0), 7 * DAY) <= update.next_due - now <= 7.7 * DAY
    assert update.health.throttled_until <= update.next_due
    assert update.health.failures == source.health.failures


@given(sources, st.lists(st.tuples(kinds, spans), min_size=1, max_size=30))
def test_a_source_that_only_fails_never_stops_being_polled(source, polls):
    now = NOW
    for kind, later in polls:
        now += min(later, DAY)
        update = decide(source, failed(kind, at=now))
        source = replace(source, health=update.health, next_due=update.next_due, state=update.state)

    assert is_due(source, now + 8 * DAY)
