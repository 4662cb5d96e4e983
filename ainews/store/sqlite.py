"""The SQLite engine: connections, transactions, errors; the only file that imports sqlite3.

A store is one file in WAL mode. Readers never wait. Writers take the file's one write lock at the
start of a transaction (BEGIN IMMEDIATE), so that none is refused half-way.
"""

from __future__ import annotations

import errno
import os
import sqlite3
import threading
from collections.abc import Iterator, Sequence
from contextlib import contextmanager, suppress
from pathlib import Path
from typing import Any, cast

import msgspec

from ainews.errors import (
    NotFound,
    SchemaMismatch,
    StoreBusy,
    StoreCorrupt,
    StoreError,
    StoreFull,
    StoreReadOnly,
    UsageError,
)
from ainews.store import schema
from ainews.store.engine import Name, Row, Session
from ainews.store.queries import Queries, load
from ainews.text.spacing import spaced

APPLICATION_ID = 0x61694E77  # "aiNw", so that `file` and we can tell a store from other databases
_PAGE_BYTES = 8192  # in pages of 4 KiB, two items of the usual length leave a quarter unused
_FREE_SHARE = 100  # pages for each that may stay free
_WAL_PAGES = 2000
_FULL = (sqlite3.SQLITE_FULL, sqlite3.SQLITE_IOERR_WRITE, sqlite3.SQLITE_IOERR_SHMSIZE)


class SqliteSession:
    """Statements on one connection."""

    def __init__(self, connection: sqlite3.Connection, queries: Queries) -> None:
        self._connection = connection
        self._queries = queries

    def rows(self, name: Name, **parameters: object) -> list[Row]:
        return self._connection.execute(self._queries[name], _bound(parameters)).fetchall()

    def row(self, name: Name, **parameters: object) -> Row | None:
        return cast("Row | None", self._connection.execute(self._queries[name], _bound(parameters)).fetchone())

    def run(self, name: Name, **parameters: object) -> int:
        sql = self._queries[name]
        return self._connection.execute(sql, _bound(parameters)).rowcount if sql else 0

    def many(self, name: Name, parameters: Sequence[dict[str, Any]]) -> None:
        sql = self._queries[name]
        if sql and parameters:
            self._connection.executemany(sql, parameters)


class SqliteEngine:
    """One store file, and the connections to it that are not in use."""

    name = "sqlite"

    def __init__(self, path: Path, *, busy_timeout_s: float = 30.0) -> None:
        self.path = path
        self.address = str(path)
        self._busy_timeout_s = busy_timeout_s
        self._queries = load("sqlite")
        self._idle: list[sqlite3.Connection] = []
        self._writing = threading.RLock()
        self._has_written = False
        self._mode = "rw" if _is_writable(path) else "ro"

    @classmethod
    def open(cls, path: Path, *, create: bool = True, busy_timeout_s: float = 30.0) -> SqliteEngine:
        """Open a store file, making or migrating it where that is needed and allowed."""
        engine = cls(path, busy_timeout_s=busy_timeout_s)
        try:
            if not path.exists():
                if not create:
                    raise NotFound(f"there is no store at {path}: make one with `ainews init`")
                engine._create()
            engine._verify()
            engine._migrate()
        except BaseException:
            engine.close()
            raise
        return engine

    def close(self) -> None:
        """Close every connection that is not in use; the last one to close folds the WAL into the file."""
        if self._has_written:
            self._give_back()
        while self._idle:
            self._idle.pop().close()

    @contextmanager
    def read(self) -> Iterator[Session]:
        with self._connection() as connection:
            connection.execute("BEGIN")
            try:
                yield SqliteSession(connection, self._queries)
            finally:
                _end(connection, "ROLLBACK")

    @contextmanager
    def write(self) -> Iterator[Session]:
        if not self._writing.acquire(timeout=self._busy_timeout_s):
            raise StoreBusy(waited_s=self._busy_timeout_s)
        try:
            with self._connection() as connection, _transaction(connection):
                self._has_written = True
                yield SqliteSession(connection, self._queries)
        finally:
            self._writing.release()

    def rows(self, name: Name, **parameters: object) -> list[Row]:
        with self._connection() as connection:
            return SqliteSession(connection, self._queries).rows(name, **parameters)

    def row(self, name: Name, **parameters: object) -> Row | None:
        with self._connection() as connection:
            return SqliteSession(connection, self._queries).row(name, **parameters)

    def query(self, sql: str) -> tuple[list[str], list[tuple[Any, ...]]]:
        with self._understood():
            connection = self._connect()
        connection.execute("PRAGMA query_only = ON")
        connection.row_factory = None
        try:
            cursor = connection.execute(sql)
            return [column[0] for column in cursor.description or ()], cursor.fetchall()
        except sqlite3.Error as error:
            raise UsageError(f"SQLite refused the query: {error}") from error
        finally:
            connection.close()

    def check(self) -> list[str]:
        with self._connection() as connection:
            problems = [row[0] for row in connection.execute("PRAGMA integrity_check") if row[0] != "ok"]
            problems += [
                f"a row of {row[0]} points to no row of {row[2]}"
                for row in connection.execute("PRAGMA foreign_key_check")
            ]
        if self._mode == "rw":
            problems += self._check_search_index()
        return problems

    def size_bytes(self) -> int:
        """Return the size of the store, its write-ahead log included."""
        files = [self.path, self.path.with_name(self.path.name + "-wal")]
        return sum(file.stat().st_size for file in files if file.exists())

    def vacuum(self) -> None:
        with self._writing, self._connection() as connection:
            connection.execute("INSERT INTO item_search (item_search) VALUES ('optimize')")
            connection.execute("VACUUM")
            connection.execute("ANALYZE")
            connection.execute("PRAGMA wal_checkpoint(TRUNCATE)")

    def schema_version(self) -> int:
        with self._connection() as connection:
            return int(connection.execute("PRAGMA user_version").fetchone()[0])

    def snapshot(self, to: str) -> None:
        target = Path(to)
        part = target.with_name(f".{target.name}.{os.getpid()}.part")
        with suppress(FileNotFoundError):
            part.unlink()
        try:
            with self._connection() as connection:
                connection.execute("VACUUM INTO ?", (str(part),))
            part.replace(target)
        finally:
            part.unlink(missing_ok=True)

    def _give_back(self) -> None:
        """Shorten the file by what the search index freed while it merged, unless another process is writing."""
        with suppress(StoreError), self._connection() as connection:
            pages, free = (
                connection.execute(f"PRAGMA {name}").fetchone()[0] for name in ("page_count", "freelist_count")
            )
            if free > pages // _FREE_SHARE:
                connection.execute("PRAGMA busy_timeout = 0")
                connection.executescript("PRAGMA incremental_vacuum")  # frees a page a step; execute takes but one

    def _check_search_index(self) -> list[str]:
        try:
            with self.write() as session:
                session.run("index.check")
        except StoreCorrupt:
            return ["the search index does not match the items: run `ainews db vacuum`"]
        return []

    @contextmanager
    def _connection(self) -> Iterator[sqlite3.Connection]:
        """Lend a connection that nobody else uses."""
        with self._understood():
            try:
                connection = self._idle.pop()
            except IndexError:
                connection = self._connect()
            try:
                yield connection
            except BaseException:
                _end(connection, "ROLLBACK")
                connection.close()
                raise
            self._idle.append(connection)

    def _connect(self) -> sqlite3.Connection:
        try:
            return _connected(_uri(self.path, self._mode), self._busy_timeout_s)
        except sqlite3.OperationalError:
            if self._mode == "rw" or _has_log(self.path):
                raise
            # A WAL store in a folder that cannot be written has nowhere to put its locks.
            return _connected(_uri(self.path, "ro&immutable=1"), self._busy_timeout_s)

    def _create(self) -> None:
        """Build the store aside and move it into place: a killed `create` leaves nothing, a second one loses."""
        with self._understood():
            self.path.parent.mkdir(parents=True, exist_ok=True)
            part = self.path.with_name(f".{self.path.name}.{os.getpid()}.{threading.get_ident()}.part")
            try:
                connection = _connected(_uri(part, "rwc"), self._busy_timeout_s)
                connection.execute(f"PRAGMA page_size = {_PAGE_BYTES}")
                connection.execute("PRAGMA auto_vacuum = INCREMENTAL")
                connection.execute("PRAGMA journal_mode = WAL")
                connection.execute(f"PRAGMA application_id = {APPLICATION_ID}")
                _apply(connection, schema.migrations("sqlite"))
                connection.close()
                _move_if_absent(part, self.path)
            finally:
                for leftover in (part, Path(f"{part}-wal"), Path(f"{part}-shm")):
                    leftover.unlink(missing_ok=True)
        self._mode = "rw"

    def _verify(self) -> None:
        """Refuse what is no store, before anything is written to it."""
        size = self.path.stat().st_size
        if not self.path.is_file():
            raise StoreCorrupt(path=self.path, message="it is not a file")
        if size < 512:
            raise StoreCorrupt(path=self.path, message="it is empty")
        with self._connection() as connection:
            if connection.execute("PRAGMA application_id").fetchone()[0] != APPLICATION_ID:
                raise StoreCorrupt(path=self.path, message="it is another program's database")
            pages, page_bytes = (
                connection.execute(f"PRAGMA {name}").fetchone()[0] for name in ("page_count", "page_size")
            )
        if size < pages * page_bytes and not _has_log(self.path):
            raise StoreCorrupt(path=self.path, message=f"cut off after {size:,} bytes")

    def _migrate(self) -> None:
        """Bring an older store up to date, after a snapshot beside it; refuse a newer one."""
        found = self.schema_version()
        pending = schema.pending("sqlite", found, self.address)
        if not pending:
            return
        if self._mode == "ro":
            raise SchemaMismatch(
                path=self.path, found=found, need=pending[-1].number, advice="open it once where it can be written"
            )
        self.snapshot(f"{self.path}.schema-{found}.bak")
        with self._understood():
            connection = self._connect()
            try:
                _apply(connection, pending)
            finally:
                connection.close()

    @contextmanager
    def _understood(self) -> Iterator[None]:
        """Tell the driver's errors in words of ours, where it is clear what they mean."""
        try:
            yield
        except sqlite3.Error as error:
            raise self._translated(error) from error
        except PermissionError as error:
            raise StoreReadOnly(path=self.path) from error
        except OSError as error:
            raise self._translated_os(error) from error

    def _translated_os(self, error: OSError) -> StoreError:
        if error.errno in (errno.ENOSPC, errno.EDQUOT):
            return StoreFull(path=self.path)
        if error.errno == errno.EROFS:
            return StoreReadOnly(path=self.path)
        return StoreError(f"{self.path} cannot be used ({error.strerror}): check the path and the disk")

    def _translated(self, error: sqlite3.Error) -> Exception:
        code = getattr(error, "sqlite_errorcode", 0)
        primary = code & 0xFF
        if code in _FULL:
            return StoreFull(path=self.path)
        if primary in (sqlite3.SQLITE_BUSY, sqlite3.SQLITE_LOCKED):
            return StoreBusy(waited_s=self._busy_timeout_s)
        if primary == sqlite3.SQLITE_READONLY:
            return StoreReadOnly(path=self.path)
        if primary in (sqlite3.SQLITE_CORRUPT, sqlite3.SQLITE_NOTADB):
            return StoreCorrupt(path=self.path, message=str(error))
        if primary == sqlite3.SQLITE_CANTOPEN and not _may_write(self.path.parent):
            return StoreReadOnly(path=self.path)
        if primary in (sqlite3.SQLITE_CANTOPEN, sqlite3.SQLITE_IOERR):
            return StoreError(f"{self.path} cannot be used ({error}): check the path, its permissions and the disk")
        return error


def _bound(parameters: dict[str, Any]) -> dict[str, Any]:
    """Pass lists as JSON, for json_each."""
    return {
        name: msgspec.json.encode(value).decode() if isinstance(value, list | tuple) else value
        for name, value in parameters.items()
    }


def _connected(uri: str, busy_timeout_s: float) -> sqlite3.Connection:
    connection = sqlite3.connect(uri, uri=True, isolation_level=None, check_same_thread=False, timeout=busy_timeout_s)
    try:
        connection.row_factory = sqlite3.Row
        connection.create_function("spaced", 1, spaced, deterministic=True)
        connection.create_function("plain_text", 1, _plain_text, deterministic=True)
        for pragma in (
            "foreign_keys = ON",
            "synchronous = NORMAL",
            f"wal_autocheckpoint = {_WAL_PAGES}",
            "cache_size = -8000",
            "temp_store = MEMORY",
        ):
            connection.execute(f"PRAGMA {pragma}")
        connection.execute("PRAGMA schema_version").fetchone()  # opens the file: a bad one fails here
    except BaseException:
        connection.close()
        raise
    return connection


def _plain_text(html: str) -> str:
    from ainews.text.html import text_of_sanitized

    return text_of_sanitized(html)


@contextmanager
def _transaction(connection: sqlite3.Connection) -> Iterator[None]:
    connection.execute("BEGIN IMMEDIATE")
    try:
        yield
        connection.execute("COMMIT")
    except BaseException:
        _end(connection, "ROLLBACK")
        raise


def _end(connection: sqlite3.Connection, verb: str) -> None:
    """End a transaction, unless SQLite already did (as it does when the disk is full)."""
    if connection.in_transaction:
        with suppress(sqlite3.Error):
            connection.execute(verb)


def _apply(connection: sqlite3.Connection, migrations: Sequence[schema.Migration]) -> None:
    """Run migrations in one transaction, leaving out those that another process ran meanwhile."""
    with _transaction(connection):
        done = connection.execute("PRAGMA user_version").fetchone()[0]
        for migration in migrations:
            if migration.number > done:
                for statement in _statements(migration.sql):
                    connection.execute(statement)
                connection.execute(f"PRAGMA user_version = {migration.number}")


def _statements(script: str) -> Iterator[str]:
    statement = ""
    for line in script.splitlines(keepends=True):
        statement += line
        if sqlite3.complete_statement(statement):
            yield statement
            statement = ""


def _uri(path: Path, mode: str) -> str:
    return f"{path.absolute().as_uri()}?mode={mode}"


def _is_writable(path: Path) -> bool:
    """Whether a writer could work on the file: it needs the folder too, for the log beside it."""
    return _may_write(path) and _may_write(path.parent)


def _may_write(path: Path) -> bool:
    return os.access(path, os.W_OK, effective_ids=os.access in os.supports_effective_ids)


def _move_if_absent(part: Path, path: Path) -> None:
    """Give a finished file its name, unless another process was first."""
    try:
        os.link(part, path)
    except FileExistsError:
        return
    except OSError:  # a file system without hard links
        if not path.exists():
            part.replace(path)


def _has_log(path: Path) -> bool:
    log = path.with_name(path.name + "-wal")
    return log.exists() and log.stat().st_size > 0
