"""An embedder that embeds each text once, so that runs that are compared share their vectors; for measuring only."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING

import numpy as np

from ainews.ports import Embedder

if TYPE_CHECKING:
    from numpy.typing import NDArray


class Remembering:
    """Keeps vectors in half precision, as the store does."""

    def __init__(self, inner: Embedder) -> None:
        self._inner = inner
        self._vectors: dict[str, NDArray[np.float16]] = {}
        self.name, self.dims, self.model_hash = inner.name, inner.dims, inner.model_hash
        self.threshold = inner.threshold

    def embed(self, texts: Sequence[str]) -> NDArray[np.float32]:
        new = [text for text in dict.fromkeys(texts) if text not in self._vectors]
        for text, vector in zip(new, self._inner.embed(new) if new else (), strict=True):
            self._vectors[text] = vector.astype(np.float16)
        return np.array([self._vectors[text] for text in texts], np.float32).reshape(len(texts), self.dims)
