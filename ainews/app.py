"""The composition root: Settings become Services. The only file that names concrete classes.

Front doors call `Services`; it knows nothing of them. What a call does not need is not imported.
"""

from __future__ import annotations

import os
from collections.abc import Awaitable, Callable, Iterator, Sequence
from contextlib import contextmanager
from datetime import UTC, datetime, timedelta
from typing import TYPE_CHECKING
from urllib.parse import urlsplit

from msgspec.structs import replace

from ainews.config import DigestSettings, Settings, store_address
from ainews.errors import ConfigError
from ainews.model import Assigned, IngestReport, ItemFilter, Matches, Source, SourceOptions, StoriesReport, Story
from ainews.store import Store

if TYPE_CHECKING:
    from ainews.fetch import Fetcher
    from ainews.model.digests import (
        Costs,
        Digest,
        Estimate,
        Interest,
        Rule,
        RuleField,
        RuleKind,
        SavedDigest,
        Sent,
        Summary,
        Trend,
    )
    from ainews.pipeline.digest import Made
    from ainews.pipeline.ingest import OnEvent
    from ainews.pipeline.ranking import Standing
    from ainews.pipeline.search import Mode
    from ainews.pipeline.stories import OnEvent as OnStories
    from ainews.pipeline.subscribe import Found
    from ainews.pipeline.summaries import OnEvent as OnSummary
    from ainews.pipeline.tastes import Effect
    from ainews.ports import Embedder, Polls, Summarizer
    from ainews.store.search import Order
    from ainews.stories.rank import Ranked
    from ainews.text.query import Query

    Find = Callable[[str, SourceOptions, Polls], Awaitable[Found]]


PLAIN = SourceOptions()


def utc_now() -> datetime:
    return datetime.now(UTC)


class Services:
    """Everything a front door may ask for, over one open store."""

    def __init__(self, settings: Settings, store: Store) -> None:
        self.settings = settings
        self.store = store
        self.clock = utc_now

    def ingest(
        self,
        refs: Sequence[str] = (),
        *,
        all_sources: bool = False,
        stories: bool | None = None,
        progress: OnEvent | None = None,
        stories_progress: OnStories | None = None,
    ) -> IngestReport:
        """Poll what is due; the sources named by `refs` or, with `all_sources`, every one, due or not.

        A server's own wish (Retry-After) is kept in any case. Then stories are found, if few items wait for theirs;
        `stories` True finds them whatever the number, False leaves them.
        """
        from ainews.pipeline.after_ingest import find_stories
        from ainews.pipeline.ingest import ingest

        subscribed = self.store.sources.ids()
        ids = [self.store.sources.find(ref).id for ref in refs] or (subscribed if all_sources else None)
        report = ingest(
            self.store,
            self.fetcher(),
            self.settings.fetch,
            clock=self.clock,
            ids=ids,
            on_event=progress,
        )
        report.skipped = max(0, len(refs or subscribed) - report.polled)
        find_stories(
            report,
            self.items_waiting,
            lambda limit: self.derive_stories(since=self.recent(), limit=limit, progress=stories_progress),
            at_most=self.settings.stories.at_ingest,
            wanted=stories,
        )
        return report

    def recent(self) -> datetime:
        """Return where the window starts whose stories are found first."""
        return self.clock() - timedelta(hours=self.settings.stories.window_h)

    def items_waiting(self, at_most: int = 0) -> int:
        """Count recent items without a story, no further than `at_most`; 0 means all."""
        return self.store.stories.count_waiting(since_s=int(self.recent().timestamp()), at_most=at_most)

    def test_source(self, address: str, options: SourceOptions = PLAIN) -> Found:
        """Poll an address and read it, storing nothing; raises FetchError or ParseError."""
        import asyncio

        from ainews.pipeline.subscribe import find_feed

        return asyncio.run(self._with_fetcher(find_feed, address, vouch(address, options)))

    def add_source(
        self,
        address: str,
        *,
        folder: str | None = None,
        title: str = "",
        options: SourceOptions = PLAIN,
        check: bool = True,
    ) -> tuple[Source, bool]:
        """Subscribe the owner to a feed, or to the feed that a page names; returns it, and whether it is new.

        With `check` that is one request for a feed's address; without it, none. Items come with the next ingest.
        """
        from ainews.pipeline.subscribe import address_of

        options = vouch(address, options)
        url, kind = address_of(address, options)
        site_url = None
        if check and self.store.sources.by_url(url) is None:
            found = self.test_source(address, options)
            url, kind = found.url, found.kind
            title, site_url = title or found.document.title, found.document.site_url
        return self.store.sources.add(
            url, kind=kind, title=title, site_url=site_url, options=options, folder=folder, now=self.clock()
        )

    def mark(self, ids: Sequence[int], *, read: bool, story_ids: Sequence[int] = ()) -> int:
        """Mark what the owner names, with what else their settings say; returns how many were not so before."""
        whole_story = self.settings.reading.whole_story
        reading = self.store.reading
        return reading.mark(ids, read, story_ids=story_ids, whole_story=whole_story, now=self.clock())

    def derive_stories(
        self, *, since: datetime | None = None, limit: int = 0, progress: OnStories | None = None
    ) -> StoriesReport:
        """Find the stories of items that have none yet; see `pipeline.stories.derive`. Raises ModelError.

        Long items are read to the end where the settings say so, unless a `limit` tells that somebody waits.
        """
        report = self._derived(since, limit, progress) if self.stories_are_due(since) else StoriesReport()
        if self.settings.search.whole_texts and not limit:
            self._deepen(since, progress)
        return report

    def _derived(self, since: datetime | None, limit: int, progress: OnStories | None) -> StoriesReport:
        from ainews.pipeline.stories import derive

        window_h = self.settings.stories.window_h
        return derive(self.store, self.embedder(), since=since, limit=limit, window_h=window_h, on_event=progress)

    def _deepen(self, since: datetime | None, progress: OnStories | None) -> None:
        from ainews.pipeline.search import deepen
        from ainews.pipeline.stories import StoriesEvent

        def tell(done: int, total: int) -> None:
            if progress is not None:
                progress(StoriesEvent(done, total))

        deepen(self.store, self.embedder(), since=since, on_event=tell)

    def stories_are_due(self, since: datetime | None = None) -> bool:
        """Tell whether items since then lack a story; cheap, whatever the model."""
        since_s = 0 if since is None else int(since.timestamp())
        return self.store.stories.newest_due_s(self.embedder().model_hash, since_s=since_s) is not None

    def ranked(self, *, since: datetime | None, at: datetime, everything: bool = False) -> list[Ranked]:
        """Return the stories reported on since then as they rank at a moment, best first; muted ones among them.

        everything  rank all items, however many; else the newest 20,000
        """
        from ainews.pipeline.ranking import MOST_CANDIDATES, ranked

        most = 0 if everything else MOST_CANDIDATES
        return ranked(self.store, since=since, at=at, learn=self.settings.reading.learn, most=most)

    def ranked_story(self, story_id: int) -> Ranked | None:
        """Return how a story ranks now; None while it has no items that are dated yet."""
        from ainews.pipeline.ranking import ranked_story

        return ranked_story(self.store, story_id, at=self.clock(), learn=self.settings.reading.learn)

    def story(self, story_id: int) -> Story:
        """Return a story with its items and its score; raises NotFound."""
        story, ranked = self.store.stories.story(story_id), self.ranked_story(story_id)
        return story if ranked is None else replace(story, score=ranked.score)

    def interests(self, *, learned: bool = True) -> list[Interest]:
        """Return what the owner asked for by hand, then, where the settings allow it, what was learned beside that."""
        from ainews.pipeline.ranking import all_interests

        return all_interests(self.store, self.clock(), learn=learned and self.settings.reading.learn)

    def set_interest(self, text: str, weight: float) -> Interest:
        """Remember an interest: a term, `tag:NAME` or `source:REF`. Raises UsageError and NotFound."""
        from ainews.pipeline.tastes import interest

        found = interest(self.store, text, weight)
        self.store.tastes.set_interest(found)
        return found

    def forget_interest(self, text: str) -> None:
        """Forget what was set by hand; raises NotFound where nothing was."""
        from ainews.pipeline.tastes import forget_interest

        forget_interest(self.store, text)

    def rules(self, *, since: datetime) -> list[Effect]:
        """Return the owner's rules, the oldest first, and what each does to the stories reported on since then."""
        from ainews.pipeline.tastes import effects

        return effects(self.store, self.store.tastes.rules(), since=since, at=self.clock())

    def try_rule(self, kind: RuleKind, field: RuleField, pattern: str, *, since: datetime | None) -> Effect:
        """Return what a rule would do to the stories reported on since then, storing nothing. Raises UsageError."""
        from ainews.pipeline.tastes import effects, rule

        now = self.clock()
        return effects(self.store, [rule(self.store, kind, field, pattern, now)], since=since, at=now)[0]

    def add_rule(self, kind: RuleKind, field: RuleField, pattern: str) -> Rule:
        """Remember a rule; raises UsageError for one that cannot be used, and Conflict for one that is there."""
        from ainews.pipeline.tastes import rule

        now = self.clock()
        checked = rule(self.store, kind, field, pattern, now)
        return self.store.tastes.add_rule(kind, field, checked.pattern, now)

    def remove_rule(self, rule_id: int) -> None:
        """Forget a rule; raises NotFound."""
        self.store.tastes.remove_rule(rule_id)

    def standing(self, story_id: int, at: datetime) -> Standing | None:
        """Return how a story ranks at a moment, and its place in a digest of the day before; see `pipeline.ranking`."""
        from ainews.pipeline.ranking import standing

        limits, learn = self.settings.digest, self.settings.reading.learn
        return standing(self.store, story_id, at=at, limits=limits, learn=learn)

    def why(self, item_id: int) -> Assigned | None:
        """Return an item's place in its story and the signals for it; raises NotFound."""
        return self.store.stories.why(item_id)

    def trends(self, *, window: timedelta, at: datetime | None = None, limit: int = 10) -> list[Trend]:
        """Return what rises in the window that ends at `at`, or now; see `pipeline.trends`. 0 means all."""
        from ainews.pipeline.trends import trends

        return trends(self.store, window=window, at=at or self.clock(), limit=limit)

    def digest(
        self,
        *,
        since: datetime | None,
        at: datetime,
        limits: DigestSettings,
        strict: bool = False,
        progress: OnSummary | None = None,
    ) -> Made:
        """Make the digest of what is dated after `since` and up to `at`; see `pipeline.digest`. Nothing is saved."""
        from ainews.pipeline.digest import make

        return make(
            self.store,
            since=since,
            at=at,
            limits=limits,
            summarize=lambda stories: self.summarize(stories, strict=strict, progress=progress),
            writer=self.summarizer(),
            learn=self.settings.reading.learn,
        )

    def summarizer(self) -> Summarizer | None:
        """Return the model that writes summaries; None where none was chosen, which needs an address and a name."""
        chosen = self.settings.summaries
        if not (chosen.address or chosen.model):
            return None
        if not (chosen.address and chosen.model):
            missing = "model" if chosen.address else "address"
            raise ConfigError(f"summaries.{missing} is missing: set it too, or neither for the sources' own sentences")
        from ainews.summarize.openai import OpenAISummarizer

        return OpenAISummarizer(
            chosen.model,
            address=chosen.address,
            api_key=os.environ.get("OPENAI_API_KEY", ""),
            timeout_s=chosen.timeout_s,
            most_tokens=chosen.max_tokens,
        )

    def summarize(
        self, stories: Sequence[Story], *, strict: bool = False, progress: OnSummary | None = None
    ) -> list[Summary]:
        """Return a summary of each story, in the given order; see `pipeline.summaries`. Raises ConfigError."""
        from ainews.pipeline.costs import caps_of
        from ainews.pipeline.summaries import summarize

        return summarize(
            self.store,
            stories,
            summarizer=self.summarizer(),
            caps=caps_of(self.settings.summaries),
            clock=self.clock,
            strict=strict,
            in_flight=self.settings.summaries.in_flight,
            on_event=progress,
        )

    def estimate(self, stories: Sequence[Story]) -> Estimate | None:
        """Return what summaries of these stories would cost at most; None where no model was chosen."""
        summarizer = self.summarizer()
        if summarizer is None:
            return None
        from ainews.pipeline.costs import caps_of
        from ainews.pipeline.summaries import estimate

        return estimate(self.store, stories, summarizer=summarizer, caps=caps_of(self.settings.summaries))

    def costs(self, *, since: datetime) -> Costs:
        """Return what models cost since then, and what counts towards the caps now."""
        from ainews.pipeline.costs import caps_of, costs

        return costs(self.store, caps_of(self.settings.summaries), since=since, now=self.clock())

    def save_digest(self, made: Made) -> Digest:
        """Keep a digest, so that it can be opened again and its stories are news no more; returns it with its id."""
        return self.store.digests.save(made.digest, made.item_ids, made_at=self.clock())

    def digests(self, limit: int = 0) -> Sequence[SavedDigest]:
        """Return the digests that were saved, the latest first; 0 means all."""
        return self.store.digests.list(limit=limit)

    def saved_digest(self, digest_id: int) -> Digest:
        """Return a digest exactly as it was saved; raises NotFound."""
        return self.store.digests.get(digest_id)

    def send_digest(self, digest: Digest, *, resend: bool = False) -> list[Sent]:
        """Send a saved digest every way that the settings name and it has not left yet; see `pipeline.send`.

        Raises ConfigError where no way is named or one cannot be, and NotFound where the digest is not saved.
        """
        from ainews import formats, notify
        from ainews.pipeline.send import send

        ways = notify.channels(self.settings, formats, self.clock, at=digest.at)
        if not ways:
            raise ConfigError(
                "nothing says where to send it: set email.to, send.webhook, send.file or send.command"
                " (`ainews config path` names the file)"
            )
        return send(self.store, digest, ways, self.clock, resend=resend)

    def split_story(self, story_id: int, item_ids: Sequence[int]) -> int:
        """Let items leave a story, as a story of their own, for good; returns its id."""
        from ainews.pipeline.correct import split

        return split(self.store, story_id, item_ids)

    def merge_stories(self, story_id: int, other_id: int) -> Story:
        """Make one story of two, for good."""
        from ainews.pipeline.correct import merge

        return self.story(merge(self.store, story_id, other_id).id)

    def search(self, query: Query, *, mode: Mode, order: Order, within: ItemFilter) -> Matches:
        """Find items by words, by meaning or by both; see `pipeline.search.search`. Raises ModelError."""
        if mode == "text":
            return self._told(Matches(tuple(self.store.search.listed(query, within, order=order))))
        from ainews.pipeline.search import search

        return self._told(search(self.store, self.embedder(), query, mode=mode, order=order, within=within))

    def similar(self, item_id: int, *, within: ItemFilter, same_story: bool = False) -> Matches:
        """Find the items nearest in meaning to one; raises NotFound and ModelError."""
        from ainews.pipeline.search import similar

        return self._told(similar(self.store, self.embedder(), item_id, within=within, same_story=same_story))

    def _told(self, found: Matches) -> Matches:
        """Add what is said of the stories of what was found."""
        return replace(found, items=tuple(self.store.reading.with_stories(found.items)))

    def embedder(self) -> Embedder:
        return embedder_of(self.settings)

    def fetcher(self) -> Fetcher:
        from ainews.fetch import Fetcher

        return Fetcher(self.settings.fetch, clock=self.clock)

    async def _with_fetcher(self, find: Find, address: str, options: SourceOptions) -> Found:
        async with self.fetcher() as polls:
            return await find(address, options, polls)


def vouch(address: str, options: SourceOptions) -> SourceOptions:
    """Allow private addresses for a source that the owner typed as one; a public one may never lead there."""
    from ainews.fetch.addresses import normalize_address
    from ainews.fetch.guard import is_private_host

    host = urlsplit(normalize_address(address)).hostname or ""
    return replace(options, allow_private=True) if is_private_host(host) else options


def embedder_of(settings: Settings) -> Embedder:
    """Return what turns texts into vectors, as the settings say; it loads on first use."""
    from ainews.embed import embedder

    chosen = settings.stories
    key = os.environ.get("OPENAI_API_KEY", "")
    return embedder(chosen.embedder, model=chosen.model, address=chosen.address, api_key=key)


@contextmanager
def open_services(settings: Settings) -> Iterator[Services]:
    """Open the store that the settings name, making it where there is none; raises StoreError."""
    with Store.open(store_address(settings), busy_timeout_s=settings.store.busy_timeout_s) as store:
        yield Services(settings, store)
