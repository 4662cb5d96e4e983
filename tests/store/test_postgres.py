"""The PostgreSQL engine where it differs: no server, no tables, newer tables, many at once."""

from __future__ import annotations

from concurrent.futures import ThreadPoolExecutor
from urllib.parse import urlsplit

import pytest

from ainews.errors import NotAllowed, NotFound, SchemaMismatch, StoreBusy, StoreError, StoreReadOnly, UsageError
from ainews.store import Store, schema
from tests.store.builders import add_source, dated, draft, ids, land, listed
from tests.store.server import Server

pytestmark = pytest.mark.postgres


def test_a_database_without_tables_becomes_a_store(empty_database: str) -> None:
    with pytest.raises(NotFound, match="ainews init"):
        Store.open(empty_database, create=False)
    with Store.open(empty_database) as store:
        assert store.admin.schema_version == schema.migrations("postgres")[-1].number

    Store.open(empty_database, create=False).close()


def test_programs_that_make_the_tables_at_once_share_them(empty_database: str) -> None:
    def add(n: int) -> None:
        with Store.open(empty_database) as store:
            add_source(store, f"source{n}")

    with ThreadPoolExecutor(4) as pool:
        list(pool.map(add, range(4)))
    with Store.open(empty_database) as store:
        assert len(store.sources.subscriptions()) == 4


def test_newer_tables_are_refused_with_advice(empty_database: str, server: Server) -> None:
    Store.open(empty_database).close()
    server.run(urlsplit(empty_database).path.removeprefix("/"), "INSERT INTO ainews_schema (number) VALUES (99)")

    with pytest.raises(SchemaMismatch, match=r"schema 99, this ainews needs \d+: upgrade"):
        Store.open(empty_database)


def test_a_server_that_is_not_there_is_told_without_the_password() -> None:
    with pytest.raises(StoreError, match=r"127\.0\.0\.1:1/news") as told:
        Store.open("postgresql://me:secret@127.0.0.1:1/news")

    assert "secret" not in str(told.value)


def test_landings_at_once_give_ids_in_order_and_lose_nothing(postgres_url: str) -> None:
    with Store.open(postgres_url) as store:
        sources = [add_source(store, f"source{n}") for n in range(4)]

        def work(source: int) -> None:
            for n in range(10):
                land(store, source, [draft(f"{source} {n} {m}") for m in range(5)])

        with ThreadPoolExecutor(4) as pool:
            list(pool.map(work, sources))

        assert sorted(ids(listed(store))) == list(range(1, 201))
        assert store.reading.unread() == dict.fromkeys(sources, 50)


def test_marking_and_landing_at_once_keep_the_counts(postgres_url: str) -> None:
    with Store.open(postgres_url) as store:
        source = add_source(store)
        land(store, source, dated(10))

        def work(n: int) -> None:
            if n % 3 == 0:
                store.reading.mark_all()
            elif n % 3 == 1:
                store.reading.mark([1 + n % 10], bool(n % 2))
            else:
                land(store, source, [draft(f"more {n}")])

        with ThreadPoolExecutor(4) as pool:
            list(pool.map(work, range(60)))

        assert store.admin.check() == []


def test_workers_never_claim_the_same_source(postgres_url: str) -> None:
    from tests.store.test_sources import claimed

    with Store.open(postgres_url) as store:
        sources = [add_source(store, f"source{n}") for n in range(20)]
        with ThreadPoolExecutor(4) as pool:
            got = list(pool.map(lambda n: claimed(store, f"worker{n}", limit=7), range(4)))
        got.append(claimed(store, "last"))

    assert sorted(number for numbers in got for number in numbers) == sources


def test_a_lock_held_too_long_is_told(postgres_url: str) -> None:
    with Store.open(postgres_url, busy_timeout_s=0.05) as store:
        add_source(store)
        with store.engine.write() as session:
            session.rows("subscription.lock", user_id=1)
            with pytest.raises(StoreBusy):
                store.reading.mark_all()


def test_a_read_only_server_can_be_read(postgres_url: str) -> None:
    with Store.open(postgres_url) as store:
        land(store, add_source(store), dated(2))
    with Store.open(f"{postgres_url}&options=-c%20default_transaction_read_only%3Don") as store:
        assert len(listed(store)) == 2
        with pytest.raises(StoreReadOnly):
            store.reading.mark([1], True)


@pytest.mark.parametrize("sql", ["DELETE FROM item", "COMMIT; DELETE FROM item", "SELECT", "DROP TABLE item"])
def test_typed_sql_cannot_write(postgres_url: str, sql: str) -> None:
    with Store.open(postgres_url) as store:
        land(store, add_source(store), dated(2))
        if sql != "SELECT":
            with pytest.raises(UsageError, match="refused"):
                store.admin.query(sql)
        assert store.admin.query("SELECT COUNT(*) AS items FROM item") == (["items"], [(2,)])


def test_care_for_a_database(postgres_url: str) -> None:
    with Store.open(postgres_url) as store:
        land(store, add_source(store), dated(2))
        store.admin.vacuum()

        assert store.admin.stats()["items"] == 2
        assert store.admin.stats()["size_bytes"] > 0
        assert "@" not in store.admin.path
        with pytest.raises(NotAllowed, match="pg_dump"):
            store.admin.snapshot("copy.db")


def test_a_text_beyond_what_an_index_takes_lands_all_the_same(postgres_url: str) -> None:
    words = " ".join(f"word{n}" for n in range(120_000))
    with Store.open(postgres_url) as store:
        assert land(store, add_source(store), [draft("long", words=words)]).new == 1
