"""One real week of news, landed as its polls brought it and grouped after each round; polls nothing.

    python -m benchmarks.replay [--items N] [--again] [--day 2000] [--sample 50] [--store FILE]

Reads AINEWS_SHARED (default ../shared). Prints what an item costs, landing and deriving apart, for every
5,000 items, and the peak of memory. `--again` does it a second time, with the vectors of the first run, and
compares every story; `--day` leaves so many of the last items to `ainews stories`, in a process of its own that
loads the model and reads the window first; `--sample` shows so many stories of several items, of random sizes,
for the eye.
"""

from __future__ import annotations

import argparse
import random
import resource
import sys
import tempfile
import time
from collections import defaultdict
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from datetime import UTC, datetime
from hashlib import sha256
from pathlib import Path

from ainews.embed import embedder
from ainews.model import Landing
from ainews.pipeline.stories import Kept, derive
from ainews.ports import Embedder
from ainews.store import Store
from ainews.text.hashing import key64
from benchmarks import newsweek
from benchmarks.measure import cost_of, machine, table
from benchmarks.program import Program
from benchmarks.remembering import Remembering

_STEP = 5_000
_ROUND_GAP_S = 600
_SEED = 7
_SIZES = 4
_FIELDS = ("line", "url", "title", "description", "source", "published")


@dataclass(frozen=True, slots=True)
class Round:
    """What the polls of a few minutes brought that was new."""

    at: datetime
    records: list[newsweek.Record]


@dataclass
class Spent:
    """CPU seconds by what they went to, and by thousands of items."""

    curve: list[tuple[int, float, float]] = field(default_factory=list)
    landing_s: float = 0.0
    deriving_s: float = 0.0
    items: int = 0

    def mark(self) -> None:
        self.curve.append((self.items, self.landing_s, self.deriving_s))


def rounds(items: int = 0) -> Iterator[Round]:
    """Yield the week's items as they arrived; those that no poll held arrive when they were published."""
    records = {record["line"]: {field: record[field] for field in _FIELDS} for record in newsweek.lines()}
    arrived: dict[int, int] = {}
    moments: list[int] = []
    for at_s, _, lines in newsweek.lines("newsapi_polls_2020-05-05_11.jsonl.gz"):
        if not moments or at_s - moments[-1] > _ROUND_GAP_S:
            moments.append(at_s)
        for line in lines:
            arrived.setdefault(line, moments[-1])
    waiting: defaultdict[int, list[newsweek.Record]] = defaultdict(list)
    for line, record in sorted(records.items()):
        at_s = arrived.get(line) or _next(moments, newsweek.published(record).timestamp())
        waiting[at_s].append(record)
    given = 0
    for at_s in sorted(waiting):
        if items and given >= items:
            return
        batch = waiting[at_s][: items - given if items else None]
        given += len(batch)
        yield Round(datetime.fromtimestamp(at_s, UTC), batch)


def replay(path: Path, work: Sequence[Round], model: Embedder) -> Spent:
    """Land and derive round by round, in this process."""
    spent, kept = Spent(), Kept()
    with Store.open(path) as store:
        sources: dict[str, int] = {}
        for each in work:
            began = time.process_time()
            _land(store, sources, each)
            landed = time.process_time()
            derive(store, model, kept=kept)
            spent.landing_s += landed - began
            spent.deriving_s += time.process_time() - landed
            spent.items += len(each.records)
            if not spent.curve or spent.items - spent.curve[-1][0] >= _STEP:
                spent.mark()
    if not spent.curve or spent.curve[-1][0] < spent.items:
        spent.mark()
    return spent


def day(folder: Path, work: Sequence[Round], model: Embedder, items: int) -> str:
    """Land the last so many items on what is derived before them; returns what the command took to group them."""
    ahead = len(work)
    while sum(len(each.records) for each in work[ahead:]) < items:
        ahead -= 1
    program = Program(folder)
    replay(program.store, work[:ahead], model)
    with Store.open(program.store) as store:
        sources: dict[str, int] = {}
        for each in work[ahead:]:
            _land(store, sources, each)
    cost = cost_of([sys.executable, "-m", "ainews", "stories", "--since", "all", "--json"], env=program.env)
    idle = cost_of([sys.executable, "-m", "ainews", "stories", "--since", "all", "--json"], env=program.env)
    count, known = (sum(len(each.records) for each in part) for part in (work[ahead:], work[:ahead]))
    return (
        f"`ainews stories` over {count:,} new items beside {known:,}: {cost.cpu_s:.1f} CPU s, {cost.wall_s:.1f} s, "
        f"{cost.peak_mb:.0f} MB; with nothing new {idle.cpu_s:.1f} CPU s"
    )


def stories_hash(path: Path) -> str:
    """Return a hash of every item's story and of every story."""
    with Store.open(path) as store:
        places = store.admin.query("SELECT item_id, story_id FROM story_item ORDER BY item_id")
        stories = store.admin.query(
            "SELECT id, revision, title, first_ms, last_ms, size, sources FROM story ORDER BY id"
        )
    return sha256(repr((places, stories)).encode()).hexdigest()


def sample(path: Path, count: int) -> None:
    """Show stories of several items, of random sizes: about as many of 2 as of 3 and 4, of 5 to 8, and of more."""
    rng = random.Random(_SEED)
    with Store.open(path) as store:
        by_size: defaultdict[int, list[int]] = defaultdict(list)
        for story in store.stories.list():
            if story.size > 1:
                by_size[min(_SIZES, (story.size - 1).bit_length())].append(story.id)
        for ids in by_size.values():
            ids.sort()
            rng.shuffle(ids)
        for number in range(count):
            size_class = rng.choice(sorted(size for size, ids in by_size.items() if ids))
            story = store.stories.story(by_size[size_class].pop())
            print(f"\n{number + 1}. {story.size} items, {story.sources} sources: {story.title}")
            for item in story.items:
                print(f"   - {item.title[:130]}")


def _land(store: Store, sources: dict[str, int], each: Round) -> None:
    by_source: defaultdict[str, list[newsweek.Record]] = defaultdict(list)
    for record in each.records:
        by_source[str(record["source"] or "unknown")].append(record)
    for name in by_source.keys() - sources.keys():
        sources[name] = -1
    for name in sorted(name for name in by_source if sources[name] < 0):
        sources[name] = store.sources.add(f"https://{key64(name)}.example/feed", title=name, now=each.at)[0].id
    store.items.land(
        [
            Landing(newsweek.update(sources[name], each.at), each.at, new=tuple(map(newsweek.clean, records)))
            for name, records in by_source.items()
        ]
    )


def _next(moments: Sequence[int], at_s: float) -> int:
    return next((moment for moment in moments if moment >= at_s), moments[-1])


def _curve(spent: Spent) -> str:
    rows: list[list[object]] = []
    before = (0, 0.0, 0.0)
    for now in spent.curve:
        count = max(1, now[0] - before[0])
        landing, deriving = (1000 * (now[part] - before[part]) / count for part in (1, 2))
        rows.append([f"{now[0]:,}", landing, deriving, landing + deriving])
        before = now
    return table(["items", "landing, ms an item", "deriving", "together"], rows)


def main() -> None:
    parser = argparse.ArgumentParser(description="Replay a week of news.")
    parser.add_argument("--items", type=int, default=0, help="only so many; 0: all")
    parser.add_argument("--again", action="store_true", help="a second time, and compare")
    parser.add_argument("--day", type=int, default=0, help="instead: what so many new items cost `ainews stories`")
    parser.add_argument("--sample", type=int, default=0, help="show so many stories")
    parser.add_argument("--store", type=Path, help="keep the store here, or show the stories of one that is there")
    chosen = parser.parse_args()
    with tempfile.TemporaryDirectory() as folder:
        if chosen.day:
            print(machine())
            print(day(Path(folder), list(rounds(chosen.items)), embedder("onnx"), chosen.day))
            return
        path = chosen.store or Path(folder, "first.db")
        if not path.exists():
            _run(path, Path(folder, "second.db"), chosen)
        if chosen.sample:
            sample(path, chosen.sample)


def _run(path: Path, other: Path, chosen: argparse.Namespace) -> None:
    work = list(rounds(chosen.items))
    model: Embedder = Remembering(embedder("onnx")) if chosen.again else embedder("onnx")
    print(machine())
    spent = replay(path, work, model)
    print(_curve(spent))
    whole = 1000 * (spent.landing_s + spent.deriving_s) / max(1, spent.items)
    peak_mb = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024
    print(f"{spent.items:,} items in {len(work)} rounds: {whole:.2f} CPU ms an item, peak {peak_mb:.0f} MB")
    if chosen.again:
        replay(other, work, model)
        print("the second run gave", "the same stories" if stories_hash(path) == stories_hash(other) else "OTHERS")


if __name__ == "__main__":
    main()
