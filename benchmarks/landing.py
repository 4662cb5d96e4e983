"""Landing 30,000 items against the same rows written by bare executemany, in the same batches; no fetching.

    python -m benchmarks.landing [ITEMS]

The floor writes the same tables and the same index from ready-made tuples; it looks nothing up and
keeps no counts. Prints the median of the CPU ratio over rounds that alternate, and the store's size.
"""

from __future__ import annotations

import itertools
import random
import sqlite3
import statistics
import sys
import tempfile
import time
from collections import Counter
from collections.abc import Callable
from pathlib import Path

from ainews.model import CleanDraft, Landing
from ainews.store import Store
from ainews.store.landing import position_of
from ainews.text.dates import to_ms
from ainews.text.hashing import digest, key64
from benchmarks.million import NOW, SOURCES, drafts, update, words

_PER_SOURCE = 30
_PER_BATCH = 50
_ROUNDS = 3
_PARAGRAPHS = 5

Batch = list[Landing]


def batches(items: int) -> list[Batch]:
    """Return landings of 30 items of about 1.9 KB, 50 sources a batch."""
    rng = random.Random(7)
    cleans = [_long(clean) for clean in _together(rng, items)]
    landings = [
        Landing(update(n // _PER_SOURCE + 1, NOW), NOW, new=tuple(cleans[n : n + _PER_SOURCE]))
        for n in range(0, items, _PER_SOURCE)
    ]
    return [landings[n : n + _PER_BATCH] for n in range(0, len(landings), _PER_BATCH)]


def _together(rng: random.Random, items: int) -> list[list[CleanDraft]]:
    cleans = [clean for _, _, clean in drafts(rng, words(rng), list(range(SOURCES)), items * _PARAGRAPHS)]
    return [cleans[n : n + _PARAGRAPHS] for n in range(0, len(cleans), _PARAGRAPHS)]


def _long(cleans: list[CleanDraft]) -> CleanDraft:
    text = "\n".join(clean.text for clean in cleans)
    html = "".join(clean.html for clean in cleans)
    return CleanDraft(cleans[0].draft, html, text, digest(text), cleans[0].url_key)


def land(path: Path, work: list[Batch]) -> None:
    with Store.open(path) as store:
        for batch in work:
            store.items.land(batch)


def write_bare(path: Path, work: list[Batch]) -> None:
    rows = _bare_rows(work)
    started = time.process_time()
    connection = sqlite3.connect(path, isolation_level=None)
    connection.execute("PRAGMA synchronous = NORMAL")
    for items, bodies, index in rows:
        connection.execute("BEGIN IMMEDIATE")
        connection.executemany(f"INSERT INTO item VALUES ({', '.join('?' * 15)})", items)
        connection.executemany("INSERT INTO item_body VALUES (?, ?, ?, ?)", bodies)
        connection.executemany(
            "INSERT INTO item_search (rowid, title, body, tags, source) VALUES (?, ?, ?, ?, ?)", index
        )
        connection.execute("COMMIT")
    connection.close()
    _bare_cpu_s.append(time.process_time() - started)


_bare_cpu_s: list[float] = []


def _bare_rows(work: list[Batch]) -> list[tuple[list[tuple[object, ...]], ...]]:
    rows: list[tuple[list[tuple[object, ...]], ...]] = []
    numbers, places, at_ms = itertools.count(1), Counter[int](), to_ms(NOW)
    for batch in work:
        items, bodies, index = [], [], []
        for source_id, clean in ((landing.update.source_id, clean) for landing in batch for clean in landing.new):
            item_id, draft, tags = next(numbers), clean.draft, "\n".join(clean.draft.categories)
            dated_ms = to_ms(draft.published) if draft.published else at_ms
            position = position_of(dated_ms, places[dated_ms // 1000])
            places[dated_ms // 1000] += 1
            identity = (item_id, position, source_id, draft.guid, key64(draft.guid), draft.url, clean.url_key)
            dates = (dated_ms, None, at_ms)
            hashes = (draft.fingerprint, clean.content_hash)
            items.append((*identity, draft.title, "", *dates, None, *hashes))
            bodies.append((item_id, clean.html, tags, ""))
            index.append((position, draft.title, clean.text, tags, f"s{source_id}"))
        rows.append((items, bodies, sorted(index)))
    return rows


def _prepared(path: Path, sources: int) -> Path:
    with Store.open(path) as store:
        for n in range(sources):
            store.sources.add(f"https://site{n}.example/feed", now=NOW)
    return path


def _cpu_s(act: Callable[[], None]) -> float:
    started = time.process_time()
    act()
    return time.process_time() - started


def main() -> None:
    items = int(sys.argv[1]) if len(sys.argv) > 1 else 30_000
    work = batches(items)
    ours = []
    with tempfile.TemporaryDirectory() as folder:
        for n in range(_ROUNDS):
            bare = _prepared(Path(folder, f"bare{n}.db"), items // _PER_SOURCE)
            mine = _prepared(Path(folder, f"ours{n}.db"), items // _PER_SOURCE)
            write_bare(bare, work)
            ours.append(_cpu_s(lambda mine=mine: land(mine, work)))  # type: ignore[misc]
        html_mb = sum(len(c.html) for batch in work for each in batch for c in each.new) / 1e6
        store_mb, bare_mb = (path.stat().st_size / 1e6 for path in (mine, bare))
    ratios = [our / bare for our, bare in zip(ours, _bare_cpu_s, strict=True)]
    print(f"{items:,} items: {statistics.median(ours):.2f} CPU s, bare {statistics.median(_bare_cpu_s):.2f} CPU s")
    print(f"ratio {statistics.median(ratios):.2f} (rounds {', '.join(f'{ratio:.2f}' for ratio in ratios)})")
    print(f"{store_mb:.1f} MB of store for {html_mb:.1f} MB of HTML (bare {bare_mb:.1f})")


if __name__ == "__main__":
    main()
