"""Care for a store: checks, figures, free SQL, snapshots; nothing that reading or polling needs."""

from __future__ import annotations

from pathlib import Path
from typing import Any

from ainews.store.engine import Engine
from ainews.store.rows import maybe_from_ms


class Admin:
    """What `ainews db` does."""

    def __init__(self, engine: Engine) -> None:
        self._engine = engine

    @property
    def path(self) -> str:
        """Where the store is: a file, or an address without its password."""
        return self._engine.address

    @property
    def schema_version(self) -> int:
        return self._engine.schema_version()

    def check(self) -> list[str]:
        """Return what is wrong, in words; reads every page and item."""
        problems = self._engine.check()
        with self._engine.read() as session:
            problems += [
                f"source {row['id']} counts {row['kept']} items but has {row['real']}: run `ainews db vacuum`"
                for row in session.rows("admin.wrong_item_counts")
            ]
            problems += [
                f"source {row['source_id']} counts {row['kept']} unread items but has {row['real']}: "
                "run `ainews db vacuum`"
                for row in session.rows("admin.unread_counts")
                if row["kept"] != row["real"]
            ]
            problems += [
                f"story {row['id']} counts {row['kept']} items but has {row['real']}: run `ainews db vacuum`"
                for row in session.rows("admin.wrong_story_counts")
            ]
            lost = session.rows("admin.lost_bodies")[0]["lost"]
        return [*problems, f"{lost} items lost their text: restore a backup"] if lost else problems

    def stats(self) -> dict[str, Any]:
        """Return the store's figures, by name."""
        counts = self._engine.rows("admin.counts")[0]
        unread = self._engine.rows("subscription.unread", user_id=1)
        return {
            "path": self.path,
            "engine": self._engine.name,
            "schema_version": self.schema_version,
            "size_bytes": self._engine.size_bytes(),
            **{name: counts[name] for name in ("sources", "items", "versions", "tombstones", "stars")},
            "unread": sum(row["unread"] for row in unread),
            "first_arrival": maybe_from_ms(counts["first_ms"]),
            "last_arrival": maybe_from_ms(counts["last_ms"]),
        }

    def vacuum(self) -> None:
        """Mend counts, rebuild the search index and give unused space back; takes seconds per 100,000 items."""
        from ainews.store.stories import refresh

        with self._engine.write() as session:
            session.run("admin.fix_item_counts")
            session.run("admin.fix_unread")
            refresh(session, [row["id"] for row in session.rows("admin.wrong_story_counts")])
            session.run("index.rebuild")
        self._engine.vacuum()

    def query(self, sql: str) -> tuple[list[str], list[tuple[Any, ...]]]:
        """Run one statement that a person typed, unable to write; raises UsageError where it is refused."""
        return self._engine.query(sql)

    def snapshot(self, to: str | Path) -> None:
        """Write a copy of the store, whole and consistent while others write."""
        self._engine.snapshot(str(to))
