"""The nouns of what is read: items as one reader sees them, their texts and lists of them."""

from __future__ import annotations

from datetime import datetime

from msgspec import Struct

from ainews.model.polls import Enclosure
from ainews.model.sources import SourceRef


class Item(Struct, frozen=True):
    """A stored item as one reader sees it in a list. `score` and `snippet` are set by a search.

    summary     the latest words about its story
    story_size  how many items its story has; 0 where it has none
    others      set by a list that shows each story once: what else of its story is in that list, newest first
    """

    id: int
    source: SourceRef
    title: str
    url: str
    author: str
    published_at: datetime | None
    arrived_at: datetime
    read: bool
    starred: bool
    story_id: int | None = None
    summary: str | None = None
    score: float | None = None
    snippet: str | None = None
    story_size: int = 0
    others: tuple[int, ...] = ()


class ItemBody(Struct, frozen=True):
    """The rest of an item, for the one that is opened."""

    html: str
    categories: tuple[str, ...]
    enclosures: tuple[Enclosure, ...]
    language: str | None
    updated_at: datetime | None
    versions: int  # earlier texts that were kept


class Version(Struct, frozen=True):
    """An earlier text of an item; `number` counts from 1, `seen_at` is when it was replaced."""

    item_id: int
    number: int
    seen_at: datetime
    title: str
    html: str


class ItemFilter(Struct, frozen=True):
    """Which items a list shows, newest first by date (never a future one), then by id.

    tag     a folder of the reader's, or a category the item itself carries
    before  an item id: continue after that item
    limit   0 means all
    """

    unread: bool = False
    starred: bool = False
    source_ids: tuple[int, ...] = ()
    tag: str | None = None
    since: datetime | None = None
    before: int | None = None
    limit: int = 50


class Counts(Struct, frozen=True):
    """How many items a list has, and how many stories they tell: an item without a story is one of its own."""

    items: int = 0
    stories: int = 0


class Matches(Struct, frozen=True):
    """What a search found.

    within    items that its filters let through; 0 where meaning was not compared
    embedded  those of them that have a vector
    """

    items: tuple[Item, ...]
    within: int = 0
    embedded: int = 0


class ItemText(Struct, frozen=True):
    """What of an item a summary may rest on: plain text, one line per block; `url` is its own address."""

    item_id: int
    title: str
    text: str
    url: str = ""
