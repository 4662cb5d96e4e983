"""The PostgreSQL engine: connections, transactions, errors; the only file that imports psycopg.

A store is one database. Landings take turns (an advisory lock); everything else runs side by side.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from typing import Any, LiteralString, NoReturn

import psycopg
from psycopg import errors
from psycopg.conninfo import conninfo_to_dict
from psycopg.rows import dict_row

from ainews.errors import NotAllowed, NotFound, StoreBusy, StoreError, StoreFull, StoreReadOnly, UsageError
from ainews.store import schema
from ainews.store.engine import Name, Row, Session
from ainews.store.queries import Queries, load

_MIGRATING = 7091317  # an advisory lock; landing.begin uses the next number
_CONNECT_TIMEOUT_S = 10

Connection = psycopg.Connection[dict[str, Any]]


class PostgresSession:
    """Statements on one connection."""

    def __init__(self, connection: Connection, queries: Queries) -> None:
        self._connection = connection
        self._queries = queries

    def rows(self, name: Name, **parameters: object) -> list[Row]:
        return list(self._connection.execute(self._queries[name], parameters).fetchall())

    def row(self, name: Name, **parameters: object) -> Row | None:
        return self._connection.execute(self._queries[name], parameters).fetchone()

    def run(self, name: Name, **parameters: object) -> int:
        sql = self._queries[name]
        return self._connection.execute(sql, parameters).rowcount if sql else 0

    def many(self, name: Name, parameters: Sequence[dict[str, Any]]) -> None:
        sql = self._queries[name]
        if sql and parameters:
            self._connection.cursor().executemany(sql, parameters)


class PostgresEngine:
    """One database, and the connections to it that are not in use."""

    name = "postgres"

    def __init__(self, url: str, *, busy_timeout_s: float = 30.0) -> None:
        self.address = _without_password(url)
        self._url = url
        self._options = conninfo_to_dict(url).get("options") or ""
        self._busy_timeout_s = busy_timeout_s
        self._queries = load("postgres")
        self._idle: list[Connection] = []

    @classmethod
    def open(cls, url: str, *, create: bool = True, busy_timeout_s: float = 30.0) -> PostgresEngine:
        """Open the store in a database, making or migrating its tables where that is needed."""
        engine = cls(url, busy_timeout_s=busy_timeout_s)
        try:
            if engine._found() is None and not create:
                raise NotFound(f"there is no store in {engine.address}: make one with `ainews init`")
            engine._migrate()
        except BaseException:
            engine.close()
            raise
        return engine

    def close(self) -> None:
        """Close every connection that is not in use."""
        while self._idle:
            self._idle.pop().close()

    @contextmanager
    def read(self) -> Iterator[Session]:
        with self._connection() as connection:
            connection.execute("BEGIN ISOLATION LEVEL REPEATABLE READ READ ONLY")
            try:
                yield PostgresSession(connection, self._queries)
            finally:
                connection.execute("ROLLBACK")

    @contextmanager
    def write(self) -> Iterator[Session]:
        with self._connection() as connection, connection.transaction():
            yield PostgresSession(connection, self._queries)

    def rows(self, name: Name, **parameters: object) -> list[Row]:
        with self._connection() as connection:
            return PostgresSession(connection, self._queries).rows(name, **parameters)

    def row(self, name: Name, **parameters: object) -> Row | None:
        with self._connection() as connection:
            return PostgresSession(connection, self._queries).row(name, **parameters)

    def query(self, sql: str) -> tuple[list[str], list[tuple[Any, ...]]]:
        with self._understood():
            connection = psycopg.connect(
                self._url, autocommit=True, options=f"{self._options} -c default_transaction_read_only=on"
            )
        try:
            # A prepared statement is a single one: nothing can follow a typed COMMIT.
            cursor = connection.execute(sql, prepare=True)
            names = [column.name for column in cursor.description or ()]
            return names, cursor.fetchall() if names else []
        except psycopg.Error as error:
            raise UsageError(f"PostgreSQL refused the query: {error}") from error
        finally:
            connection.close()

    def check(self) -> list[str]:
        """Nothing: the server checks its own pages, keys and indexes."""
        return []

    def size_bytes(self) -> int:
        with self._connection() as connection:
            return int(_value(connection, "SELECT pg_database_size(current_database())"))

    def vacuum(self) -> None:
        with self._connection() as connection:
            connection.execute("VACUUM ANALYZE")

    def schema_version(self) -> int:
        return self._found() or 0

    def snapshot(self, to: str) -> None:
        raise NotAllowed(f"{self.address} is a server's database: make {to} with pg_dump")

    def _found(self) -> int | None:
        """Return the schema's version, None where there are no tables of ours."""
        with self._connection() as connection:
            if _value(connection, "SELECT to_regclass('ainews_schema')") is None:
                return None
            return int(_value(connection, "SELECT COALESCE(MAX(number), 0) FROM ainews_schema"))

    def _migrate(self) -> None:
        """Bring the tables up to date, in one transaction, while other programs that open the store wait."""
        found = self._found()
        if found is not None and not schema.pending("postgres", found, self.address):
            return
        with self._connection() as connection, connection.transaction():
            connection.execute("SELECT pg_advisory_xact_lock(%s)", (_MIGRATING,))
            connection.execute(
                "CREATE TABLE IF NOT EXISTS ainews_schema"
                " (number INTEGER PRIMARY KEY, at TIMESTAMPTZ NOT NULL DEFAULT now())"
            )
            done = int(_value(connection, "SELECT COALESCE(MAX(number), 0) FROM ainews_schema"))
            for migration in schema.migrations("postgres")[done:]:
                connection.execute(migration.sql)
                connection.execute("INSERT INTO ainews_schema (number) VALUES (%s)", (migration.number,))

    @contextmanager
    def _connection(self) -> Iterator[Connection]:
        """Lend a connection that nobody else uses."""
        with self._understood():
            try:
                connection = self._idle.pop()
            except IndexError:
                connection = self._connect()
            try:
                yield connection
            except BaseException:
                connection.close()
                raise
            self._idle.append(connection)

    def _connect(self) -> Connection:
        waits = f"-c lock_timeout={int(self._busy_timeout_s * 1000)}"
        return psycopg.connect(
            self._url,
            autocommit=True,
            row_factory=dict_row,
            connect_timeout=_CONNECT_TIMEOUT_S,
            options=f"{self._options} -c client_min_messages=warning {waits}",
        )

    @contextmanager
    def _understood(self) -> Iterator[None]:
        """Tell the driver's errors in words of ours, where it is clear what they mean."""
        try:
            yield
        except psycopg.Error as error:
            self._raise_translated(error)

    def _raise_translated(self, error: psycopg.Error) -> NoReturn:
        match error:
            case errors.DiskFull():
                raise StoreFull(path=self.address) from error
            case errors.LockNotAvailable() | errors.DeadlockDetected():
                raise StoreBusy(waited_s=self._busy_timeout_s) from error
            case errors.ReadOnlySqlTransaction() | errors.InsufficientPrivilege():
                raise StoreReadOnly(path=self.address) from error
            case psycopg.OperationalError():
                raise StoreError(f"{self.address} cannot be used ({str(error).strip()}): is the server up?") from error
            case psycopg.DataError() if "NUL" in str(error):
                raise UnicodeError(str(error)) from error
        raise error


def _value(connection: Connection, sql: LiteralString) -> Any:
    row = connection.execute(sql).fetchone()
    return next(iter(row.values())) if row else None


def _without_password(url: str) -> str:
    known = conninfo_to_dict(url)
    host = known.get("host") or "localhost"
    return f"postgresql://{host}:{known.get('port') or 5432}/{known.get('dbname') or ''}"
