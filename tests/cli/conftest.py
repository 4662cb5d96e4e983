"""A store landed directly, and the command line run inside this process."""

from __future__ import annotations

import json
import time
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from itertools import count
from pathlib import Path

import pytest

from ainews.cli.main import run
from ainews.model import (
    CleanDraft,
    Draft,
    FailureKind,
    Health,
    Landing,
    Source,
    SourceKind,
    SourceState,
    SourceUpdate,
    Validators,
)
from ainews.store import Store
from ainews.text.hashing import digest
from ainews.text.html import plain_text
from ainews.text.urls import url_key

NOON = datetime(2026, 11, 20, 12, tzinfo=UTC)


@dataclass(frozen=True)
class Outcome:
    """What a command left behind."""

    code: int
    out: str
    err: str

    @property
    def json(self) -> object:
        return json.loads(self.out)

    @property
    def lines(self) -> list[dict[str, object]]:
        return [json.loads(line) for line in self.out.splitlines()]


@pytest.fixture(autouse=True)
def home(tmp_path, monkeypatch):
    """Keep every command away from the real user's folders, in UTC."""
    for name in ("XDG_CONFIG_HOME", "XDG_DATA_HOME", "XDG_STATE_HOME", "XDG_CACHE_HOME"):
        monkeypatch.setenv(name, str(tmp_path / "home" / name.lower()))
    monkeypatch.setenv("TZ", "UTC")
    time.tzset()
    return tmp_path / "home"


@pytest.fixture
def noon() -> datetime:
    return NOON


@pytest.fixture
def store_path(tmp_path) -> Path:
    return tmp_path / "news.db"


@pytest.fixture
def ainews(store_path, capsys):
    """Run a command on the store; returns its exit code and what it printed."""

    def call(*arguments: object) -> Outcome:
        capsys.readouterr()
        code = run(["--store", str(store_path), *map(str, arguments)])
        printed = capsys.readouterr()
        return Outcome(code, printed.out, printed.err)

    return call


@pytest.fixture
def shelf(store_path):
    """A store to fill before a command reads it."""
    with Store.open(store_path) as store:
        yield Shelf(store)


class Shelf:
    """Lands sources and items without the network."""

    def __init__(self, store: Store) -> None:
        self.store = store
        self._numbers = count(1)

    def source(self, title: str = "Example News", folder: str | None = None) -> Source:
        number = next(self._numbers)
        url = f"https://feed{number}.example/rss"
        source, _ = self.store.sources.add(url, kind=SourceKind.FEED, title=title, folder=folder, now=NOON)
        return source

    def item(self, source: Source, title: str = "A headline", html: str = "<p>Some text.</p>", **facts: object) -> int:
        """Land one item, a minute newer than the last; returns its id."""
        number = next(self._numbers)
        facts.setdefault("url", f"https://site.example/{number}")
        facts.setdefault("published", NOON + timedelta(minutes=number))
        at = facts.pop("at", NOON + timedelta(days=1))
        draft = Draft(guid=f"guid-{number}", title=title, html=html, fingerprint=digest(str(number)), **facts)
        self.land(source, new=(clean(draft),), at=at)
        return max(item.id for item in self.store.reading.list())

    def edit(self, source: Source, item_id: int, title: str, html: str) -> None:
        item = self.store.reading.item(item_id)
        draft = Draft(guid="edited", url=item.url, title=title, html=html, published=item.published_at)
        self.land(source, changed=((item_id, clean(draft)),), at=NOON + timedelta(days=2))

    def fail(self, source: Source, message: str = "timed out after 30 s") -> None:
        health = Health(
            failures=2,
            failing_since=NOON,
            error_kind=FailureKind.TIMEOUT,
            error=message,
            last_try=NOON,
            last_ok=NOON - timedelta(days=2),
        )
        self.land(source, health=health, state=SourceState.FAILING)

    def land(
        self,
        source: Source,
        *,
        new: tuple[CleanDraft, ...] = (),
        changed: tuple[tuple[int, CleanDraft], ...] = (),
        at: datetime = NOON,
        health: Health | None = None,
        state: SourceState = SourceState.OK,
    ) -> None:
        update = SourceUpdate(
            source_id=source.id,
            validators=Validators(),
            health=health or Health(last_try=at, last_ok=at),
            interval=timedelta(hours=1),
            next_due=at + timedelta(hours=1),
            state=state,
        )
        self.store.items.land([Landing(update, at, new=new, changed=changed)])


def clean(draft: Draft) -> CleanDraft:
    text = plain_text(draft.html)
    return CleanDraft(draft, draft.html, text, digest(draft.title, text), url_key(draft.url) if draft.url else None)
