"""Stores for tests: every test that takes `store` runs on both engines, unless its module says otherwise."""

from __future__ import annotations

import os
from collections.abc import Iterator
from itertools import count
from pathlib import Path
from typing import TYPE_CHECKING

import pytest

from ainews.store import Store

if TYPE_CHECKING:
    from tests.store.server import Server

_numbers = count(1)
_EMPTY = """
    DELETE FROM source;
    DELETE FROM story;
    DELETE FROM model;
    DELETE FROM summary;
    DELETE FROM spending;
    DELETE FROM interest;
    DELETE FROM rule;
    DELETE FROM digest;
    DELETE FROM "user" WHERE id > 1;
    ALTER SEQUENCE source_id_seq RESTART;
    ALTER SEQUENCE item_id_seq RESTART;
    ALTER SEQUENCE spending_id_seq RESTART;
    ALTER SEQUENCE rule_id_seq RESTART;
    ALTER SEQUENCE digest_id_seq RESTART;
"""


@pytest.fixture(scope="session")
def server() -> Iterator[Server]:
    """One PostgreSQL server for the session, with a store in it."""
    try:
        from tests.store.server import Server, UnavailableError
    except ImportError as missing:
        _absent(str(missing))
    try:
        running = Server()
    except UnavailableError as why:
        _absent(str(why))
    try:
        Store.open(running.create("shared_store")).close()
        yield running
    finally:
        running.stop()


def _absent(why: str) -> None:
    """A laptop may go without; CI may not."""
    if os.environ.get("CI") == "true":
        pytest.fail(f"no PostgreSQL: {why}")
    pytest.skip(f"no PostgreSQL: {why}")


@pytest.fixture
def empty_database(server: Server) -> Iterator[str]:
    """A database of one's own, without any table."""
    name = f"own_{next(_numbers)}"
    yield server.create(name)
    server.drop(name)


@pytest.fixture
def postgres_url(server: Server) -> str:
    """The session's database, emptied: much faster than a fresh one."""
    server.run("shared_store", _EMPTY)
    return server.url("shared_store")


@pytest.fixture(params=["sqlite", pytest.param("postgres", marks=pytest.mark.postgres)])
def address(request: pytest.FixtureRequest, tmp_path: Path) -> str:
    """Where an empty store is, or can be made."""
    if request.param == "sqlite":
        return str(tmp_path / "news.db")
    url: str = request.getfixturevalue("postgres_url")
    return url


@pytest.fixture
def store(address: str) -> Iterator[Store]:
    with Store.open(address) as opened:
        yield opened


@pytest.fixture
def path(tmp_path: Path) -> Path:
    return tmp_path / "news.db"


@pytest.fixture
def sqlite_store(path: Path) -> Iterator[Store]:
    with Store.open(path) as opened:
        yield opened
