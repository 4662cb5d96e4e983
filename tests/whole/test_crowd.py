"""Several programs work on one store at once."""

from __future__ import annotations

import pytest

from benchmarks.torture import crowd


@pytest.mark.slow
def test_two_ingests_and_eight_readers_never_meet_an_error(tmp_path):
    found, done = crowd(tmp_path, 5)

    assert found == []
    assert min(done[work] for work in ("ingest", "list", "search", "mark", "star")) > 0
