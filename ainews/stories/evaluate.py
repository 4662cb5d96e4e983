"""The product's own grouping run on labelled data, graded; reads no files and embeds through what it is given.

Records come as `pipeline.labelled` reads them. All items of a set stand in one window, unless they tell their time.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Hashable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

import numpy as np

from ainews.stories.grouper import Grouper
from ainews.stories.headlines import sameness
from ainews.stories.measures import Grade, at_threshold, b_cubed, best_threshold, pairs
from ainews.stories.signature import Signature, signature, story_text
from ainews.stories.twins import copies
from ainews.text.urls import url_key

if TYPE_CHECKING:
    from numpy.typing import NDArray

    from ainews.ports import Embedder
    from ainews.stories.contrast import Weights

    Vectors = NDArray[np.float32]

SAME = 4.0
"""Headline pairs that people gave this grade or more, of 5, tell the same story."""

CLOSE_EDIT = 0.5
"""From this Jaccard index of their words on, two headlines of one address are near-certainly an edit."""

_BATCH = 64
_S_AN_HOUR, _MS_AN_HOUR = 3_600, 3_600_000

Records = Sequence[Mapping[str, Any]]
Figures = dict[str, float | int]
OnEvent = Callable[[int, int], None]


@dataclass(frozen=True, slots=True)
class _Told:
    """An item as a feed would bring it."""

    title: str
    text: str = ""
    url: str = ""
    at_h: float = 0.0


def stories(
    records: Records, embedder: Embedder | None, *, weights: Weights | None = None, on_event: OnEvent | None = None
) -> Figures:
    """Group documents as they arrive and grade the groups: `{cluster, sentences | title, ts?}`."""
    told, gold = [_document(record) for record in records], [str(record["cluster"]) for record in records]
    found = _grouped(told, _embedded(told, embedder, on_event), weights)
    return {
        "documents": len(records),
        "stories": len(set(found)),
        **_figures("b_cubed_", b_cubed(gold, found)),
        **_figures("pair_", pairs(gold, found)),
    }


def dedupe(
    records: Records, embedder: Embedder | None, *, weights: Weights | None = None, on_event: OnEvent | None = None
) -> Figures:
    """Grade pairs `{a, b, score}`, edits `{old, new}`, traps `{url, titles}` or groups `{items}`; the fields tell."""
    if not records:
        return {}
    if "score" in records[0]:
        return headlines(records, embedder, on_event=on_event)
    grade = _edits if "old" in records[0] else _trap if "titles" in records[0] else _groups
    told = [_items(record) for record in records]
    flat = [each for items in told for each in items]
    return grade(records, told, flat, _embedded(flat, embedder, on_event), weights)


def headlines(records: Records, embedder: Embedder | None, *, on_event: OnEvent | None = None) -> Figures:
    """Grade how well pairs of headlines `{a, b, score}` are told to be the same story."""
    flat = [_Told(str(record[side])) for record in records for side in ("a", "b")]
    vectors = _embed([each.title for each in flat], embedder, on_event)
    scores = [
        sameness(one.title, other.title, None if vectors is None else float(vectors[2 * at] @ vectors[2 * at + 1]))
        for at, (one, other) in enumerate(zip(flat[::2], flat[1::2], strict=True))
    ]
    same = [float(record["score"]) >= SAME for record in records]
    best = best_threshold(scores, same)
    return {
        "pairs": len(records),
        "same": sum(same),
        **_figures("", at_threshold(scores, same, 0.5)),
        "best_f1": at_threshold(scores, same, best).f1,
        "best_threshold": best,
    }


def _groups(
    records: Records, told: list[list[_Told]], flat: list[_Told], vectors: Vectors | None, weights: Weights | None
) -> Figures:
    """Grade which items are told to be copies, and which end up in one story.

    Two groups may report one event, so that a precision of stories below that of copies need be no fault.
    """
    gold = [number for number, items in enumerate(told) for _ in items]
    return {
        "groups": len(records),
        "items": len(flat),
        **_figures("copies_", pairs(gold, copies(_signatures(flat, None)))),
        **_figures("story_", pairs(gold, _grouped(flat, vectors, weights))),
    }


def _edits(
    records: Records, told: list[list[_Told]], flat: list[_Told], vectors: Vectors | None, weights: Weights | None
) -> Figures:
    """Grade whether an item whose headline was edited stays in its story."""
    story = _grouped(flat, vectors, weights)
    kept = [one == other for one, other in zip(story[::2], story[1::2], strict=True)]
    close = [held for held, record in zip(kept, records, strict=True) if record["token_jaccard"] >= CLOSE_EDIT]
    return {
        "edits": len(kept),
        "kept": _share(kept),
        "close_edits": len(close),
        "close_kept": _share(close),
    }


def _trap(
    records: Records, told: list[list[_Told]], flat: list[_Told], vectors: Vectors | None, weights: Weights | None
) -> Figures:
    """Count the pairs of headlines that became one story by the address they share, and not without it."""
    page = [number for number, items in enumerate(told) for _ in items]
    with_url = _grouped(flat, vectors, weights)
    without = _grouped([_Told(each.title) for each in flat], vectors, weights)
    merged, anyway = _couples(zip(page, with_url, strict=True)), _couples(zip(page, with_url, without, strict=True))
    return {"urls": len(records), "items": len(flat), "merged_pairs": merged, "false_merges": merged - anyway}


def _couples(groups: Iterable[Hashable]) -> int:
    return sum(count * (count - 1) // 2 for count in Counter(groups).values())


def _share(held: Sequence[bool]) -> float:
    return sum(held) / len(held) if held else 1.0


def _grouped(told: Sequence[_Told], vectors: Vectors | None, weights: Weights | None) -> list[int]:
    """Return the story of each item, after all have arrived in order of time."""
    grouper = Grouper(1 if vectors is None else vectors.shape[1], weights=weights)
    arriving = sorted(_signatures(told, vectors), key=lambda each: each.at_h)
    story: dict[int, int] = {}
    for start in range(0, len(arriving), _BATCH):
        story.update((change.item_id, change.story_id) for change in grouper.assign(arriving[start : start + _BATCH]))
    return [story[number] for number in range(len(told))]


def _signatures(told: Sequence[_Told], vectors: Vectors | None) -> list[Signature]:
    return [
        signature(
            number,
            each.title,
            each.text,
            at_h=each.at_h,
            url_key=url_key(each.url),
            vector=None if vectors is None else vectors[number],
        )
        for number, each in enumerate(told)
    ]


def _embedded(told: Sequence[_Told], embedder: Embedder | None, on_event: OnEvent | None) -> Vectors | None:
    return _embed([story_text(each.title, each.text) for each in told], embedder, on_event)


def _embed(texts: Sequence[str], embedder: Embedder | None, on_event: OnEvent | None) -> Vectors | None:
    if embedder is None:
        return None
    vectors = np.zeros((len(texts), embedder.dims), np.float32)
    for start in range(0, len(texts), _BATCH):
        batch = texts[start : start + _BATCH]
        vectors[start : start + len(batch)] = embedder.embed(batch)
        if on_event is not None:
            on_event(start + len(batch), len(texts))
    return vectors


def _document(record: Mapping[str, Any]) -> _Told:
    if "sentences" in record:
        return _Told("", " ".join(record["sentences"]))
    return _Told(record["title"], record.get("description") or "", at_h=(record.get("ts") or 0.0) / _MS_AN_HOUR)


def _items(record: Mapping[str, Any]) -> list[_Told]:
    url = record.get("url") or ""
    if "old" in record:
        return [_Told(record["old"], url=url), _Told(record["new"], url=url)]
    if "titles" in record:
        return [_Told(title, url=url) for title in record["titles"]]
    return [_member(item, url) for item in record["items"]]


def _member(item: Mapping[str, Any], url: str) -> _Told:
    published = item.get("published")
    at_h = published.timestamp() / _S_AN_HOUR if published else 0.0
    return _Told(item["title"] or "", item.get("description") or "", item.get("url") or url, at_h)


def _figures(prefix: str, grade: Grade) -> Figures:
    return {f"{prefix}precision": grade.precision, f"{prefix}recall": grade.recall, f"{prefix}f1": grade.f1}
