"""What it takes to rank a day: items of invented text in stories, with a history, interests and rules to obey.

    python -m benchmarks.ranking [ITEMS]

Six stories for ten items, of 120 sources, as a day of feeds has; the reader opened 800 items of the weeks before,
a digest showed yesterday's. CPU milliseconds, the median of nine. Finds no stories: they are put into the store.
"""

from __future__ import annotations

import random
import statistics
import sys
import tempfile
import time
from datetime import timedelta
from pathlib import Path

from ainews.model import (
    Assigned,
    CleanDraft,
    Draft,
    Health,
    Landing,
    SourceState,
    SourceUpdate,
    Validators,
)
from ainews.model.digests import Digest, Interest, InterestKind, RuleField, RuleKind
from ainews.pipeline.ranking import learned, ranked
from ainews.store import Store
from ainews.text.hashing import digest, key64
from ainews.text.html import plain_text, sanitize
from benchmarks.invented import EPOCH, Words, item_html, vocabulary
from benchmarks.measure import keep, machine, table

SOURCES, HISTORY, ROUNDS = 120, 4_000, 9
DAY = timedelta(days=1)


def fill(store: Store, items: int) -> None:
    """Land a day of items and the history before it, and put the day's into stories."""
    rng, words = random.Random(4), vocabulary(4)
    sources = [
        store.sources.add(f"https://paper{n}.example/rss", title=f"Paper {n}", folder=f"Folder {n % 6}", now=EPOCH)[
            0
        ].id
        for n in range(SOURCES)
    ]
    total = HISTORY + items
    for first in range(0, total, 500):
        store.items.land([_landing(rng, words, rng.choice(sources), n, total) for n in range(first, first + 500)])
    stories = [rng.randint(1, max(1, items * 6 // 10)) + HISTORY for _ in range(items)]
    store.stories.save(
        [
            Assigned(item_id, min(story, item_id), min(story, item_id), content_hash=b"1")
            for item_id, story in enumerate(stories, HISTORY + 1)
        ]
    )
    _read(store, rng)


def _read(store: Store, rng: random.Random) -> None:
    store.reading.mark(rng.sample(range(1, HISTORY), 800), read=True, now=EPOCH - DAY)
    store.digests.save(Digest(EPOCH - DAY, EPOCH - 2 * DAY, ()), range(HISTORY, HISTORY + 40), made_at=EPOCH - DAY)
    for word in ("because", "after", "people", "world", "work", "good", "year", "think", "back", "even"):
        store.tastes.set_interest(Interest(InterestKind.TERM, word, 1.0))
    for field, pattern in (
        (RuleField.WORDS, "first time"),
        (RuleField.REGEX, r"\bst\w+ing\b"),
        (RuleField.SOURCE, "7"),
    ):
        store.tastes.add_rule(RuleKind.MUTE, field, pattern, EPOCH)


def _landing(rng: random.Random, words: Words, source_id: int, number: int, total: int) -> Landing:
    """Return one item; the day's own are the last, a few hundred an hour, the others lie before them."""
    age = (
        DAY * (total - number) / max(1, total - HISTORY) if number >= HISTORY else DAY * (2 + (HISTORY - number) / 100)
    )
    url = f"https://paper{source_id}.example/{number}"
    html = sanitize(item_html(words, rng, url))
    made = Draft(
        guid=str(number),
        url=url,
        title=" ".join(words.draw(rng, rng.randint(5, 11))).capitalize(),
        html=html,
        published=EPOCH - age,
        categories=tuple(words.draw(rng, 1)),
        fingerprint=digest(str(number)),
    )
    text = plain_text(html)
    clean = CleanDraft(made, html, text, digest(made.title, text), key64(url))
    moment = EPOCH - age
    health = Health(last_ok=moment, last_try=moment)
    update = SourceUpdate(source_id, Validators(), health, DAY, moment + DAY, SourceState.OK)
    return Landing(update, moment, new=(clean,))


def main(items: int) -> None:
    rows = []
    with tempfile.TemporaryDirectory() as folder, Store.open(Path(folder) / "news.db") as store:
        fill(store, items)
        found = ranked(store, since=EPOCH - DAY, at=EPOCH)
        parts = {
            "all of it": lambda: ranked(store, since=EPOCH - DAY, at=EPOCH),
            "without what was learned": lambda: ranked(store, since=EPOCH - DAY, at=EPOCH, learn=False),
            "reading the items": lambda: store.tastes.candidates(EPOCH - DAY, EPOCH),
            "learning": lambda: learned(store, EPOCH),
        }
        for name, part in parts.items():
            rows.append((name, statistics.median(_cpu_ms(part) for _ in range(ROUNDS))))
    size = f"{sum(each.story.size for each in found)} items in {len(found)} stories"
    text = f"{machine()}\n{size}\n\n{table(('what', 'CPU ms'), rows)}\n"
    keep("ranking", {"items": items, "stories": len(found), "cpu_ms": dict(rows)}, text)


def _cpu_ms(part: object) -> float:
    started = time.process_time()
    part()  # type: ignore[operator]
    return (time.process_time() - started) * 1000


if __name__ == "__main__":
    main(int(sys.argv[1]) if len(sys.argv) > 1 else 1_000)
