"""What items of a list have to do with each other: each story once, and what is said of it; finds no stories."""

from __future__ import annotations

from collections.abc import Iterable, Sequence

from msgspec.structs import replace

from ainews.model import Item, ItemFilter
from ainews.store.engine import Row, Session
from ainews.store.pages import Page, page
from ainews.store.rows import sentences_from


def with_stories(session: Session, items: Sequence[Item]) -> list[Item]:
    """Return the items with the size of their story and the latest words about it."""
    ids = sorted({item.story_id for item in items if item.story_id is not None})
    stories = {row["id"]: row for row in session.rows("list.stories", ids=ids)} if ids else {}
    return [_told(item, stories[item.story_id]) if item.story_id in stories else item for item in items]


def page_once(session: Session, wanted: ItemFilter, user_id: int) -> list[Item]:
    """Read one page that shows each story once; see `Reading.list_once`.

    Whether an item is the newest of its story is asked of the whole list, so that pages neither skip nor repeat.
    """
    shown: list[Item] = []
    listed: dict[int, list[int]] = {}
    step = replace(wanted, limit=2 * wanted.limit)
    while True:
        items = page(session, step, user_id)
        # Once for each story: a large one fills many pages.
        met = {item.story_id for item in items if item.story_id is not None} - listed.keys()
        listed |= _listed(session, wanted, sorted(met), user_id)
        shown += _newest(items, listed)
        if not wanted.limit or len(shown) >= wanted.limit or len(items) < step.limit:
            return shown[: wanted.limit or None]
        step = replace(step, before=items[-1].id)


def _listed(session: Session, wanted: ItemFilter, story_ids: Sequence[int], user_id: int) -> dict[int, list[int]]:
    """Return the ids of all that the list holds of each of these stories, newest first."""
    listed: dict[int, list[int]] = {story_id: [] for story_id in story_ids}
    if story_ids:
        everywhere = replace(wanted, before=None, limit=0)
        for row in Page(session, everywhere, user_id, story_ids=story_ids).rows():
            listed[row["story_id"]].append(row["id"])
    return listed


def _newest(items: Iterable[Item], listed: dict[int, list[int]]) -> Iterable[Item]:
    """Yield the items that stand for their stories, and those without one."""
    for item in items:
        newest, *others = listed.get(item.story_id or 0) or [item.id]
        if newest == item.id:
            yield replace(item, others=tuple(others))


def _told(item: Item, story: Row) -> Item:
    words = " ".join(each.text for each in sentences_from(story["sentences"])) if story["sentences"] else ""
    return replace(item, story_size=story["size"], summary=words or None)
