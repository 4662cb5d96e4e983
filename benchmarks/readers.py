"""One reader in a hurry: lists, searches, marks and stars over and over, in a process of its own.

    python -m benchmarks.readers STORE SECONDS SEED

Prints how often it did each as JSON; any error ends it with a traceback.
"""

from __future__ import annotations

import json
import random
import sys
import time
from collections import Counter
from datetime import UTC, datetime

from ainews.model import ItemFilter
from ainews.store import Store
from ainews.text.query import parse_query


def read_for(store: Store, seconds: float, rng: random.Random) -> Counter[str]:
    """Return how often each thing was done; every answer is looked at."""
    done: Counter[str] = Counter()
    deadline = time.monotonic() + seconds
    while time.monotonic() < deadline:
        items = store.reading.list(ItemFilter(unread=rng.random() < 0.5, limit=20))
        found = store.search.search(parse_query("item", now=datetime.now(UTC)), order="newest", limit=20)
        assert found, "a word of every item was not found"
        done.update(("list", "search"))
        if items:
            chosen = rng.choice(items)
            assert store.reading.body(chosen.id).html
            store.reading.mark([chosen.id], rng.random() < 0.7)
            store.reading.star([chosen.id], rng.random() < 0.5)
            done.update(("mark", "star"))
        assert all(count >= 0 for count in store.reading.unread().values())
        time.sleep(rng.uniform(0, 0.02))
    return done


def main() -> None:
    path, seconds, seed = sys.argv[1], float(sys.argv[2]), int(sys.argv[3])
    with Store.open(path) as store:
        print(json.dumps(read_for(store, seconds, random.Random(seed))))


if __name__ == "__main__":
    main()
