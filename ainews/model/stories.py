"""The nouns of events: where items stand, what was found of them, and the stories they make."""

from __future__ import annotations

from datetime import datetime

from msgspec import Struct

from ainews.model.items import Item


class Sentence(Struct, frozen=True):
    """One sentence of a summary, and the items it rests on."""

    text: str
    item_ids: tuple[int, ...]


class DueItem(Struct, frozen=True):
    """An item that lacks a vector or a story of its present text.

    at_s         its date in seconds since 1970, never after it arrived
    is_embedded  whether there is a vector of its present text
    is_grouped   whether its present text has been judged
    """

    item_id: int
    at_s: int
    is_embedded: bool
    is_grouped: bool


class KnownItem(Struct, frozen=True):
    """An item that has its story, as the next items are compared with it.

    signature  as it was saved; None where it has to be read from the text again
    vector     float16 of its present text
    """

    item_id: int
    source_id: int
    at_s: int
    url_key: int | None
    story_id: int
    topic_id: int
    signature: bytes | None
    vector: bytes | None


class StoryText(Struct, frozen=True):
    """What stories are found by; `html` is the start of the sanitized text, `vector` float16 of its present text."""

    item_id: int
    source_id: int
    at_s: int
    title: str
    html: str
    url_key: int | None
    content_hash: bytes
    vector: bytes | None


class Signal(Struct, frozen=True):
    """One reason for an item's place in its story."""

    name: str
    value: float
    weight: float

    @property
    def contribution(self) -> float:
        return self.value * self.weight


class Assigned(Struct, frozen=True):
    """An item's place in a story, and why: `closest` is the item there that it is most like.

    content_hash  of the text that was judged; None where an item moved that was judged before
    signature     what the next items need of that text
    """

    item_id: int
    story_id: int
    topic_id: int
    closest: int | None = None
    signals: tuple[Signal, ...] = ()
    content_hash: bytes | None = None
    signature: bytes | None = None

    @property
    def score(self) -> float:
        return sum(signal.contribution for signal in self.signals)


class Regrouped(Struct, frozen=True):
    """What saved assignments did to stories, by id."""

    new: frozenset[int] = frozenset()
    grown: frozenset[int] = frozenset()
    gone: frozenset[int] = frozenset()


class Story(Struct, frozen=True):
    """An event that one or more items report; `items` come oldest first, where they were asked for.

    revision  grows whenever its items change
    sources   how many of them there are
    score     set where stories are ranked
    """

    id: int
    revision: int
    title: str
    first_at: datetime
    last_at: datetime
    size: int
    sources: int
    score: float | None = None
    items: tuple[Item, ...] = ()

    @property
    def unread(self) -> int:
        """How many of its items are unread, where they were asked for."""
        return sum(not item.read for item in self.items)


class StoriesReport(Struct):
    """What one derivation of stories did; `left` counts items that wait for the next."""

    new: int = 0
    grown: int = 0
    embedded: int = 0
    grouped: int = 0
    left: int = 0
