"""Grades stories on the labelled sets beside the repository, whole and with parts left out.

    python -m benchmarks.stories [VARIANT ...]        all that can be loaded: see `variants`

Reads AINEWS_SHARED (default ../shared); prints one row a variant: B-cubed on ECB+ (the mean of four orders of
arrival), its F1 on either half of the topics, pairs of syndicated copies found as such, the share of them in one
story, headline edits that stayed in one story, false merges by addresses that carry many stories, and F1 of "same
story" on headline pairs.
"""

from __future__ import annotations

import json
import os
import random
import sys
import time
from collections.abc import Callable, Iterable, Sequence
from functools import cache
from pathlib import Path
from typing import Any

import numpy as np

from ainews.embed import embedder
from ainews.errors import ModelError
from ainews.ports import Embedder
from ainews.stories import evaluate
from ainews.stories.contrast import Weights
from ainews.stories.grouper import Grouper
from ainews.stories.measures import Grade, b_cubed, pairs
from ainews.stories.signature import Signature, signature, story_text
from ainews.stories.twins import copies
from benchmarks.measure import machine, table
from benchmarks.remembering import Remembering

SHARED = Path(os.environ.get("AINEWS_SHARED", Path(__file__).parents[1] / ".." / "shared")) / "data"
_CERTAIN_EDIT = 0.5
_EDITS, _TITLES = 500, 300
_HEAD = [
    "variant",
    "P",
    "R",
    "F1",
    "half A",
    "half B",
    "copies P",
    "R",
    "edits kept",
    "trapped",
    "headlines F1",
    "CPU s",
]

Record = dict[str, Any]


def variants() -> dict[str, tuple[Callable[[], Embedder | None], Weights]]:
    """Return each variant's embedder, loaded when asked for, and weights."""
    return {
        "onnx": (lambda: _loaded("onnx"), Weights()),
        "words only": (lambda: None, Weights()),
        "vectors only": (lambda: _loaded("onnx"), Weights(words=0.0, meaning=1.0)),
        "no company": (lambda: _loaded("onnx"), Weights(company=0.0)),
        "no local bar": (lambda: _loaded("onnx"), Weights(company=0.0, bar_in_company=Weights().bar_alone)),
        "static": (lambda: _loaded("static"), Weights()),
        "sentence-transformers": (lambda: _loaded("sentence-transformers"), Weights()),
    }


def graded(model: Embedder | None, weights: Weights) -> list[float]:
    """Return the figures of one row, without what they cost."""
    docs = _records("clustering/ecbplus_docs.jsonl")
    first = set(sorted({str(doc["topic"]) for doc in docs})[::2])
    halves = [[doc for doc in docs if (str(doc["topic"]) in first) is wanted] for wanted in (True, False)]
    found, together = _copies(model, weights)
    whole = _ecb(docs, model, weights)
    return [
        *whole,
        *(_ecb(half, model, weights)[2] for half in halves),
        found.precision,
        found.recall,
        together.recall,
        _edits(model, weights),
        _trapped(model, weights),
        evaluate.headlines(_records("dedupe_pairs/sts_headlines.jsonl"), model)["best_f1"],
    ]


def _ecb(docs: Sequence[Record], model: Embedder | None, weights: Weights) -> tuple[float, float, float]:
    orders = [docs, *(random.Random(seed).sample(docs, len(docs)) for seed in (1, 2, 3))]
    grades = []
    for order in orders:
        texts = [("", " ".join(map(str, doc["sentences"]))) for doc in order]
        grades.append(b_cubed([str(doc["cluster"]) for doc in order], _grouped(texts, model, weights)))
    means = (float(np.mean([getattr(each, part) for each in grades])) for part in ("precision", "recall", "f1"))
    precision, recall, f1 = means
    return precision, recall, f1


def _copies(model: Embedder | None, weights: Weights) -> tuple[Grade, Grade]:
    """Return how well copies are told from the rest, and how they share stories; groups may report one event."""
    groups = [record["items"] for record in _records("dedupe_pairs/newsapi_syndicated_silver.jsonl")]
    texts = [(item["title"] or "", item["description"] or "") for group in groups for item in group]
    gold = [number for number, group in enumerate(groups) for _ in group]
    read = [signature(number, title, text, at_h=0.0) for number, (title, text) in enumerate(texts)]
    return pairs(gold, copies(read)), pairs(gold, _grouped(texts, model, weights))


def _edits(model: Embedder | None, weights: Weights) -> float:
    """Return the share of edited headlines that stay with their old one, at the same address."""
    certain = [
        record
        for record in _records("dedupe_pairs/newsapi_headline_edits_silver.jsonl")
        if record["token_jaccard"] >= _CERTAIN_EDIT
    ]
    chosen = random.Random(1).sample(certain, min(_EDITS, len(certain)))
    texts = [(title, "") for record in chosen for title in (record["old"], record["new"])]
    story = _grouped(texts, model, weights, urls=[number // 2 + 1 for number in range(len(texts))])
    return float(np.mean([story[at] == story[at + 1] for at in range(0, len(story), 2)]))


def _trapped(model: Embedder | None, weights: Weights) -> int:
    """Count pairs that share a story only where they share an address under which many stories stand."""
    trapped = 0
    for record in _records("dedupe_pairs/newsapi_one_url_many_stories_trap.jsonl"):
        texts = [(title, "") for title in record["titles"][:_TITLES]]
        with_url = _pairs(_grouped(texts, model, weights, urls=[1] * len(texts)))
        trapped += len(with_url - _pairs(_grouped(texts, model, weights)))
    return trapped


def _pairs(story: Sequence[int]) -> set[tuple[int, int]]:
    places = range(len(story))
    return {(a, b) for a in places for b in places if a < b and story[a] == story[b]}


def _grouped(
    texts: Sequence[tuple[str, str]], model: Embedder | None, weights: Weights, urls: Sequence[int] = ()
) -> list[int]:
    grouper = Grouper(1 if model is None else model.dims, weights=weights)
    vectors = None if model is None else model.embed([story_text(title, text) for title, text in texts])
    signatures: list[Signature] = [
        signature(
            number,
            title,
            text,
            at_h=0.0,
            url_key=urls[number] if urls else None,
            vector=None if vectors is None else vectors[number],
        )
        for number, (title, text) in enumerate(texts)
    ]
    story = {change.item_id: change.story_id for change in grouper.assign(signatures)}
    return [story[number] for number in range(len(texts))]


@cache
def _records(name: str) -> list[Record]:
    return [json.loads(line) for line in (SHARED / name).read_text("utf-8").splitlines()]


@cache
def _loaded(kind: str) -> Embedder:
    return Remembering(embedder(kind))


def main(names: Iterable[str]) -> None:
    rows: list[list[object]] = []
    for name in names:
        load, weights = variants()[name]
        started = time.process_time()
        try:
            figures = graded(load(), weights)
        except ModelError as error:
            print(f"{name}: {error}", file=sys.stderr)
            continue
        rows.append([name, *(round(figure, 3) for figure in figures), round(time.process_time() - started)])
        print(rows[-1], file=sys.stderr, flush=True)
    print(machine())
    print(table(_HEAD, [[str(cell) for cell in row] for row in rows]))


if __name__ == "__main__":
    main(sys.argv[1:] or variants())
