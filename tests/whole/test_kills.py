"""An ingest may be killed at any moment; the next one finishes the work."""

from __future__ import annotations

import pytest

from benchmarks.feedserver import served
from benchmarks.torture import Stream, faults, kill_after, kill_rounds


@pytest.mark.slow
def test_twenty_kills_lose_and_double_nothing(tmp_path):
    assert kill_rounds(tmp_path, 20) == []


def test_what_a_killed_run_held_is_polled_by_the_next_without_waiting(program):
    stream = Stream(feeds=6)
    with served(stream.site) as port:
        program.follow(stream.urls(port))
        stream.turn()
        kill_after(program, 0.4)

        report = program.run("ingest", "--json").report
        again = program.run("ingest", "--json").report

    assert faults(program.store, stream) == []
    assert report["failures"] == []
    assert again["sources"]["polled"] == 0
