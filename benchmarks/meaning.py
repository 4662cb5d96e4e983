"""How good and how fast search by meaning is: three collections graded, and whole commands timed.

    python -m benchmarks.meaning [quality|speed] [--sets NAME ...] [--items N ...]

Quality is what `ainews eval search` finds on the collections under AINEWS_SHARED (default ../shared). For speed, items
of invented words (`benchmarks.million`) get random vectors: what they say does not matter to the time it takes. Each
command is run from cold, several times in turn with the others; medians count.
"""

from __future__ import annotations

import argparse
import os
import sys
from collections.abc import Iterator, Sequence
from pathlib import Path

import numpy as np

from ainews.embed import embedder
from ainews.pipeline.evaluate import MODES, grade_search
from ainews.ports import Embedder
from ainews.store import Store
from benchmarks import million
from benchmarks.measure import cost_of, keep, machine, median_cost, table

SETS = ("time", "cisi", "cacm")
SIZES = (10_000, 100_000)
RUNS = 5
# Two common words and one that is rarer: the text part has many matches to weigh.
QUESTION = "da lo banfenil"
LONG_QUESTION = f"what was said of the {QUESTION} of ri and sa after the ga of mi"
SHARED = Path(os.environ.get("AINEWS_SHARED", Path(__file__).parents[2] / "shared"))
_BATCH = 5_000


def quality(names: Sequence[str]) -> None:
    """Grade every mode on collections of documents, questions and judgements."""
    model = embedder()
    found = {
        name: grade_search(SHARED / "data" / "search" / name, model, on_step=lambda step, done, total: None)
        for name in names
    }
    rows = [(name, *(_figures(graded[mode]) for mode in MODES)) for name, graded in found.items()]
    head = (f"nDCG@10 / MAP, {model.name}", *MODES)
    keep("meaning_quality", found, f"# Search by meaning\n\n{machine()}.\n\n{table(head, rows)}\n")


def speed(sizes: Sequence[int]) -> None:
    """Time whole commands on stores of several sizes."""
    model = embedder()
    rows = []
    for items in sizes:
        path = million.store_path(items)
        with Store.open(path) as store:
            _fill(store, model)
        for name, arguments in _commands().items():
            command = [sys.executable, "-m", "ainews", "--store", str(path), *arguments]
            cost = median_cost([cost_of(command) for _ in range(RUNS)])
            rows.append((f"{items:,}", name, cost.cpu_s, cost.wall_s, f"{cost.peak_mb:.0f}"))
    head = ("items", "command", "CPU s", "wall s", "peak MB")
    keep("meaning_speed", rows, f"# Search by meaning, as a command\n\n{machine()}.\n\n{table(head, rows)}\n")


def _commands() -> dict[str, list[str]]:
    asked = {mode: ["search", QUESTION, "--order", "relevance", "--mode", mode] for mode in MODES}
    return asked | {
        "hybrid, a long question": ["search", LONG_QUESTION, "--mode", "hybrid"],
        "semantic, --unread -word": ["search", f"{QUESTION} -ga", "--unread", "--mode", "semantic"],
        "semantic, --since 30d": ["search", f"{QUESTION} since:2026-10-24", "--mode", "semantic"],
        "similar": ["similar", "5000"],
    }


def _fill(store: Store, model: Embedder) -> None:
    """Give a random vector to every item that has none."""
    rng = np.random.default_rng(7)
    store.stories.remember_model(model.model_hash, name=model.name, dims=model.dims, threshold=model.threshold)
    for ids in _without_vector(store, model.model_hash):
        vectors = rng.standard_normal((len(ids), model.dims), np.float32)
        vectors /= np.linalg.norm(vectors, axis=1, keepdims=True)
        texts = store.stories.texts(ids, model.model_hash)
        found = [
            (text.item_id, text.content_hash, row.astype("<f2").tobytes())
            for text, row in zip(texts, vectors, strict=True)
        ]
        store.stories.save_vectors(model.model_hash, found)


def _without_vector(store: Store, model_hash: str) -> Iterator[list[int]]:
    embedded = f"SELECT item_id FROM vector WHERE model_hash = '{model_hash}'"
    ids = [row[0] for row in store.admin.query(f"SELECT id FROM item WHERE id NOT IN ({embedded}) ORDER BY id")[1]]
    for start in range(0, len(ids), _BATCH):
        yield ids[start : start + _BATCH]


def _figures(graded: dict[str, float]) -> str:
    return f"{graded['ndcg_10']:.3f} / {graded['map']:.3f}"


def main() -> None:
    options = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    options.add_argument("part", nargs="?", choices=("quality", "speed"))
    options.add_argument("--sets", nargs="*", default=SETS)
    options.add_argument("--items", nargs="*", type=int, default=SIZES)
    chosen = options.parse_args()
    if chosen.part != "speed":
        quality(chosen.sets)
    if chosen.part != "quality":
        speed(chosen.items)


if __name__ == "__main__":
    main()
