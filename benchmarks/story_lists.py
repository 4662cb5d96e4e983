"""Lists that know of stories beside lists that do not: pages, counts and marks on a large store; no model is run.

    python -m benchmarks.story_lists [ITEMS]

The store of `benchmarks.million`, first without stories, then with each item in an invented story of one to
ten neighbours, half of the items read. CPU milliseconds of this process, p50 and p95.
"""

from __future__ import annotations

import random
import shutil
import statistics
import sys
import time
from collections.abc import Callable
from pathlib import Path

from ainews.model import Assigned, ItemFilter
from ainews.store import Store
from benchmarks.million import NOW, store_path

_ROUNDS = 100
_MARKS = 60
_BATCH = 5_000

Act = Callable[[], object]


def acts(store: Store, items: int, rng: random.Random) -> dict[str, Act]:
    """Return what is measured, by name."""
    reading = store.reading

    def any_item() -> int:
        return rng.randint(items // 2, items)

    return {
        "list": lambda: reading.list(ItemFilter()),
        "list, after any item": lambda: reading.list(ItemFilter(before=any_item())),
        "list --once": lambda: reading.list_once(ItemFilter()),
        "list --once, after any item": lambda: reading.list_once(ItemFilter(before=any_item())),
        "list --once --unread": lambda: reading.list_once(ItemFilter(unread=True)),
        "mark": lambda: reading.mark([any_item()], True),
        "mark, noted": lambda: reading.mark([any_item()], True, now=NOW),
        "mark, noted, whole story": lambda: reading.mark([any_item()], True, now=NOW, whole_story=True),
        "list --count": lambda: reading.count(ItemFilter()),
        "list --count --unread": lambda: reading.count(ItemFilter(unread=True)),
        "count what waits, up to 301": lambda: store.stories.count_waiting(at_most=301),
        "count what waits": lambda: store.stories.count_waiting(),
    }


def group(store: Store, items: int, rng: random.Random) -> None:
    """Put every item into a story of one to ten that arrived one after the other."""
    hashes = dict(store.admin.query(f"SELECT id, content_hash FROM item WHERE id <= {items}")[1])
    first, batch = 1, []
    while first <= items:
        after = min(first + rng.randint(1, 10), items + 1)
        batch += [Assigned(each, first, first, content_hash=hashes[each]) for each in range(first, after)]
        first = after
        if len(batch) >= _BATCH or first > items:
            store.stories.save(batch)
            batch = []


def measure(store: Store, items: int, state: str) -> None:
    print(f"\n{state}\n{'':30}{'p50':>9}{'p95':>9}")
    for name, act in acts(store, items, random.Random(2)).items():
        rounds = 5 if "count" in name else _MARKS if "mark" in name else _ROUNDS
        times = [_cpu_ms(act) for _ in range(rounds)]
        print(f"{name:30}{statistics.median(times):>9.2f}{statistics.quantiles(times, n=20)[-1]:>9.2f}", flush=True)


def _cpu_ms(act: Act) -> float:
    started = time.process_time()
    act()
    return (time.process_time() - started) * 1000


def main() -> None:
    items = int(sys.argv[1]) if len(sys.argv) > 1 else 1_000_000
    made = store_path(items)
    copy = Path(shutil.copy(made, made.with_name("story_lists.db")))
    try:
        with Store.open(copy) as store:
            store.reading.mark(range(1, items, 2), True)
            measure(store, items, "no item has a story")
            group(store, items, random.Random(1))
            measure(store, items, "every item has a story")
    finally:
        for leftover in copy.parent.glob(f"{copy.name}*"):
            leftover.unlink()


if __name__ == "__main__":
    main()
