"""Grades trends on a replayed week of news: invented bursts in it, its times drawn anew, and as it was.

    python -m benchmarks.trends [bursts|noise|week|hackernews|cost] [--seeds 11-15]

Reads AINEWS_SHARED (default ../shared). Every two hours, as the week's lists were polled, the trends of the
last day are asked for with what had arrived by then.

bursts      Events of our own are told by known publishers. Found: reported within two cycles of the first item.
            Also told: bursts of one publisher, which must never be found.
noise       Each item gets the time and publisher of another: whatever is reported is a false alarm.
week        What is reported of the real week, new each day, for reading.
hackernews  The same for three weeks of Hacker News, day by day.
cost        CPU seconds: a day of 1,000 items over a month of 30,000, and the whole week as one window.
"""

from __future__ import annotations

import argparse
import random
import tempfile
import time
from collections import defaultdict
from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import UTC, datetime, timedelta
from itertools import pairwise
from pathlib import Path
from statistics import median
from urllib.parse import urlsplit

from ainews.model import CleanDraft, Draft, Health, Landing, SourceState, SourceUpdate, Validators
from ainews.model.digests import Mention, Trend
from ainews.pipeline.trends import trends
from ainews.store import Store
from ainews.stories.judging import Past
from ainews.stories.trends import rising
from ainews.text.hashing import digest
from ainews.text.urls import registrable_domain, url_key
from benchmarks import newsweek
from benchmarks.bursts import EVENTS, SIZES, Burst, burst
from benchmarks.measure import machine, table

CYCLE_S, DAY_S = 2 * 3600, 86_400
PAST_DAYS = 28
FIRST = int(datetime(2020, 5, 6, 12, tzinfo=UTC).timestamp())
LAST = int(datetime(2020, 5, 11, 20, tzinfo=UTC).timestamp())
SHOWN = 20


@dataclass(frozen=True, slots=True)
class Arrived:
    """An item, and when a poll brought it."""

    item: Mention
    arrived_s: int


def week() -> list[Arrived]:
    """Return the week's items in order of time; those in none of the polls came when they were published."""
    seen: dict[int, int] = {}
    for at_s, _, lines in newsweek.lines("newsapi_polls_2020-05-05_11.jsonl.gz"):
        for line in lines:
            seen.setdefault(line, at_s)
    found = []
    for row in newsweek.lines():
        at_s = int(datetime.fromisoformat(row["published"]).timestamp())
        item = Mention(at_s, row["title"] or "", _publisher(row["url"]), row["source"] or "")
        found.append(Arrived(item, max(at_s, seen.get(row["line"], 0))))
    return sorted(found, key=lambda each: each.item.at_s)


def hackernews() -> list[Arrived]:
    rows = sorted(newsweek.lines("hn_2016.jsonl.gz"), key=lambda row: row["time"])
    items = (Mention(row["time"], row["title"] or "", _publisher(row["url"] or "https://example.org/")) for row in rows)
    return [Arrived(item, item.at_s) for item in items]


@dataclass(frozen=True, slots=True)
class Followed:
    """What was reported of a burst at its first cycles: where it stood, 0 for nowhere, and under which key."""

    places: Sequence[int]
    keys: Sequence[str]

    def is_found(self, cycles: int, within: int = 10**6) -> bool:
        return any(0 < place <= within for place in self.places[:cycles])

    def kept(self) -> list[bool]:
        """Return for each cycle that follows one in which it was reported whether the key is still the same."""
        return [one == other for one, other in pairwise(self.keys) if one and other]


def bursts(seeds: Sequence[int]) -> str:
    """Return how many bursts of each size were found, after how many cycles, and how many keep their key."""
    told = week()
    publishers = sorted({each.item.publisher for each in told})
    followed: defaultdict[tuple[int, int, int], list[Followed]] = defaultdict(list)
    alone = 0
    for seed in seeds:
        rng = random.Random(seed)
        events = rng.sample(EVENTS, len(SIZES))
        planned = [
            burst(rng, publishers, size, rng.randrange(FIRST, LAST - DAY_S), event)
            for size, event in zip(SIZES, events, strict=True)
        ]
        lonely = [
            burst(rng, publishers, (30, several, 4), rng.randrange(FIRST, LAST - DAY_S), events[0])
            for several in (1, 2)
        ]
        items = _with(told, [*planned, *lonely])
        for told_event, size in zip(planned, SIZES, strict=True):
            followed[size].append(_follow(items, told_event))
        for told_event in lonely:
            named = replace(told_event, event=frozenset())  # another event of its kind is told, too
            alone += any(_of(_trends(items, cycle, limit=0), named)[0] for cycle in _cycles(named.start_s, 3))
    rows = [[*size, len(each), *_shares(each)] for size, each in followed.items()]
    head = ["items", "publishers", "hours", "bursts", "found in 2 cycles", "in 3", "in 6", "in 2, first twenty"]
    kept = [same for each in followed.values() for one in each for same in one.kept()]
    return (
        f"{table(head, rows)}\n\nbursts of one or two publishers that were reported: {alone} of {2 * len(seeds)}\n"
        f"keys that changed from one cycle to the next: {kept.count(False)} of {len(kept)}\n"
    )


def _shares(followed: Sequence[Followed]) -> list[float]:
    found = [[each.is_found(cycles) for each in followed] for cycles in (2, 3, 6)]
    found.append([each.is_found(2, SHOWN) for each in followed])
    return [sum(each) / len(followed) for each in found]


def _follow(items: Sequence[Arrived], event: Burst) -> Followed:
    found = [_of(_trends(items, cycle, limit=0), event) for cycle in _cycles(event.start_s, 6)]
    places, keys = zip(*found, strict=True)
    return Followed(places, keys)


def noise(seeds: Sequence[int]) -> str:
    """Return the false alarms of weeks in which nothing happens."""
    rows = []
    told = week()
    for seed in seeds:
        rng = random.Random(seed)
        times = [each.item.at_s for each in told]
        rng.shuffle(times)
        items = [_moved(each.item, at_s) for each, at_s in zip(told, times, strict=True)]
        items.sort(key=lambda each: each.item.at_s)
        alarms = {
            trend.key: trend for cycle in _cycles(FIRST, (LAST - FIRST) // CYCLE_S) for trend in _trends(items, cycle)
        }
        days = (LAST - FIRST) / DAY_S
        rows.append([seed, len(alarms), len(alarms) / days, ", ".join(sorted(alarms))])
    return table(["seed", "false alarms", "a day", "which"], rows)


def reported(items: Sequence[Arrived], first_s: int, last_s: int, step_s: int = CYCLE_S) -> str:
    """Return what is new among the first twenty, day by day."""
    known: set[str] = set()
    kept = new = 0
    lines = []
    before: list[Trend] = []
    for cycle in range(first_s, last_s, step_s):
        found = _trends(items, cycle)
        keys = {trend.key for trend in found}
        kept += sum(trend.key in keys for trend in before)
        new += len(before)
        lines += [_line(trend, cycle) for trend in found if trend.key not in known]
        known |= keys
        before = found
    days = (last_s - first_s) / DAY_S
    lines.append(
        f"\n{len(known)} in {days:.1f} days; {kept / max(1, new):.0%} of those shown are shown again at the next cycle"
    )
    return "\n".join(lines)


def _line(trend: Trend, cycle: int) -> str:
    when = datetime.fromtimestamp(cycle, UTC)
    counts = f"{trend.count}, usually {trend.usual:.1f}, {trend.sources} publishers"
    return f"{when:%m-%d %H:%M}  {trend.score:4.1f}  {trend.kind:5}  {trend.name} ({counts})"


def cost() -> str:
    """Return the CPU seconds of trends over stores: a month of 30,000 items and a day of 1,000; the week in one go."""
    told = week()
    month = random.Random(0).sample(told, 31_000)
    step = 29 * DAY_S / len(month)
    dated = [_moved(each.item, int(LAST - number * step)) for number, each in enumerate(month, 1)]
    rows = []
    for name, items, window in (("24h, of 1,000 items after 30,000", dated, 1), ("7d, the whole week", told, 7)):
        with tempfile.TemporaryDirectory() as folder, Store.open(Path(folder) / "news.db") as store:
            _land(store, items)
            at = datetime.fromtimestamp(items[-1].item.at_s if window > 1 else LAST, UTC)
            costs = []
            for _ in range(5):
                began = time.process_time()
                found = trends(store, window=timedelta(days=window), at=at)
                costs.append(time.process_time() - began)
            rows.append([name, len(found), min(costs), median(costs)])
    return table(["window", "trends", "CPU s, least of 5", "median"], rows)


def _land(store: Store, items: Sequence[Arrived]) -> None:
    """Land items of one source; their addresses say who wrote them."""
    at = datetime.fromtimestamp(LAST + DAY_S, UTC)
    source_id = store.sources.add("https://feed.example/rss", title="Week", now=at)[0].id
    update = SourceUpdate(
        source_id, Validators(), Health(last_try=at, last_ok=at), timedelta(hours=1), at, SourceState.OK
    )
    for first in range(0, len(items), 1000):
        drafts = [_draft(each.item, number) for number, each in enumerate(items[first : first + 1000], first)]
        store.items.land([Landing(update, at, new=tuple(drafts))])


def _draft(item: Mention, number: int) -> CleanDraft:
    url = f"https://{item.publisher}/{number}"
    dated = datetime.fromtimestamp(item.at_s, UTC)
    draft = Draft(guid=url, url=url, title=item.title, html="", published=dated, fingerprint=digest(url))
    return CleanDraft(draft, "", "", digest(item.title), url_key(url))


def _trends(items: Sequence[Arrived], at_s: int, limit: int = SHOWN, window_s: int = DAY_S) -> list[Trend]:
    first_s = at_s - window_s
    window: list[Mention] = []
    days: list[list[str]] = [[] for _ in range(PAST_DAYS)]
    for each in items:
        item = each.item
        if each.arrived_s >= at_s or item.at_s >= at_s:
            continue
        if item.at_s >= first_s:
            window.append(item)
        elif (age := (first_s - 1 - item.at_s) // DAY_S) < PAST_DAYS:
            days[age].append(item.title)
    return rising(window, Past(days), first_s=first_s, at_s=at_s, steps=24, limit=limit)


def _of(trends: Sequence[Trend], event: Burst) -> tuple[int, str]:
    """Return where a burst stands among trends, from 1, and its key; 0 and nothing where it does not."""
    told = ((number, trend.key) for number, trend in enumerate(trends, 1) if event.is_told_by(trend.name))
    return next(told, (0, ""))


def _cycles(start_s: int, count: int) -> range:
    """Return the next polls after a moment."""
    first = start_s - start_s % CYCLE_S + CYCLE_S
    return range(first, first + count * CYCLE_S, CYCLE_S)


def _with(told: Sequence[Arrived], events: Sequence[Burst]) -> list[Arrived]:
    invented = [Arrived(item, item.at_s) for event in events for item in event.items]
    return sorted([*told, *invented], key=lambda each: each.item.at_s)


def _moved(item: Mention, at_s: int) -> Arrived:
    return Arrived(Mention(at_s, item.title, item.publisher, item.source_title), at_s)


def _publisher(url: str) -> str:
    return registrable_domain(urlsplit(url).hostname or "")


def _seeds(text: str) -> list[int]:
    first, _, last = text.partition("-")
    return list(range(int(first), int(last or first) + 1))


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("part", choices=["bursts", "noise", "week", "hackernews", "cost"])
    parser.add_argument("--seeds", type=_seeds, default=_seeds("11-15"), metavar="A-B")
    asked = parser.parse_args()
    began = time.process_time()
    if asked.part == "bursts":
        print(bursts(asked.seeds))
    elif asked.part == "noise":
        print(noise(asked.seeds))
    elif asked.part == "week":
        print(reported(week(), FIRST, LAST))
    elif asked.part == "cost":
        print(cost())
    else:
        first_s = int(datetime(2016, 4, 4, tzinfo=UTC).timestamp())
        print(reported(hackernews(), first_s, first_s + 21 * DAY_S, DAY_S))
    print(f"{time.process_time() - began:.0f} CPU s; {machine()}")


if __name__ == "__main__":
    main()
