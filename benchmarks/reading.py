"""List pages of a store of a million items against bare SQL that reads the same page; no command line, no screen.

    python -m benchmarks.reading [ITEMS]

Bare is one prepared statement with the page's ids given: what fetching 50 rows with their sources must
cost at least. A page is asked for at random places of the list. Milliseconds, p50 and p95.
"""

from __future__ import annotations

import random
import shutil
import sqlite3
import statistics
import sys
import time
from collections.abc import Callable
from datetime import timedelta
from pathlib import Path

from ainews.model import Item, ItemFilter
from ainews.store import Store
from benchmarks.million import NOW, store_path

_PAGE = 50
_ROUNDS = 200
_BARE = """
SELECT item.id, item.title, item.url, item.author, item.published_ms, item.arrived_ms,
       source.id, source.title, source.url, subscription.title, state.read, state.starred
  FROM item
 CROSS JOIN source
 CROSS JOIN subscription
  LEFT JOIN item_state AS state ON state.user_id = 1 AND state.item_id = item.id
 WHERE item.id IN (SELECT value FROM json_each(?))
   AND source.id = item.source_id
   AND subscription.user_id = 1
   AND subscription.source_id = item.source_id
 ORDER BY item.position DESC
"""

Ask = Callable[[random.Random], ItemFilter]


def cases(items: int, sources: int) -> dict[str, Ask]:
    """Return the kinds of page, each made anew for every round."""
    return {
        "newest": lambda rng: ItemFilter(),
        "after any item": lambda rng: ItemFilter(before=rng.randint(1, items)),
        "since a week": lambda rng: ItemFilter(since=NOW - timedelta(days=7)),
        "one source": lambda rng: ItemFilter(source_ids=(rng.randint(1, sources),)),
        "forty sources": lambda rng: ItemFilter(source_ids=tuple(rng.sample(range(1, sources + 1), 40))),
        "unread": lambda rng: ItemFilter(unread=True),
        "unread, after any item": lambda rng: ItemFilter(unread=True, before=rng.randint(1, items)),
        "unread of one source": lambda rng: ItemFilter(unread=True, source_ids=(rng.randint(1, sources),)),
        "starred": lambda rng: ItemFilter(starred=True),
        "a frequent tag": lambda rng: ItemFilter(tag="topic0"),
        "a rare tag": lambda rng: ItemFilter(tag="topic59"),
        "a folder": lambda rng: ItemFilter(tag="Folder"),
    }


def states(items: int) -> dict[str, Callable[[Store], object]]:
    """Return the ways in which a store was read before the pages are asked for, one upon the other."""
    rng = random.Random(1)
    return {
        "nothing is read": lambda store: store.reading.star(rng.sample(range(1, items + 1), 300), True),
        "the last week is unread": lambda store: store.reading.mark_all(before=NOW - timedelta(days=7)),
        "all but 40 old ones are read": lambda store: (
            store.reading.mark_all(),
            store.reading.mark(rng.sample(range(1, items // 2), 40), False),
        ),
        "all is read": lambda store: store.reading.mark_all(),
    }


def pages_ms(store: Store, bare: sqlite3.Connection, ask: Ask, rounds: int) -> tuple[list[float], list[float]]:
    """Time a page through the store and through bare SQL, in turn."""
    rng, ours, theirs = random.Random(2), [], []
    for _ in range(rounds):
        wanted = ask(rng)
        items, ms = _timed(lambda wanted=wanted: store.reading.list(wanted))  # type: ignore[misc]
        ours.append(ms)
        theirs.append(_timed(lambda items=items: _bare_page(bare, items))[1])  # type: ignore[misc]
    return ours, theirs


def _bare_page(bare: sqlite3.Connection, items: list[Item]) -> list[object]:
    return bare.execute(_BARE, (str([item.id for item in items]),)).fetchall()


def _timed(act: Callable[[], list[Item]]) -> tuple[list[Item], float]:
    started = time.perf_counter()
    result = act()
    return result, (time.perf_counter() - started) * 1000


def _p95(times: list[float]) -> float:
    return statistics.quantiles(times, n=20)[-1]


def main() -> None:
    items = int(sys.argv[1]) if len(sys.argv) > 1 else 1_000_000
    made = store_path(items)
    copy = Path(shutil.copy(made, made.with_name("reading.db")))
    try:
        with Store.open(copy) as store:
            sources = [each.source.id for each in store.sources.subscriptions()]
            for source_id in sources[:30]:
                store.sources.edit(source_id, folder="Folder")
            bare = sqlite3.connect(f"file:{copy}?mode=ro", uri=True)
            for state, prepare in states(items).items():
                started = time.perf_counter()
                prepare(store)
                print(f"\n{state} (marked in {time.perf_counter() - started:.2f} s)")
                print(f"{'page':26}{'rows':>5}{'p50':>9}{'p95':>9}{'bare p50':>10}{'bare p95':>10}{'ratio p95':>11}")
                for name, ask in cases(items, len(sources)).items():
                    if "unread" in name or state == "nothing is read":
                        _show(name, store, bare, ask)
            bare.close()
    finally:
        for leftover in copy.parent.glob(f"{copy.name}*"):
            leftover.unlink()


def _show(name: str, store: Store, bare: sqlite3.Connection, ask: Ask) -> None:
    pages_ms(store, bare, ask, 5)
    ours, theirs = pages_ms(store, bare, ask, _ROUNDS)
    rows = len(store.reading.list(ask(random.Random(2))))
    figures = (statistics.median(ours), _p95(ours), statistics.median(theirs), _p95(theirs))
    print(f"{name:26}{rows:>5}{figures[0]:>9.2f}{figures[1]:>9.2f}{figures[2]:>10.2f}{figures[3]:>10.2f}", end="")
    print(f"{figures[1] / figures[3]:>11.1f}", flush=True)


if __name__ == "__main__":
    main()
