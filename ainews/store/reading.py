"""What a reader sees of items: lists, single items, their texts and earlier texts; marking is `marking`'s matter."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime
from functools import cached_property
from typing import TYPE_CHECKING

from ainews.errors import NotFound
from ainews.model import OWNER_ID, Item, ItemBody, ItemFilter, Version
from ainews.store.engine import Engine
from ainews.store.pages import page
from ainews.store.rows import body_of, item_of, version_of

if TYPE_CHECKING:
    from ainews.store.marking import Marking

_ALL = ItemFilter()
_ONE = ("list.columns", "list.from_ids", "list.joins", "list.chosen")


class Reading:
    """One reader's side of the store; the owner's, where no user is named."""

    def __init__(self, engine: Engine) -> None:
        self._engine = engine

    @cached_property
    def _marking(self) -> Marking:
        from ainews.store.marking import Marking

        return Marking(self._engine)

    def item(self, item_id: int, user_id: int = OWNER_ID) -> Item:
        row = self._engine.row(_ONE, ids=[item_id], user_id=user_id)
        if row is None:
            raise NotFound(f"there is no item {item_id}")
        return item_of(row)

    def body(self, item_id: int) -> ItemBody:
        row = self._engine.row("item.body", id=item_id)
        if row is None:
            raise NotFound(f"there is no item {item_id}")
        return body_of(row)

    def versions(self, item_id: int) -> list[Version]:
        """Return the earlier texts that were kept, oldest first."""
        return [version_of(row) for row in self._engine.rows("item.versions", id=item_id)]

    def unread(self, user_id: int = OWNER_ID) -> dict[int, int]:
        """Return how many items of each subscribed source are unread."""
        rows = self._engine.rows("subscription.unread", user_id=user_id)
        return {row["source_id"]: row["unread"] for row in rows}

    def mark(self, ids: Sequence[int], read: bool, user_id: int = OWNER_ID) -> int:
        """Mark items read or unread; returns how many were not so before. Raises NotFound, marking nothing."""
        return self._marking.mark(ids, read, user_id)

    def mark_all(
        self,
        *,
        source_ids: Sequence[int] = (),
        folder: str | None = None,
        before: datetime | None = None,
        user_id: int = OWNER_ID,
    ) -> int:
        """Mark everything read, or all of some sources and of a folder; returns how many were unread.

        before  only items dated before then
        """
        return self._marking.mark_all(source_ids, folder, before, user_id)

    def star(self, ids: Sequence[int], starred: bool, user_id: int = OWNER_ID) -> int:
        """Star items, or take their stars; returns how many changed. Raises NotFound, starring nothing."""
        return self._marking.star(ids, starred, user_id)

    def list(self, wanted: ItemFilter = _ALL, user_id: int = OWNER_ID) -> list[Item]:
        """Return one page of items, newest first; `before` continues after an item.

        Raises NotFound where there is no item `before`.
        """
        with self._engine.read() as session:
            return page(session, wanted, user_id)
