"""The nouns of what is polled: sources, their health, and who is subscribed to them."""

from __future__ import annotations

from datetime import datetime, timedelta
from enum import StrEnum

from msgspec import Struct


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


class SourceRef(Struct, frozen=True):
    """The part of a source that is shown with an item."""

    id: int
    title: str
    url: str


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
