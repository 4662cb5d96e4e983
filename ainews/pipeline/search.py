"""Search by words, by meaning or by both, and the vectors of long texts that it needs. Prints nothing."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import TYPE_CHECKING, Literal

import numpy as np

from ainews.errors import ModelError
from ainews.model import Item, ItemFilter, Matches
from ainews.ports import Embedder
from ainews.store import Store
from ainews.stories.signature import story_text
from ainews.stories.words import LONGEST_LEAD
from ainews.text.fusion import CHUNK_STEP, CHUNK_WORDS, DEPTH, chunks, fuse
from ainews.text.html import text_of_sanitized
from ainews.text.query import Query

if TYPE_CHECKING:
    from numpy.typing import NDArray

    from ainews.store.search import Order
    from ainews.store.vectors import LongText

    Vector = NDArray[np.float32]

Mode = Literal["text", "semantic", "hybrid"]

MOST_PIECES = 40
"""Of one item: the first 3,000 words of a book say what it is about."""

_UNRELATED = 0.4  # of the cosine from which texts speak of the same: below it they share a language, no more
_DEEPEN_AT_ONCE = 32
_NO_WORDS = Query()


@dataclass(frozen=True, slots=True)
class _Nearness:
    """How near each item with a vector is: ids, and the cosine of the nearest of its vectors, nearest first."""

    ids: NDArray[np.int64]
    cosines: NDArray[np.float32]
    unrelated: float
    within: int
    embedded: int

    def related(self, count: int) -> dict[int, float]:
        return {item_id: cosine for item_id, cosine in self.nearest(count).items() if cosine >= self.unrelated}

    def nearest(self, count: int) -> dict[int, float]:
        return dict(zip(self.ids[:count].tolist(), self.cosines[:count].tolist(), strict=True))

    def of(self, ids: Sequence[int]) -> dict[int, float]:
        places = np.isin(self.ids, np.array(ids, np.int64))
        return dict(zip(self.ids[places].tolist(), self.cosines[places].tolist(), strict=True))


def search(
    store: Store,
    embedder: Embedder,
    query: Query,
    *,
    mode: Mode = "text",
    order: Order = "newest",
    within: ItemFilter,
) -> Matches:
    """Find items; `within` narrows them and says how many.

    By meaning, all means the nearest 200, without those that have nothing to do with it. `newest` puts
    the best in order of date. Operators alone have no meaning: they are asked for as `text` would. Where
    nothing has a vector yet, `hybrid` does likewise, and `semantic` finds nothing. Raises ModelError.
    """
    if mode == "text" or not query.meaning:
        return Matches(tuple(store.search.listed(query, within, order=order)))
    near = _nearness(store, embedder, lambda: _vector(embedder, _meant(query.meaning)), query.named(), within)
    if not near.embedded and mode == "hybrid":
        return Matches(tuple(store.search.listed(query, within, order=order)), near.within)
    scores = near.related(_depth(within)) if mode == "semantic" else _fused(store, query, near, within)
    items = store.search.shown(_first(scores, within), query)
    return Matches(tuple(_ordered(items, order)), near.within, near.embedded)


def similar(store: Store, embedder: Embedder, item_id: int, *, within: ItemFilter, same_story: bool = False) -> Matches:
    """Find the items that are nearest in meaning to one; raises NotFound and ModelError.

    same_story  with those that report the same event
    """
    item = store.reading.item(item_id)
    near = _nearness(store, embedder, lambda: _vector_of(store, embedder, item_id), _NO_WORDS, within)
    is_left_out = {item_id} if same_story else {item_id, *_companions(store, item)}
    nearest = near.related(_depth(within) + len(is_left_out))
    kept = {each: score for each, score in nearest.items() if each not in is_left_out}
    return Matches(tuple(store.search.shown(_first(kept, within), _NO_WORDS)), near.within, near.embedded)


def deepen(
    store: Store,
    embedder: Embedder,
    *,
    since: datetime | None = None,
    limit: int = 0,
    on_event: Callable[[int, int], None] | None = None,
) -> int:
    """Give long items vectors of what follows their lead, the newest first; returns how many got them.

    What has them costs nothing, and a run that is killed is finished by the next. Only items that have
    a vector of their own take part. Raises ModelError; what was embedded before is kept.

    limit     at most so many items; 0 means all
    on_event  is told how many are done, and of how many
    """
    model_hash = embedder.model_hash
    due = store.vectors.count_long(model_hash, since=since)
    total = min(due, limit) if limit else due
    done = 0
    while done < total:
        texts = store.vectors.long_texts(model_hash, since=since, limit=min(_DEEPEN_AT_ONCE, total - done))
        if not texts:
            break
        store.vectors.save_pieces(model_hash, list(zip(texts, _piece_vectors(texts, embedder), strict=True)))
        done += len(texts)
        if on_event is not None:
            on_event(done, total)
    return done


def _fused(store: Store, query: Query, near: _Nearness, within: ItemFilter) -> dict[int, float]:
    by_text = store.search.ranked(query, within, depth=_depth(within))
    by_vector = near.of(list(by_text)) | near.nearest(DEPTH)
    found = by_text.keys() | near.related(DEPTH).keys()
    return {item_id: score for item_id, score in fuse(by_text, by_vector).items() if item_id in found}


def _first(scores: dict[int, float], within: ItemFilter) -> dict[int, float]:
    return dict(list(scores.items())[: within.limit or DEPTH])


def _depth(within: ItemFilter) -> int:
    return max(DEPTH, within.limit)


def _ordered(items: list[Item], order: Order) -> list[Item]:
    if order == "relevance":
        return items
    return sorted(items, key=lambda item: (min(item.published_at or item.arrived_at, item.arrived_at), item.id))[::-1]


def _nearness(
    store: Store, embedder: Embedder, vector_of_wanted: Callable[[], Vector], query: Query, within: ItemFilter
) -> _Nearness:
    """Compare a vector, made when there is one to compare it with, to every item within reach, a page at a time."""
    model_hash = embedder.model_hash
    dims = store.vectors.dims(model_hash)
    owners, cosines = [np.zeros(0, np.int64)], [np.zeros(0, np.float32)]
    wanted: Vector | None = None
    items = embedded = 0
    for page in store.vectors.pages(query, within, model_hash, vector_bytes=2 * dims):
        items, embedded = items + page.items, embedded + page.embedded
        if page.owners:
            wanted = _fitting(vector_of_wanted(), dims, embedder) if wanted is None else wanted
            vectors = np.frombuffer(page.vectors, "<f2").reshape(-1, dims)
            owners.append(np.array(page.owners, np.int64))
            cosines.append(vectors.astype(np.float32) @ wanted)
    ids, best = _nearest_first(np.concatenate(owners), np.concatenate(cosines))
    return _Nearness(ids, best, _UNRELATED * embedder.threshold, items, embedded)


def _nearest_first(owners: NDArray[np.int64], cosines: Vector) -> tuple[NDArray[np.int64], Vector]:
    """Return each owner once with its best cosine; of equals, the newest first."""
    ids, places = np.unique(owners, return_inverse=True)
    best = np.full(len(ids), -1.0, np.float32)
    np.maximum.at(best, places, cosines)
    order = np.lexsort((-ids, -best))
    return ids[order], best[order]


def _fitting(vector: Vector, dims: int, embedder: Embedder) -> Vector:
    """Return the vector if it can be compared: behind a server's address, another model may have taken the name."""
    if vector.shape != (dims,):
        raise ModelError(
            f"{embedder.name} gives {len(vector)} numbers where its earlier vectors have {dims}: "
            "it is another model by now; give it another name, then run `ainews stories`"
        )
    return vector


def _vector(embedder: Embedder, words: str) -> Vector:
    vector: Vector = embedder.embed([words])[0]
    return vector


def _vector_of(store: Store, embedder: Embedder, item_id: int) -> Vector:
    """Return an item's vector: the one that is kept, or a new one."""
    [text] = store.stories.texts([item_id], embedder.model_hash)
    if text.vector is not None:
        return np.frombuffer(text.vector, "<f2").astype(np.float32)
    return _vector(embedder, story_text(text.title, text_of_sanitized(text.html)))


def _companions(store: Store, item: Item) -> set[int]:
    """Return the items of the story that this one is in."""
    return set() if item.story_id is None else {each.id for each in store.stories.story(item.story_id).items}


def _piece_vectors(texts: Sequence[LongText], embedder: Embedder) -> list[list[bytes]]:
    """Embed the pieces of some texts together, each distinct one once."""
    pieces = [_pieces(text.title, text_of_sanitized(text.html)) for text in texts]
    distinct = list(dict.fromkeys(piece for each in pieces for piece in each))
    vectors = embedder.embed(distinct).astype("<f2") if distinct else ()
    packed = {piece: vector.tobytes() for piece, vector in zip(distinct, vectors, strict=True)}
    return [[packed[piece] for piece in each] for each in pieces]


def _pieces(title: str, text: str) -> list[str]:
    """Cut what follows the lead into pieces, each under the title; the first begins a little before the lead ends."""
    head, words = title.split(), text.split()
    if len(head) + len(words) <= CHUNK_WORDS:
        return []
    start = max(0, LONGEST_LEAD - (CHUNK_WORDS - CHUNK_STEP) - len(head))
    rest = chunks(" ".join(words[start:]))[:MOST_PIECES]
    return [_meant(f"{title}. {piece}" if head else piece) for piece in rest]


def _meant(text: str) -> str:
    """Return a text as a model should see it: it knows words in capitals as others, or not at all."""
    return text.lower() if text.isupper() else text
