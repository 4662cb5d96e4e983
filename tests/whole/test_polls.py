"""Successive real versions of feeds, replayed poll by poll through the real pipeline."""

from __future__ import annotations

import tarfile
from datetime import UTC, datetime
from pathlib import Path

import pytest

from ainews import parse
from ainews.config import FetchSettings
from ainews.model import Draft, ItemFilter, Landing, SourceKind
from ainews.pipeline.ingest import ingest
from ainews.store import Store
from ainews.text.html import plain_text
from ainews.text.urls import url_key
from tests.replay import Replay

FEEDS = (
    "anthropic_changelog_claude_code",
    "anthropic_engineering",
    "anthropic_research",
    "apollo_science",
    "blogsurgeai",
    "chanderramesh",
    "cohere",
    "dagster",
    "eleuther_papers",
    "far_ai",
    "meta_ai",
    "the_batch",
    "weaviate",
    "windsurf_changelog",
    "windsurf_next_changelog",
)
URL = "https://feeds.example/feed.xml"
Post = tuple[str, str, str]


def versions(archive: Path) -> list[tuple[datetime, bytes]]:
    """Return the polls of an archive in order; a file's name is its unix time."""
    with tarfile.open(archive) as tar:
        members = [member for member in tar if member.isfile()]
        bodies = {int(Path(member.name).stem): tar.extractfile(member).read() for member in members}
    return [(datetime.fromtimestamp(at, UTC), body) for at, body in sorted(bodies.items())]


def as_read(draft: Draft) -> Post:
    """Return what a reader sees of a post."""
    return draft.url, draft.title, " ".join(plain_text(draft.html).split())


def landed(store: Store, monkeypatch) -> list[Draft]:
    """Return a list that will hold each draft that lands as new or as changed."""
    drafts: list[Draft] = []
    land = store.items.land

    def spy(landings: list[Landing]):
        for landing in landings:
            drafts.extend(each.draft for each in (*landing.new, *(changed for _, changed in landing.changed)))
        return land(landings)

    monkeypatch.setattr(store.items, "land", spy)
    return drafts


@pytest.mark.slow
@pytest.mark.parametrize("name", FEEDS)
def test_an_unchanged_post_never_comes_back(name, real_data, tmp_path, monkeypatch):
    polls = versions(real_data / "polls_olshansk" / f"feed_{name}.tar.gz")
    settings, again, before, ever = FetchSettings(), [], set(), set()
    with Store.open(tmp_path / "store.sqlite") as store:
        source, _ = store.sources.add(URL, kind=SourceKind.FEED, now=polls[0][0])
        drafts = landed(store, monkeypatch)
        for at, body in polls:
            report = ingest(store, Replay(body, at), settings, clock=lambda at=at: at, ids=[source.id])
            again += [(at, post[:2]) for post in map(as_read, drafts) if post in before]
            drafts.clear()
            before = {as_read(draft) for draft in parse.parse(body, url=URL).drafts}
            ever |= before
            assert report.failed == 0
        stored = len(store.reading.list(ItemFilter(limit=0)))
        assert store.admin.check() == []

    assert again == []
    assert stored >= len({url_key(url) for url, _, _ in ever})
