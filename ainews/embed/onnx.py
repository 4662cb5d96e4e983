"""all-MiniLM-L6-v2 by onnxruntime in int8: the default, on any processor, without a network."""

from __future__ import annotations

from collections.abc import Sequence
from functools import cached_property
from typing import TYPE_CHECKING, Any

from ainews.embed import weights
from ainews.embed.minilm import REVISION, WIDTH
from ainews.embed.tokens import fit, tokenizer
from ainews.errors import ModelError

if TYPE_CHECKING:
    import numpy as np
    from numpy.typing import NDArray

_BATCH = 256
# Of English words this model needs 1.1 to 1.4 pieces, of French 1.5 to 1.7, of Russian 4 and more. What it cannot
# read says little at any length, and would take the longest.
_FOREIGN_PIECES_A_WORD = 1.6
_ENOUGH_OF_FOREIGN = 32


class OnnxEmbedder:
    """Loads on first use. Not to be shared between threads.

    threads  of computation; more than one is worth it only on an idle machine
    """

    name = "all-MiniLM-L6-v2"
    dims = WIDTH
    threshold = 0.5
    model_hash = f"{weights.MODEL_SHA256[:16]}-int8-{REVISION}"

    def __init__(self, *, threads: int = 1) -> None:
        self._threads = threads

    def embed(self, texts: Sequence[str]) -> NDArray[np.float32]:
        """Return one vector a text, (n, 384), of unit length.

        Each text is run alone: quantizing looks at the range of a whole batch, so that a text's vector
        would depend on its neighbours; and on two cores a batch is no faster.
        """
        import numpy as np

        vectors = np.zeros((len(texts), WIDTH), np.float32)
        for start in range(0, len(texts), _BATCH):
            encoded = self._tokenizer.encode_batch([fit(text) for text in texts[start : start + _BATCH]])
            for place, tokens in enumerate(encoded, start):
                row = np.array([_worth_reading(tokens)], np.int32)
                vectors[place] = self._session.run(["vector"], {"input_ids": row})[0][0]
        return vectors

    @cached_property
    def _tokenizer(self) -> Any:
        return tokenizer()

    @cached_property
    def _session(self) -> Any:
        try:
            import onnxruntime
        except (ImportError, OSError) as error:  # OSError: a library it needs is missing or of another machine
            raise ModelError(
                f"onnxruntime cannot be loaded ({error}): run `pip install --force-reinstall onnxruntime`"
            ) from error

        from ainews.embed.graph import derive

        options = onnxruntime.SessionOptions()
        options.intra_op_num_threads = self._threads
        options.inter_op_num_threads = 1
        options.add_session_config_entry("session.intra_op.allow_spinning", "0")
        options.log_severity_level = 3
        graph = derive(weights.model())
        try:
            return onnxruntime.InferenceSession(graph, options, providers=["CPUExecutionProvider"])
        except Exception as error:  # onnxruntime raises its own, undocumented classes
            raise ModelError(f"onnxruntime cannot load the model ({error}): try another version of it") from error


def _worth_reading(tokens: Any) -> list[int]:
    ids: list[int] = tokens.ids
    if len(ids) > _ENOUGH_OF_FOREIGN and len(ids) > _FOREIGN_PIECES_A_WORD * len(set(tokens.word_ids)):
        return [*ids[: _ENOUGH_OF_FOREIGN - 1], ids[-1]]
    return ids
