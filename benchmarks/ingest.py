"""Measures a whole ingest of invented feeds, beside a floor and beside other readers, against what is demanded.

    python -m benchmarks.ingest                  1,000 feeds x 30 items, three rounds
    python -m benchmarks.ingest --quick          100 feeds, one round
    python -m benchmarks.ingest --only floor,ainews

Three cases: `first` fills an empty store, `repeat` finds every feed unchanged, `plus2` finds two new items on top
of each. CPU is that of the process and its children, user and system; the store is measured after its write-ahead
log is folded in. Results go to build/ingest.json and build/ingest.md.
"""

from __future__ import annotations

import argparse
import json
import subprocess
import sys
import tempfile
import urllib.request
from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import asdict, dataclass
from pathlib import Path
from statistics import median

from benchmarks.contestants import Contestant, present, store_mb
from benchmarks.feedserver import ADDRESSES, feed_url
from benchmarks.measure import Cost, cost_of, keep, machine, median_cost, table

CASES = {"first": "same", "repeat": "same", "plus2": "plus2"}
ITEMS = 30


@dataclass(frozen=True, slots=True)
class Result:
    """The median of one contestant in one case."""

    cpu_s: float
    wall_s: float
    peak_mb: float
    items: int
    store_mb: float


@dataclass(frozen=True, slots=True)
class Demand:
    """One line of what ingest has to reach; `measured` is a ratio, or megabytes."""

    what: str
    limit: float
    measured: float

    @property
    def is_met(self) -> bool:
        return self.measured <= self.limit


Results = Mapping[tuple[str, str], Result]
Measured = tuple[Cost, int, float]
"""Cost, items stored, size of the store in MB."""


@contextmanager
def feed_server(feeds: int) -> Iterator[int]:
    """Run the feed server beside us; yields its port."""
    command = [sys.executable, "-m", "benchmarks.feedserver", "--feeds", str(feeds), "--items", str(ITEMS)]
    with subprocess.Popen(command, stdin=subprocess.PIPE, stdout=subprocess.PIPE) as server:
        assert server.stdin
        assert server.stdout
        yield json.loads(server.stdout.readline())["port"]
        server.stdin.close()


def show_edition(port: int, edition: str) -> None:
    urllib.request.urlopen(f"http://127.0.0.1:{port}/control/edition/{edition}").read()


def one_round(contestants: Sequence[Contestant], port: int, urls: Sequence[str]) -> dict[tuple[str, str], Measured]:
    """Run every case with every contestant in turn."""
    measured = {}
    for contestant in contestants:
        contestant.set_up(urls)
    for case, edition in CASES.items():
        show_edition(port, edition)
        for contestant in contestants:
            cost = cost_of(contestant.command(), env=contestant.env, stdin=contestant.stdin)
            measured[contestant.name, case] = cost, contestant.count(), store_mb(contestant.folder)
            print(f"  {contestant.name:7} {case:7} {cost.cpu_s:7.2f} CPU s {cost.wall_s:7.2f} s", file=sys.stderr)
    return measured


def rounds(
    count: int, port: int, urls: Sequence[str], only: Sequence[str]
) -> tuple[dict[tuple[str, str], Result], float, list[str]]:
    """Return the medians over some rounds, each in new stores; that of sanitizing alone; and what was left out."""
    runs: list[dict[tuple[str, str], Measured]] = []
    sanitizing: list[float] = []
    absent: list[str] = []
    for number in range(count):
        print(f"round {number + 1} of {count}", file=sys.stderr)
        with tempfile.TemporaryDirectory(prefix="ingest-") as folder:
            contestants, absent = present(Path(folder))
            chosen = [contestant for contestant in contestants if not only or contestant.name in only]
            runs.append(one_round(chosen, port, urls))
            sanitizing.append(sanitizing_s(len(urls) * ITEMS))
    return {key: _median([run[key] for run in runs]) for key in runs[0]}, median(sanitizing), absent


def _median(runs: Sequence[Measured]) -> Result:
    cost = median_cost([cost for cost, _, _ in runs])
    (items,) = {items for _, items, _ in runs} if len({items for _, items, _ in runs}) == 1 else {-1}
    return Result(cost.cpu_s, cost.wall_s, cost.peak_mb, items, median(size for _, _, size in runs))


def sanitizing_s(items: int) -> float:
    """Return the CPU that sanitizing so many items takes by itself."""
    return float(json.loads(cost_of([sys.executable, "-m", "benchmarks.sanitizing", str(items)]).output)["cpu_s"])


def demands(results: Results, feeds: int, sanitizing: float) -> list[Demand]:
    """Compare with what is demanded, as far as the contestants were there."""
    ours = {case: results["ainews", case] for case in CASES}
    found = [
        Demand("first: peak memory, MB", 120, ours["first"].peak_mb),
        Demand("first: store, MB", 100 * feeds / 1000, ours["first"].store_mb),
    ]
    if ("floor", "first") in results:
        lean = ours["first"].cpu_s - sanitizing
        found.append(Demand("first: CPU without sanitizing / floor", 1.5, lean / results["floor", "first"].cpu_s))
        found.append(Demand("repeat: CPU / floor", 2, ours["repeat"].cpu_s / results["floor", "repeat"].cpu_s))
    if ("sfeed", "first") in results:
        found.append(Demand("first: wall / sfeed_update", 0.5, ours["first"].wall_s / results["sfeed", "first"].wall_s))
    if ("reader", "first") in results:
        for case, limit in (("first", 0.3), ("repeat", 0.3), ("plus2", 0.1)):
            found.append(
                Demand(f"{case}: CPU / reader update", limit, ours[case].cpu_s / results["reader", case].cpu_s)
            )
    return found


def wrong_counts(results: Results, feeds: int) -> list[str]:
    """Name the contestants that do not hold exactly what was served, `-1` where rounds differ."""
    right = {"first": feeds * ITEMS, "repeat": feeds * ITEMS, "plus2": feeds * (ITEMS + 2)}
    return [
        f"{name} holds {result.items} items after {case}, {right[case]} were served"
        for (name, case), result in results.items()
        if result.items != right[case]
    ]


def markdown(results: Results, found: Sequence[Demand], notes: Sequence[str], title: str) -> str:
    rows = [
        (case, name, each.cpu_s, each.wall_s, each.peak_mb, each.items, each.store_mb)
        for case in CASES
        for (name, its_case), each in results.items()
        if its_case == case
    ]
    verdicts = [(each.what, each.limit, each.measured, "yes" if each.is_met else "NO") for each in found]
    parts = [
        f"# {title}",
        table(("case", "program", "CPU s", "wall s", "peak MB", "items", "store MB"), rows),
        table(("demand", "limit", "measured", "met"), verdicts),
        *notes,
    ]
    return "\n\n".join(parts) + "\n"


def main() -> int:
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--feeds", type=int, default=1000)
    parser.add_argument("--rounds", type=int, default=3)
    parser.add_argument("--quick", action="store_true", help="100 feeds, one round")
    parser.add_argument("--only", default="", help="names, with commas: floor,ainews,reader,sfeed")
    chosen = parser.parse_args()
    feeds, count = (100, 1) if chosen.quick else (chosen.feeds, chosen.rounds)
    with feed_server(feeds) as port:
        urls = [feed_url(feed, port, ADDRESSES) for feed in range(feeds)]
        results, sanitizing, absent = rounds(count, port, urls, chosen.only.split(",") if chosen.only else ())
    found = demands(results, feeds, sanitizing) if ("ainews", "first") in results else []
    wrong = wrong_counts(results, feeds)
    notes = [f"Sanitizing alone: {sanitizing:.2f} CPU s for {feeds * ITEMS} items.", *wrong, *absent, machine()]
    title = f"Ingest of {feeds} feeds x {ITEMS} items, median of {count}"
    report = {
        "title": title,
        "results": [{"program": name, "case": case, **asdict(each)} for (name, case), each in results.items()],
        "demands": [{**asdict(each), "is_met": each.is_met} for each in found],
        "notes": notes,
    }
    keep("ingest", report, markdown(results, found, notes, title))
    return 1 if wrong else 0


if __name__ == "__main__":
    sys.exit(main())
