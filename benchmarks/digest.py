"""What `ainews digest` costs: a real day of 1,000 items, no key, no network; finding the stories is not measured.

    python -m benchmarks.digest [--items 1000] [--past 10000] [--rounds 5] [--store FILE]

Reads AINEWS_SHARED (default ../shared). CPU is user plus system time of the whole process, medians; modules are
compiled once, as an installation does. `--past` items of the days before stand in the store as well: what trends are
compared with. `--store` keeps the store, or measures the one that is there.
"""

from __future__ import annotations

import argparse
import json
import os
import subprocess
import sys
import tempfile
from collections import defaultdict
from collections.abc import Mapping, Sequence
from datetime import UTC, datetime, timedelta
from pathlib import Path
from statistics import median

from ainews.embed import embedder
from ainews.model import Landing
from ainews.pipeline.stories import derive
from ainews.store import Store
from ainews.text.hashing import key64
from benchmarks import newsweek
from benchmarks.measure import cost_of, machine, median_cost, table

AT = datetime(2020, 5, 9, tzinfo=UTC)
AINEWS = """
import sys
def refuse(event, arguments):
    if event in ("socket.connect", "socket.getaddrinfo", "socket.bind"):
        raise OSError("no network here")
sys.addaudithook(refuse)
from ainews.cli.main import run
sys.exit(run(sys.argv[1:]))
"""
PARTS = """
import sys, time
from functools import wraps
spent = {}
def timed(owner, name, part):
    act = getattr(owner, name)
    @wraps(act)
    def call(*arguments, **options):
        began = time.process_time()
        try:
            return act(*arguments, **options)
        finally:
            spent[part] = spent.get(part, 0.0) + time.process_time() - began
    setattr(owner, name, call)
from ainews import formats
from ainews.app import Services
from ainews.cli.main import run
from ainews.pipeline import digest
timed(Services, "derive_stories", "looking for new items")
timed(digest, "ranked", "ranking")
timed(digest, "trends", "trends")
timed(digest, "sick_sources", "sick sources")
timed(Services, "summarize", "summaries")
timed(Services, "save_digest", "saving")
timed(formats, "render", "rendering")
code = run(sys.argv[1:])
spent["start, choosing and the rest"] = time.process_time() - sum(spent.values())
sys.stdout.flush()
import json
print(json.dumps(spent), file=sys.stderr)
sys.exit(code)
"""


def day(items: int, past: int) -> list[newsweek.Record]:
    """Return so many items of the day before `AT`, and so many of the days before it, both spread evenly."""
    records = list(newsweek.lines())
    start = AT - timedelta(days=1)
    within = [each for each in records if start < newsweek.published(each) <= AT]
    before = [each for each in records if newsweek.published(each) <= start]
    return [*_spread(before, past), *_spread(within, items)]


def fill(path: Path, records: Sequence[newsweek.Record]) -> None:
    """Land the items, a source in a folder for each publisher, and find the stories of the last day."""
    by_source: defaultdict[str, list[newsweek.Record]] = defaultdict(list)
    for record in records:
        by_source[str(record["source"] or "unknown")].append(record)
    with Store.open(path) as store:
        for name, own in sorted(by_source.items()):
            folder = own[0]["lists"][0].split("/")[1].title() if own[0]["lists"] else None
            url = f"https://{key64(name)}.example/feed"
            source = store.sources.add(url, title=name, folder=folder, now=AT)[0]
            store.items.land([Landing(newsweek.update(source.id, AT), AT, new=tuple(map(newsweek.clean, own)))])
        derive(store, embedder("onnx"), since=AT - timedelta(days=1))


def parts(path: Path, rounds: int, env: Mapping[str, str]) -> dict[str, float]:
    """Return what each part of a digest takes, in CPU ms, each run a process of its own."""
    command = [sys.executable, "-c", PARTS, *_arguments(path)]
    runs: list[dict[str, float]] = []
    for _ in range(rounds):
        done = subprocess.run(command, env={**os.environ, **env}, capture_output=True, text=True, check=True)
        runs.append(json.loads(done.stderr.splitlines()[-1]))
    return {part: 1000 * median(run.get(part, 0.0) for run in runs) for part in runs[0]}


def _arguments(path: Path) -> list[str]:
    return ["--store", str(path), "digest", "--at", AT.isoformat(), "--json"]


def _spread(records: Sequence[newsweek.Record], wanted: int) -> list[newsweek.Record]:
    step = max(1.0, len(records) / max(1, wanted))
    return [records[int(number * step)] for number in range(min(wanted, len(records)))]


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--items", type=int, default=1000)
    parser.add_argument("--past", type=int, default=10_000)
    parser.add_argument("--rounds", type=int, default=5)
    parser.add_argument("--store", type=Path)
    wishes = parser.parse_args()
    with tempfile.TemporaryDirectory() as folder:
        path = wishes.store or Path(folder) / "day.db"
        if not path.exists():
            fill(path, day(wishes.items, wishes.past))
        command = [sys.executable, "-c", AINEWS, *_arguments(path)]
        env = {"PYTHONPYCACHEPREFIX": folder, "PYTHONDONTWRITEBYTECODE": ""}
        first = cost_of(command, env=env)
        runs = [cost_of(command, env=env) for _ in range(wishes.rounds)]
        whole = median_cost(runs)
        made = json.loads(whole.output)
        same = all(run.output == first.output for run in runs)
        print(f"{machine()}\n{len(made['stories'])} stories, {len(made['trends'])} trends; {len(runs)} runs")
        print(f"whole process: {whole.cpu_s:.2f} s CPU; ", end="")
        print("the same bytes each time" if same else "OTHER BYTES")
        print(table(["part", "CPU ms"], [[part, ms] for part, ms in parts(path, wishes.rounds, env).items()]))


if __name__ == "__main__":
    main()
