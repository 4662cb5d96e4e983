"""Items with their texts for other programs: lines of JSON, or a plain SQLite database."""

from __future__ import annotations

import sys
from collections.abc import Iterator
from contextlib import nullcontext
from pathlib import Path
from typing import TYPE_CHECKING

from msgspec.structs import replace

from ainews.cli import records
from ainews.errors import Conflict
from ainews.model import ItemFilter

if TYPE_CHECKING:
    from ainews.model import Item
    from ainews.store import Store

PAGE = 500


def to_json_lines(store: Store, file: str) -> int:
    """Write one object an item, newest first, as `show --json` does; returns how many."""
    count = 0
    with nullcontext(sys.stdout) if file == "-" else Path(file).open("w", encoding="utf-8") as output:
        for item in _all(store):
            output.write(records.line(records.whole_item(item, store.reading.body(item.id))) + "\n")
            count += 1
    return count


def to_database(store: Store, file: str) -> int:
    """Write tables `sources` and `items` with a search index to a new file; returns how many items."""
    from sqlite_utils import Database

    if Path(file).exists():
        raise Conflict(f"{file} is there already: remove it, or name another")
    database = Database(file)
    sources, items = database.table("sources"), database.table("items")
    subscriptions = [records.subscription(each) for each in store.sources.subscriptions()]
    sources.insert_all(subscriptions, pk="id")
    items.insert_all((_flat(store, item) for item in _all(store)), pk="id", batch_size=PAGE)
    count = items.count
    if count:
        items.add_foreign_key("source_id", "sources", "id", ignore=True)
        items.enable_fts(["title", "text"], tokenize="porter")
    database.close()
    return count


def _all(store: Store) -> Iterator[Item]:
    wanted = ItemFilter(limit=PAGE)
    while page := store.reading.list(wanted):
        yield from page
        wanted = replace(wanted, before=page[-1].id)


def _flat(store: Store, item: Item) -> records.Record:
    from ainews.text.html import plain_text

    body = store.reading.body(item.id)
    record = records.item(item)
    source = record.pop("source")
    categories = ", ".join(body.categories)
    return {
        "source_id": source["id"],
        **record,
        "categories": categories,
        "text": plain_text(body.html),
        "html": body.html,
    }
