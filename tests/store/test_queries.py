"""Named SQL: how texts are read, rewritten and joined, and that every engine has what the store asks for."""

from __future__ import annotations

import re
from pathlib import Path

import pytest

from ainews.store import queries
from ainews.store.queries import Kind, load, rewritten

STORE = Path(queries.__file__).parent


def test_parameters_are_written_as_each_driver_wants_them() -> None:
    sql = "SELECT '10%', id::text FROM item WHERE id = :id AND source_id IN :ids[] AND owner IN :owners[text]"

    assert rewritten(sql, "sqlite") == (
        "SELECT '10%', id::text FROM item WHERE id = :id AND source_id IN (SELECT value FROM json_each(:ids))"
        " AND owner IN (SELECT value FROM json_each(:owners))"
    )
    assert rewritten(sql, "postgres") == (
        "SELECT '10%%', id::text FROM item WHERE id = %(id)s"
        " AND source_id IN (SELECT unnest(CAST(%(ids)s AS bigint[])) AS value)"
        " AND owner IN (SELECT unnest(CAST(%(owners)s AS text[])) AS value)"
    )


@pytest.mark.parametrize("engine", ["sqlite", "postgres"])
def test_an_engines_own_statement_wins_and_the_rest_is_common(engine: str) -> None:
    loaded = load(engine)

    assert "LATERAL" in load("postgres")["list.from_sources"]
    assert "LATERAL" not in load("sqlite")["list.from_sources"]
    assert loaded["source.release"].startswith("UPDATE source")


@pytest.mark.parametrize("engine", ["sqlite", "postgres"])
def test_what_an_engine_replaces_stands_in_a_file_of_the_same_name(engine: str) -> None:
    """Files are read when needed, and a common one that comes later would win."""
    common, own = (places(STORE / "sql" / folder) for folder in ("common", engine))

    assert {name: own[name] for name in own.keys() & common} == {name: common[name] for name in own.keys() & common}


def test_parts_are_joined_in_the_order_asked_for() -> None:
    assert load("sqlite")["source.columns", "source.from", "source.by_id"] == (
        "SELECT source.*\nFROM source\nWHERE source.id = :id"
    )


def test_an_empty_statement_says_that_there_is_nothing_to_do() -> None:
    assert load("postgres")["index.insert"] == ""


def test_every_name_that_the_store_uses_is_there() -> None:
    statements = {statement.name for engine in ("sqlite", "postgres") for statement in load(engine)}
    areas = "|".join({name.split(".")[0] for name in statements})
    code = "\n".join(path.read_text() for path in STORE.glob("*.py"))

    assert set(re.findall(rf'"((?:{areas})\.[a-z_]+)"', code)) - statements == set()


@pytest.mark.parametrize("engine", ["sqlite", "postgres"])
def test_what_only_reads_is_marked_so(engine: str) -> None:
    for statement in load(engine):
        writes = re.search(r"^(INSERT|UPDATE|DELETE)\b", statement.sql, re.MULTILINE)
        assert (statement.kind is Kind.WRITES) or not writes, statement.name


def places(folder: Path) -> dict[str, str]:
    """Return the file of each name."""
    names = re.compile(r"^-- (\S+) \((?:reads|writes|part)\)$", re.MULTILINE)
    return {name: path.stem for path in folder.glob("*.sql") for name in names.findall(path.read_text("utf-8"))}
