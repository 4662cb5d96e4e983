"""What a reader sees of items: lists, single items, their texts and earlier texts; marking is `marking`'s matter."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime
from functools import cached_property
from typing import TYPE_CHECKING

from msgspec.structs import replace

from ainews.errors import NotFound
from ainews.model import OWNER_ID, Counts, Item, ItemBody, ItemFilter, Version
from ainews.store.engine import Engine
from ainews.store.pages import Page, page
from ainews.store.rows import body_of, item_of, version_of
from ainews.store.shared_stories import page_once, with_stories

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
        with self._engine.read() as session:
            row = session.row(_ONE, ids=[item_id], user_id=user_id)
            if row is None:
                raise NotFound(f"there is no item {item_id}")
            return with_stories(session, [item_of(row)])[0]

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

    def mark(
        self,
        ids: Sequence[int],
        read: bool,
        user_id: int = OWNER_ID,
        *,
        story_ids: Sequence[int] = (),
        whole_story: bool = False,
        now: datetime | None = None,
    ) -> int:
        """Mark items read or unread; returns how many were not so before. Raises NotFound, marking nothing.

        story_ids    all items of these stories, too
        whole_story  with an item that becomes read, the others of its story do; never one that becomes unread
        now          when the reader read what `ids` names, so that their interests can be learned; None tells nothing
        """
        return self._marking.mark(ids, read, user_id, story_ids=story_ids, whole_story=whole_story, now=now)

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

    def count(self, wanted: ItemFilter = _ALL, user_id: int = OWNER_ID) -> Counts:
        """Count what a list would hold, were it not for its limit."""
        with self._engine.read() as session:
            return Page(session, replace(wanted, limit=0), user_id).counts()

    def with_stories(self, items: Sequence[Item]) -> list[Item]:
        """Return the items with the size of their story and the latest words about it."""
        with self._engine.read() as session:
            return with_stories(session, items)

    def list_once(self, wanted: ItemFilter = _ALL, user_id: int = OWNER_ID) -> list[Item]:
        """Do what `list` does, but with each story once: its newest item in the list stands for the `others`.

        limit and `before` count and continue as if the others were not there.
        """
        with self._engine.read() as session:
            return with_stories(session, page_once(session, wanted, user_id))

    def list(self, wanted: ItemFilter = _ALL, user_id: int = OWNER_ID) -> list[Item]:
        """Return one page of items, newest first; `before` continues after an item.

        Raises NotFound where there is no item `before`.
        """
        with self._engine.read() as session:
            return with_stories(session, page(session, wanted, user_id))
