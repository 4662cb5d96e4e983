"""What the owner says of stories by hand: done at once, and remembered for every regrouping; groups nothing itself."""

from __future__ import annotations

from collections.abc import Callable, Sequence

from ainews.errors import Conflict
from ainews.model import Assigned, Signal, Story
from ainews.store import Store
from ainews.stories.corrections import Corrections

BY_HAND = (Signal("placed by hand", 1.0, 1.0),)


def split(store: Store, story_id: int, leaving: Sequence[int]) -> int:
    """Let items leave a story, as a story of their own; returns its id. Raises NotFound and Conflict."""
    items = _items(store, story_id)
    leaving = sorted(set(leaving))
    staying = [item for item in items if item not in leaving]
    if strangers := [item for item in leaving if item not in items]:
        raise Conflict(f"item {strangers[0]} is not in story {story_id}: see `ainews story show {story_id}`")
    if not staying:
        raise Conflict(f"these are all items of story {story_id}: name only those that do not belong")
    _remember(store, lambda said: said.split(items, leaving))
    name = _name(store, leaving)
    if name is not None:
        _move(store, leaving, name)
        return name
    # The story bears the id of the very item that leaves, so those that stay take another.
    _move(store, staying, _name(store, staying) or staying[0])
    return story_id


def merge(store: Store, story_id: int, other_id: int) -> Story:
    """Make one story of two, under the first one's id. Raises NotFound and Conflict."""
    if story_id == other_id:
        raise Conflict(f"story {story_id} cannot be merged with itself: name another")
    items, others = _items(store, story_id), _items(store, other_id)
    _remember(store, lambda said: said.merge(items, others))
    alone = items if len(items) == 1 else []  # nothing but the hand is why it has company now
    _move(store, [*others, *alone], story_id, topic_id=_place(store, items[0]).topic_id)
    return store.stories.story(story_id)


def _items(store: Store, story_id: int) -> list[int]:
    return [item.id for item in store.stories.story(story_id).items]


def _remember(store: Store, say: Callable[[Corrections], None]) -> None:
    together, apart = store.stories.corrections()
    said = Corrections(set(together), set(apart))
    say(said)
    store.stories.correct(
        together=said.together - together,
        apart=said.apart - apart,
        forgotten=(together | apart) - (said.together | said.apart),
    )


def _name(store: Store, items: Sequence[int]) -> int | None:
    """Return the id of the first of these items that no story bears."""
    taken = store.stories.existing(items)
    return next((item for item in items if item not in taken), None)


def _move(store: Store, items: Sequence[int], story_id: int, topic_id: int | None = None) -> None:
    places = [_place(store, item) for item in items]
    store.stories.save(
        [
            Assigned(place.item_id, story_id, place.topic_id if topic_id is None else topic_id, None, BY_HAND)
            for place in places
        ]
    )


def _place(store: Store, item_id: int) -> Assigned:
    place = store.stories.why(item_id)
    if place is None:
        raise Conflict(f"item {item_id} has left its story meanwhile: try again")
    return place
