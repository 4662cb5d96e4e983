"""Texts to vectors; knows no store. `embedder` chooses by name; nothing heavy is imported before it is used."""

from __future__ import annotations

from ainews.errors import ConfigError
from ainews.ports import Embedder

KINDS = ("onnx", "static", "sentence-transformers", "openai")


def embedder(
    kind: str = "onnx", *, model: str = "", address: str = "", api_key: str = "", threads: int = 1
) -> Embedder:
    """Make an embedder.

    kind     one of `KINDS`
    model    its model where there is a choice: a folder or hub name, or the server's name for it
    address  of an OpenAI-compatible server, up to and with `/v1`
    threads  of computation, for `onnx`
    """
    if kind == "onnx":
        from ainews.embed.onnx import OnnxEmbedder

        return OnnxEmbedder(threads=threads)
    if kind == "static":
        from ainews.embed.static import StaticEmbedder

        return StaticEmbedder()
    if kind == "sentence-transformers":
        from ainews.embed.sentence_transformers import SentenceTransformersEmbedder

        return SentenceTransformersEmbedder(model)
    if kind == "openai":
        from ainews.embed.openai import OpenAIEmbedder

        return OpenAIEmbedder(model, address=address, api_key=api_key)
    raise ConfigError(f"there is no embedder {kind!r}: take one of {', '.join(KINDS)}")
