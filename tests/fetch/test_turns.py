"""Who waits for whom: per domain, per private address, overall."""

from __future__ import annotations

import asyncio
from collections import defaultdict

import pytest

from ainews.config import FetchSettings
from ainews.fetch import Fetcher
from ainews.fetch.turns import Turns
from ainews.model import Changed, Fetched, Source, SourceOptions
from tests.fetch.servers import NOW, Site, names, ok


class Starts:
    """Records which units are at work, and when each turn started on a clock that only sleeps move."""

    def __init__(self, turns: Turns) -> None:
        self.turns = turns
        self.log: list[str] = []
        self.running: defaultdict[str, int] = defaultdict(int)
        self.most_at_once = 0

    async def take(self, unit: str, gap_s: float = 0.0) -> None:
        async with self.turns.turn(unit, gap_s):
            self.log.append(unit)
            self.running[unit] += 1
            assert self.running[unit] == 1
            self.most_at_once = max(self.most_at_once, sum(self.running.values()))
            for _ in range(3):
                await asyncio.sleep(0)
            self.running[unit] -= 1


def run(work):
    return asyncio.run(work())


def test_units_take_turns_with_themselves_and_not_with_others():
    async def work():
        starts = Starts(Turns(in_flight=10))
        await asyncio.gather(*(starts.take(unit) for unit in "aaabbbccc"))
        return starts

    starts = run(work)

    assert sorted(starts.log) == list("aaabbbccc")
    assert starts.most_at_once == 3


def test_no_more_than_in_flight_at_once():
    async def work():
        starts = Starts(Turns(in_flight=4))
        await asyncio.gather(*(starts.take(str(unit)) for unit in range(20)))
        return starts

    assert run(work).most_at_once == 4


def test_waiting_for_a_gap_holds_no_slot():
    async def work():
        starts = Starts(Turns(in_flight=1))
        crowd = [asyncio.create_task(starts.take("crowded", gap_s=60)) for _ in range(5)]
        await asyncio.gather(*(starts.take(unit) for unit in "xyz"))
        for task in crowd:
            task.cancel()
        return starts

    assert run(work).log == ["crowded", "x", "y", "z"]


def test_starts_within_a_unit_are_a_gap_apart():
    async def work():
        loop, turns, starts = asyncio.get_running_loop(), Turns(in_flight=9), []

        async def take():
            async with turns.turn("a", 0.05):
                starts.append(loop.time())

        await asyncio.gather(*(take() for _ in range(3)))
        return starts

    first, second, third = run(work)

    assert second - first >= 0.05
    assert third - second >= 0.05


def test_units_are_forgotten_when_nobody_needs_them():
    async def work():
        turns = Turns(in_flight=9)
        for unit in range(100):
            async with turns.turn(str(unit), 0.01):
                pass
        await asyncio.sleep(0.05)
        return turns

    assert run(work)._units == {}


def test_a_turn_that_fails_or_is_cancelled_is_given_back():
    async def work():
        turns = Turns(in_flight=1)
        with pytest.raises(ZeroDivisionError):
            async with turns.turn("a", 0):
                raise ZeroDivisionError
        async with turns.turn("b", 0):
            waiting = asyncio.create_task(Starts(turns).take("b"))
            await asyncio.sleep(0)
            waiting.cancel()
        await Starts(turns).take("b")

    run(work)


def poll_all(
    sources: list[Source], *, settings: FetchSettings, resolve=None, each=None
) -> list[tuple[Source, Fetched]]:
    async def work():
        done = []
        async with Fetcher(settings, clock=lambda: NOW, resolve=resolve) as fetcher:
            async for source, fetched in fetcher.fetch_all(sources):
                done.append((source, fetched))
                if each:
                    await each(fetcher, source)
        return done

    return asyncio.run(work())


def test_all_are_polled_once_whatever_becomes_of_them(serve):
    site = serve({f"/{number}": ok(b"%d" % number) for number in range(50)})
    sources = [Source(number, site.url(f"/{number}")) for number in range(100)] + [Source(100, "nonsense")]

    done = poll_all(sources, settings=FetchSettings(allow_private=True))

    assert sorted(source.id for source, _ in done) == list(range(101))
    assert all(source.id == fetched.source_id for source, fetched in done)
    assert sum(isinstance(fetched, Changed) for _, fetched in done) == 50
    assert site.busiest <= 16


def test_a_thousand_sources_of_one_domain_hold_up_nobody(serve):
    site = serve(ok())
    crowd = [Source(number, site.url(f"/{number}", host="crowded.test")) for number in range(1000)]
    others = [Source(2000 + number, site.url("/", host=f"h{number}.test")) for number in range(40)]
    settings = FetchSettings(in_flight=2, gap_s=60, allow_private=True)

    async def first_41():
        seen = []
        async with Fetcher(settings, clock=lambda: NOW, resolve=anywhere) as fetcher:
            async for source, _ in fetcher.fetch_all([*crowd, *others]):
                seen.append(source.id)
                if len(seen) == 41:
                    return seen
        return seen

    assert sorted(asyncio.run(first_41())) == [0, *range(2000, 2040)]


async def anywhere(host: str, port: int) -> list[str]:
    return ["127.0.0.1"]


def test_a_slow_caller_slows_the_fetching(serve):
    site = serve(ok(b"x" * 1000))
    sources = [Source(number, site.url(f"/{number}")) for number in range(60)]
    ahead = []

    async def look(fetcher, source):
        await asyncio.sleep(0.002)
        ahead.append(len(site.requests) - len(ahead) - 1)

    poll_all(sources, settings=FetchSettings(in_flight=3, allow_private=True), each=look)

    assert max(ahead) <= 6


def test_a_caller_may_get_pages_of_the_very_domain_while_polling_it(serve):
    site: Site = serve(ok())
    sources = [Source(number, site.url(f"/{number}", host="one.test")) for number in range(6)]

    async def get_page(fetcher, source):
        assert isinstance(await fetcher.get(site.url("/page", host="one.test")), Changed)

    settings = FetchSettings(in_flight=1, gap_s=0, allow_private=True)
    done = poll_all(sources, settings=settings, resolve=names(one_test="127.0.0.1"), each=get_page)

    assert (len(done), len(site.requests), site.busiest) == (6, 12, 1)


def test_one_request_at_a_time_goes_to_a_domain_and_its_subdomains(serve):
    async def slowly(head, writer):
        await asyncio.sleep(0.005)
        writer.write(ok())

    site = serve(slowly)
    sources = [Source(number, site.url(f"/{number}", host=f"h{number}.example.test")) for number in range(8)]

    poll_all(sources, settings=FetchSettings(gap_s=0, allow_private=True), resolve=anywhere)

    assert (len(site.requests), site.busiest) == (8, 1)


def test_private_addresses_know_no_gap(serve):
    site = serve(ok())
    sources = [
        Source(number, site.url(f"/{number}"), options=SourceOptions(allow_private=True)) for number in range(20)
    ]

    done = poll_all(sources, settings=FetchSettings(gap_s=3600))

    assert len(done) == 20
