"""Which sources have stopped bringing news, and since when; polls nothing and mends nothing."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from datetime import datetime, timedelta

from ainews.model import Source, SourceRef, SourceState, Subscription
from ainews.model.digests import Rhythm, SickSource

_DAY = timedelta(days=1)
_PATIENCE = 3 * _DAY
_FAILURES = 10
_SILENCE = 14 * _DAY
_GAPS = 10
_ITEMS_FOR_A_RHYTHM = 5
_HEALTHY = (SourceState.OK, SourceState.NEW, SourceState.THROTTLED)


def sick_sources(subscriptions: Sequence[Subscription], rhythms: Sequence[Rhythm], at: datetime) -> list[SickSource]:
    """Return the sources that are gone, fail for more than 3 days or 10 polls, or are silent, as of a moment.

    Silent is one whose last item is older than two weeks and than ten times the mean gap between its items.
    Those that stopped last come first: they are the news.
    """
    known = {rhythm.source_id: rhythm for rhythm in rhythms}
    found = [sick for each in subscriptions for sick in _ailments(each, known.get(each.source.id), at)]
    return sorted(found, key=lambda sick: (-_seconds(sick.since), sick.source.id))


def _ailments(subscription: Subscription, rhythm: Rhythm | None, at: datetime) -> Iterator[SickSource]:
    source = subscription.source
    ref = SourceRef(source.id, subscription.title, source.url)
    if since := _stopped(source, at):
        yield SickSource(ref, source.state, since, source.health.error)
    elif rhythm is not None and source.state in _HEALTHY and _is_silent(rhythm, at):
        yield SickSource(ref, source.state, rhythm.newest, _silence(rhythm, at))


def _stopped(source: Source, at: datetime) -> datetime | None:
    """Return since when a source fails for good, None where it does not or did not yet."""
    health = source.health
    since = health.failing_since or health.last_try
    if since is None or since > at:
        return None
    is_failing = source.state is SourceState.FAILING and (at - since > _PATIENCE or health.failures >= _FAILURES)
    return since if is_failing or source.state is SourceState.GONE else None


def _is_silent(rhythm: Rhythm, at: datetime) -> bool:
    return rhythm.items >= _ITEMS_FOR_A_RHYTHM and at - rhythm.newest > max(_SILENCE, _GAPS * _gap(rhythm))


def _gap(rhythm: Rhythm) -> timedelta:
    return (rhythm.newest - rhythm.oldest) / (rhythm.items - 1)


def _silence(rhythm: Rhythm, at: datetime) -> str:
    return f"silent: nothing new for {_length(at - rhythm.newest)}, usually something every {_length(_gap(rhythm))}"


def _length(span: timedelta) -> str:
    days, hours = round(span / _DAY), round(span / timedelta(hours=1))
    if days >= 2:
        return f"{days:,} days"
    return f"{hours} hours" if hours >= 2 else "hour"


def _seconds(moment: datetime | None) -> float:
    return moment.timestamp() if moment else 0.0
