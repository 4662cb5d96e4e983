"""The seams: what one room needs of another, as small Protocols."""

from __future__ import annotations

from collections.abc import AsyncIterator, Iterable
from datetime import datetime
from typing import Protocol

from ainews.model import Fetched, Source


class Clock(Protocol):
    """Tells the time, aware, UTC."""

    def __call__(self) -> datetime: ...


class Polls(Protocol):
    """Fetches politely; remote faults are values, never exceptions."""

    async def fetch(self, source: Source) -> Fetched: ...

    def fetch_all(self, sources: Iterable[Source]) -> AsyncIterator[tuple[Source, Fetched]]: ...

    async def get(self, url: str, *, allow_private: bool = False) -> Fetched: ...
