"""Embedders at the edge: a bag of words folded into a few numbers."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

import numpy as np

from ainews.errors import ModelError


class Words:
    """Likens texts by their words; fails after `good_for` texts."""

    name = "words"
    dims = 64
    threshold = 0.5

    def __init__(self, model_hash: str = "words-1", *, good_for: int = 10**9) -> None:
        self.model_hash = model_hash
        self.asked: list[str] = []
        self._good_for = good_for

    def embed(self, texts: Sequence[str]) -> np.ndarray:
        if len(self.asked) + len(texts) > self._good_for:
            raise ModelError("the model is away: try again")
        self.asked += texts
        vectors = np.zeros((len(texts), self.dims), np.float32)
        for row, text in zip(vectors, texts, strict=True):
            for place in self.places(text):
                row[place] += 1.0
        return vectors / np.maximum(np.linalg.norm(vectors, axis=1, keepdims=True), 1e-9)

    def places(self, text: str) -> Iterator[int]:
        """Yield the number that each word counts towards."""
        for word in text.lower().replace(",", " ").replace(";", " ").split():
            yield sum(word.encode()) % self.dims
