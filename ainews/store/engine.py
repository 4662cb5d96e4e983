"""What the store asks of a database engine, as Protocols; no driver is imported here."""

from __future__ import annotations

from collections.abc import Sequence
from contextlib import AbstractContextManager
from typing import Any, Protocol

Name = str | tuple[str, ...]
"""A statement of `sql/` by name, or parts of one to be joined."""


class Row(Protocol):
    """A result row, by column name."""

    def __getitem__(self, column: str, /) -> Any: ...


class Session(Protocol):
    """Runs named statements inside one transaction. Lists among the parameters go to `:name[]`."""

    def rows(self, name: Name, **parameters: object) -> list[Row]: ...

    def row(self, name: Name, **parameters: object) -> Row | None: ...

    def run(self, name: Name, **parameters: object) -> int:
        """Run a statement without result; returns how many rows it touched."""
        ...

    def many(self, name: Name, parameters: Sequence[dict[str, Any]]) -> None:
        """Run a statement once for each set of parameters."""
        ...


class Engine(Protocol):
    """A database that holds one store; safe to use from several threads.

    name     `sqlite` or `postgres`
    address  where the store is, as people may see it: a path, or an address without its password
    """

    name: str
    address: str

    def read(self) -> AbstractContextManager[Session]:
        """One snapshot for several reads."""
        ...

    def write(self) -> AbstractContextManager[Session]:
        """One transaction, alone among writers where the engine has only one; whole or not at all."""
        ...

    def rows(self, name: Name, **parameters: object) -> list[Row]:
        """Read by one statement."""
        ...

    def row(self, name: Name, **parameters: object) -> Row | None:
        """Read at most one row."""
        ...

    def query(self, sql: str) -> tuple[list[str], list[tuple[Any, ...]]]:
        """Run SQL that a person typed, unable to write; returns column names and rows."""
        ...

    def check(self) -> list[str]:
        """Return what is wrong inside the database itself, in words."""
        ...

    def size_bytes(self) -> int: ...

    def vacuum(self) -> None: ...

    def schema_version(self) -> int: ...

    def snapshot(self, to: str) -> None:
        """Write a copy of the whole store, consistent while others write."""
        ...

    def close(self) -> None: ...
