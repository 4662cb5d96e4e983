"""`ingest`: its report and exit codes; polling has tests of its own."""

from datetime import UTC, datetime, timedelta

import pytest

from ainews.cli.ingest import exit_code
from ainews.cli.render_sources import report_lines
from ainews.cli.terminal import Screen
from ainews.model import Failure, FailureKind, IngestReport, SourceRef

NOW = datetime(2026, 11, 23, 12, tzinfo=UTC)
FAILURE = Failure(
    SourceRef(3, "Example News", "https://news.example/feed"),
    FailureKind.TIMEOUT,
    "timed out after 30 s",
    NOW + timedelta(hours=2),
)


@pytest.fixture
def reports(monkeypatch, shelf):
    """Let `ingest` return a report made by the test; returns what it was asked for."""
    shelf.source("Example News")
    asked = {}

    def answer(report):
        def ingest(self, refs=(), *, all_sources=False, progress=None):
            asked.update(refs=list(refs), all_sources=all_sources)
            return report

        monkeypatch.setattr("ainews.app.Services.ingest", ingest)
        return asked

    return answer


def test_a_report_has_exactly_the_documented_fields(ainews, reports):
    reports(
        IngestReport(
            polled=4, changed=2, unchanged=1, failed=1, skipped=9, items_new=5, items_changed=1, items_seen=40,
            failures=[FAILURE], seconds=1.5,
        )
    )  # fmt: skip

    assert ainews("ingest", "--json").json == {
        "sources": {"polled": 4, "changed": 2, "unchanged": 1, "failed": 1, "skipped": 9},
        "items": {"new": 5, "changed": 1, "seen": 40},
        "stories": {"new": 0, "grown": 0},
        "failures": [
            {
                "source": {"id": 3, "title": "Example News", "url": "https://news.example/feed"},
                "kind": "timeout",
                "message": "timed out after 30 s",
                "next_try": "2026-11-23T14:00:00Z",
            }
        ],
        "seconds": 1.5,
    }


@pytest.mark.parametrize(
    ("report", "strict", "code"),
    [
        (IngestReport(polled=2, changed=2), True, 0),
        (IngestReport(polled=2, changed=1, failed=1), False, 0),
        (IngestReport(polled=2, changed=1, failed=1), True, 5),
        (IngestReport(polled=2, failed=2), False, 5),
        (IngestReport(), True, 0),
    ],
)
def test_failures_are_fatal_only_if_strict_or_if_nothing_was_reached(report, strict, code):
    assert exit_code(report, strict=strict) == code


def test_the_exit_code_is_that_of_the_command(ainews, reports):
    reports(IngestReport(polled=1, failed=1, failures=[FAILURE]))

    assert ainews("ingest").code == 5


def test_sources_and_all_are_passed_on(ainews, reports):
    asked = reports(IngestReport())

    ainews("ingest", "example", 3, "--all")

    assert asked == {"refs": ["example", "3"], "all_sources": True}


def test_a_failure_says_what_happened_and_what_comes_next():
    report = IngestReport(polled=2, changed=1, failed=1, items_new=12, failures=[FAILURE], seconds=0.5)

    lines = list(report_lines(report, Screen(), NOW))

    assert lines[-2:] == ["✗ Example News", "  timed out after 30 s; next try in 2 h"]


def test_quiet_tells_failures_only(ainews, reports):
    reports(IngestReport(polled=2, changed=1, failed=1, failures=[FAILURE]))

    assert ainews("--quiet", "ingest").out.startswith("✗ Example News\n")


def test_nothing_due_says_how_to_poll_anyway(ainews, reports):
    reports(IngestReport(skipped=1))

    assert ainews("ingest").out == "nothing was due: `ainews ingest --all` polls the others too\n"


def test_without_sources_the_next_command_is_told(ainews):
    outcome = ainews("ingest")

    assert (outcome.code, outcome.out) == (0, "no sources yet: ainews init --pack ai, or ainews source add URL\n")
