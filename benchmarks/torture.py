"""Treats ingest badly and looks whether the store bears it: kills at random moments, crowds of processes.

    python -m benchmarks.torture --kills 200
    python -m benchmarks.torture --crowd 60

Exits with 1 and names every fault that it saw.
"""

from __future__ import annotations

import argparse
import json
import random
import subprocess
import sys
import tempfile
import threading
import time
from collections import Counter
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, field
from pathlib import Path

from ainews.model import ItemFilter
from ainews.store import Store
from benchmarks import invented
from benchmarks.feedserver import Site, page, served
from benchmarks.program import Ended, Program

FRESH = 2
ADDRESS = "http://127.0.0.1:{port}/feed/{feed}.xml"


@dataclass
class Stream:
    """Feeds that go on: each edition has FRESH new items on top and one item reworded.

    `window` items are served at a time; nobody who polls each `window / FRESH`th edition misses one.
    """

    feeds: int
    window: int = 12
    edition: int = 0
    site: Site = field(default_factory=Site)
    served_guids: set[tuple[int, int]] = field(default_factory=set)
    words: invented.Words = field(default_factory=lambda: invented.vocabulary(7))

    def urls(self, port: int) -> list[str]:
        return [ADDRESS.format(port=port, feed=feed) for feed in range(self.feeds)]

    def turn(self) -> None:
        """Serve the next edition."""
        self.edition += 1
        newest = self.window + self.edition * FRESH
        pages = {}
        for feed in range(self.feeds):
            numbers = range(newest, newest - self.window, -1)
            self.served_guids.update((feed, number) for number in numbers)
            items = [self._item(feed, number, is_reworded=number == newest - FRESH) for number in numbers]
            pages[f"/feed/{feed}.xml"] = page(invented.rss(f"Stream {feed}", items))
        self.site.pages = pages

    def _item(self, feed: int, number: int, *, is_reworded: bool) -> bytes:
        rng = random.Random(feed * 100_003 + number)
        text = " ".join(self.words.draw(rng, 60)) + (" reworded" if is_reworded else "")
        return (
            f"<item><title>Item {number} of {feed}</title><link>https://example.net/{feed}/{number}</link>"
            f"<guid>{feed}-{number}</guid><description>&lt;p&gt;{text}&lt;/p&gt;</description></item>"
        ).encode()


def faults(store_path: Path, stream: Stream) -> list[str]:
    """Compare the store with all that was served: nothing lost, nothing doubled, nothing damaged."""
    with Store.open(store_path) as store:
        items = store.reading.list(ItemFilter(limit=0))
        problems = list(store.admin.check())
        counted = sum(store.reading.unread().values())
    urls = Counter(item.url for item in items)
    unread = sum(not item.read for item in items)
    wanted = {f"https://example.net/{feed}/{number}" for feed, number in stream.served_guids}
    lost, foreign = wanted - set(urls), set(urls) - wanted
    doubled = [url for url, count in urls.items() if count > 1]
    found = [*(f"check: {problem}" for problem in problems)]
    for name, those in (("lost", sorted(lost)), ("foreign", sorted(foreign)), ("doubled", doubled)):
        if those:
            found.append(f"{len(those)} items {name}, such as {those[0]}")
    if unread != counted:
        found.append(f"{unread} items are unread, {counted} were counted")
    return found


def kill_rounds(folder: Path, rounds: int, *, feeds: int = 24, seed: int = 7) -> list[str]:
    """Kill an ingest in each round at a random moment, let the next one finish, and return every fault seen."""
    program, stream, rng = Program(folder), Stream(feeds), random.Random(seed)
    found: list[str] = []
    with served(stream.site) as port:
        program.follow(stream.urls(port))
        stream.turn()
        usual_s = _timed(program.ingest)
        for number in range(1, rounds + 1):
            stream.turn()
            moment_s = rng.uniform(0.1, 1.1) * usual_s
            was_killed = kill_after(program, moment_s)
            ended = program.ingest()
            seen = _complaints(ended) + faults(program.store, stream)
            found += [f"round {number}, killed after {moment_s:.3f} s ({was_killed}): {fault}" for fault in seen]
    return found


def kill_after(program: Program, moment_s: float) -> bool:
    """Start an ingest and kill it at a moment, in the ways of kill -9; False if it had ended by then."""
    with program.start("ingest", "--all", "--json") as child:
        try:
            child.communicate(timeout=moment_s)
        except subprocess.TimeoutExpired:
            child.kill()
            child.communicate()
            return True
    return False


def _timed(call: Callable[[], Ended]) -> float:
    began = time.monotonic()
    call()
    return time.monotonic() - began


def _complaints(ended: Ended) -> list[str]:
    if ended.code:
        return [f"exit {ended.code}: {ended.err[-500:]}"]
    failures = ended.report["failures"]
    return [f"failure: {failures[0]}"] if failures else []


def crowd(
    folder: Path, seconds: float, *, ingests: int = 2, readers: int = 8, feeds: int = 24
) -> tuple[list[str], Counter[str]]:
    """Let ingests and readers loose on one store for a time; returns the faults and how often each did its work."""
    turns = max(5, int(seconds))
    program, stream = Program(folder), Stream(feeds, window=4 + turns * FRESH)
    found: list[str] = []
    done: Counter[str] = Counter()
    with served(stream.site) as port:
        program.follow(stream.urls(port))
        stream.turn()
        found += _complaints(program.ingest())
        deadline = time.monotonic() + seconds
        threads = [
            threading.Thread(target=_ingest_until, args=(deadline, program, found, done)) for _ in range(ingests)
        ]
        for thread in threads:
            thread.start()
        with _reading(program.store, readers, seconds) as children:
            for _ in range(turns - 1):
                stream.turn()
                time.sleep(seconds / turns)
            for thread in threads:
                thread.join()
        for child in children:
            out, err = child.communicate()
            found += [f"reader ended with {child.returncode}: {err[-500:]}"] if child.returncode else []
            done.update(json.loads(out) if not child.returncode else {})
        found += _complaints(program.ingest())
        found += faults(program.store, stream)
    return found, done


def _ingest_until(deadline: float, program: Program, found: list[str], done: Counter[str]) -> None:
    while time.monotonic() < deadline:
        found += _complaints(program.ingest())
        done["ingest"] += 1


@contextmanager
def _reading(store: Path, readers: int, seconds: float) -> Iterator[Sequence[subprocess.Popen[str]]]:
    command = [sys.executable, "-m", "benchmarks.readers", str(store), str(seconds)]
    children = [
        subprocess.Popen([*command, str(seed)], stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True)
        for seed in range(readers)
    ]
    try:
        yield children
    finally:
        for child in children:
            child.wait(seconds + 60)


def main() -> int:
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--kills", type=int, default=0, help="rounds, each with one kill")
    parser.add_argument("--crowd", type=float, default=0, help="seconds with two ingests and eight readers")
    parser.add_argument("--seed", type=int, default=7)
    chosen = parser.parse_args()
    found: list[str] = []
    with tempfile.TemporaryDirectory(prefix="torture-") as name:
        if chosen.kills:
            (folder := Path(name) / "kills").mkdir()
            found += kill_rounds(folder, chosen.kills, seed=chosen.seed)
            print(f"{chosen.kills} kills, {len(found)} faults")
        if chosen.crowd:
            (folder := Path(name) / "crowd").mkdir()
            faults_there, done = crowd(folder, chosen.crowd)
            found += faults_there
            print(f"{chosen.crowd:.0f} s of crowd, {len(faults_there)} faults: {dict(done)}")
    print("\n".join(found))
    return 1 if found else 0


if __name__ == "__main__":
    sys.exit(main())
