"""What models cost, and what they may: settings become whole millionths; calls no model."""

from __future__ import annotations

from datetime import datetime

from ainews.config import SummariesSettings
from ainews.model.digests import Caps, Costs
from ainews.store import Store
from ainews.text.money import micros


def caps_of(chosen: SummariesSettings) -> Caps:
    """Return prices and caps, the prices rounded up and the caps down."""
    return Caps(
        price_in=micros(chosen.price_in, up=True),
        price_out=micros(chosen.price_out, up=True),
        day=micros(chosen.daily_cap, up=False),
        month=micros(chosen.monthly_cap, up=False),
    )


def costs(store: Store, caps: Caps, *, since: datetime, now: datetime) -> Costs:
    """Return what models cost since then, and what counts towards the caps now."""
    today, month = store.books.totals(now)
    return Costs(tuple(store.books.by_day(since=since)), today, month, caps)
