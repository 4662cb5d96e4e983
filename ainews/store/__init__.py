"""The store: what ainews remembers, in SQLite or PostgreSQL; no network, no thinking.

One Python implementation over SQL by name. It is synchronous and may be used from several threads.
"""

from __future__ import annotations

from functools import cached_property
from pathlib import Path
from types import TracebackType
from typing import TYPE_CHECKING

from ainews.store.engine import Engine
from ainews.store.items import Items
from ainews.store.reading import Reading
from ainews.store.sources import Sources

if TYPE_CHECKING:
    from ainews.store.admin import Admin
    from ainews.store.digests import Digests
    from ainews.store.search import Search
    from ainews.store.sendings import Sendings
    from ainews.store.spending import Books
    from ainews.store.stories import Stories
    from ainews.store.summaries import Summaries
    from ainews.store.tastes import Tastes
    from ainews.store.trending import Trending
    from ainews.store.vectors import Vectors

__all__ = ["Store"]


class Store:
    """An open store; its rooms are the attributes below."""

    def __init__(self, engine: Engine) -> None:
        self.engine = engine
        self.sources = Sources(engine)
        self.items = Items(engine)
        self.reading = Reading(engine)

    @classmethod
    def open(cls, address: str | Path, *, create: bool = True, busy_timeout_s: float = 30.0) -> Store:
        """Open the store at a path or a `postgresql://` address, making it where there is none.

        Raises NotFound without `create`, and the errors under StoreError.
        """
        if str(address).startswith(("postgresql://", "postgres://")):
            from ainews.store.postgres import PostgresEngine

            return cls(PostgresEngine.open(str(address), create=create, busy_timeout_s=busy_timeout_s))
        from ainews.store.sqlite import SqliteEngine

        return cls(SqliteEngine.open(Path(address), create=create, busy_timeout_s=busy_timeout_s))

    @cached_property
    def search(self) -> Search:
        from ainews.store.search import Search

        return Search(self.engine)

    @cached_property
    def stories(self) -> Stories:
        from ainews.store.stories import Stories

        return Stories(self.engine)

    @cached_property
    def summaries(self) -> Summaries:
        from ainews.store.summaries import Summaries

        return Summaries(self.engine)

    @cached_property
    def books(self) -> Books:
        from ainews.store.spending import Books

        return Books(self.engine)

    @cached_property
    def digests(self) -> Digests:
        from ainews.store.digests import Digests

        return Digests(self.engine)

    @cached_property
    def sendings(self) -> Sendings:
        from ainews.store.sendings import Sendings

        return Sendings(self.engine)

    @cached_property
    def tastes(self) -> Tastes:
        from ainews.store.tastes import Tastes

        return Tastes(self.engine)

    @cached_property
    def trending(self) -> Trending:
        from ainews.store.trending import Trending

        return Trending(self.engine)

    @cached_property
    def vectors(self) -> Vectors:
        from ainews.store.vectors import Vectors

        return Vectors(self.engine)

    @cached_property
    def admin(self) -> Admin:
        from ainews.store.admin import Admin

        return Admin(self.engine)

    def close(self) -> None:
        self.engine.close()

    def __enter__(self) -> Store:
        return self

    def __exit__(self, kind: type[BaseException] | None, error: BaseException | None, at: TracebackType | None) -> None:
        self.close()
