"""Sources, drafts and landings in one line each; no store is opened here."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from datetime import UTC, datetime, timedelta
from typing import Any

from ainews.model import (
    Assigned,
    CleanDraft,
    Draft,
    Health,
    Item,
    ItemFilter,
    Landed,
    Landing,
    SourceState,
    SourceUpdate,
    Validators,
)
from ainews.store import Store
from ainews.text.hashing import digest, key64
from ainews.text.html import plain_text

NOON = datetime(2026, 11, 23, 12, tzinfo=UTC)
HOUR = timedelta(hours=1)


def add_source(store: Store, name: str = "alpha", **options: Any) -> int:
    return store.sources.add(f"https://{name}.example/feed", title=name.title(), now=NOON, **options)[0].id


def draft(name: object, *, words: str = "some words", published: datetime | None = None, **other: Any) -> CleanDraft:
    """Return a clean draft; the same name is the same item, other words are other content."""
    url = other.pop("url", f"https://site.example/{name}")
    html = f"<p>{words}</p>"
    facts = {"title": f"Title {name}", "fingerprint": digest(str(name), words)} | other
    made = Draft(guid=str(facts.pop("guid", name)), url=url, html=html, published=published, **facts)
    return CleanDraft(made, html, plain_text(html), digest(made.title, words), key64(url) if url else None)


def dated(count: int, *, last: datetime = NOON, step: timedelta = HOUR) -> list[CleanDraft]:
    """Return drafts named 0, 1, ...: 0 is the newest."""
    return [draft(n, published=last - n * step) for n in range(count)]


def update(source_id: int, **changes: Any) -> SourceUpdate:
    known: dict[str, Any] = {
        "validators": Validators(),
        "health": Health(last_ok=NOON, last_try=NOON),
        "interval": HOUR,
        "next_due": NOON + HOUR,
        "state": SourceState.OK,
    }
    return SourceUpdate(source_id, **(known | changes))


def landing(source_id: int, new: Iterable[CleanDraft] = (), *, at: datetime = NOON, **other: Any) -> Landing:
    return Landing(update(source_id), at, new=tuple(new), **other)


def land(store: Store, source_id: int, new: Iterable[CleanDraft], *, at: datetime = NOON) -> Landed:
    return store.items.land([landing(source_id, new, at=at)])[0]


def change(store: Store, item_id: int, clean: CleanDraft, *, at: datetime = NOON) -> Landed:
    source_id = store.reading.item(item_id).source.id
    return store.items.land([landing(source_id, at=at, changed=((item_id, clean),))])[0]


def group(store: Store, story_id: int, *item_ids: int) -> None:
    """Put items into a story."""
    store.stories.save([Assigned(item_id, story_id, story_id, content_hash=b"judged") for item_id in item_ids])


def ids(items: Iterable[Item]) -> list[int]:
    return [item.id for item in items]


def titles(items: Iterable[Item]) -> list[str]:
    return [item.title for item in items]


def listed(store: Store, **wanted: Any) -> Sequence[Item]:
    return store.reading.list(ItemFilter(**({"limit": 0} | wanted)))
