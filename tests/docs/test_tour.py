"""The tours of README and tutorial are run as they stand, every address answered by the sample feeds on loopback."""

from __future__ import annotations

from collections.abc import AsyncIterator, Iterable, Iterator
from contextlib import asynccontextmanager
from datetime import UTC, datetime
from itertools import cycle
from pathlib import Path
from typing import Any

import pytest
from msgspec.structs import replace

from ainews.app import Services
from ainews.cli.main import run
from ainews.demo import SampleServer, serve_samples
from ainews.model import Fetched, Source
from tests.docs.pages import ROOT, arguments, console_lines


class SampleFetcher:
    """The real fetcher, but whatever address it is sent to, a sample feed answers."""

    def __init__(self, fetcher: Any, addresses: Iterator[str]) -> None:
        self._fetcher = fetcher
        self._addresses = addresses

    async def fetch(self, source: Source) -> Fetched:
        return replace(await self._fetcher.fetch(self._answered(source)), url=source.url)

    async def fetch_all(self, sources: Iterable[Source]) -> AsyncIterator[tuple[Source, Fetched]]:
        wanted = {source.id: source for source in sources}
        async for asked, fetched in self._fetcher.fetch_all(map(self._answered, wanted.values())):
            source = wanted[asked.id]
            yield source, replace(fetched, url=source.url)

    def _answered(self, source: Source) -> Source:
        if source.url.startswith("http://127.0.0.1:"):
            return source
        return replace(source, url=next(self._addresses), options=replace(source.options, allow_private=True))


@pytest.fixture(scope="module")
def server() -> Iterator[SampleServer]:
    with serve_samples(datetime.now(UTC)) as server:
        yield server


@pytest.fixture
def somewhere_else(server, tmp_path, monkeypatch):
    """An empty folder with nothing of ainews in it, on a network where only the samples answer."""
    real = Services.fetcher
    addresses = cycle(server.address + path for path in server.feeds if path != "/harbour")

    @asynccontextmanager
    async def fetcher(services: Services) -> AsyncIterator[SampleFetcher]:
        async with real(services) as inner:
            yield SampleFetcher(inner, addresses)

    monkeypatch.setattr(Services, "fetcher", fetcher)
    monkeypatch.chdir(tmp_path)
    for name in ("HOME", "XDG_CONFIG_HOME", "XDG_DATA_HOME", "XDG_STATE_HOME"):
        monkeypatch.setenv(name, str(tmp_path))
    return tmp_path


@pytest.mark.slow
@pytest.mark.parametrize("page", ["README.md", "docs/tutorial.md"])
def test_every_step_of_the_tour_does_what_it_says(page, somewhere_else, capsys):
    lines = console_lines(ROOT / Path(page))

    assert len(lines) > 12
    for line in lines:
        assert run(arguments(line)) == 0, (line, capsys.readouterr())
        assert capsys.readouterr().out.strip() or "--output" in line, line
