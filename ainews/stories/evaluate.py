"""The product's own grouping run on labelled data, graded; reads no files and embeds through what it is given."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from typing import TYPE_CHECKING, Any

from ainews.stories.grouper import Grouper
from ainews.stories.headlines import sameness
from ainews.stories.measures import Grade, at_threshold, b_cubed, best_threshold, pairs
from ainews.stories.signature import signature, story_text
from ainews.stories.twins import copies

if TYPE_CHECKING:
    from ainews.ports import Embedder
    from ainews.stories.contrast import Weights

_BATCH = 64
SAME = 4.0
"""Headline pairs that people gave this grade or more, of 5, tell the same story."""


def stories(
    records: Sequence[Mapping[str, Any]], embedder: Embedder | None, *, weights: Weights | None = None
) -> dict[str, float]:
    """Group documents as they arrive and grade the groups: `{id, cluster, sentences | title, description}`."""
    texts = [_title_and_text(record) for record in records]
    found = _grouped(texts, embedder, weights)
    gold = [str(record["cluster"]) for record in records]
    return (
        _figures("b_cubed", b_cubed(gold, found)) | _figures("pair", pairs(gold, found)) | {"stories": len(set(found))}
    )


def dedupe(
    records: Sequence[Mapping[str, Any]], embedder: Embedder | None, *, weights: Weights | None = None
) -> dict[str, float]:
    """Grade pairs of headlines `{a, b, score}`, groups `{items}`, or edits `{old, new}`, told by their fields."""
    if not records:
        return {}
    if "score" in records[0]:
        return headlines(records, embedder)
    groups = [list(_copies(record)) for record in records]
    texts = [text for group in groups for text in group]
    gold = [number for number, group in enumerate(groups) for _ in group]
    read = [signature(number, title, text, at_h=0.0) for number, (title, text) in enumerate(texts)]
    return _figures("copies_pair", pairs(gold, copies(read))) | _figures(
        "story_pair", pairs(gold, _grouped(texts, embedder, weights))
    )


def headlines(records: Sequence[Mapping[str, Any]], embedder: Embedder | None) -> dict[str, float]:
    """Grade how well pairs of headlines `{a, b, score}` are told to be the same story."""
    flat = [text for record in records for text in (str(record["a"]), str(record["b"]))]
    vectors = None if embedder is None else embedder.embed(flat)
    scores = [
        sameness(
            flat[2 * at], flat[2 * at + 1], None if vectors is None else float(vectors[2 * at] @ vectors[2 * at + 1])
        )
        for at in range(len(records))
    ]
    same = [float(record["score"]) >= SAME for record in records]
    best = best_threshold(scores, same)
    return _figures("same", at_threshold(scores, same, 0.5)) | {
        "best_threshold": best,
        "best_f1": at_threshold(scores, same, best).f1,
    }


def _grouped(texts: Sequence[tuple[str, str]], embedder: Embedder | None, weights: Weights | None) -> list[int]:
    grouper = Grouper(1 if embedder is None else embedder.dims, weights=weights)
    story: dict[int, int] = {}
    for start in range(0, len(texts), _BATCH):
        batch = texts[start : start + _BATCH]
        vectors = None if embedder is None else embedder.embed([story_text(title, text) for title, text in batch])
        read = [
            signature(start + at, title, text, at_h=0.0, vector=None if vectors is None else vectors[at])
            for at, (title, text) in enumerate(batch)
        ]
        story.update((change.item_id, change.story_id) for change in grouper.assign(read))
    return [story[number] for number in range(len(texts))]


def _title_and_text(record: Mapping[str, Any]) -> tuple[str, str]:
    if "sentences" in record:
        return "", " ".join(map(str, record["sentences"]))
    return str(record.get("title") or ""), str(record.get("description") or record.get("text") or "")


def _copies(record: Mapping[str, Any]) -> Iterable[tuple[str, str]]:
    if "old" in record:
        return [(str(record["old"]), ""), (str(record["new"]), "")]
    return [_title_and_text(item) for item in record["items"]]


def _figures(name: str, grade: Grade) -> dict[str, float]:
    return {f"{name}_precision": grade.precision, f"{name}_recall": grade.recall, f"{name}_f1": grade.f1}
