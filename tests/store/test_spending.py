"""What models may cost is never exceeded, whatever runs at the same time."""

from __future__ import annotations

import itertools
import tempfile
from concurrent.futures import ThreadPoolExecutor
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from ainews.errors import BudgetError
from ainews.model.digests import Caps
from ainews.store import Store

NOW = datetime(2026, 11, 23, 12, tzinfo=UTC)
CAPS = Caps(price_in=0, price_out=0, day=100, month=250)


def reserve(store: Store, micros: int, caps: Caps = CAPS, now: datetime = NOW) -> int:
    return store.books.reserve(micros, caps=caps, now=now, model="tiny")


def test_a_call_that_fits_is_reserved_until_it_is_settled(store: Store) -> None:
    call = reserve(store, 60)
    assert store.books.totals(NOW) == (60, 60)

    store.books.settle(call, micros=25, tokens_in=700, tokens_out=50)

    assert store.books.totals(NOW) == (25, 25)
    (line,) = store.books.by_day(since=NOW - timedelta(days=1))
    assert (line.model, line.calls, line.tokens_in, line.tokens_out) == ("tiny", 1, 700, 50)
    assert (line.cost_micros, line.reserved_micros, line.day) == (25, 0, NOW.replace(hour=0))


def test_a_call_that_does_not_fit_says_what_is_left_and_what_to_change(store: Store) -> None:
    reserve(store, 60)

    with pytest.raises(BudgetError, match=r"0\.000041.*0\.0001 only 0\.00004 is left today.*summaries\.daily_cap"):
        reserve(store, 41)


def test_the_last_millionth_may_be_spent(store: Store) -> None:
    reserve(store, 60)

    reserve(store, 40)

    assert store.books.totals(NOW)[0] == 100


def test_a_new_day_starts_at_midnight_utc_and_the_month_goes_on(store: Store) -> None:
    for day in (21, 22):
        reserve(store, 100, now=NOW.replace(day=day, hour=23, minute=59))

    reserve(store, 50, now=NOW.replace(hour=0))

    with pytest.raises(BudgetError, match=r"this month.*monthly_cap"):
        reserve(store, 1, now=NOW.replace(day=24))
    assert reserve(store, 100, now=NOW.replace(month=12, day=1, hour=0))


def test_a_killed_call_counts_in_full(store: Store) -> None:
    reserve(store, 100)

    with pytest.raises(BudgetError):
        reserve(store, 1, now=NOW + timedelta(hours=3))


def test_a_void_call_costs_nothing_and_is_not_counted(store: Store) -> None:
    store.books.void(reserve(store, 100))

    assert store.books.totals(NOW) == (0, 0)
    assert store.books.by_day(since=NOW - timedelta(days=1)) == []
    assert [call.state for call in store.books.calls(since=NOW)] == ["void"]


def test_what_costs_nothing_may_always_run_and_is_written_down(store: Store) -> None:
    call = reserve(store, 0, Caps(0, 0, day=0, month=0))
    store.books.settle(call, micros=0, tokens_in=5, tokens_out=6)

    assert store.books.by_day(since=NOW)[0].tokens_out == 6


def test_a_cap_of_nothing_allows_nothing_that_costs(store: Store) -> None:
    with pytest.raises(BudgetError, match=r"only 0\.00 is left"):
        reserve(store, 1, Caps(0, 0, day=0, month=100))


def test_a_call_ends_once(store: Store) -> None:
    call = reserve(store, 50)
    store.books.settle(call, micros=20, tokens_in=1, tokens_out=1)

    store.books.void(call)

    assert store.books.totals(NOW)[0] == 20


def test_fifty_calls_in_flight_never_exceed_a_cap(store: Store) -> None:
    asked = [1 + n * 7 % 23 for n in range(50)]

    granted = spend_at_once(store, [(micros, micros // 2) for micros in asked], CAPS)

    assert max(granted) <= CAPS.day
    assert store.books.totals(NOW)[0] <= CAPS.day


@settings(max_examples=15, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(
    calls=st.lists(st.tuples(st.integers(0, 60), st.floats(0, 1)), min_size=1, max_size=50),
    day=st.integers(0, 300),
    month=st.integers(0, 300),
)
def test_no_mix_of_calls_and_caps_is_exceeded(calls: list[tuple[int, float]], day: int, month: int) -> None:
    with tempfile.TemporaryDirectory() as folder, Store.open(Path(folder) / "news.db") as store:
        caps = Caps(0, 0, day=day, month=month)

        seen = spend_at_once(store, [(micros, int(micros * share)) for micros, share in calls], caps)

        assert max(seen) <= min(day, month)
        assert all(call.cost_micros <= call.reserved_micros for call in store.books.calls(since=NOW))


def spend_at_once(store: Store, calls: list[tuple[int, int]], caps: Caps) -> list[int]:
    """Reserve and settle fifty calls at a time; returns what counted towards the day's cap after each step."""
    seen = [0]

    def spend(numbered: tuple[int, tuple[int, int]]) -> None:
        number, (most, cost) = numbered
        try:
            call = reserve(store, most, caps)
        except BudgetError:
            return
        seen.append(store.books.totals(NOW)[0])
        if number % 5:  # each fifth one is killed
            store.books.settle(call, micros=cost, tokens_in=1, tokens_out=1)
        seen.append(store.books.totals(NOW)[0])

    with ThreadPoolExecutor(50) as pool:
        list(pool.map(spend, zip(itertools.count(1), calls, strict=False)))
    return seen
