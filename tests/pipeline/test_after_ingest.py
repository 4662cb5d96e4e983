"""Which stories an ingest finds by itself."""

from __future__ import annotations

import subprocess
import sys

import pytest

from ainews.errors import ConfigError, ModelError
from ainews.model import IngestReport, StoriesReport
from ainews.pipeline.after_ingest import find_stories


@pytest.mark.parametrize(
    ("waiting", "at_most", "wanted", "asked"),
    [
        (2, 300, None, 300),
        (301, 300, None, None),
        (0, 300, None, None),
        (2, 0, None, None),
        (5000, 300, True, 0),
        (2, 300, False, None),
    ],
)
def test_stories_are_found_if_few_items_wait_or_if_wanted(
    waiting: int, at_most: int, wanted: bool | None, asked: int | None
) -> None:
    limits: list[int] = []

    def derive(limit: int) -> StoriesReport:
        limits.append(limit)
        return StoriesReport(new=2, grown=1)

    report = IngestReport(items_new=1)
    find_stories(report, lambda most: min(waiting, most), derive, at_most=at_most, wanted=wanted)

    assert limits == ([] if asked is None else [asked])
    assert (report.stories_new, report.stories_grown) == ((0, 0) if asked is None else (2, 1))


def test_nothing_is_counted_where_nothing_came() -> None:
    def never(_: int) -> int:
        raise AssertionError

    find_stories(IngestReport(items_seen=40), never, never, at_most=300)  # type: ignore[arg-type]


@pytest.mark.parametrize("error", [ModelError("the weights are away"), ConfigError("there is no such embedder")])
def test_a_model_that_fails_is_a_line_of_the_report(error: Exception) -> None:
    def derive(_: int) -> StoriesReport:
        raise error

    report = IngestReport(items_new=3)
    find_stories(report, lambda _: 3, derive, at_most=300)

    assert (report.stories_fault, report.items_waiting) == (str(error), 3)


def test_a_fault_of_our_own_does_not_cost_the_report(caplog: pytest.LogCaptureFixture) -> None:
    def derive(_: int) -> StoriesReport:
        raise RuntimeError("oh")

    report = IngestReport(items_new=3)
    find_stories(report, lambda _: 3, derive, at_most=300)

    assert "the log has the details" in report.stories_fault
    assert "could not find stories" in caplog.text


def test_leaving_stories_imports_nothing_heavy() -> None:
    program = (
        "import sys; from ainews.model import IngestReport; from ainews.pipeline.after_ingest import find_stories;"
        "find_stories(IngestReport(items_new=9), lambda most: most, None, at_most=5); print(*sys.modules)"
    )
    loaded = subprocess.run([sys.executable, "-c", program], capture_output=True, text=True, check=True).stdout.split()

    assert not {"numpy", "onnxruntime", "ainews.embed", "ainews.pipeline.stories"} & set(loaded)
