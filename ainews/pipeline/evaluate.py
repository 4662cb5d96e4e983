"""Runs stories and search on labelled data, by the very code that readers use, and grades them.

A search collection is landed in a store of its own, made for the moment; the reader's store is never touched.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping, Sequence
from datetime import UTC, datetime, timedelta
from pathlib import Path
from statistics import fmean
from tempfile import TemporaryDirectory
from typing import Any, get_args

from ainews.errors import UsageError
from ainews.model import CleanDraft, Draft, Health, ItemFilter, Landing, SourceState, SourceUpdate, Validators
from ainews.pipeline import labelled
from ainews.pipeline.labelled import Collection
from ainews.pipeline.search import Mode, deepen, search
from ainews.pipeline.stories import StoriesEvent, derive
from ainews.ports import Embedder
from ainews.store import Store
from ainews.stories import evaluate
from ainews.stories.measures import average_precision, ndcg
from ainews.text.fusion import DEPTH
from ainews.text.hashing import digest
from ainews.text.html import plain_text, sanitize
from ainews.text.query import parse_query

Figures = dict[str, Any]
OnStep = Callable[[str, int, int], None]
"""Is told what is being done, how much of it is done, and of how much."""

MODES: tuple[Mode, ...] = get_args(Mode)
_NOW = datetime(2026, 1, 1, tzinfo=UTC)
_LAND_AT_ONCE = 1000
_SPREAD = 7919  # a prime: documents that stand together in the file do not in time


def grade_stories(path: Path, embedder: Embedder, *, on_step: OnStep) -> Figures:
    """Grade stories by documents of known events; raises NotFound, UsageError and ModelError."""
    records = labelled.read(path, labelled.STORIES)
    return evaluate.stories(records, embedder, on_event=_step(on_step, "embedding"))


def grade_dedupe(path: Path, embedder: Embedder, *, on_step: OnStep) -> Figures:
    """Grade what is the same by pairs, groups, edits or traps; raises NotFound, UsageError and ModelError."""
    records = labelled.read(path, labelled.DEDUPE)
    return evaluate.dedupe(records, embedder, on_event=_step(on_step, "embedding"))


def grade_search(path: Path, embedder: Embedder, *, on_step: OnStep) -> Figures:
    """Grade search in every mode by a collection; raises NotFound, UsageError and ModelError."""
    collection = labelled.read_collection(path)
    asked = [question for question in collection.judged if question in collection.questions]
    if not asked:
        raise UsageError(f"{path}: no question is judged")
    with TemporaryDirectory() as folder, Store.open(Path(folder) / "collection.db") as store:
        _land(store, collection.documents)
        _embed(store, embedder, on_step)
        ids = [str(document["id"]) for document in collection.documents]
        found = {
            question: _ranked(store, embedder, collection.questions[question], ids)
            for question in _told(asked, on_step)
        }
    graded: Figures = {mode: _graded([found[each][mode] for each in asked], asked, collection) for mode in MODES}
    return {"documents": len(collection.documents), "queries": len(asked), **graded}


def _graded(rankings: Sequence[list[str]], asked: Sequence[str], collection: Collection) -> dict[str, float]:
    judged = [collection.judged[question] for question in asked]
    return {
        "ndcg_10": fmean(map(ndcg, rankings, judged)),
        "map": fmean(map(average_precision, rankings, judged)),
    }


def _ranked(store: Store, embedder: Embedder, question: str, ids: Sequence[str]) -> dict[Mode, list[str]]:
    """Return the ids of documents that a reader who types the question would see, best first, in each mode."""
    query, within = parse_query(question, now=_NOW), ItemFilter(limit=DEPTH)
    return {
        mode: [
            ids[int(item.url.rpartition("/")[2])]
            for item in search(store, embedder, query, mode=mode, order="relevance", within=within).items
        ]
        for mode in MODES
    }


def _land(store: Store, documents: Sequence[Mapping[str, Any]]) -> None:
    source, _ = store.sources.add("https://collection.example/feed", title="collection", now=_NOW)
    for start in range(0, len(documents), _LAND_AT_ONCE):
        numbers = range(start, min(start + _LAND_AT_ONCE, len(documents)))
        drafts = tuple(_draft(documents[number], number, len(documents)) for number in numbers)
        store.items.land([Landing(_poll(source.id), _NOW, new=drafts)])


def _draft(document: Mapping[str, Any], number: int, count: int) -> CleanDraft:
    """Make a document what a feed would have brought, all of them within the same hours."""
    guid, title = str(document["id"]), document.get("title") or ""
    html = sanitize(_as_html(document["text"] or ""))
    published = _NOW - timedelta(seconds=number * _SPREAD % count)
    draft = Draft(guid=guid, url=f"https://collection.example/{number}", title=title, html=html, published=published)
    return CleanDraft(draft, html, plain_text(html), digest(guid, title, html), None)


def _as_html(text: str) -> str:
    return text.replace("&", "&amp;").replace("<", "&lt;")


def _poll(source_id: int) -> SourceUpdate:
    hour = timedelta(hours=1)
    return SourceUpdate(source_id, Validators(), Health(last_ok=_NOW, last_try=_NOW), hour, _NOW + hour, SourceState.OK)


def _embed(store: Store, embedder: Embedder, on_step: OnStep) -> None:
    def tell(event: StoriesEvent) -> None:
        on_step("embedding", event.done, event.total)

    derive(store, embedder, on_event=tell)
    deepen(store, embedder, on_event=_step(on_step, "embedding long texts"))


def _told(asked: Sequence[str], on_step: OnStep) -> Iterator[str]:
    for number, question in enumerate(asked):
        on_step("searching", number, len(asked))
        yield question


def _step(on_step: OnStep, name: str) -> Callable[[int, int], None]:
    return lambda done, total: on_step(name, done, total)
