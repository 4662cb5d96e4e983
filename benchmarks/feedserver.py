"""A feed server for benchmarks and tests: raw bytes made in advance, loopback only, no framework.

    python -m benchmarks.feedserver --feeds 1000     serves invented feeds, prints {"port": ...}, ends with its stdin

`GET /control/edition/plus2` puts two new items on top of each feed (and drops the oldest two),
`/control/edition/same` takes them off again; `/control/counts` tells the answers given since it was last asked.
"""

from __future__ import annotations

import argparse
import asyncio
import contextlib
import hashlib
import json
import socket
import sys
import threading
from collections import Counter
from collections.abc import Awaitable, Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field

from benchmarks import invented

ADDRESSES = 250
SINCE = b"Fri, 20 Nov 2026 12:00:00 GMT"


@dataclass(frozen=True, slots=True)
class Request:
    """The little that a feed server looks at; header names in lower case."""

    path: str
    headers: Mapping[str, str]


@dataclass(frozen=True, slots=True)
class Page:
    """One answer, ready to be sent, with its own ETag."""

    etag: bytes
    whole: bytes
    unchanged: bytes


Writer = asyncio.Transport
Behaviour = Callable[[Request, Writer], Awaitable[None]]
"""Answers in its own way: late, in drops, cut short; the connection is closed when it returns."""


@dataclass
class Site:
    """What is served, by path. `pages` may be replaced as a whole at any time; `behaviours` win."""

    pages: dict[str, Page] = field(default_factory=dict)
    editions: dict[str, dict[str, Page]] = field(default_factory=dict)
    behaviours: dict[str, Behaviour] = field(default_factory=dict)
    counts: Counter[str] = field(default_factory=Counter)

    def control(self, path: str) -> bytes:
        """Switch the edition or tell the counts."""
        verb, _, name = path.removeprefix("/control/").partition("/")
        if verb == "edition":
            self.pages = self.editions[name]
            return answer(b"{}", b"application/json")
        counts, self.counts = self.counts, Counter()
        return answer(json.dumps(counts).encode(), b"application/json")


def answer(body: bytes, content_type: bytes, *, status: bytes = b"200 OK", more: Sequence[bytes] = ()) -> bytes:
    """Return a whole HTTP answer; `more` are further header lines."""
    lines = [b"HTTP/1.1 " + status, b"Content-Type: " + content_type, b"Content-Length: %d" % len(body), *more]
    return b"\r\n".join(lines) + b"\r\n\r\n" + body


def page(body: bytes, content_type: str = "application/rss+xml; charset=utf-8") -> Page:
    """Return a page with the validators of its content."""
    etag = b'"' + hashlib.blake2b(body, digest_size=9).hexdigest().encode() + b'"'
    validators = (b"ETag: " + etag, b"Last-Modified: " + SINCE)
    unchanged = b"\r\n".join((b"HTTP/1.1 304 Not Modified", *validators)) + b"\r\n\r\n"
    return Page(etag, answer(body, content_type.encode(), more=validators), unchanged)


class Connection(asyncio.Protocol):
    """One client's connection, kept alive until the client or a behaviour ends it."""

    def __init__(self, site: Site) -> None:
        self.site = site
        self.waiting = b""

    def connection_made(self, transport: asyncio.BaseTransport) -> None:
        assert isinstance(transport, asyncio.Transport)
        self.transport = transport

    def data_received(self, received: bytes) -> None:
        self.waiting += received
        while (end := self.waiting.find(b"\r\n\r\n")) >= 0:
            head, self.waiting = self.waiting[:end], self.waiting[end + 4 :]
            self.answer(head)

    def answer(self, head: bytes) -> None:
        path = head.split(b" ", 2)[1].decode()
        if behaviour := self.site.behaviours.get(path):
            self.behaving = asyncio.ensure_future(self.behave(behaviour, Request(path, _headers(head))))
        elif path.startswith("/control/"):
            self.transport.write(self.site.control(path))
        elif found := self.site.pages.get(path):
            self.answer_page(found, head)
        else:
            self.transport.write(answer(b"no such page", b"text/plain", status=b"404 Not Found"))

    def answer_page(self, found: Page, head: bytes) -> None:
        is_known = found.etag in head
        self.site.counts["304" if is_known else "200"] += 1
        self.transport.write(found.unchanged if is_known else found.whole)

    async def behave(self, behaviour: Behaviour, request: Request) -> None:
        self.site.counts[request.path] += 1
        with contextlib.suppress(ConnectionError):
            await behaviour(request, self.transport)
        self.transport.close()

    def connection_lost(self, exc: Exception | None) -> None:
        if behaving := getattr(self, "behaving", None):
            behaving.cancel()


def _headers(head: bytes) -> dict[str, str]:
    lines = head.decode("latin-1").split("\r\n")[1:]
    return {name.lower(): value.strip() for name, _, value in (line.partition(":") for line in lines)}


def listening(addresses: int) -> list[socket.socket]:
    """Return sockets on 127.0.0.1 to 127.0.0.`addresses`, all on one free port."""
    while True:
        sockets = [socket.create_server(("127.0.0.1", 0), backlog=512)]
        port = sockets[0].getsockname()[1]
        try:
            sockets += [socket.create_server((f"127.0.0.{n}", port), backlog=512) for n in range(2, addresses + 1)]
        except OSError:
            for sock in sockets:
                sock.close()
        else:
            return sockets


async def serve(site: Site, sockets: Sequence[socket.socket]) -> None:
    """Answer for ever, or until cancelled."""
    loop = asyncio.get_running_loop()
    for sock in sockets:
        await loop.create_server(lambda: Connection(site), sock=sock)
    await asyncio.Event().wait()


@contextlib.contextmanager
def served(site: Site, addresses: int = 1) -> Iterator[int]:
    """Serve from a thread of this process; yields the port."""
    sockets = listening(addresses)
    loop = asyncio.new_event_loop()
    serving = loop.create_task(serve(site, sockets))

    def run() -> None:
        with contextlib.suppress(asyncio.CancelledError):
            loop.run_until_complete(serving)

    thread = threading.Thread(target=run, daemon=True)
    thread.start()
    try:
        yield sockets[0].getsockname()[1]
    finally:
        loop.call_soon_threadsafe(serving.cancel)
        thread.join(5)


def feed_url(feed: int, port: int, addresses: int = ADDRESSES) -> str:
    """Return where an invented feed is served; the feeds are spread over the addresses."""
    return f"http://127.0.0.{1 + feed % addresses}:{port}/feed/{feed}.xml"


def invented_site(feeds: int, items: int, seed: int, port: int, addresses: int = ADDRESSES) -> Site:
    """Return a site of invented feeds in the editions `same` and `plus2`, `same` showing."""
    words = invented.vocabulary(seed)
    same, plus2 = {}, {}
    for feed in range(feeds):
        path = f"/feed/{feed}.xml"
        written = invented.rss_items(words, seed, feed, items + 2, feed_url(feed, port, addresses).removesuffix(path))
        title = f"Invented feed {feed}"
        same[path] = page(invented.rss(title, written[2:]))
        plus2[path] = page(invented.rss(title, written[:-2]))
    return Site(pages=same, editions={"same": same, "plus2": plus2})


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--feeds", type=int, default=1000)
    parser.add_argument("--items", type=int, default=30)
    parser.add_argument("--seed", type=int, default=7)
    parser.add_argument("--addresses", type=int, default=ADDRESSES)
    chosen = parser.parse_args()
    sockets = listening(chosen.addresses)
    port = sockets[0].getsockname()[1]
    site = invented_site(chosen.feeds, chosen.items, chosen.seed, port, chosen.addresses)
    threading.Thread(target=lambda: asyncio.run(serve(site, sockets)), daemon=True).start()
    print(json.dumps({"port": port}), flush=True)
    sys.stdin.read()


if __name__ == "__main__":
    main()
