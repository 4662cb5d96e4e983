"""The mean of fixed word vectors, as model2vec does: for very small machines; knows no word order.

The vectors are MiniLM's own input embeddings, whitened by how common each piece is (SIF: Arora, Liang,
Ma, "A simple but tough-to-beat baseline for sentence embeddings", 2017). No second model is needed.
"""

from __future__ import annotations

from collections.abc import Sequence
from functools import cached_property
from typing import TYPE_CHECKING, Any

from ainews.embed import weights
from ainews.embed.graph import constants
from ainews.embed.minilm import WIDTH
from ainews.embed.tokens import fit, tokenizer

if TYPE_CHECKING:
    import numpy as np
    from numpy.typing import NDArray

_COMMON_PIECES, _FIRST_WORD = 200.0, 1996
_COMPONENTS = 2  # directions that all texts share


class StaticEmbedder:
    """Loads on first use."""

    name = "all-MiniLM-L6-v2-static"
    dims = WIDTH
    threshold = 0.6
    model_hash = f"{weights.MODEL_SHA256[:16]}-static-1"

    def embed(self, texts: Sequence[str]) -> NDArray[np.float32]:
        """Return one vector a text, (n, 384), of unit length; zeros for a text without words."""
        import numpy as np

        vectors = np.zeros((len(texts), WIDTH), np.float32)
        for place, text in enumerate(texts):
            pieces = self._tokenizer.encode(fit(text), add_special_tokens=False).ids
            if pieces:
                total = self._table[pieces].sum(axis=0)
                vectors[place] = total / max(float(np.linalg.norm(total)), 1e-9)
        return vectors

    @cached_property
    def _tokenizer(self) -> Any:
        return tokenizer(256)

    @cached_property
    def _table(self) -> NDArray[np.float32]:
        import numpy as np

        stem = "inner.embeddings.word_embeddings.weight_"
        found = constants(weights.model(), {stem + "q", stem + "scale"})
        table = found[stem + "q"].astype(np.float32) * found[stem + "scale"]
        table -= table[_FIRST_WORD:].mean(axis=0)
        words = table[_FIRST_WORD : _FIRST_WORD + 4000]
        shared = np.linalg.eigh(words.T @ words)[1][:, -_COMPONENTS:].T
        table -= (table @ shared.T) @ shared
        rank = np.maximum(1.0, np.arange(len(table), dtype=np.float32) - _FIRST_WORD)
        weighted: NDArray[np.float32] = table * (rank / (rank + _COMMON_PIECES))[:, None].astype(np.float32)
        return weighted
