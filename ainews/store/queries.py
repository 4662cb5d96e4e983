"""Named SQL, read from `sql/`: `common` serves every engine, an engine's own folder overrides it; nothing is run here.

A statement starts at its name line, then says its purpose:

    -- item.known (reads)
    -- Which of these drafts does the source already have?
    SELECT ...

The kind is `reads`, `writes`, or `part`: a piece that the store joins with others. `:name` is a
parameter, `:name[]` a list of integers and `:name[text]` one of texts: each is a SELECT with the one
column `value`, to stand after `IN` or `FROM`.
A statement that is empty means that this engine has nothing to do there.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from enum import StrEnum
from functools import cache
from pathlib import Path

_LISTS = frozenset({"items", "reading", "sources"})
_HERE = Path(__file__).parent
_NAME_LINE = re.compile(r"^-- (?P<name>[a-z_]+(?:\.[a-z_]+)+) \((?P<kind>reads|writes|part)\)$", re.MULTILINE)
_COMMENT_LINE = re.compile(r"^\s*--.*\n?", re.MULTILINE)
_PARAMETER = re.compile(r"(?<![:\w]):(?P<name>[a-z_]\w*)(?P<list>\[(?:text)?\])?")


class Kind(StrEnum):
    """What a statement does; tells later which may run on a replica."""

    READS = "reads"
    WRITES = "writes"
    PART = "part"


@dataclass(frozen=True, slots=True)
class Statement:
    """One named text, its parameters written as its engine wants them."""

    name: str
    kind: Kind
    purpose: str
    sql: str


class Queries:
    """The statements of one engine, by name; files that lists need not are read when one of theirs is asked for."""

    def __init__(self, engine: str) -> None:
        self._engine = engine
        self._statements = _from_files(engine, lambda stem: stem in _LISTS)
        self._is_whole = False
        self._joined: dict[tuple[str, ...], str] = {}

    def __getitem__(self, name: str | tuple[str, ...]) -> str:
        """Return a statement's SQL; a tuple of names joins parts, in that order."""
        if isinstance(name, str):
            return self._statement(name).sql
        if name not in self._joined:
            self._joined[name] = "\n".join(self._statement(part).sql for part in name)
        return self._joined[name]

    def __iter__(self) -> Iterator[Statement]:
        self._read_rest()
        return iter(self._statements.values())

    def _statement(self, name: str) -> Statement:
        if name not in self._statements:
            self._read_rest()
        return self._statements[name]

    def _read_rest(self) -> None:
        if not self._is_whole:
            self._statements |= _from_files(self._engine, lambda stem: stem not in _LISTS)
            self._is_whole = True


@cache
def load(engine: str) -> Queries:
    """Read the statements of `sqlite` or `postgres`."""
    return Queries(engine)


def _from_files(engine: str, is_wanted: Callable[[str], bool]) -> dict[str, Statement]:
    statements: dict[str, Statement] = {}
    for folder in ("common", engine):
        for path in sorted((_HERE / "sql" / folder).glob("*.sql")):
            if is_wanted(path.stem):
                statements |= {each.name: each for each in _read(path.read_text("utf-8"), engine)}
    return statements


def _read(text: str, engine: str) -> list[Statement]:
    starts = list(_NAME_LINE.finditer(text))
    ends = [match.start() for match in starts[1:]] + [len(text)]
    return [
        _statement(match["name"], match["kind"], text[match.end() : end], engine)
        for match, end in zip(starts, ends, strict=True)
    ]


def _statement(name: str, kind: str, text: str, engine: str) -> Statement:
    comments = [line.strip().removeprefix("--").strip() for line in _COMMENT_LINE.findall(text)]
    sql = _COMMENT_LINE.sub("", text).strip().removesuffix(";")
    return Statement(name, Kind(kind), " ".join(comments), rewritten(sql, engine))


def rewritten(sql: str, engine: str) -> str:
    """Write parameters and lists as the engine's driver wants them."""
    if engine == "sqlite":
        return _PARAMETER.sub(_for_sqlite, sql)
    return _PARAMETER.sub(_for_psycopg, sql.replace("%", "%%"))


def _for_sqlite(match: re.Match[str]) -> str:
    return f"(SELECT value FROM json_each(:{match['name']}))" if match["list"] else match[0]


def _for_psycopg(match: re.Match[str]) -> str:
    parameter = f"%({match['name']})s"
    if not match["list"]:
        return parameter
    element = "text" if match["list"] == "[text]" else "bigint"
    return f"(SELECT unnest(CAST({parameter} AS {element}[])) AS value)"
