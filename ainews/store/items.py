"""Items as they land and as they go; reading them is `reading`'s matter."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime

from ainews.model import Known, Landed, Landing
from ainews.store.engine import Engine
from ainews.store.rows import known_of
from ainews.text.instants import to_ms


class Items:
    """What polls bring."""

    def __init__(self, engine: Engine) -> None:
        self._engine = engine

    def known(self, source_id: int, guids: Sequence[str], url_keys: Sequence[int]) -> list[Known]:
        """Return the source's items that bear one of these guids or addresses."""
        from ainews.text.hashing import key64

        keys = [key64(guid) for guid in guids]
        rows = self._engine.rows("item.known", source_id=source_id, guid_keys=keys, url_keys=list(url_keys))
        return [known_of(row) for row in rows]

    def land(self, landings: Sequence[Landing]) -> list[Landed]:
        """Store what polls brought, all of it in one transaction; returns what was new, in the order given."""
        from ainews.store.landing import land, scrubbed

        if not landings:
            return []
        try:
            with self._engine.write() as session:
                return land(session, landings)
        except UnicodeError:
            with self._engine.write() as session:
                return land(session, [scrubbed(landing) for landing in landings])

    def remove(self, ids: Sequence[int], now: datetime) -> int:
        """Remove items for good: tombstones keep their feeds from bringing them back. Returns how many there were."""
        wanted = list(ids)
        if not wanted:
            return 0
        from ainews.store.stories import refresh, stories_of

        with self._engine.write() as session:
            stories = stories_of(session, wanted)
            session.run("tombstone.add", ids=wanted, now_ms=to_ms(now))
            session.run("subscription.lose", ids=wanted)
            session.run("source.lose", ids=wanted)
            session.run("index.forget_items", ids=wanted)
            removed = session.run("item.remove", ids=wanted)
            refresh(session, stories)
        return removed
