"""The nouns of a poll: what it brought, what its document claims, and what came of storing it."""

from __future__ import annotations

from datetime import datetime, timedelta

from msgspec import Struct

from ainews.model.sources import FailureKind, SourceRef, SourceUpdate, Validators


class Changed(Struct, frozen=True):
    """A poll that brought a document.

    body        decompressed, at most the size cap
    charset     from Content-Type, None if absent
    fresh_for   the larger of max-age and Expires; 0 if neither
    moved_to    where permanent redirects led, if every hop up to there was 301 or 308
    """

    source_id: int
    url: str
    at: datetime
    body: bytes
    content_type: str = ""
    charset: str | None = None
    validators: Validators = Validators()
    fresh_for: timedelta = timedelta(0)
    moved_to: str | None = None
    status: int = 200
    elapsed_s: float = 0.0


class Unchanged(Struct, frozen=True):
    """A poll that was answered 304, or with the very bytes of last time."""

    source_id: int
    url: str
    at: datetime
    validators: Validators = Validators()
    fresh_for: timedelta = timedelta(0)
    moved_to: str | None = None
    status: int = 304
    elapsed_s: float = 0.0


class Failed(Struct, frozen=True):
    """A poll that brought nothing. `retry_after` is what the server asked for, at most 7 days."""

    source_id: int
    url: str
    at: datetime
    kind: FailureKind
    message: str
    retry_after: timedelta | None = None
    status: int | None = None
    elapsed_s: float = 0.0


Fetched = Changed | Unchanged | Failed


class Enclosure(Struct, frozen=True):
    """A file that belongs to an item; `length` in bytes where the feed says so."""

    url: str
    type: str = ""
    length: int | None = None


class Draft(Struct, frozen=True):
    """What a document claims about one item. `html` is as found: never show or store it.

    guid          identity within the source: guid, else guid + url, else url, else content hash
    url           absolute, "" if the item has none
    title         plain text, one line, "" if none
    html          the richest content found, links made absolute, not sanitized
    author        names joined by ", "
    fingerprint   hash of everything above as found; equal means: nothing to do
    """

    guid: str
    url: str
    title: str
    html: str
    author: str = ""
    published: datetime | None = None
    updated: datetime | None = None
    categories: tuple[str, ...] = ()
    enclosures: tuple[Enclosure, ...] = ()
    language: str | None = None
    fingerprint: bytes = b""


class CleanDraft(Struct, frozen=True):
    """A draft made fit to store.

    html          sanitized
    text          its plain text, for the index and for hashing
    content_hash  of title and text: equal means that a reader would see no difference
    url_key       64-bit signed hash of the canonical URL, None without a URL
    """

    draft: Draft
    html: str
    text: str
    content_hash: bytes
    url_key: int | None


class Document(Struct, frozen=True):
    """A parsed feed. `ttl` is its own wish, `warnings` say what was mended, `format` is like `rss20` or `json11`."""

    format: str
    title: str = ""
    site_url: str | None = None
    language: str | None = None
    identity: bytes = b""
    ttl: timedelta | None = None
    drafts: tuple[Draft, ...] = ()
    warnings: tuple[str, ...] = ()


class Known(Struct, frozen=True):
    """What the store remembers of an item when its feed comes again."""

    item_id: int
    guid: str
    url_key: int | None
    fingerprint: bytes
    content_hash: bytes


class Landing(Struct, frozen=True):
    """What one poll writes, in one transaction.

    new        drafts that no item has
    changed    (item id, draft) whose content differs from what is stored; the old text becomes a version
    refreshed  (item id, fingerprint, guid) that differ as found but not to a reader
    pieces     what to know the document's items by at the next poll; None leaves what is stored
    """

    update: SourceUpdate
    at: datetime
    new: tuple[CleanDraft, ...] = ()
    changed: tuple[tuple[int, CleanDraft], ...] = ()
    refreshed: tuple[tuple[int, bytes, str], ...] = ()
    pieces: bytes | None = None


class Landed(Struct, frozen=True):
    """What a landing did, after the store had the last word (another process may have been first)."""

    source_id: int
    new: int
    changed: int


class Failure(Struct, frozen=True):
    """One line of an ingest report's `failures`."""

    source: SourceRef
    kind: FailureKind
    message: str
    next_try: datetime | None


class IngestReport(Struct):
    """What one ingest did; grows while it runs.

    items_waiting  recent items without a story, counted no further than it takes to leave them to `ainews stories`
    stories_fault  why stories could not be found, "" if they could or were not to be
    """

    polled: int = 0
    changed: int = 0
    unchanged: int = 0
    failed: int = 0
    skipped: int = 0
    items_new: int = 0
    items_changed: int = 0
    items_seen: int = 0
    stories_new: int = 0
    stories_grown: int = 0
    items_waiting: int = 0
    stories_fault: str = ""
    failures: list[Failure] = []
    seconds: float = 0.0
