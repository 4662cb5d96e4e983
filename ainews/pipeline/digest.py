"""Makes a digest of what the store holds: ranks, chooses, has summaries written, adds trends and sick sources.

Finds no stories and saves nothing. The same store gives the same digest of the same moment: what is dated later does
not count, and no clock is asked.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from datetime import datetime, timedelta
from typing import Protocol

from msgspec import Struct
from msgspec.structs import replace

from ainews.config import DigestSettings
from ainews.model import OWNER_ID, Sentence, Story, Subscription
from ainews.model.digests import Digest, DigestStory, Inflow, Summary, Trend
from ainews.pipeline.ranking import ranked
from ainews.pipeline.sick_sources import sick_sources
from ainews.pipeline.trends import trends
from ainews.store import Store
from ainews.stories import notes
from ainews.stories.choice import Choice, Reason, choose, links, sections, within, words_of
from ainews.stories.rank import Ranked
from ainews.text.titles import best

TRENDS = 5

_DAY = timedelta(days=1)
_WEEK = timedelta(days=7)

Summarize = Callable[[Sequence[Story]], Sequence[Summary]]


class Writer(Protocol):
    """A model that is asked for summaries."""

    @property
    def host(self) -> str: ...

    @property
    def is_remote(self) -> bool: ...


class Made(Struct, frozen=True):
    """A digest, all items of its stories, and the summaries that were made for it, those that are left out too."""

    digest: Digest
    item_ids: tuple[int, ...]
    summaries: tuple[Summary, ...] = ()


def make(
    store: Store,
    *,
    since: datetime | None,
    at: datetime,
    limits: DigestSettings,
    summarize: Summarize,
    writer: Writer | None = None,
    learn: bool = True,
    user_id: int = OWNER_ID,
) -> Made:
    """Make the digest of what is dated after `since` and up to `at`.

    writer  the model that `summarize` asks, for the digest to name
    learn   whether what the reader opened and passed over counts
    """
    choice = choose(ranked(store, since=since, at=at, user_id=user_id, learn=learn), limits)
    written = summarize([_news_of(each) for each in choice.chosen])
    summaries = {each.story_id: each for each in written}
    choice = _shortened(choice, limits.minutes, summaries)
    subscriptions = store.sources.subscriptions(user_id)
    inflow = store.digests.inflow(since, at, user_id)
    shown = [summaries[each.story.id] for each in choice.chosen if each.story.id in summaries]
    digest = Digest(
        at=at,
        since=since,
        stories=tuple(_told(choice.chosen, summaries, subscriptions)),
        trends=tuple(_trends(store, since, at, user_id)),
        sick_sources=tuple(sick_sources(subscriptions, store.digests.rhythms(at, user_id), at)),
        notes=(
            *_quiet(choice, inflow, subscriptions),
            *notes.left_out(choice.left),
            *notes.waiting(inflow),
            *notes.writers(shown, writer.host if writer else "", is_remote=bool(writer and writer.is_remote)),
        ),
        items=inflow.items,
        sources=inflow.sources,
    )
    return Made(digest, tuple(item.id for each in choice.chosen for item in each.story.items), tuple(written))


def _news_of(ranked: Ranked) -> Story:
    """Return a story with what is to be told of it: of one that was shown, only the items that bring news.

    Several of these call it what it is about now; a single headline may be about something beside.
    """
    story = ranked.story
    if not ranked.shown:
        return story
    news = frozenset(ranked.news)
    items = tuple(item for item in story.items if item.id in news)
    title = best([item.title for item in items]) if len(items) > 1 else ""
    return replace(story, items=items, title=title or story.title)


def _shortened(choice: Choice, minutes: float, summaries: dict[int, Summary]) -> Choice:
    """Leave out what cannot be read in that time."""
    chosen = within(
        minutes,
        choice.chosen,
        words=lambda each: words_of(_news_of(each).title, _sentences(summaries, each.story)),
        is_kept=lambda each: each.kept_by is not None,
    )
    ids = {each.story.id for each in chosen}
    cut = [(each, Reason.BELOW) for each in choice.chosen if each.story.id not in ids]
    return Choice(tuple(chosen), (*choice.left, *cut))


def _told(
    chosen: Sequence[Ranked], summaries: dict[int, Summary], subscriptions: Sequence[Subscription]
) -> Iterator[DigestStory]:
    folders = {each.source.id: each.folder for each in subscriptions if each.folder}
    section = sections([each.story for each in chosen], folders)
    for rank, each in enumerate(chosen, 1):
        story, summary = each.story, summaries.get(each.story.id)
        sentences = _sentences(summaries, story)
        yield DigestStory(
            rank=rank,
            story_id=story.id,
            revision=story.revision,
            title=_news_of(each).title,
            score=each.score,
            why=each.parts,
            summary=sentences,
            links=links(story, sentences),
            size=story.size,
            sources=story.sources,
            first_at=story.first_at,
            last_at=story.last_at,
            section=section[story.id],
            developing=bool(each.shown),
            method=summary.method if summary else "extractive",
        )


def _sentences(summaries: dict[int, Summary], story: Story) -> tuple[Sentence, ...]:
    summary = summaries.get(story.id)
    return summary.sentences if summary else ()


def _trends(store: Store, since: datetime | None, at: datetime, user_id: int) -> list[Trend]:
    window = _WEEK if since is None else min(max(at - since, _DAY), _WEEK)
    return trends(store, window=window, at=at, limit=TRENDS, user_id=user_id)


def _quiet(choice: Choice, inflow: Inflow, subscriptions: Sequence[Subscription]) -> Iterator[str]:
    if not choice.chosen:
        yield notes.quiet(inflow, choice.left, bool(subscriptions))
