"""Grades stories and headline pairs on the labelled sets beside the repository, with ablations.

    python benchmarks/stories.py [stories|headlines|dedupe] ...

Reads AINEWS_SHARED (default ../shared); prints one table a set.
"""

from __future__ import annotations

import json
import os
import random
import sys
import time
from pathlib import Path
from typing import Any

import numpy as np

from ainews.embed import embedder
from ainews.pipeline import labelled
from ainews.ports import Embedder
from ainews.stories import evaluate
from ainews.stories.contrast import Weights

SHARED = Path(os.environ.get("AINEWS_SHARED", Path(__file__).parents[1] / ".." / "shared")) / "data"


def records(name: str) -> list[dict[str, Any]]:
    return [json.loads(line) for line in (SHARED / name).read_text("utf-8").splitlines()]


def stories() -> None:
    """ECB+, as it stands and in three other orders of arrival; words alone, vectors alone, both."""
    docs = records("clustering/ecbplus_docs.jsonl")
    onnx, static = embedder("onnx"), embedder("static")
    orders = [docs, *(random.Random(seed).sample(docs, len(docs)) for seed in (1, 2, 3))]
    variants: dict[str, tuple[Embedder | None, Weights]] = {
        "words only": (None, Weights()),
        "vectors only": (onnx, Weights(words=0.0, meaning=1.0)),
        "no company": (onnx, Weights(company=0.0)),
        "static": (static, Weights()),
        "onnx": (onnx, Weights()),
    }
    for name, (chosen, weights) in variants.items():
        found = [evaluate.stories(order, chosen, weights=weights) for order in orders]
        mean = {key: float(np.mean([each[key] for each in found])) for key in found[0]}
        print(f"{name:14}", "  ".join(f"{key} {value:.3f}" for key, value in mean.items()), flush=True)


def headlines() -> None:
    """SemEval headline pairs, by words alone and with each embedder."""
    pairs = records("dedupe_pairs/sts_headlines.jsonl")
    for name in (None, "static", "onnx"):
        print(f"{name or 'words only':14}", evaluate.headlines(pairs, embedder(name) if name else None))


def dedupe() -> None:
    """Syndicated copies."""
    groups = labelled.read(SHARED / "dedupe_pairs/newsapi_syndicated_silver.jsonl", labelled.DEDUPE)
    print(evaluate.dedupe(groups, embedder("onnx")))


if __name__ == "__main__":
    for part in sys.argv[1:] or ["stories", "headlines", "dedupe"]:
        started = time.process_time()
        print(f"## {part}")
        {"stories": stories, "headlines": headlines, "dedupe": dedupe}[part]()
        print(f"({time.process_time() - started:.0f} CPU s)")
