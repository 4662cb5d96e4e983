"""Numbered migrations, read from `migrations/`: a schema is the sum of them; engines run them, not this."""

from __future__ import annotations

from dataclasses import dataclass
from functools import cache
from pathlib import Path

from ainews.errors import SchemaMismatch

_HERE = Path(__file__).parent


@dataclass(frozen=True, slots=True)
class Migration:
    """One step of a schema; `number` is the version that it leads to."""

    number: int
    name: str
    sql: str


@cache
def migrations(engine: str) -> tuple[Migration, ...]:
    """Return every migration of an engine, in order; files are named `0001_spine.sql`."""
    paths = sorted((_HERE / "migrations" / engine).glob("[0-9]*.sql"))
    return tuple(Migration(int(path.name[:4]), path.stem[5:], path.read_text("utf-8")) for path in paths)


def pending(engine: str, found: int, path: str) -> tuple[Migration, ...]:
    """Return what a store at version `found` lacks; raises SchemaMismatch where no migration helps."""
    known = migrations(engine)
    newest = known[-1].number
    if found > newest:
        raise SchemaMismatch(path=path, found=found, need=newest, advice="upgrade ainews, or name another store")
    if found < 1:
        raise SchemaMismatch(path=path, found=found, need=newest, advice="it was never finished: name another store")
    return known[found:]
