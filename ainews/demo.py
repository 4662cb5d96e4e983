"""The demo: the real pipeline over sample feeds on this machine alone, in a store that is gone afterwards."""

from __future__ import annotations

import hashlib
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import datetime, timedelta
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import TYPE_CHECKING

from ainews.app import Services, open_services, utc_now
from ainews.config import LogSettings, Settings, StoreSettings
from ainews.demo_feeds import sample_feeds, written
from ainews.model import IngestReport, Item, ItemFilter, SourceOptions, Subscription, Version

if TYPE_CHECKING:
    from ainews.model.digests import Digest
    from ainews.pipeline.ingest import OnEvent

BETWEEN_POLLS = timedelta(hours=2)
DAY = timedelta(days=1)


@dataclass(frozen=True, slots=True)
class Edit:
    """An item that its publisher changed between the two polls, how it read before, and how it does now."""

    item: Item
    before: Version
    html: str


@dataclass(frozen=True, slots=True)
class Demo:
    """What there is to show: both polls, the day's digest, the newest items, the edited ones, every source's health."""

    first: IngestReport
    second: IngestReport
    digest: Digest
    items: list[Item]
    edits: list[Edit]
    subscriptions: list[Subscription]


def run(*, limit: int = 5, now: datetime | None = None, on_event: OnEvent | None = None) -> Demo:
    """Poll the sample feeds as of two hours ago and as of now; leaves nothing behind.

    limit  newest items to return, 0 for all
    """
    now = (now or utc_now()).replace(microsecond=0)
    with TemporaryDirectory(prefix="ainews-demo-") as folder, serve_samples(now) as server:
        settings = Settings(
            store=StoreSettings(address=str(Path(folder) / "demo.db")),
            log=LogSettings(file=str(Path(folder) / "demo.log")),
        )
        with open_services(settings) as services:
            return _show(services, server, now, limit, on_event)


class SampleServer(ThreadingHTTPServer):
    """Serves every sample feed on loopback as it reads at the moment `at`."""

    daemon_threads = True

    def __init__(self, now: datetime) -> None:
        super().__init__(("127.0.0.1", 0), _Handler)
        self.now = self.at = now
        self.feeds = {f"/{feed.name}": feed for feed in sample_feeds()}

    @property
    def address(self) -> str:
        return f"http://127.0.0.1:{self.server_port}"

    def document(self, path: str) -> tuple[bytes, str] | None:
        feed = self.feeds.get(path)
        return written(feed, self.now, self.at) if feed else None


@contextmanager
def serve_samples(now: datetime) -> Iterator[SampleServer]:
    """Serve the sample feeds from a thread of their own until the block ends."""
    with SampleServer(now) as server:
        thread = threading.Thread(target=server.serve_forever, kwargs={"poll_interval": 0.05}, daemon=True)
        thread.start()
        try:
            yield server
        finally:
            server.shutdown()
            thread.join()


class _Handler(BaseHTTPRequestHandler):
    protocol_version = "HTTP/1.1"
    server: SampleServer

    def do_GET(self) -> None:
        document = self.server.document(self.path)
        if document is None:
            return self.send_error(404)
        body, media_type = document
        etag = f'"{hashlib.sha1(body, usedforsecurity=False).hexdigest()}"'
        unchanged = self.headers.get("If-None-Match") == etag
        self.send_response(304 if unchanged else 200)
        self.send_header("ETag", etag)
        self.send_header("Content-Type", media_type)
        self.send_header("Content-Length", str(0 if unchanged else len(body)))
        self.end_headers()
        self.wfile.write(b"" if unchanged else body)
        return None

    def log_message(self, *_: object) -> None:
        """Say nothing: the terminal belongs to the demo."""


def _show(services: Services, server: SampleServer, now: datetime, limit: int, on_event: OnEvent | None) -> Demo:
    first, second = [_poll(services, server, at, on_event) for at in (now - BETWEEN_POLLS, now)]
    reading = services.store.reading
    everything = reading.list(ItemFilter(limit=0))
    return Demo(
        first=first,
        second=second,
        digest=services.digest(since=now - DAY, at=now, limits=services.settings.digest).digest,
        items=everything[: limit or None],
        edits=[
            Edit(item, before, reading.body(item.id).html)
            for item in everything
            for before in reading.versions(item.id)
        ],
        subscriptions=services.store.sources.subscriptions(),
    )


def _poll(services: Services, server: SampleServer, at: datetime, on_event: OnEvent | None) -> IngestReport:
    server.at, services.clock = at, lambda: at
    for path, feed in server.feeds.items():
        services.add_source(
            server.address + path,
            title=feed.title,
            folder=feed.folder,
            options=SourceOptions(allow_private=True),
            check=False,
        )
    return services.ingest(all_sources=True, progress=on_event)
