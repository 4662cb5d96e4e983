"""Groups landings so that one transaction serves several sources. Decides nothing about their content."""

from __future__ import annotations

import asyncio
from collections.abc import Callable, Sequence
from concurrent.futures import Executor
from contextlib import suppress

from ainews.model import Landed, Landing

ITEMS_A_BATCH = 1500
LANDINGS_A_BATCH = 64
LINGER_S = 0.25

Land = Callable[[Sequence[Landing]], Sequence[Landed]]


class Lander:
    """Writes landings in batches, one batch at a time, through `executor`.

    The search index costs a flush for each transaction, whatever its size. So a batch goes when it
    holds enough items, when nothing more is `expected`, or `LINGER_S` after it began.
    """

    def __init__(self, land: Land, executor: Executor) -> None:
        self._land = land
        self._executor = executor
        self._waiting: list[tuple[Landing, asyncio.Future[Landed]]] = []
        self._items = 0
        self._expected = 0
        self._ready = asyncio.Event()
        self._writer: asyncio.Task[None] | None = None

    def expect(self, landings: int) -> None:
        """Say that so many more landings will come, or with a negative number, will not."""
        self._expected += landings
        self._check()

    async def land(self, landing: Landing) -> Landed:
        """Return once the landing is on disk; an error of the store reaches every landing of its batch."""
        future: asyncio.Future[Landed] = asyncio.get_running_loop().create_future()
        self._waiting.append((landing, future))
        self._items += len(landing.new) + len(landing.changed)
        self._check()
        if self._writer is None:
            self._writer = asyncio.create_task(self._write_all())
        return await future

    async def finish(self) -> None:
        """Write what waits, also after an interruption: polls already paid for are kept."""
        self._expected = 0
        self._check()
        if self._writer is not None:
            await self._writer

    def _check(self) -> None:
        waiting = len(self._waiting)
        if self._items >= ITEMS_A_BATCH or waiting >= min(LANDINGS_A_BATCH, self._expected):
            self._ready.set()

    async def _write_all(self) -> None:
        while self._waiting:
            with suppress(TimeoutError):
                await asyncio.wait_for(self._ready.wait(), LINGER_S)
            await self._write()
        self._writer = None

    async def _write(self) -> None:
        batch, self._waiting, self._items = self._waiting, [], 0
        self._expected -= len(batch)
        self._ready.clear()
        call = asyncio.get_running_loop().run_in_executor(self._executor, self._land, [landing for landing, _ in batch])
        try:
            results = await call
        except Exception as error:
            for _, future in batch:
                if not future.done():
                    future.set_exception(error)
        else:
            for (_, future), landed in zip(batch, results, strict=True):
                if not future.done():
                    future.set_result(landed)
