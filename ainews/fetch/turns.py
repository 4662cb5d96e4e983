"""Who may start when: some at once overall, one at a time per unit, a gap between starts; knows nothing of HTTP."""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from dataclasses import dataclass, field


@dataclass(slots=True)
class _Unit:
    lock: asyncio.Lock = field(default_factory=asyncio.Lock)
    free_at: float = 0.0
    users: int = 0


class Turns:
    """Turns are given in the order of asking within a unit; who waits for a unit holds up nobody else."""

    def __init__(self, in_flight: int) -> None:
        self._slots = asyncio.Semaphore(in_flight)
        self._units: dict[str, _Unit] = {}

    @asynccontextmanager
    async def turn(self, name: str, gap_s: float) -> AsyncIterator[None]:
        """Hold a slot and the unit `name`; its next turn starts no sooner than `gap_s` after this one."""
        unit = self._units.setdefault(name, _Unit())
        unit.users += 1
        try:
            async with unit.lock:
                await _sleep_until(unit.free_at)
                async with self._slots:
                    unit.free_at = asyncio.get_running_loop().time() + gap_s
                    yield
        finally:
            unit.users -= 1
            self._forget(name)

    async def gap_over(self, name: str) -> None:
        """Wait, holding nothing, until the unit's gap has passed; somebody else may still take the turn first."""
        if unit := self._units.get(name):
            await _sleep_until(unit.free_at)

    def _forget(self, name: str) -> None:
        unit = self._units.get(name)
        if unit is None or unit.users:
            return
        loop = asyncio.get_running_loop()
        if unit.free_at <= loop.time():
            del self._units[name]
        else:
            loop.call_at(unit.free_at, self._forget, name)


async def _sleep_until(moment: float) -> None:
    if (wait_s := moment - asyncio.get_running_loop().time()) > 0:
        await asyncio.sleep(wait_s)
