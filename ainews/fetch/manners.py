"""Decide what a poll means for its source: when to come back, how it is doing, where it lives now.

Pure: the time is the poll's own, chance is passed in, and nothing is read or written.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from random import Random

from msgspec.structs import replace

from ainews.config import FetchSettings
from ainews.errors import ParseError
from ainews.model import (
    Changed,
    Document,
    Failed,
    FailureKind,
    Fetched,
    Health,
    Move,
    Source,
    SourceState,
    SourceUpdate,
    Unchanged,
)

HOUR = timedelta(hours=1)
DAY = timedelta(days=1)
ZERO = timedelta(0)

LONG_FAILING = timedelta(days=30)
BACK_OFF_MAX = DAY
BACK_OFF_LONG_FAILING_MAX = timedelta(days=7)
THROTTLE_MAX = timedelta(days=7)
MOVE_SIGHTINGS = 3
MOVE_SPAN = timedelta(hours=48)
GONE_SIGHTINGS = 2
WINDOW = 20
"""How many of a feed's newest items its pace is learnt from."""


def after_poll(
    source: Source,
    fetched: Fetched,
    *,
    document: Document | None = None,
    dates: Sequence[datetime | None] | None = None,
    parse_failure: ParseError | None = None,
    new_items: int = 0,
    settings: FetchSettings,
    rng: Random,
) -> SourceUpdate:
    """Return everything about a source that this poll changes.

    document       what a Changed body held; None if it could not be parsed
    dates          of all its items, where `document` holds only some; else those of its drafts
    parse_failure  why it could not; it counts as a failure of the source
    new_items      how many items nobody had seen before
    """
    pace = _Pace(source, settings, rng)
    if isinstance(fetched, Failed):
        if fetched.kind is FailureKind.THROTTLED:
            return _throttled(pace, fetched)
        return _failed(pace, fetched.at, fetched.kind, fetched.message)
    if parse_failure is not None:
        return _failed(pace, fetched.at, FailureKind(parse_failure.kind), str(parse_failure))
    if dates is None and document is not None:
        dates = [draft.published or draft.updated for draft in document.drafts]
    return _succeeded(pace, fetched, document, dates or (), new_items)


def is_due(source: Source, now: datetime) -> bool:
    """Whether a source may be polled now.

    A last try in the future means that the clock was set back since: the stored times say
    nothing then, and waiting for them could take for ever.
    """
    health = source.health
    if source.next_due is None:
        return False
    if health.last_try is not None and health.last_try > now + HOUR:
        return True
    return source.next_due <= now and (health.throttled_until is None or health.throttled_until <= now)


@dataclass(frozen=True, slots=True)
class _Pace:
    """A source and what its next due time is worked out with."""

    source: Source
    settings: FetchSettings
    rng: Random

    def due(self, at: datetime, *waits: timedelta) -> datetime | None:
        """The longest wait from now; jitter only ever adds, so nobody is asked sooner than they wish."""
        if self.source.state is SourceState.PAUSED:
            return None
        return at + max(waits) * (1 + self.settings.jitter * self.rng.random())

    def clamp(self, interval: timedelta) -> timedelta:
        shortest = timedelta(seconds=self.settings.interval_min_s)
        longest = timedelta(seconds=self.settings.interval_max_s)
        return max(shortest, min(interval, longest))

    @property
    def usual(self) -> timedelta:
        """The owner's choice as it is, else the learnt interval."""
        return self.source.options.interval or self.clamp(self.source.interval)

    def state(self, state: SourceState) -> SourceState:
        return SourceState.PAUSED if self.source.state is SourceState.PAUSED else state


def _succeeded(
    pace: _Pace,
    fetched: Changed | Unchanged,
    document: Document | None,
    dates: Sequence[datetime | None],
    new_items: int,
) -> SourceUpdate:
    source = pace.source
    interval = pace.clamp(_learnt(pace, fetched, dates, new_items))
    asked = max(fetched.fresh_for, (document and document.ttl) or ZERO)
    move = _sighted_move(source, fetched, document)
    believed = move is not None and move.sightings >= MOVE_SIGHTINGS and fetched.at - move.first_seen >= MOVE_SPAN
    is_takeover = fetched.moved_to is not None and move is None
    return SourceUpdate(
        source_id=source.id,
        validators=fetched.validators,
        health=Health(last_try=fetched.at, last_ok=fetched.at),
        interval=interval,
        next_due=pace.due(fetched.at, source.options.interval or interval, min(asked, DAY)),
        state=pace.state(SourceState.OK),
        move=None if believed else move,
        url=move.to if move and believed else None,
        title=(document and document.title) or None,
        site_url=document.site_url if document else None,
        feed_identity=None if is_takeover else (document and document.identity) or None,
    )


def _throttled(pace: _Pace, failed: Failed) -> SourceUpdate:
    """Obey the server; that it has too many readers is no fault of the feed."""
    source = pace.source
    until = failed.at + min(
        failed.retry_after if failed.retry_after is not None else _guessed_pause(source), THROTTLE_MAX
    )
    return SourceUpdate(
        source_id=source.id,
        validators=source.validators,
        health=replace(source.health, last_try=failed.at, throttled_until=until),
        interval=source.interval,
        next_due=pace.due(failed.at, until - failed.at, pace.usual),
        state=pace.state(SourceState.THROTTLED),
        move=source.move,
    )


def _guessed_pause(source: Source) -> timedelta:
    """An hour, or twice the pause before if that was not enough, for servers that do not say how long."""
    health = source.health
    if source.state is not SourceState.THROTTLED or health.throttled_until is None or health.last_try is None:
        return HOUR
    return max(HOUR, min(2 * (health.throttled_until - health.last_try), BACK_OFF_MAX))


def _failed(pace: _Pace, at: datetime, kind: FailureKind, message: str) -> SourceUpdate:
    """Back off. Validators stay those of the last readable document, lest a 304 hide an unreadable one."""
    source, before = pace.source, pace.source.health
    failing_since = min(before.failing_since or at, at)
    failures = before.failures + 1
    gone_sightings = before.gone_sightings + (kind is FailureKind.GONE)
    is_gone = gone_sightings >= GONE_SIGHTINGS
    health = replace(
        before,
        failures=failures,
        failing_since=failing_since,
        error_kind=kind,
        error=message,
        last_try=at,
        gone_sightings=gone_sightings,
        throttled_until=None,
    )
    return SourceUpdate(
        source_id=source.id,
        validators=source.validators,
        health=health,
        interval=source.interval,
        next_due=None if is_gone else pace.due(at, back_off(failures, at - failing_since), pace.usual),
        state=pace.state(SourceState.GONE if is_gone else SourceState.FAILING),
        move=source.move,
    )


def back_off(failures: int, failing_for: timedelta) -> timedelta:
    """An hour, doubled with each failure in a row: up to a day, and after 30 days of it up to a week."""
    longest = BACK_OFF_LONG_FAILING_MAX if failing_for > LONG_FAILING else BACK_OFF_MAX
    return min(HOUR * (1 << min(failures - 1, 10)), longest)


def _learnt(pace: _Pace, fetched: Changed | Unchanged, dates: Sequence[datetime | None], new_items: int) -> timedelta:
    """Half the mean gap between items, from their own dates, else from what polls have brought so far."""
    source, at = pace.source, fetched.at
    if source.health.last_ok is None:
        return timedelta(seconds=pace.settings.interval_first_s)
    gap = mean_gap(dates, at)
    if gap is not None:
        return gap / 2
    since_last = min(max(at - source.health.last_ok, ZERO), LONG_FAILING)
    if new_items:
        return (source.interval + since_last / new_items / 2) / 2
    # The silence is one more gap among the last ones, so that a feed that has died is asked ever less.
    return source.interval + since_last / WINDOW / 2


def mean_gap(dates: Iterable[datetime | None], now: datetime) -> timedelta | None:
    """The mean time between the newest items, the silence since included; None where dates do not tell.

    Dates in the future are left out. A feed that stamps all its items alike has dates of its building only.
    """
    past = sorted((date for date in dates if date is not None and date <= now), reverse=True)[:WINDOW]
    if len(set(past)) < 2:
        return None
    return (now - past[-1]) / len(past)


def _sighted_move(source: Source, fetched: Changed | Unchanged, document: Document | None) -> Move | None:
    """Count a permanent redirect, as long as the same feed is at its end; anything else starts over."""
    if fetched.moved_to is None or fetched.moved_to == source.url or not _is_same_feed(source, fetched, document):
        return None
    known = source.move
    if known is None or known.to != fetched.moved_to:
        return Move(fetched.moved_to, first_seen=fetched.at, sightings=1)
    return Move(known.to, first_seen=min(known.first_seen, fetched.at), sightings=known.sightings + 1)


def _is_same_feed(source: Source, fetched: Changed | Unchanged, document: Document | None) -> bool:
    """A 304 is an answer about the document we know; a new one must call itself what the old one did."""
    if isinstance(fetched, Unchanged):
        return True
    if document is None or not document.identity:
        return False
    return source.feed_identity is None or source.feed_identity == document.identity
