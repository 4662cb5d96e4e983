"""Fetch what is asked for, politely, and say how it went; decides nothing about when to come back."""

from __future__ import annotations

import asyncio
import logging
import socket
import ssl
from collections import defaultdict
from collections.abc import AsyncIterator, Awaitable, Callable, Iterable, Sequence
from concurrent.futures import ThreadPoolExecutor
from datetime import UTC, datetime
from types import TracebackType
from typing import Self

import ainews
from ainews.config import FetchSettings
from ainews.fetch import files, guard
from ainews.fetch.connect import Resolve, connect, system_tls
from ainews.fetch.faults import Fault
from ainews.fetch.outcome import Ask, outcome
from ainews.fetch.proxies import Proxies, tunnel
from ainews.fetch.redirects import Trip, follow
from ainews.fetch.target import Target, target_of
from ainews.fetch.turns import Turns
from ainews.fetch.unpack import ACCEPT_ENCODING
from ainews.fetch.wire import Answer, Request, exchange
from ainews.model import Changed, Failed, FailureKind, Fetched, Source, SourceKind, Unchanged
from ainews.text.urls import registrable_domain

ACCEPT_FEED = (
    "application/rss+xml, application/atom+xml, application/feed+json, application/rdf+xml, "
    "application/xml;q=0.9, text/xml;q=0.9, application/json;q=0.8, text/html;q=0.7, */*;q=0.5"
)
ACCEPT_PAGE = "text/html, application/xhtml+xml, */*;q=0.5"

log = logging.getLogger(__name__)


def _utc_now() -> datetime:
    return datetime.now(UTC)


class Fetcher:
    """Polls sources and gets pages, within the limits of its settings; use it as an async context manager.

    A remote fault is a `Failed`, never an exception. `url` of what comes back has no credentials;
    it is where the document was found, or, of a failure, what was asked for.

    resolve  host and port to IP addresses, best first; the system's resolver unless given
    """

    def __init__(
        self, settings: FetchSettings, *, clock: Callable[[], datetime] = _utc_now, resolve: Resolve | None = None
    ) -> None:
        self._settings = settings
        self._clock = clock
        self._resolve = resolve or self._system_resolve
        self._turns = Turns(settings.in_flight)
        # Of its own, so that a name server that hangs does not hold up the threads that others need.
        self._lookups = ThreadPoolExecutor(settings.in_flight, thread_name_prefix="lookup")
        self._tls: ssl.SSLContext | None = None
        self._proxies: Proxies | None = None
        self._agent = f"ainews/{ainews.__version__} (+{settings.contact_url})"

    async def __aenter__(self) -> Self:
        return self

    async def __aexit__(
        self, exc_type: type[BaseException] | None, exc: BaseException | None, traceback: TracebackType | None
    ) -> None:
        self._lookups.shutdown(wait=False, cancel_futures=True)

    async def fetch(self, source: Source) -> Fetched:
        """Poll a source, once its turn has come."""
        ask = Ask(
            source.id,
            source.url,
            accept=ACCEPT_PAGE if source.kind is SourceKind.PAGE else ACCEPT_FEED,
            validators=source.validators,
            allow_private=source.options.allow_private or self._settings.allow_private,
        )
        return await self._settle(ask, self._read_file if source.kind is SourceKind.FILE else self._request)

    async def get(self, url: str, *, allow_private: bool = False) -> Fetched:
        """Get a page that is no source, such as an item's or one to discover feeds on."""
        ask = Ask(0, url, ACCEPT_PAGE, allow_private=allow_private or self._settings.allow_private)
        return await self._settle(ask, self._request)

    async def fetch_all(self, sources: Iterable[Source]) -> AsyncIterator[tuple[Source, Fetched]]:
        """Poll many, and yield each as it is done.

        Sources of one domain wait for each other without holding up those of others. Where the
        caller is slower than the network, fetching waits for the caller: at most twice
        `in_flight` documents are held.
        """
        lines: defaultdict[str, list[Source]] = defaultdict(list)
        for source in sources:
            lines[self._line(source)].append(source)
        done: asyncio.Queue[tuple[Source, Fetched]] = asyncio.Queue()
        room = asyncio.Semaphore(2 * self._settings.in_flight)

        async def poll_in_turn(unit: str, line: Sequence[Source]) -> None:
            for source in line:
                # Room comes before the turn: a caller that gets a page of this very domain must not wait for itself.
                await self._turns.gap_over(unit)
                await room.acquire()
                done.put_nowait((source, await self.fetch(source)))

        tasks = [asyncio.create_task(poll_in_turn(unit, line)) for unit, line in lines.items()]
        try:
            for _ in range(sum(map(len, lines.values()))):
                yield await done.get()
                room.release()
        finally:
            for task in tasks:
                task.cancel()
            await asyncio.gather(*tasks, return_exceptions=True)

    async def _settle(self, ask: Ask, how: Callable[[Ask], Awaitable[Changed | Unchanged]]) -> Fetched:
        """Turn whatever goes wrong into a value, faults of our own included: one source must not stop the others."""
        try:
            return await how(ask)
        except Fault as fault:
            return self._failed(ask, fault)
        except Exception as error:
            log.exception("source %d: fetching failed for no foreseen reason", ask.source_id)
            said = f"ainews itself failed while fetching ({type(error).__name__})"
            return self._failed(ask, Fault(FailureKind.INTERNAL, said))

    def _failed(self, ask: Ask, fault: Fault) -> Failed:
        return Failed(
            ask.source_id,
            _shown(ask.url),
            self._clock(),
            kind=fault.kind,
            message=fault.message,
            retry_after=fault.retry_after,
            status=fault.status,
        )

    async def _read_file(self, ask: Ask) -> Changed | Unchanged:
        return await asyncio.to_thread(files.read, ask, at=self._clock(), max_bytes=self._settings.max_body_bytes)

    async def _request(self, ask: Ask) -> Changed | Unchanged:
        target = target_of(ask.url)
        async with self._turns.turn(*self._unit(target)):
            started = asyncio.get_running_loop().time()
            trip = await self._travel(ask, target)
            elapsed_s = asyncio.get_running_loop().time() - started
        return outcome(
            ask,
            trip,
            at=self._clock(),
            elapsed_s=elapsed_s,
            max_bytes=self._settings.max_body_bytes,
            max_ratio=self._settings.max_ratio,
        )

    async def _travel(self, ask: Ask, start: Target) -> Trip:
        """Follow the redirects, all within one time limit."""
        limit_s = self._settings.total_timeout_s
        try:
            async with asyncio.timeout(limit_s):
                return await follow(start, lambda hop: self._send(ask, hop), max_redirects=self._settings.max_redirects)
        except TimeoutError as error:
            raise Fault(FailureKind.TIMEOUT, f"{start.host} took longer than {limit_s:g} s in all") from error

    async def _send(self, ask: Ask, target: Target) -> Answer:
        """Make one hop: connect to where the guard allows, and exchange one request."""
        limit_s = self._settings.connect_timeout_s
        proxy = self._way_to(target)
        try:
            async with asyncio.timeout(limit_s):
                sock = await self._connect(ask, target, proxy)
        except TimeoutError as error:
            said = f"{target.host} did not accept a connection within {limit_s:g} s"
            raise Fault(FailureKind.TIMEOUT, said) from error
        is_secure = target.scheme == "https"
        request = Request(
            target.host,
            target.query if is_secure or proxy is None else target.url,
            self._headers(ask, target, None if is_secure else proxy),
            connect_timeout_s=limit_s,
            read_timeout_s=self._settings.read_timeout_s,
            max_body_bytes=self._settings.max_body_bytes,
        )
        return await exchange(request, sock, self._tls_context() if is_secure else None)

    async def _connect(self, ask: Ask, target: Target, proxy: Target | None) -> socket.socket:
        if proxy is None:
            return await connect(target.host, target.port, resolve=self._resolve, allow_private=ask.allow_private)
        sock = await connect(proxy.host, proxy.port, resolve=self._resolve, allow_private=True)
        if target.scheme == "https":
            await tunnel(sock, target, proxy)
        return sock

    def _way_to(self, target: Target) -> Target | None:
        if self._proxies is None:
            self._proxies = Proxies.of_environment()
        return self._proxies.way_to(target)

    def _headers(self, ask: Ask, target: Target, proxy: Target | None) -> list[tuple[str, str]]:
        optional = (
            ("If-None-Match", ask.validators.etag),
            ("If-Modified-Since", ask.validators.last_modified),
            ("Authorization", target.credentials),
            ("Proxy-Authorization", proxy.credentials if proxy else None),
        )
        return [
            ("Host", target.authority),
            ("User-Agent", self._agent),
            ("Accept", ask.accept),
            ("Accept-Encoding", ACCEPT_ENCODING),
            *((name, value) for name, value in optional if value),
        ]

    def _tls_context(self) -> ssl.SSLContext:
        if self._tls is None:
            self._tls = system_tls()
        return self._tls

    async def _system_resolve(self, host: str, port: int) -> list[str]:
        loop = asyncio.get_running_loop()
        found = await loop.run_in_executor(self._lookups, _addresses_of, host, port)
        return list(dict.fromkeys(found))

    def _line(self, source: Source) -> str:
        """The name of the unit that a source takes turns in."""
        try:
            return self._unit(target_of(source.url))[0]
        except Fault:
            return source.url

    def _unit(self, target: Target) -> tuple[str, float]:
        """What takes turns with itself, and the gap between: a domain, or a single address on a private host."""
        if guard.is_private_host(target.host):
            return target.url, 0.0
        return registrable_domain(target.host), self._settings.gap_s


def _addresses_of(host: str, port: int) -> list[str]:
    return [str(entry[4][0]) for entry in socket.getaddrinfo(host, port, type=socket.SOCK_STREAM)]


def _shown(url: str) -> str:
    try:
        return target_of(url).url
    except Fault:
        return url.rpartition("@")[2]
