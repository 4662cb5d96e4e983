"""What one request costs in CPU time: ours against httpx2's AsyncClient, http.client in threads and bare h11.

    python -m benchmarks.fetching [--feeds 1000] [--rounds 5]

Every contestant polls the same loopback server, another process, twice: all new, then all unchanged.
Imports are not counted. Nothing is parsed or stored.
"""

from __future__ import annotations

import argparse
import asyncio
import http.client
import json
import subprocess
import sys
import time
from collections.abc import Awaitable, Callable, Sequence
from concurrent.futures import ThreadPoolExecutor
from statistics import median
from urllib.parse import urlsplit

from benchmarks.feedserver import feed_url
from benchmarks.measure import cost_of, keep, machine, table

IN_FLIGHT = 16
HEADERS = {"User-Agent": "benchmark", "Accept": "*/*", "Accept-Encoding": "gzip"}
Etags = dict[str, str]
Poll = Callable[[Sequence[str], Etags], Etags]
"""Poll all addresses, conditionally where an ETag is known, and return the ETags; counts on nothing left open."""


def ours() -> Poll:
    from ainews.config import FetchSettings
    from ainews.fetch.fetcher import Fetcher
    from ainews.model import Failed, Source, Validators

    async def work(urls: Sequence[str], etags: Etags) -> Etags:
        sources = [Source(n, url, validators=Validators(etag=etags.get(url))) for n, url in enumerate(urls)]
        found = {}
        async with Fetcher(FetchSettings(in_flight=IN_FLIGHT, allow_private=True)) as fetcher:
            async for source, fetched in fetcher.fetch_all(sources):
                assert not isinstance(fetched, Failed), fetched
                found[source.url] = fetched.validators.etag or ""
        return found

    return lambda urls, etags: asyncio.run(work(urls, etags))


def httpx2() -> Poll:
    import httpx2

    async def work(urls: Sequence[str], etags: Etags) -> Etags:
        limits = httpx2.Limits(max_connections=IN_FLIGHT, max_keepalive_connections=0)
        async with httpx2.AsyncClient(limits=limits, headers=HEADERS) as client:

            async def one(url: str) -> str:
                answer = await client.get(url, headers=_conditional(url, etags))
                return answer.headers["etag"]

            return await _side_by_side(urls, one)

    return lambda urls, etags: asyncio.run(work(urls, etags))


def http_client() -> Poll:
    def poll(urls: Sequence[str], etags: Etags) -> Etags:
        def one(url: str) -> str:
            parts = urlsplit(url)
            connection = http.client.HTTPConnection(parts.netloc, timeout=30)
            connection.request("GET", parts.path, headers=HEADERS | _conditional(url, etags))
            answer = connection.getresponse()
            answer.read()
            connection.close()
            return answer.headers["etag"]

        with ThreadPoolExecutor(IN_FLIGHT) as threads:
            return dict(zip(urls, threads.map(one, urls), strict=True))

    return poll


def bare_h11() -> Poll:
    """The floor of our way: a socket, h11 and one callback, without limits, guard or turns."""
    import h11

    class Wire(asyncio.Protocol):
        def __init__(self, request: h11.Request, etag: asyncio.Future[str]) -> None:
            self.http, self.request, self.etag = h11.Connection(h11.CLIENT), request, etag
            self.found = ""

        def connection_made(self, transport: asyncio.BaseTransport) -> None:
            assert isinstance(transport, asyncio.Transport)
            transport.write((self.http.send(self.request) or b"") + (self.http.send(h11.EndOfMessage()) or b""))

        def data_received(self, received: bytes) -> None:
            self.http.receive_data(received)
            while (event := self.http.next_event()) is not h11.NEED_DATA:
                if isinstance(event, h11.Response):
                    self.found = dict(event.headers.raw_items())[b"ETag"].decode()
                elif isinstance(event, h11.EndOfMessage):
                    self.etag.set_result(self.found)
                    return

    async def work(urls: Sequence[str], etags: Etags) -> Etags:
        loop = asyncio.get_running_loop()

        async def one(url: str) -> str:
            parts = urlsplit(url)
            headers = {"Host": parts.netloc} | HEADERS | _conditional(url, etags) | {"Connection": "close"}
            request = h11.Request(method="GET", target=parts.path, headers=list(headers.items()))
            found: asyncio.Future[str] = loop.create_future()
            transport, _ = await loop.create_connection(lambda: Wire(request, found), parts.hostname, parts.port)
            try:
                return await found
            finally:
                transport.abort()

        return await _side_by_side(urls, one)

    return lambda urls, etags: asyncio.run(work(urls, etags))


CONTESTANTS: dict[str, Callable[[], Poll]] = {
    "ours": ours,
    "httpx2": httpx2,
    "http.client": http_client,
    "bare h11": bare_h11,
}


def _conditional(url: str, etags: Etags) -> dict[str, str]:
    return {"If-None-Match": etags[url]} if url in etags else {}


async def _side_by_side(urls: Sequence[str], one: Callable[[str], Awaitable[str]]) -> Etags:
    slots = asyncio.Semaphore(IN_FLIGHT)

    async def in_slot(url: str) -> str:
        async with slots:
            return await one(url)

    return dict(zip(urls, await asyncio.gather(*map(in_slot, urls)), strict=True))


def compete(name: str, port: int, feeds: int) -> dict[str, float]:
    """Poll all feeds twice and return CPU milliseconds a request, new and unchanged."""
    poll = CONTESTANTS[name]()
    urls = [feed_url(feed, port) for feed in range(feeds)]
    began = time.process_time()
    etags = poll(urls, {})
    between = time.process_time()
    again = poll(urls, etags)
    ended = time.process_time()
    assert again == etags
    return {"new": (between - began) / feeds * 1000, "unchanged": (ended - between) / feeds * 1000}


def measure(feeds: int, rounds: int) -> dict[str, dict[str, float]]:
    """Let all compete in turn, several times over, each in a process of its own; returns the medians."""
    server = [sys.executable, "-m", "benchmarks.feedserver", "--feeds", str(feeds)]
    seen: dict[str, list[dict[str, float]]] = {name: [] for name in CONTESTANTS}
    with subprocess.Popen(server, stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True) as serving:
        assert serving.stdin is not None
        assert serving.stdout is not None
        port = json.loads(serving.stdout.readline())["port"]
        for _ in range(rounds):
            for name, results in seen.items():
                command = [sys.executable, "-m", "benchmarks.fetching", "--feeds", str(feeds)]
                results.append(json.loads(cost_of([*command, "--only", name, "--port", str(port)]).output))
        serving.stdin.close()
    return {
        name: {case: median(result[case] for result in results) for case in ("new", "unchanged")}
        for name, results in seen.items()
    }


def report(feeds: int, rounds: int) -> None:
    """Measure, show and keep."""
    figures = measure(feeds, rounds)
    mine = figures["ours"]
    rows = [
        (name, cost["new"], cost["new"] / mine["new"], cost["unchanged"], cost["unchanged"] / mine["unchanged"])
        for name, cost in figures.items()
    ]
    head = ("CPU ms a request", "new (60 KB)", "ours = 1", "unchanged (304)", "ours = 1")
    text = f"# Fetching\n\n{feeds} feeds, median of {rounds} rounds; {machine()}\n\n{table(head, rows)}\n"
    keep("fetching", {"feeds": feeds, "rounds": rounds, "ms": figures}, text)


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--feeds", type=int, default=1000)
    parser.add_argument("--rounds", type=int, default=5)
    parser.add_argument("--only", choices=CONTESTANTS, help="be one contestant (needs --port)")
    parser.add_argument("--port", type=int)
    chosen = parser.parse_args()
    if chosen.only:
        print(json.dumps(compete(chosen.only, chosen.port, chosen.feeds)))
    else:
        report(chosen.feeds, chosen.rounds)


if __name__ == "__main__":
    main()
