"""The nouns of a digest: what a reader cares for, what was said of stories, and their ordered choice."""

from __future__ import annotations

from datetime import datetime
from enum import StrEnum

from msgspec import Struct

from ainews.model.items import Item
from ainews.model.sources import SourceRef, SourceState
from ainews.model.stories import Sentence, Signal


class Summary(Struct, frozen=True):
    """Words about one revision of a story.

    method    `extractive` or `model`: who wrote the words that stand here
    model     the name of the model that was asked, "" if none was; prompt is its prompt's version
    tokens    in and out, as the server counted them; cost in millionths of the owner's currency
    fallback  why a model's words were not used: a fault's name; "" where none was asked or all was well
    """

    story_id: int
    revision: int
    sentences: tuple[Sentence, ...]
    made_at: datetime
    method: str = "extractive"
    model: str = ""
    prompt: str = ""
    tokens_in: int = 0
    tokens_out: int = 0
    cost_micros: int = 0
    fallback: str = ""


class InterestKind(StrEnum):
    """What an interest is about."""

    TERM = "term"
    TAG = "tag"  # a folder of the reader's, or a category of items
    SOURCE = "source"


class Interest(Struct, frozen=True):
    """How much more (or, below zero, less) of something a reader wants; `weight` from -3 to 3.

    name     of a term or tag casefolded; of a source its id
    title    as shown; of a source its title
    learned  from what was read, starred and skipped, else set by hand
    opened   where it was learned: so many of the `seen` items with it were opened
    """

    kind: InterestKind
    name: str
    weight: float
    title: str = ""
    learned: bool = False
    opened: int = 0
    seen: int = 0


class Seen(Struct, frozen=True):
    """An item that a reader had before them; `tags` are the folder of its source and its categories."""

    item_id: int
    story_id: int | None
    source: SourceRef
    title: str
    tags: tuple[str, ...]
    opened: bool
    starred: bool = False


class Candidate(Struct, frozen=True):
    """An item that is to be ranked with its story.

    at_s      its date in seconds since 1970
    topic_id  its story's; its own id while it has none
    revision  its story's; 0 while it has none
    tags      the folder of its source, then its categories
    html      the start of its sanitized text
    """

    item: Item
    at_s: int
    topic_id: int
    revision: int
    tags: tuple[str, ...]
    html: str


class RuleKind(StrEnum):
    """What a rule does to the stories it meets."""

    MUTE = "mute"
    KEEP = "keep"  # wins over mute, and over every cap


class RuleField(StrEnum):
    """What a rule looks at."""

    WORDS = "words"  # all of them occur in title or text
    REGEX = "regex"  # found in title or text
    SOURCE = "source"  # its id
    AUTHOR = "author"  # part of the name


class Rule(Struct, frozen=True):
    """A reader's standing order about items: a story is muted when all of its items are."""

    id: int
    kind: RuleKind
    field: RuleField
    pattern: str
    created_at: datetime


class TrendKind(StrEnum):
    """What rises."""

    WORD = "word"
    NAME = "name"
    STORY = "story"


class Trend(Struct, frozen=True):
    """Something that more is written about than usual.

    key       the same from hour to hour, however it is spelled
    count     items in the window; `usual` is how many were to be expected
    score     how far beyond chance, in standard deviations
    sources   independent ones
    series    items per step of the window, oldest first
    """

    key: str
    name: str
    kind: TrendKind
    count: int
    usual: float
    score: float
    sources: int
    since: datetime
    series: tuple[int, ...]
    story_ids: tuple[int, ...] = ()


class Mention(Struct, frozen=True):
    """An item as trends see it; `publisher` is the registrable domain that it links to: who speaks."""

    at_s: int
    title: str
    publisher: str
    source_title: str = ""
    story_id: int | None = None


class SickSource(Struct, frozen=True):
    """A source that has stopped bringing news."""

    source: SourceRef
    state: SourceState
    since: datetime | None
    error: str | None


class DigestLink(Struct, frozen=True):
    """Where a story is told; the address comes from the store, never from a model."""

    item_id: int
    url: str
    source: SourceRef


class DigestStory(Struct, frozen=True):
    """One story of a digest.

    score       the sum of what `why` adds
    section     what it stands under, "" where there are no sections
    developing  shown before, and there is news in it
    """

    rank: int
    story_id: int
    revision: int
    title: str
    score: float
    why: tuple[Signal, ...]
    summary: tuple[Sentence, ...]
    links: tuple[DigestLink, ...]
    size: int
    sources: int
    first_at: datetime
    last_at: datetime
    section: str = ""
    developing: bool = False
    method: str = "extractive"


class Digest(Struct, frozen=True):
    """An ordered choice of stories for a period, for one reader.

    id       of the saved digest, 0 while it is not saved
    notes    what a reader must know of it: what was muted or left out, who wrote the summaries
    items    that came in during the period; `sources` is how many brought them
    """

    at: datetime
    since: datetime | None
    stories: tuple[DigestStory, ...]
    trends: tuple[Trend, ...] = ()
    sick_sources: tuple[SickSource, ...] = ()
    notes: tuple[str, ...] = ()
    id: int = 0
    items: int = 0
    sources: int = 0


class SavedDigest(Struct, frozen=True):
    """A line of the list of saved digests."""

    id: int
    at: datetime
    since: datetime | None
    stories: int
    made_at: datetime
    sent: tuple[str, ...] = ()


class Inflow(Struct, frozen=True):
    """What came in during a period; `waiting` counts the items that have no story yet."""

    items: int
    sources: int
    waiting: int


class Rhythm(Struct, frozen=True):
    """How often a source brings news: its items, from the oldest to the newest that count."""

    source_id: int
    items: int
    oldest: datetime
    newest: datetime


class Channel(StrEnum):
    """A way a digest leaves."""

    EMAIL = "email"
    WEBHOOK = "webhook"
    FILE = "file"
    COMMAND = "command"


class SendingState(StrEnum):
    """How far a digest came on one way."""

    SENDING = "sending"  # begun; left so when it was interrupted, and may have arrived
    SENT = "sent"
    FAILED = "failed"  # nothing has arrived


class Sent(Struct, frozen=True):
    """What came of sending one digest one way; `was_sent` is False where it had been sent before or failed.

    error  why it did not leave or may not have arrived; of one that was sent, what went wrong with a part of it
    may_have_arrived  of one that was not sent: nobody knows, so that it does not leave again unless by force
    """

    channel: Channel
    to: str
    was_sent: bool
    error: str | None = None
    may_have_arrived: bool = False


class Written(Struct, frozen=True):
    """What a model wrote about one story, unchecked.

    tokens  in and out, as the server counted them; where it did not, as many as they can be at most
    fault   why its answer is of no use, "" where sentences were found in it
    """

    sentences: tuple[Sentence, ...]
    tokens_in: int
    tokens_out: int
    fault: str = ""


class Caps(Struct, frozen=True):
    """What a model costs and may cost, in millionths of the owner's currency; days and months are those of UTC.

    price_in   of a million tokens that are sent; price_out of a million that are written
    """

    price_in: int
    price_out: int
    day: int
    month: int

    def cost(self, tokens_in: int, tokens_out: int) -> int:
        """Return what these tokens cost, rounded up."""
        return -(-(tokens_in * self.price_in + tokens_out * self.price_out) // 1_000_000)


class CostLine(Struct, frozen=True):
    """What one model did and cost in one day (UTC, at its beginning); `reserved` for calls that run or were killed."""

    day: datetime
    model: str
    calls: int
    tokens_in: int
    tokens_out: int
    cost_micros: int
    reserved_micros: int


class Costs(Struct, frozen=True):
    """What models cost since some moment, the latest day first, and what today and this month count towards a cap."""

    lines: tuple[CostLine, ...]
    today_micros: int
    month_micros: int
    caps: Caps


class Estimate(Struct, frozen=True):
    """What it would cost at most to summarize some stories.

    asked   those that the model would be asked about; `cached` ones it was asked about before, and the rest say nothing
    """

    model: str
    stories: int
    asked: int
    cached: int
    tokens_in: int
    tokens_out: int
    cost_micros: int


class Spending(Struct, frozen=True):
    """One call of a model in the books, in millionths of the owner's currency.

    state  `reserved` while it runs (or was killed), `spent`, or `void` where it cost nothing
    """

    at: datetime
    purpose: str
    model: str
    state: str
    reserved_micros: int
    cost_micros: int
    tokens_in: int
    tokens_out: int
