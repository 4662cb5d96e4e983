"""Real servers on loopback that answer exactly what a test says, however wrong."""

from __future__ import annotations

import asyncio
import ssl
import threading
from collections.abc import Awaitable, Callable
from dataclasses import dataclass, field
from datetime import UTC, datetime
from functools import partial

from ainews.config import FetchSettings
from ainews.fetch import Fetcher
from ainews.model import Fetched, Source, SourceOptions, Validators

NOW = datetime(2026, 11, 23, 12, tzinfo=UTC)
QUICK = FetchSettings(connect_timeout_s=0.2, read_timeout_s=0.2, total_timeout_s=0.6, gap_s=0, allow_private=True)
PATIENT = FetchSettings(connect_timeout_s=5, read_timeout_s=5, total_timeout_s=10, gap_s=0, allow_private=True)

NO_VALIDATORS = Validators()
NO_OPTIONS = SourceOptions()

NOT_FOUND = b"HTTP/1.1 404 Not Found\r\nContent-Length: 0\r\n\r\n"

Talk = Callable[[bytes, asyncio.StreamWriter], Awaitable[None]]
Answer = bytes | Talk


@dataclass
class Site:
    """One server: `answers` by path, "" for any other; `requests` are the heads that came, `busiest` at once."""

    answers: dict[str, Answer]
    port: int = 0
    scheme: str = "http"
    requests: list[str] = field(default_factory=list)
    talking: int = 0
    busiest: int = 0

    def url(self, path: str = "/feed", *, host: str = "127.0.0.1", userinfo: str = "") -> str:
        return f"{self.scheme}://{userinfo}{host}:{self.port}{path}"

    def headers(self, number: int = -1) -> dict[str, str]:
        lines = self.requests[number].split("\r\n")[1:]
        return {name.lower(): value for name, _, value in (line.partition(": ") for line in lines if line)}

    async def talk(self, reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        self.talking += 1
        self.busiest = max(self.busiest, self.talking)
        try:
            head = await reader.readuntil(b"\r\n\r\n")
            self.requests.append(head.decode("latin-1"))
            answer = self.answers.get(head.split()[1].decode(), self.answers.get(""))
            if callable(answer):
                await answer(head, writer)
            else:
                writer.write(NOT_FOUND if answer is None else answer)
            await writer.drain()
        except (OSError, asyncio.IncompleteReadError):
            pass
        finally:
            self.talking -= 1
            writer.close()


class Loopback:
    """A thread whose event loop runs the servers."""

    def __init__(self) -> None:
        self.loop = asyncio.new_event_loop()
        self.thread = threading.Thread(target=self.loop.run_forever, daemon=True)
        self.thread.start()
        self.servers: list[asyncio.Server] = []

    def serve(
        self, answer: Answer | dict[str, Answer], *, tls: ssl.SSLContext | None = None, host: str = "0.0.0.0"
    ) -> Site:
        site = Site(answer if isinstance(answer, dict) else {"": answer}, scheme="https" if tls else "http")
        server = self.run(partial(asyncio.start_server, site.talk, host, 0, ssl=tls, backlog=500)())
        self.servers.append(server)
        site.port = server.sockets[0].getsockname()[1]
        return site

    def run(self, work):
        return asyncio.run_coroutine_threadsafe(work, self.loop).result(10)

    def close_servers(self) -> None:
        async def close() -> None:
            for server in self.servers:
                server.close()
            for task in asyncio.all_tasks() - {asyncio.current_task()}:
                task.cancel()

        self.run(close())
        self.servers.clear()

    def stop(self) -> None:
        self.loop.call_soon_threadsafe(self.loop.stop)
        self.thread.join()
        self.loop.close()


def ok(body: bytes = b"<rss/>", *headers: str, status: str = "200 OK") -> bytes:
    """A proper answer with these header lines added."""
    lines = [f"HTTP/1.1 {status}", f"Content-Length: {len(body)}", *headers]
    return "\r\n".join(lines).encode("latin-1") + b"\r\n\r\n" + body


def redirect(to: str, status: str = "302 Found") -> bytes:
    return ok(b"", f"Location: {to}", status=status)


def fetch(
    url: str,
    *,
    settings: FetchSettings = PATIENT,
    validators: Validators = NO_VALIDATORS,
    options: SourceOptions = NO_OPTIONS,
    resolve=None,
    **about,
) -> Fetched:
    """Poll one source once."""

    async def poll() -> Fetched:
        async with Fetcher(settings, clock=lambda: NOW, resolve=resolve) as fetcher:
            return await fetcher.fetch(Source(7, url, validators=validators, options=options, **about))

    return asyncio.run(poll())


def names(**table: str | list[str]):
    """A resolver that knows these names only, dots written as underscores."""
    known = {name.replace("_", "."): [found] if isinstance(found, str) else found for name, found in table.items()}

    async def resolve(host: str, port: int) -> list[str]:
        return known[host]

    return resolve
