"""Rows to model objects, and back; no SQL."""

from __future__ import annotations

from datetime import datetime, timedelta
from functools import cache
from typing import Any

import msgspec

from ainews.model import (
    Enclosure,
    FailureKind,
    Health,
    Item,
    ItemBody,
    Known,
    Move,
    Sentence,
    Source,
    SourceKind,
    SourceOptions,
    SourceRef,
    SourceState,
    SourceUpdate,
    Subscription,
    Validators,
    Version,
)
from ainews.store.engine import Row
from ainews.text.instants import from_ms, to_ms


def source_of(row: Row) -> Source:
    return Source(
        id=row["id"],
        url=row["url"],
        kind=SourceKind(row["kind"]),
        title=row["title"],
        site_url=row["site_url"],
        options=options_from(row["options"]),
        validators=Validators(row["etag"], row["last_modified"], row["body_hash"]),
        health=_health_of(row),
        move=_move_of(row),
        interval=timedelta(seconds=row["interval_s"]),
        next_due=maybe_from_ms(row["next_due_ms"]),
        state=SourceState(row["state"]),
        feed_identity=row["feed_identity"],
        item_count=row["item_count"],
    )


def _health_of(row: Row) -> Health:
    return Health(
        failures=row["failures"],
        failing_since=maybe_from_ms(row["failing_since_ms"]),
        error_kind=FailureKind(row["error_kind"]) if row["error_kind"] else None,
        error=row["error"],
        last_try=maybe_from_ms(row["last_try_ms"]),
        last_ok=maybe_from_ms(row["last_ok_ms"]),
        gone_sightings=row["gone_sightings"],
        throttled_until=maybe_from_ms(row["throttled_until_ms"]),
    )


def _move_of(row: Row) -> Move | None:
    if row["move_to"] is None:
        return None
    return Move(row["move_to"], from_ms(row["move_first_seen_ms"]), row["move_sightings"])


def subscription_of(row: Row) -> Subscription:
    return Subscription(
        source=source_of(row),
        folder=row["folder"],
        title=row["shown_title"],
        added_at=from_ms(row["added_ms"]),
        unread=row["unread"],
    )


def item_of(row: Row, *, score: float | None = None, snippet: str | None = None) -> Item:
    return Item(
        id=row["id"],
        source=SourceRef(row["source_id"], row["source_title"], row["source_url"]),
        title=row["title"],
        url=row["url"],
        author=row["author"],
        published_at=maybe_from_ms(row["published_ms"]),
        arrived_at=from_ms(row["arrived_ms"]),
        read=bool(row["is_read"]),
        starred=bool(row["is_starred"]),
        story_id=row["story_id"],
        score=score,
        snippet=snippet,
    )


def body_of(row: Row) -> ItemBody:
    return ItemBody(
        html=row["html"],
        categories=tuple(row["categories"].split("\n")) if row["categories"] else (),
        enclosures=enclosures_from(row["enclosures"]),
        language=row["language"],
        updated_at=maybe_from_ms(row["updated_ms"]),
        versions=row["versions"],
    )


def known_of(row: Row) -> Known:
    return Known(row["id"], row["guid"], row["url_key"], row["fingerprint"], row["content_hash"])


def version_of(row: Row) -> Version:
    return Version(row["item_id"], row["number"], from_ms(row["seen_ms"]), row["title"], row["html"])


def update_row(update: SourceUpdate, landed: int) -> dict[str, Any]:
    """Return the parameters of `source.update`."""
    health, move = update.health, update.move
    return {
        "source_id": update.source_id,
        "landed": landed,
        "url": update.url,
        "title": update.title,
        "site_url": update.site_url,
        "feed_identity": update.feed_identity,
        "state": update.state.value,
        "interval_s": int(update.interval.total_seconds()),
        "next_due_ms": maybe_to_ms(update.next_due),
        "etag": update.validators.etag,
        "last_modified": update.validators.last_modified,
        "body_hash": update.validators.body_hash,
        "failures": health.failures,
        "failing_since_ms": maybe_to_ms(health.failing_since),
        "error_kind": health.error_kind.value if health.error_kind else None,
        "error": health.error,
        "last_try_ms": maybe_to_ms(health.last_try),
        "last_ok_ms": maybe_to_ms(health.last_ok),
        "gone_sightings": health.gone_sightings,
        "throttled_until_ms": maybe_to_ms(health.throttled_until),
        "move_to": move.to if move else None,
        "move_first_seen_ms": to_ms(move.first_seen) if move else None,
        "move_sightings": move.sightings if move else 0,
    }


_NO_OPTIONS = SourceOptions()


def options_from(text: str) -> SourceOptions:
    return _NO_OPTIONS if text == "{}" else _options_decoder().decode(text)


def options_text(options: SourceOptions) -> str:
    return "{}" if options == _NO_OPTIONS else msgspec.json.encode(options).decode()


def enclosures_from(text: str) -> tuple[Enclosure, ...]:
    return _enclosures_decoder().decode(text) if text else ()


def enclosures_text(enclosures: tuple[Enclosure, ...]) -> str:
    return msgspec.json.encode(enclosures).decode() if enclosures else ""


def sentences_from(text: str) -> tuple[Sentence, ...]:
    return tuple(Sentence(words, item_ids) for words, item_ids in _sentences_decoder().decode(text))


def sentences_text(sentences: tuple[Sentence, ...]) -> str:
    return msgspec.json.encode([(each.text, each.item_ids) for each in sentences]).decode()


@cache
def _options_decoder() -> msgspec.json.Decoder[SourceOptions]:
    return msgspec.json.Decoder(SourceOptions)


@cache
def _enclosures_decoder() -> msgspec.json.Decoder[tuple[Enclosure, ...]]:
    return msgspec.json.Decoder(tuple[Enclosure, ...])


@cache
def _sentences_decoder() -> msgspec.json.Decoder[list[tuple[str, tuple[int, ...]]]]:
    return msgspec.json.Decoder(list[tuple[str, tuple[int, ...]]])


def maybe_to_ms(moment: datetime | None) -> int | None:
    return None if moment is None else to_ms(moment)


def maybe_from_ms(ms: int | None) -> datetime | None:
    return None if ms is None else from_ms(ms)
