"""Makes the large store that reading and searching are measured on: invented words, realistic dates; once.

    python -m benchmarks.million [ITEMS] [PATH]

500 sources of very different pace, three years of items, 40 to 80 words each from a vocabulary of
50,000 invented words whose frequencies follow Zipf's law. The same arguments give the same store.
"""

from __future__ import annotations

import itertools
import random
import sys
import time
from collections import defaultdict
from collections.abc import Iterator
from datetime import UTC, datetime, timedelta
from pathlib import Path

from ainews.model import CleanDraft, Draft, Health, Landing, SourceState, SourceUpdate, Validators
from ainews.store import Store
from ainews.text.hashing import digest, key64

NOW = datetime(2026, 11, 23, 10, tzinfo=UTC)
SPAN = timedelta(days=3 * 365)
SOURCES = 500
VOCABULARY = 50_000
TAGS = 60
CACHE = Path(__file__).parent.parent / ".cache"
_BATCH = 5_000
_SYLLABLES = [a + b for a in "bdfgklmnprstvz" for b in ("a", "e", "i", "o", "u", "an", "er", "os", "il")]


def store_path(items: int = 1_000_000) -> Path:
    """Return the path of the cached store, making the store where it is not there yet."""
    path = CACHE / f"items-{items}.db"
    if not path.exists():
        CACHE.mkdir(exist_ok=True)
        part = path.with_suffix(".part")
        for leftover in CACHE.glob(f"{part.name}*"):
            leftover.unlink()
        make(part, items)
        part.rename(path)
    return path


def make(path: Path, items: int) -> None:
    """Fill a new store; oldest items first, as they would have arrived."""
    rng = random.Random(items)
    vocabulary = words(rng)
    with Store.open(path) as store:
        ids = [
            store.sources.add(
                f"https://{vocabulary[n]}{n}.example/feed", title=f"The {vocabulary[n].title()} Post", now=NOW - SPAN
            )[0].id
            for n in range(SOURCES)
        ]
        arriving = drafts(rng, vocabulary, ids, items)
        while batch := list(itertools.islice(arriving, _BATCH)):
            store.items.land(list(_landings(batch)))


def words(rng: random.Random) -> list[str]:
    """Return the vocabulary, most frequent word first."""
    found: dict[str, None] = {}
    while len(found) < VOCABULARY:
        found["".join(rng.choices(_SYLLABLES, k=rng.choice((1, 2, 2, 3, 3, 4))))] = None
    return sorted(found, key=lambda word: (len(word), rng.random()))


def drafts(
    rng: random.Random, vocabulary: list[str], source_ids: list[int], items: int
) -> Iterator[tuple[int, datetime, CleanDraft]]:
    """Yield source, arrival and draft, in the order of arrival."""
    frequencies = list(itertools.accumulate(1 / (rank + 2.7) for rank in range(len(vocabulary))))
    paces = list(itertools.accumulate(1 / (rank + 5) for rank in range(len(source_ids))))
    step = SPAN / (items + 1)
    for n in range(items):
        arrived = NOW - SPAN + step * (n + 1)
        source_id = rng.choices(source_ids, cum_weights=paces)[0]
        title = " ".join(rng.choices(vocabulary, cum_weights=frequencies, k=rng.randint(5, 11)))
        text = " ".join(rng.choices(vocabulary, cum_weights=frequencies, k=rng.randint(40, 80)))
        yield source_id, arrived, _draft(rng, n, title, text, arrived)


def _draft(rng: random.Random, n: int, title: str, text: str, arrived: datetime) -> CleanDraft:
    url = f"https://site{n % SOURCES}.example/{n}"
    html = f"<p>{text}</p>"
    draft = Draft(
        guid=url,
        url=url,
        title=title,
        html=html,
        published=arrived - timedelta(seconds=int(rng.expovariate(1 / 3600))) if n % 50 else None,
        categories=tuple(f"topic{int(TAGS * rng.random() ** 2)}" for _ in range(rng.randint(0, 3))),
        fingerprint=digest(url),
    )
    return CleanDraft(draft, html, text, digest(title, text), key64(url))


def _landings(batch: list[tuple[int, datetime, CleanDraft]]) -> Iterator[Landing]:
    by_source: dict[int, list[CleanDraft]] = defaultdict(list)
    at = batch[-1][1]
    for source_id, _, clean in batch:
        by_source[source_id].append(clean)
    for source_id, cleans in by_source.items():
        yield Landing(update(source_id, at), at, new=tuple(cleans))


def update(source_id: int, at: datetime) -> SourceUpdate:
    """Return what a good poll writes of its source."""
    hour = timedelta(hours=1)
    return SourceUpdate(
        source_id, Validators(etag='"1"'), Health(last_ok=at, last_try=at), hour, at + hour, SourceState.OK
    )


def main() -> None:
    items = int(sys.argv[1]) if len(sys.argv) > 1 else 1_000_000
    started, cpu = time.perf_counter(), time.process_time()
    path = Path(sys.argv[2]) if len(sys.argv) > 2 else None
    if path:
        make(path, items)
    else:
        path = store_path(items)
    print(
        f"{path}: {items:,} items, {path.stat().st_size / 1e6:,.0f} MB, "
        f"{time.process_time() - cpu:.0f} CPU s, {time.perf_counter() - started:.0f} s"
    )


if __name__ == "__main__":
    main()
