"""A week of real news (`stream/newsapi_*` of the shared data) as a store takes it in; measures nothing."""

from __future__ import annotations

import gzip
import json
from collections.abc import Iterator
from datetime import datetime, timedelta
from typing import Any

from ainews.model import CleanDraft, Draft, Health, SourceState, SourceUpdate, Validators
from ainews.text.hashing import digest
from ainews.text.html import plain_text, sanitize
from ainews.text.urls import url_key
from benchmarks.corpora import SHARED

WEEK = "newsapi_2020-05-04_11.jsonl.gz"

Record = dict[str, Any]

_HOUR = timedelta(hours=1)


def lines(name: str = WEEK) -> Iterator[Any]:
    """Yield the records of a file of the stream."""
    with gzip.open(SHARED / "stream" / name, "rt", encoding="utf-8") as opened:
        yield from map(json.loads, opened)


def published(record: Record) -> datetime:
    return datetime.fromisoformat(record["published"].replace("Z", "+00:00"))


def clean(record: Record) -> CleanDraft:
    """Return a record as an item that is fit to store."""
    title, words, url = record["title"] or "", record["description"] or "", record["url"] or ""
    html = f"<p>{sanitize(words)}</p>"
    made = Draft(
        guid=str(record["line"]),
        url=url,
        title=title,
        html=words,
        published=published(record),
        fingerprint=digest(title, words)[:8],
    )
    text = plain_text(html)
    return CleanDraft(made, html, text, digest(title, text), url_key(url) if url else None)


def update(source_id: int, at: datetime) -> SourceUpdate:
    """Return what a poll that went well says of its source."""
    health = Health(last_ok=at, last_try=at)
    return SourceUpdate(
        source_id, validators=Validators(), health=health, interval=_HOUR, next_due=at + _HOUR, state=SourceState.OK
    )
