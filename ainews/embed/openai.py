"""Vectors from an OpenAI-compatible server, such as Ollama, llama.cpp, vLLM or OpenAI; an extra."""

from __future__ import annotations

from collections.abc import Sequence
from functools import cached_property
from hashlib import sha256
from typing import TYPE_CHECKING, Any

from ainews.embed.tokens import fit
from ainews.errors import ConfigError, ModelError

if TYPE_CHECKING:
    import numpy as np
    from numpy.typing import NDArray

_BATCH = 64
_TIMEOUT_S = 60.0


class OpenAIEmbedder:
    """Asks `address`/embeddings.

    model    the server's name for it
    address  up to and with `/v1`; "" means OpenAI's own
    api_key  most local servers take any
    """

    threshold = 0.5

    def __init__(self, model: str, *, address: str = "", api_key: str = "") -> None:
        if not model:
            raise ConfigError("the embedder openai needs the name of a model")
        self.name, self._address, self._api_key = model, address, api_key

    @property
    def model_hash(self) -> str:
        """A hash of address and name, all that is known of a model behind a server."""
        return sha256(f"openai {self._address} {self.name}".encode()).hexdigest()[:16]

    @cached_property
    def dims(self) -> int:
        return int(self.embed(["dimension"]).shape[1])

    def embed(self, texts: Sequence[str]) -> NDArray[np.float32]:
        """Return one vector a text, (n, dims), of unit length; rows as the texts, whatever order they came in."""
        import numpy as np

        rows: list[list[float]] = []
        for start in range(0, len(texts), _BATCH):
            # Servers refuse empty texts.
            rows += self._asked([fit(text) or " " for text in texts[start : start + _BATCH]])
        vectors = np.asarray(rows, np.float32).reshape(len(texts), -1)
        lengths = np.linalg.norm(vectors, axis=1, keepdims=True).astype(np.float32)
        unit: NDArray[np.float32] = vectors / np.maximum(lengths, np.float32(1e-9))
        return unit

    def _asked(self, texts: list[str]) -> list[list[float]]:
        import openai

        try:
            answer = self._client.embeddings.create(model=self.name, input=texts, encoding_format="float")
        except openai.OpenAIError as error:
            raise ModelError(
                f"{self._address or 'OpenAI'} gave no vectors ({error}): is it running, and has it {self.name!r}?"
            ) from error
        found = [list(row.embedding) for row in sorted(answer.data, key=lambda row: row.index)]
        if len(found) != len(texts) or len({len(row) for row in found}) > 1:
            raise ModelError(f"{self._address or 'OpenAI'} answered {len(found)} vectors for {len(texts)} texts")
        return found

    @cached_property
    def _client(self) -> Any:
        try:
            import openai
        except ImportError as error:
            raise ModelError("the openai package is not installed: run `pip install 'ainews[openai]'`") from error
        return openai.OpenAI(
            base_url=self._address or None, api_key=self._api_key or "none", timeout=_TIMEOUT_S, max_retries=2
        )
