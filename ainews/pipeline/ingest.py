"""Ingest: claim what is due, poll it side by side, land what it brings. The one function behind every front door.

Nothing is kept between runs but what the store holds: a source's validators are written in the same
transaction as its items, so a run that is killed is finished by the next one.
"""

from __future__ import annotations

import asyncio
import logging
import random
import time
from collections.abc import AsyncIterator, Callable, Sequence
from concurrent.futures import ThreadPoolExecutor
from contextlib import AbstractAsyncContextManager
from dataclasses import dataclass
from datetime import timedelta
from functools import partial
from typing import TypeVar

from ainews.config import FetchSettings
from ainews.errors import ParseError, StoreError
from ainews.fetch.manners import after_poll
from ainews.model import (
    Changed,
    Failed,
    Failure,
    FailureKind,
    Fetched,
    IngestReport,
    Landed,
    Landing,
    Source,
    SourceRef,
    SourceUpdate,
    Unchanged,
)
from ainews.pipeline.compare import Difference
from ainews.pipeline.familiar import Understood, understand
from ainews.pipeline.full_text import complete
from ainews.pipeline.land import Lander
from ainews.pipeline.lease import dead, own_name
from ainews.ports import Clock, Polls
from ainews.store import Store

log = logging.getLogger(__name__)

T = TypeVar("T")

CLAIM = 2000
LEASE = timedelta(minutes=30)
IN_HAND = 128


@dataclass(frozen=True, slots=True)
class IngestEvent:
    """One source is through: what its poll brought, what the store made of it, and how far the run is."""

    source: Source
    fetched: Fetched
    landed: Landed
    done: int
    total: int


OnEvent = Callable[[IngestEvent], None]


def ingest(
    store: Store,
    fetcher: AbstractAsyncContextManager[Polls],
    settings: FetchSettings,
    *,
    clock: Clock,
    ids: Sequence[int] | None = None,
    on_event: OnEvent | None = None,
) -> IngestReport:
    """Poll the sources that are due, or those of `ids`, due or not, and return what came of it.

    A failure of a source is a line of the report; only the store's own errors are raised.
    """
    run = _Run(store, settings, clock, on_event)
    started = time.monotonic()
    asyncio.run(run.all(fetcher, ids))
    run.report.seconds = round(time.monotonic() - started, 3)
    return run.report


def prepare(
    source: Source, fetched: Fetched, store: Store, settings: FetchSettings, rng: random.Random
) -> tuple[Landing, int]:
    """Read a poll's document and compare it with the store; returns what to land and how many items were known."""
    understood: Understood | None = None
    failure: ParseError | None = None
    if isinstance(fetched, Changed):
        try:
            understood = understand(source, fetched, store)
        except ParseError as error:
            failure = error
    difference = understood.difference if understood else Difference()
    update = after_poll(
        source,
        fetched,
        document=understood.document if understood else None,
        dates=understood.dates if understood else None,
        parse_failure=failure,
        new_items=len(difference.new),
        settings=settings,
        rng=rng,
    )
    pieces = understood.pieces if understood else None
    landing = Landing(update, fetched.at, difference.new, difference.changed, difference.refreshed, pieces)
    return landing, difference.seen


class _Run:
    """One ingest: its thread, its batches and its growing report."""

    def __init__(self, store: Store, settings: FetchSettings, clock: Clock, on_event: OnEvent | None) -> None:
        self.report = IngestReport()
        self._store = store
        self._settings = settings
        self._clock = clock
        self._on_event = on_event
        self._owner = own_name()
        self._rng = random.Random()
        self._done = 0
        self._total = 0

    async def all(self, fetcher: AbstractAsyncContextManager[Polls], ids: Sequence[int] | None) -> None:
        with ThreadPoolExecutor(1, "ingest") as self._worker:
            self._lander = Lander(self._store.items.land, self._worker)
            try:
                async with fetcher as self._polls:
                    async for sources in self._claims(ids):
                        await self._side_by_side(sources)
            finally:
                await self._lander.finish()
                await self._work(self._store.sources.release, self._owner)

    async def _claims(self, ids: Sequence[int] | None) -> AsyncIterator[list[Source]]:
        claim = partial(
            self._store.sources.claim,
            self._owner,
            lease=LEASE,
            limit=CLAIM,
            include_not_due=ids is not None,
            dead_owners=dead(self._store.sources.lease_owners(self._clock())),
        )
        if ids is not None:
            for start in range(0, len(ids), CLAIM):
                yield await self._work(partial(claim, ids=ids[start : start + CLAIM]), self._clock())
            return
        while sources := await self._work(claim, self._clock()):
            yield sources

    async def _side_by_side(self, sources: Sequence[Source]) -> None:
        """Poll these; at most `IN_HAND` of their documents are in memory, so a slow disk slows the polling."""
        self._total += len(sources)
        self._lander.expect(len(sources))
        in_hand = asyncio.Semaphore(IN_HAND)

        async def one(source: Source, fetched: Fetched) -> None:
            try:
                await self._one(source, fetched)
            finally:
                in_hand.release()

        try:
            async with asyncio.TaskGroup() as group:
                async for source, fetched in self._polls.fetch_all(sources):
                    await in_hand.acquire()
                    group.create_task(one(source, fetched))
        except ExceptionGroup as several:
            # One error of the store reaches every landing of its batch.
            raise several.exceptions[0] from several

    async def _one(self, source: Source, fetched: Fetched) -> None:
        try:
            landing, seen = await self._prepare(source, fetched)
        except StoreError:
            raise
        except Exception:
            log.exception("could not read %s", source.url)
            fetched = _internal(fetched)
            landing, seen = prepare(source, fetched, self._store, self._settings, self._rng)
        landed = await self._lander.land(landing)
        self._count(source, fetched, landing, landed, seen)

    async def _prepare(self, source: Source, fetched: Fetched) -> tuple[Landing, int]:
        if not isinstance(fetched, Changed):
            return prepare(source, fetched, self._store, self._settings, self._rng)
        work = partial(prepare, source, fetched, self._store, self._settings, self._rng)
        landing, seen = await self._work(work)
        if source.options.full_text:
            landing = await complete(landing, source, self._polls, self._work)
        return landing, seen

    async def _work(self, call: Callable[..., T], *args: object) -> T:
        """Do what takes the processor's time, off the loop.

        All of it on one thread: parsing and writing side by side took a third more CPU and no less time,
        since each waits for the interpreter's lock that the other holds.
        """
        return await asyncio.get_running_loop().run_in_executor(self._worker, call, *args)

    def _count(self, source: Source, fetched: Fetched, landing: Landing, landed: Landed, seen: int) -> None:
        report, update = self.report, landing.update
        report.polled += 1
        report.items_new += landed.new
        report.items_changed += landed.changed
        report.items_seen += seen
        if failure := _failure(source, fetched, update):
            report.failed += 1
            report.failures.append(failure)
        elif isinstance(fetched, Unchanged):
            report.unchanged += 1
        else:
            report.changed += 1
        self._done += 1
        if self._on_event is not None:
            self._on_event(IngestEvent(source, fetched, landed, self._done, self._total))


def _failure(source: Source, fetched: Fetched, update: SourceUpdate) -> Failure | None:
    """Return why a poll brought nothing: it failed, or its document could not be read."""
    if isinstance(fetched, Failed):
        kind, message = fetched.kind, fetched.message
    elif update.health.error_kind is not None:
        kind, message = update.health.error_kind, update.health.error or ""
    else:
        return None
    reference = SourceRef(source.id, source.title or source.url, source.url)
    return Failure(reference, kind, message, update.next_due)


def _internal(fetched: Fetched) -> Failed:
    message = "ainews could not read this document; the log has the details"
    return Failed(fetched.source_id, fetched.url, fetched.at, FailureKind.INTERNAL, message)
