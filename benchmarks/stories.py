"""Grades stories, headline pairs and search on the labelled sets beside the repository, with ablations.

    python benchmarks/stories.py [stories|headlines|dedupe|search] ...

Reads AINEWS_SHARED (default ../shared); prints one table a set.
"""

from __future__ import annotations

import json
import os
import random
import re
import sqlite3
import sys
import time
from collections import defaultdict
from pathlib import Path
from typing import Any

import numpy as np

from ainews.embed import embedder
from ainews.ports import Embedder
from ainews.stories import evaluate
from ainews.stories.contrast import Weights
from ainews.stories.measures import ndcg
from ainews.text.fusion import chunks, fuse

SHARED = Path(os.environ.get("AINEWS_SHARED", Path(__file__).parents[1] / ".." / "shared")) / "data"
_STOP = frozenset(
    [
        "a",
        "about",
        "an",
        "and",
        "any",
        "are",
        "article",
        "articles",
        "as",
        "at",
        "be",
        "been",
        "by",
        "can",
        "concerned",
        "concerning",
        "could",
        "deal",
        "dealing",
        "describe",
        "describing",
        "discuss",
        "discussing",
        "do",
        "does",
        "find",
        "for",
        "from",
        "had",
        "has",
        "have",
        "how",
        "i",
        "in",
        "information",
        "interested",
        "into",
        "is",
        "it",
        "its",
        "list",
        "me",
        "my",
        "of",
        "on",
        "or",
        "other",
        "papers",
        "please",
        "should",
        "some",
        "such",
        "that",
        "the",
        "their",
        "there",
        "these",
        "this",
        "those",
        "to",
        "was",
        "we",
        "were",
        "what",
        "when",
        "where",
        "which",
        "who",
        "will",
        "with",
        "would",
        "you",
    ]
)


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
    print(evaluate.dedupe(records("dedupe_pairs/newsapi_syndicated_silver.jsonl"), embedder("onnx")))


def search() -> None:
    """TIME, CISI and CACM: words, vectors, and both fused."""
    for name in ("time", "cisi", "cacm"):
        listed = records(f"search/{name}/docs.jsonl")
        docs = {str(doc["id"]): f"{doc.get('title') or ''} {doc.get('text') or ''}" for doc in listed}
        queries = {str(query["id"]): str(query["text"]) for query in records(f"search/{name}/queries.jsonl")}
        grades: defaultdict[str, dict[str, float]] = defaultdict(dict)
        for line in (SHARED / f"search/{name}/qrels.tsv").read_text().splitlines():
            query, doc, *grade = line.split()
            grades[query][doc] = float(grade[-1]) if grade else 1.0
        print(name, {way: round(score, 3) for way, score in _searched(docs, queries, grades).items()}, flush=True)


def _searched(docs: dict[str, str], queries: dict[str, str], grades: dict[str, dict[str, float]]) -> dict[str, float]:
    index = sqlite3.connect(":memory:")
    index.execute("CREATE VIRTUAL TABLE doc USING fts5 (id UNINDEXED, text, tokenize = 'porter unicode61')")
    index.executemany("INSERT INTO doc VALUES (?, ?)", docs.items())
    onnx = embedder("onnx")
    pieces = [(doc, piece) for doc, text in docs.items() for piece in chunks(text)]
    owners = [doc for doc, _ in pieces]
    vectors = onnx.embed([piece for _, piece in pieces])
    scores: defaultdict[str, list[float]] = defaultdict(list)
    for query, wanted in grades.items():
        if query not in queries:
            continue
        closeness: dict[str, float] = {}
        for doc, cosine in zip(owners, (vectors @ onnx.embed([queries[query]])[0]).tolist(), strict=True):
            closeness[doc] = max(cosine, closeness.get(doc, -1.0))
        by_text = _by_text(index, queries[query])
        rankings = {
            "text": sorted(by_text, key=lambda doc: -by_text[doc]),
            "vector": sorted(closeness, key=lambda doc: -closeness[doc]),
            "hybrid": list(fuse(by_text, closeness)),
        }
        for way, ranked in rankings.items():
            scores[way].append(ndcg(ranked, wanted))
    return {way: float(np.mean(found)) for way, found in scores.items()}


def _by_text(index: sqlite3.Connection, query: str) -> dict[str, float]:
    asked = [word for word in re.findall(r"\w+", query.lower()) if word not in _STOP]
    match = " OR ".join(f'"{word}"' for word in asked)
    if not match:
        return {}
    rows = index.execute("SELECT id, -bm25(doc) FROM doc WHERE doc MATCH ? ORDER BY rank LIMIT 1000", (match,))
    return dict(rows.fetchall())


if __name__ == "__main__":
    for part in sys.argv[1:] or ["stories", "headlines", "dedupe", "search"]:
        started = time.process_time()
        print(f"## {part}")
        {"stories": stories, "headlines": headlines, "dedupe": dedupe, "search": search}[part]()
        print(f"({time.process_time() - started:.0f} CPU s)")
