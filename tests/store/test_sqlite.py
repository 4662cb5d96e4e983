"""The SQLite engine where things go wrong: full, read-only, damaged, old, killed, crowded."""

from __future__ import annotations

import os
import resource
import signal
import sqlite3
import subprocess
import sys
from collections.abc import Callable, Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import contextmanager
from pathlib import Path

import pytest

from ainews.errors import (
    NotFound,
    SchemaMismatch,
    StoreBusy,
    StoreCorrupt,
    StoreFull,
    StoreReadOnly,
    UsageError,
)
from ainews.store import Store, schema
from ainews.store.schema import Migration
from tests.store.builders import NOON, add_source, dated, draft, land, listed
from tests.store.server import NOBODY

NEWEST = schema.migrations("sqlite")[-1].number
EXTRA = Migration(
    NEWEST + 1, "extra", "CREATE TABLE extra (id INTEGER PRIMARY KEY) STRICT;\nINSERT INTO extra VALUES (7);\n"
)


@pytest.fixture
def filled(path: Path) -> Path:
    """A store with a source and ten items, closed."""
    with Store.open(path) as store:
        land(store, add_source(store), dated(10))
    return path


@contextmanager
def confined(path: Path, mode: int, folder_mode: int) -> Iterator[None]:
    """Take the right to write, from root too."""
    path.chmod(mode)
    path.parent.chmod(folder_mode)
    was = os.geteuid()
    if was == 0:
        for parent in path.parent.parents:
            if parent.owner() == "root" and parent.stat().st_mode & 0o077 == 0 and parent != Path("/"):
                parent.chmod(parent.stat().st_mode | 0o011)
        os.seteuid(NOBODY)
    try:
        yield
    finally:
        os.seteuid(was)
        path.parent.chmod(0o755)


def with_extra(monkeypatch: pytest.MonkeyPatch, extra: Migration = EXTRA) -> None:
    monkeypatch.setattr(schema, "migrations", lambda engine, known=schema.migrations: (*known(engine), extra))


def run_child(script: str, *arguments: object) -> subprocess.Popen[str]:
    return subprocess.Popen(
        [sys.executable, "-c", script, *map(str, arguments)],
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
        text=True,
        cwd=Path(__file__).parents[2],
    )


def test_a_store_is_one_file_once_it_is_closed(filled: Path) -> None:
    assert [each.name for each in filled.parent.iterdir()] == ["news.db"]
    assert filled.read_bytes()[:15] == b"SQLite format 3"


def test_without_create_a_missing_store_is_not_found(path: Path) -> None:
    with pytest.raises(NotFound, match="ainews init"):
        Store.open(path, create=False)
    assert not path.exists()


def test_the_folder_of_a_new_store_is_made(tmp_path: Path) -> None:
    Store.open(tmp_path / "a" / "b" / "news.db").close()

    assert (tmp_path / "a" / "b" / "news.db").exists()


def test_a_full_disk_is_told_and_leaves_nothing_half(filled: Path) -> None:
    with Store.open(filled) as store:
        with store.engine._connection() as connection:  # type: ignore[attr-defined]
            pages = connection.execute("PRAGMA page_count").fetchone()[0]
            connection.execute(f"PRAGMA max_page_count = {pages + 20}")
        with pytest.raises(StoreFull, match=r"news\.db"):
            land(store, 1, [draft(f"big{n}", words=f"word{n} " * 2000) for n in range(100)])

        assert len(listed(store)) == 10
        assert (store.reading.unread(), store.admin.check()) == ({1: 10}, [])

    with Store.open(filled) as store:
        assert land(store, 1, [draft("big", words="word " * 2000)]).new == 1


def test_a_file_that_may_not_grow_is_told_as_a_full_disk(filled: Path) -> None:
    soft, hard = resource.getrlimit(resource.RLIMIT_FSIZE)
    resource.setrlimit(resource.RLIMIT_FSIZE, (filled.stat().st_size + 30_000, hard))
    try:
        with Store.open(filled) as store, pytest.raises(StoreFull):
            land(store, 1, [draft(f"big{n}", words=f"word{n} " * 2000) for n in range(100)])
    finally:
        resource.setrlimit(resource.RLIMIT_FSIZE, (soft, hard))

    with Store.open(filled) as store:
        assert (len(listed(store)), store.admin.check()) == (10, [])


@pytest.mark.parametrize(("mode", "folder_mode"), [(0o444, 0o755), (0o644, 0o555), (0o444, 0o555)])
def test_a_read_only_store_can_be_read_and_says_so_when_written(filled: Path, mode: int, folder_mode: int) -> None:
    with confined(filled, mode, folder_mode), Store.open(filled) as store:
        assert len(listed(store)) == 10
        assert store.reading.item(1).title
        with pytest.raises(StoreReadOnly, match="permissions"):
            store.reading.mark([1], True)


def test_a_store_cannot_be_made_where_nothing_may_be_written(tmp_path: Path) -> None:
    (tmp_path / "shut").mkdir()
    (tmp_path / "shut" / "mark").touch()
    with confined(tmp_path / "shut" / "mark", 0o644, 0o555), pytest.raises(StoreReadOnly):
        Store.open(tmp_path / "shut" / "news.db")
    with confined(tmp_path / "shut" / "mark", 0o644, 0o555), pytest.raises(StoreReadOnly):
        Store.open(tmp_path / "shut" / "deeper" / "news.db")


@pytest.mark.parametrize("content", [b"", b"not a database", b"not a database at all. " * 1000])
def test_a_file_that_is_no_database_is_refused_and_left_alone(path: Path, content: bytes) -> None:
    path.write_bytes(content)

    with pytest.raises(StoreCorrupt, match="restore a backup"):
        Store.open(path)
    assert path.read_bytes() == content


def test_another_programs_database_is_refused(path: Path) -> None:
    connection = sqlite3.connect(path)
    connection.execute("CREATE TABLE item (id INTEGER)")
    connection.close()

    with pytest.raises(StoreCorrupt, match="another program"):
        Store.open(path)


def test_a_folder_is_no_store(tmp_path: Path) -> None:
    with pytest.raises(StoreCorrupt, match="not a file"):
        Store.open(tmp_path)


@pytest.mark.parametrize("share", [0.3, 0.6, 0.99])
def test_a_truncated_store_is_refused(filled: Path, share: float) -> None:
    os.truncate(filled, int(filled.stat().st_size * share))

    with pytest.raises(StoreCorrupt):
        Store.open(filled)


def problems_of(path: Path) -> list[str]:
    try:
        with Store.open(path) as store:
            return store.admin.check()
    except StoreCorrupt as error:
        return [str(error)]


def test_damage_inside_is_found_by_a_check(filled: Path) -> None:
    content = bytearray(filled.read_bytes())
    content[8192 * 3 :] = os.urandom(len(content) - 8192 * 3)
    filled.write_bytes(content)

    assert problems_of(filled) != []


def test_wrong_counts_are_found_and_mended(filled: Path) -> None:
    connection = sqlite3.connect(filled)
    connection.execute("UPDATE subscription SET unread = 3")
    connection.execute("UPDATE source SET item_count = 3")
    connection.execute("DELETE FROM item_search_docsize WHERE id IN (SELECT MIN(id) FROM item_search_docsize)")
    connection.commit()
    connection.close()

    with Store.open(filled) as store:
        assert [problem.split(":")[0] for problem in store.admin.check()] == [
            "the search index does not match the items",
            "source 1 counts 3 items but has 10",
            "source 1 counts 3 unread items but has 10",
        ]
        store.admin.vacuum()
        assert store.admin.check() == []


def test_a_newer_schema_is_refused_with_advice(filled: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    with monkeypatch.context() as later:
        with_extra(later)
        Store.open(filled).close()

    with pytest.raises(SchemaMismatch, match=f"schema {NEWEST + 1}, this ainews needs {NEWEST}: upgrade ainews"):
        Store.open(filled)


def test_an_older_schema_is_migrated_after_a_snapshot(filled: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    with monkeypatch.context() as later:
        with_extra(later)
        with Store.open(filled) as store:
            assert store.admin.schema_version == NEWEST + 1
            assert store.admin.query("SELECT id FROM extra")[1] == [(7,)]
            assert len(listed(store)) == 10

    with Store.open(filled.with_name(f"news.db.schema-{NEWEST}.bak")) as old:
        assert (old.admin.schema_version, len(listed(old))) == (NEWEST, 10)


def test_a_migration_that_fails_leaves_the_old_store(filled: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    with monkeypatch.context() as later:
        with_extra(later, Migration(NEWEST + 1, "bad", "CREATE TABLE extra (id INTEGER);\nSELECT no_such_thing();\n"))
        with pytest.raises(sqlite3.OperationalError):
            Store.open(filled)

    with Store.open(filled) as store:
        assert (store.admin.schema_version, len(listed(store)), store.admin.check()) == (NEWEST, 10, [])


def test_a_migration_that_is_killed_leaves_the_old_store(filled: Path) -> None:
    script = """
import os, signal, sys
from ainews.store import Store, schema, sqlite
known = schema.migrations("sqlite")
extra = schema.Migration(known[-1].number + 1, "extra", "CREATE TABLE extra (id INTEGER);\\nSELECT die();\\n")
schema.migrations = lambda engine: (*known, extra)
connected = sqlite._connected
def deadly(*arguments):
    connection = connected(*arguments)
    connection.create_function("die", 0, lambda: os.kill(os.getpid(), signal.SIGKILL))
    return connection
sqlite._connected = deadly
Store.open(sys.argv[1])
"""
    child = run_child(script, filled)
    child.communicate()

    assert child.returncode == -signal.SIGKILL
    with Store.open(filled) as store:
        assert (store.admin.schema_version, len(listed(store)), store.admin.check()) == (NEWEST, 10, [])


LANDING_CHILD = """
import sys
from ainews.store import Store
from tests.store.builders import draft, landing
with Store.open(sys.argv[1]) as store:
    for batch in range(int(sys.argv[3])):
        drafts = [draft(f"{sys.argv[2]} {batch} {n}", words=f"word{n} " * 200) for n in range(20)]
        store.items.land([landing(int(sys.argv[2]), drafts)])
        store.reading.mark([1], bool(batch % 2))
        print("landed", flush=True)
"""


@pytest.mark.parametrize("batches", [2, 5, 9])
def test_a_kill_amid_landing_leaves_whole_batches(filled: Path, batches: int) -> None:
    child = run_child(LANDING_CHILD, filled, 1, 10_000)
    assert child.stdout is not None
    for _ in range(batches):
        assert child.stdout.readline() == "landed\n"
    child.kill()
    child.communicate()

    with Store.open(filled) as store:
        count = len(listed(store))
        assert count >= 10 + 20 * batches
        assert (count - 10) % 20 == 0
        assert store.admin.check() == []


def test_processes_that_write_at_once_all_get_through(path: Path) -> None:
    with Store.open(path) as store:
        sources = [add_source(store, f"source{n}") for n in range(4)]
        land(store, sources[0], [draft("first")])
    children = [run_child(LANDING_CHILD, path, source, 15) for source in sources]
    endings = [child.communicate() for child in children]

    assert [(child.returncode, err) for child, (_, err) in zip(children, endings, strict=True)] == [(0, "")] * 4
    with Store.open(path) as store:
        assert len(listed(store)) == 1 + 4 * 15 * 20
        assert store.admin.check() == []


def test_processes_that_make_the_same_store_at_once_share_it(path: Path) -> None:
    script = """
import sys
from ainews.store import Store
from tests.store.builders import add_source
with Store.open(sys.argv[1]) as store:
    add_source(store, "source" + sys.argv[2])
"""
    children = [run_child(script, path, n) for n in range(4)]
    errors = [child.communicate()[1] for child in children]

    assert errors == [""] * 4
    with Store.open(path) as store:
        assert len(store.sources.subscriptions()) == 4
    assert [each.name for each in path.parent.iterdir()] == ["news.db"]


def test_threads_share_a_store(sqlite_store: Store) -> None:
    sources = [add_source(sqlite_store, f"source{n}") for n in range(4)]

    def work(source: int) -> int:
        for n in range(10):
            land(sqlite_store, source, [draft(f"{source} {n}")])
            listed(sqlite_store)
        return len(listed(sqlite_store, source_ids=(source,)))

    with ThreadPoolExecutor(4) as pool:
        assert list(pool.map(work, sources)) == [10] * 4
    assert sqlite_store.admin.check() == []


def test_a_lock_held_too_long_is_told(filled: Path) -> None:
    other = sqlite3.connect(filled, isolation_level=None)
    other.execute("BEGIN IMMEDIATE")
    with Store.open(filled, busy_timeout_s=0.01) as store:
        with pytest.raises(StoreBusy, match="run the command again"):
            store.reading.mark([1], True)
        assert len(listed(store)) == 10
        other.execute("ROLLBACK")
        assert store.reading.mark([1], True) == 1
    other.close()


def test_a_reader_sees_one_moment(sqlite_store: Store) -> None:
    source = add_source(sqlite_store)
    with sqlite_store.engine.read() as session:
        before = session.rows("admin.counts")[0]["items"]
        land(sqlite_store, source, dated(3))
        after = session.rows("admin.counts")[0]["items"]

    assert (before, after) == (0, 0)


def test_a_snapshot_is_a_store(sqlite_store: Store, tmp_path: Path) -> None:
    land(sqlite_store, add_source(sqlite_store), dated(5))

    sqlite_store.admin.snapshot(tmp_path / "copy.db")
    sqlite_store.admin.snapshot(tmp_path / "copy.db")

    with Store.open(tmp_path / "copy.db") as copy:
        assert (len(listed(copy)), copy.admin.check()) == (5, [])


@pytest.mark.parametrize(
    "sql", ["DELETE FROM item", "PRAGMA user_version = 9", "SELECT", "SELECT 1; DELETE FROM item", "CREATE TABLE x (y)"]
)
def test_typed_sql_cannot_write(filled: Path, sql: str) -> None:
    with Store.open(filled) as store:
        with pytest.raises(UsageError, match="refused"):
            store.admin.query(sql)
        assert len(listed(store)) == 10
        assert store.admin.schema_version == NEWEST


def test_typed_sql_answers_with_names_and_rows(filled: Path) -> None:
    with Store.open(filled) as store:
        assert store.admin.query("SELECT id, plain_text('<p>a') AS text FROM item WHERE id < 3") == (
            ["id", "text"],
            [(1, "a"), (2, "a")],
        )


def test_opening_a_store_imports_no_parser(path: Path) -> None:
    script = """
import sys
from ainews.model import ItemFilter
from ainews.store import Store
with Store.open(sys.argv[1]) as store:
    store.reading.list(ItemFilter(unread=True))
heavy = {"selectolax", "nh3", "lxml", "psycopg", "asyncio", "rich", "importlib.resources"} & set(sys.modules)
print(sorted(heavy))
"""
    out, err = run_child(script, path).communicate()

    assert (out, err) == ("[]\n", "")


def test_every_connection_is_closed(filled: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    opened: list[sqlite3.Connection] = []
    connect: Callable[..., sqlite3.Connection] = sqlite3.connect
    monkeypatch.setattr(sqlite3, "connect", lambda *a, **k: opened.append(connect(*a, **k)) or opened[-1])
    with Store.open(filled) as store:
        listed(store)
        store.admin.query("SELECT 1")

    for connection in opened:
        with pytest.raises(sqlite3.ProgrammingError, match="closed"):
            connection.execute("SELECT 1")


def test_closing_gives_back_what_was_freed(filled: Path) -> None:
    with Store.open(filled) as store:
        land(store, 1, [draft(f"big{n}", words=f"word{n} " * 2000) for n in range(100)])
        store.items.remove([item.id for item in listed(store) if item.id > 10], NOON)

    connection = sqlite3.connect(filled)
    [(pages,), (free,)] = (connection.execute(f"PRAGMA {name}").fetchone() for name in ("page_count", "freelist_count"))
    connection.close()

    assert free <= pages // 100
