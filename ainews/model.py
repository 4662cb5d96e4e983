"""The nouns of ainews, as frozen structs; no behaviour beyond what follows from their own fields.

Times are aware UTC datetimes. `Source -> Fetched -> Draft -> CleanDraft -> Item`.
"""

from __future__ import annotations

from datetime import datetime, timedelta
from enum import StrEnum

from msgspec import Struct

OWNER_ID = 1
"""The user that the command line acts for; made with the store."""


class SourceKind(StrEnum):
    """How a source is polled."""

    FEED = "feed"
    PAGE = "page"  # a page without a feed, read by CSS selectors
    FILE = "file"  # a local feed document


class SourceState(StrEnum):
    """What a source is doing, as people see it."""

    NEW = "new"  # never polled
    OK = "ok"
    FAILING = "failing"
    THROTTLED = "throttled"  # the server asked for a pause; no fault of the feed
    PAUSED = "paused"  # by the owner
    GONE = "gone"  # paused by ainews after 410 twice


class FailureKind(StrEnum):
    """Why a poll brought nothing, by name; stable words for scripts."""

    DNS = "dns"
    REFUSED = "refused"
    UNREACHABLE = "unreachable"
    TLS = "tls"
    TIMEOUT = "timeout"
    PROTOCOL = "protocol"  # not HTTP, cut short, wrong length
    HTTP_4XX = "http-4xx"
    HTTP_5XX = "http-5xx"
    UNAUTHORIZED = "unauthorized"  # 401, 403, 407
    NOT_FOUND = "not-found"  # 404
    GONE = "gone"  # 410
    THROTTLED = "throttled"  # 429, or 503 with Retry-After
    TOO_BIG = "too-big"
    BOMB = "bomb"  # grows too much when decompressed
    REDIRECT_LOOP = "redirect-loop"
    BAD_ADDRESS = "bad-address"
    PRIVATE_ADDRESS = "private-address"
    NOT_A_FEED = "not-a-feed"
    BAD_XML = "bad-xml"
    FILE = "file"  # a local file that cannot be read
    INTERNAL = "internal"  # a fault of ainews itself: please report


class Selectors(Struct, frozen=True):
    """CSS selectors that turn a page without a feed into drafts.

    `item` picks one element per item; the others are looked up inside it.
    An empty `link` means the first `a[href]`, an empty `title` that link's text.
    """

    item: str
    title: str = ""
    link: str = ""
    summary: str = ""
    date: str = ""


class SourceOptions(Struct, frozen=True):
    """What the owner chose for one source."""

    full_text: bool = False  # fetch each new item's page and keep its main text
    allow_private: bool = False  # the owner vouched for an address on a private network
    interval: timedelta | None = None  # fixed pace instead of the learnt one
    selectors: Selectors | None = None  # kind PAGE only


class Validators(Struct, frozen=True):
    """What makes the next poll conditional; ETags are opaque, quotes included."""

    etag: str | None = None
    last_modified: str | None = None
    body_hash: bytes | None = None  # of the last body that was parsed


class Health(Struct, frozen=True):
    """How the last polls went. `failures` counts failures in a row; throttling is not one."""

    failures: int = 0
    failing_since: datetime | None = None
    error_kind: FailureKind | None = None
    error: str | None = None
    last_try: datetime | None = None
    last_ok: datetime | None = None
    gone_sightings: int = 0
    throttled_until: datetime | None = None


class Move(Struct, frozen=True):
    """A permanent redirect seen, not yet believed: stored after 3 sightings over 48 h."""

    to: str
    first_seen: datetime
    sightings: int


class Source(Struct, frozen=True):
    """One address that is polled, shared by all users.

    interval      learnt pace; see `fetch.manners`
    next_due      no poll before; None while paused
    feed_identity hash of what the feed calls itself, to tell a move from a takeover
    """

    id: int
    url: str
    kind: SourceKind = SourceKind.FEED
    title: str = ""
    site_url: str | None = None
    options: SourceOptions = SourceOptions()
    validators: Validators = Validators()
    health: Health = Health()
    move: Move | None = None
    interval: timedelta = timedelta(hours=1)
    next_due: datetime | None = None
    state: SourceState = SourceState.NEW
    feed_identity: bytes | None = None
    item_count: int = 0


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


class SourceRef(Struct, frozen=True):
    """The part of a source that is shown with an item."""

    id: int
    title: str
    url: str


class Item(Struct, frozen=True):
    """A stored item as one reader sees it in a list. `score` and `snippet` are set by a search."""

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


class Subscription(Struct, frozen=True):
    """One reader's view of a source."""

    source: Source
    folder: str | None
    title: str
    added_at: datetime
    unread: int


class SourceUpdate(Struct, frozen=True):
    """Everything about a source that a poll may change; the store writes it whole.

    `title`, `site_url` and `feed_identity` of None leave what is stored. `url` is set when a move is believed.
    """

    source_id: int
    validators: Validators
    health: Health
    interval: timedelta
    next_due: datetime | None
    state: SourceState
    move: Move | None = None
    url: str | None = None
    title: str | None = None
    site_url: str | None = None
    feed_identity: bytes | None = None


class Landing(Struct, frozen=True):
    """What one poll writes, in one transaction.

    new        drafts that no item has
    changed    (item id, draft) whose content differs from what is stored; the old text becomes a version
    refreshed  (item id, fingerprint, guid) that differ as found but not to a reader
    """

    update: SourceUpdate
    at: datetime
    new: tuple[CleanDraft, ...] = ()
    changed: tuple[tuple[int, CleanDraft], ...] = ()
    refreshed: tuple[tuple[int, bytes, str], ...] = ()


class Landed(Struct, frozen=True):
    """What a landing did, after the store had the last word (another process may have been first)."""

    source_id: int
    new: int
    changed: int


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


class Failure(Struct, frozen=True):
    """One line of an ingest report's `failures`."""

    source: SourceRef
    kind: FailureKind
    message: str
    next_try: datetime | None


class IngestReport(Struct):
    """What one ingest did; grows while it runs."""

    polled: int = 0
    changed: int = 0
    unchanged: int = 0
    failed: int = 0
    skipped: int = 0
    items_new: int = 0
    items_changed: int = 0
    items_seen: int = 0
    failures: list[Failure] = []
    seconds: float = 0.0


class ItemText(Struct, frozen=True):
    """What of an item a summary may rest on: plain text, one line per block; `url` is its own address."""

    item_id: int
    title: str
    text: str
    url: str = ""


class Sentence(Struct, frozen=True):
    """One sentence of a summary, and the items it rests on."""

    text: str
    item_ids: tuple[int, ...]


class StoryPlace(Struct, frozen=True):
    """Where an item of the window stands; no text.

    at_s         its date in seconds since 1970, never after it arrived
    is_embedded  whether there is a vector of its present text
    is_grouped   whether its present text has been judged
    """

    item_id: int
    at_s: int
    story_id: int | None
    topic_id: int | None
    is_embedded: bool
    is_grouped: bool


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
    """

    item_id: int
    story_id: int
    topic_id: int
    closest: int | None = None
    signals: tuple[Signal, ...] = ()
    content_hash: bytes | None = None

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


class StoriesReport(Struct):
    """What one derivation of stories did; `left` counts items that wait for the next."""

    new: int = 0
    grown: int = 0
    embedded: int = 0
    grouped: int = 0
    left: int = 0
