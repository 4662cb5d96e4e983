"""How fast a million items are searched, beside bare FTS5 (newest first) and tantivy (best first).

    python -m benchmarks.search [--items N] [--queries N] [--limit N]

The store is that of `benchmarks.million`; tantivy indexes the same titles and texts, stems them too and
stores both. Queries are one or two words, a third each common, middling and rare, as people mix
them. Every query is run several times on each system in turn and its fastest run counts, so that
other work on the machine disturbs little; the percentiles are over the queries.

ainews is timed from the typed text to the finished page: item fields, read state, stars, snippets.
"""

from __future__ import annotations

import argparse
import itertools
import random
import sqlite3
import time
from collections.abc import Callable, Sequence
from contextlib import closing
from pathlib import Path
from statistics import fmean, quantiles

import tantivy

from ainews.store import Store
from ainews.store.search import Order
from ainews.text.query import parse_query
from benchmarks import million
from benchmarks.measure import keep, machine, table

RUNS = 5
# Ranks in the vocabulary: words of the 30 highest are in a quarter of all items, like "the" and "of".
COMMON, MIDDLING, RARE = range(30, 300), range(300, 3_000), range(3_000, 40_000)

Ask = Callable[[str], object]


def queries(number: int, items: int) -> list[str]:
    """Return one- and two-word queries of the store's own words."""
    vocabulary = million.words(random.Random(items))
    rng = random.Random(7)
    kinds = itertools.cycle(
        [(each,) for each in (COMMON, MIDDLING, RARE)] + [*itertools.product((COMMON, MIDDLING, RARE), repeat=2)]
    )
    return [" ".join(vocabulary[rng.choice(kind)] for kind in next(kinds)) for _ in range(number)]


def ask_ainews(store: Store, order: Order, limit: int) -> Ask:
    return lambda typed: store.search.search(parse_query(typed, now=million.NOW), order=order, limit=limit)


def ask_fts5(path: Path, limit: int) -> Ask:
    connection = sqlite3.connect(f"file:{path}?mode=ro", uri=True)
    sql = "SELECT rowid FROM item_search WHERE item_search MATCH ? ORDER BY rowid DESC LIMIT ?"
    return lambda typed: connection.execute(sql, (typed, limit)).fetchall()


def ask_tantivy(path: Path, limit: int) -> Ask:
    """Search as the library's own example does: every word required, as in ainews; the stored fields fetched."""
    index = tantivy.Index.open(str(path))
    searcher = index.searcher()

    def ask(typed: str) -> object:
        query = index.parse_query(" ".join(f"+{word}" for word in typed.split()), ["title", "body"])
        return [searcher.doc(address).to_dict() for _, address in searcher.search(query, limit).hits]

    return ask


def tantivy_index(store: Path) -> Path:
    """Return the index of the store's documents, making it where there is none."""
    path = store.with_suffix(".tantivy")
    if path.exists():
        return path
    builder = tantivy.SchemaBuilder()
    for field in ("title", "body"):
        builder.add_text_field(field, stored=True, tokenizer_name="en_stem")
    part = path.with_suffix(".part")
    part.mkdir()
    writer = tantivy.Index(builder.build(), path=str(part)).writer(200_000_000, 1)
    with closing(sqlite3.connect(store)) as connection:
        for title, html in connection.execute(
            "SELECT title, html FROM item JOIN item_body ON item_id = id ORDER BY id"
        ):
            writer.add_document(tantivy.Document(title=title, body=html.removeprefix("<p>").removesuffix("</p>")))
    writer.commit()
    writer.wait_merging_threads()
    part.rename(path)
    return path


def fastest(asks: dict[str, Ask], typed: Sequence[str]) -> dict[str, list[float]]:
    """Return each system's fastest time for every query, in milliseconds."""
    found: dict[str, list[float]] = {name: [] for name in asks}
    for query in typed:
        best = dict.fromkeys(asks, float("inf"))
        for _, (name, ask) in itertools.product(range(RUNS), asks.items()):
            started = time.thread_time()
            ask(query)
            best[name] = min(best[name], (time.thread_time() - started) * 1000)
        for name in asks:
            found[name].append(best[name])
    return found


def p95(times: Sequence[float]) -> float:
    return quantiles(times, n=20)[-1]


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--items", type=int, default=1_000_000)
    parser.add_argument("--queries", type=int, default=240)
    parser.add_argument("--limit", type=int, default=20)
    options = parser.parse_args()
    path = million.store_path(options.items)
    typed = queries(options.queries, options.items)
    with Store.open(path) as store:
        asks = {
            "bare FTS5, newest": ask_fts5(path, options.limit),
            "ainews, newest": ask_ainews(store, "newest", options.limit),
            "tantivy, best": ask_tantivy(tantivy_index(path), options.limit),
            "ainews, best": ask_ainews(store, "relevance", options.limit),
        }
        times = fastest(asks, typed)
    report(times, typed, options)


def report(times: dict[str, list[float]], typed: Sequence[str], options: argparse.Namespace) -> None:
    rows = []
    for name, all_times in times.items():
        by_words = [[t for t, query in zip(all_times, typed, strict=True) if len(query.split()) == n] for n in (1, 2)]
        rows.append((name, fmean(all_times), quantiles(all_times, n=2)[0], p95(all_times), *map(p95, by_words)))
    of = dict(zip(times, (p95(each) for each in times.values()), strict=True))
    ratios = {
        "newest_to_fts5": of["ainews, newest"] / of["bare FTS5, newest"],
        "best_to_tantivy": of["ainews, best"] / of["tantivy, best"],
    }
    text = f"""# Search: {options.items:,} items, {len(typed)} queries, pages of {options.limit}

{machine()}. `python -m benchmarks.search --items {options.items} --queries {options.queries} --limit {options.limit}`

{table(("ms", "mean", "p50", "p95", "p95, one word", "p95, two words"), rows)}

Ratio of the p95: newest first to bare FTS5 {ratios["newest_to_fts5"]:.2f} (at most 5), best first to tantivy
{ratios["best_to_tantivy"]:.2f} (at most 1.5).
"""
    keep("search", {"ratios": ratios, "p95_ms": of}, text)


if __name__ == "__main__":
    main()
