"""`ingest`: its report and exit codes, and which stories it finds; polling has tests of its own."""

from datetime import UTC, datetime, timedelta
from types import SimpleNamespace

import pytest

from ainews.app import Services
from ainews.cli.ingest import _waiting, exit_code
from ainews.cli.render_sources import report_lines
from ainews.cli.terminal import Screen
from ainews.config import Settings
from ainews.embed import weights
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
        def ingest(self, refs=(), *, all_sources=False, stories=None, **_):
            asked.update(refs=list(refs), all_sources=all_sources, stories=stories)
            return report

        monkeypatch.setattr("ainews.app.Services.ingest", ingest)
        return asked

    return answer


def test_a_report_has_exactly_the_documented_fields(ainews, reports):
    reports(
        IngestReport(
            polled=4, changed=2, unchanged=1, failed=1, skipped=9, items_new=5, items_changed=1, items_seen=40,
            stories_new=3, stories_grown=2, failures=[FAILURE], seconds=1.5,
        )
    )  # fmt: skip

    assert ainews("ingest", "--json").json == {
        "sources": {"polled": 4, "changed": 2, "unchanged": 1, "failed": 1, "skipped": 9},
        "items": {"new": 5, "changed": 1, "seen": 40},
        "stories": {"new": 3, "grown": 2},
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

    assert asked == {"refs": ["example", "3"], "all_sources": True, "stories": None}


@pytest.mark.parametrize(("option", "stories"), [("--stories", True), ("--no-stories", False)])
def test_stories_are_forced_or_left_as_told(ainews, reports, option, stories):
    asked = reports(IngestReport())

    ainews("ingest", option)

    assert asked["stories"] is stories
    assert ainews("ingest", "--stories", "--no-stories").code == 2


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


@pytest.fixture
def landed(monkeypatch, shelf):
    """Two reports of one event that a poll has just landed."""
    source, now = shelf.source(), datetime.now(UTC)
    for title in ("Ferry Astrid sinks in Oslofjord, 212 rescued", "Ferry Astrid sinks in Oslofjord: 212 rescued"):
        shelf.item(source, title, f"<p>{title}.</p>", published=now - timedelta(hours=1), at=now)
    monkeypatch.setattr(
        "ainews.pipeline.ingest.ingest", lambda *_, **__: IngestReport(polled=1, changed=1, items_new=2)
    )


def test_an_ingest_finds_the_stories_of_few_items(landed, ainews):
    assert ainews("ingest", "--json").json["stories"] == {"new": 1, "grown": 0}
    assert ainews("ingest", "--json").json["stories"] == {"new": 0, "grown": 0}


@pytest.mark.parametrize("at_most", [0, 1])
def test_an_ingest_leaves_the_stories_of_many_items_unless_told(landed, ainews, monkeypatch, at_most):
    monkeypatch.setenv("AINEWS_STORIES__AT_INGEST", str(at_most))

    assert ainews("ingest", "--json").json["stories"] == {"new": 0, "grown": 0}
    assert ainews("ingest", "--json", "--stories").json["stories"] == {"new": 1, "grown": 0}


def test_an_ingest_that_brought_nothing_looks_for_no_stories(landed, ainews, monkeypatch):
    monkeypatch.setattr("ainews.pipeline.ingest.ingest", lambda *_, **__: IngestReport(polled=1, unchanged=1))

    assert ainews("ingest", "--json").json["stories"] == {"new": 0, "grown": 0}


def test_a_person_is_told_what_waits_and_what_was_found(landed, ainews, monkeypatch, shelf):
    services = Services(Settings(), shelf.store)
    monkeypatch.setattr("ainews.cli.ingest.screen", lambda: SimpleNamespace(live=True))

    assert _waiting(services, IngestReport(items_waiting=1)) == (
        "2 items wait for their stories: `ainews stories` finds them"
    )
    assert _waiting(services, IngestReport()) == ""
    assert list(report_lines(IngestReport(polled=1, stories_new=1, stories_grown=3), Screen(), NOW))[2] == (
        "stories      4  1 new, 3 grown"
    )


def test_a_model_that_cannot_be_used_fails_no_ingest(landed, ainews, monkeypatch, shelf):
    monkeypatch.setattr(weights, "find_spec", lambda name: None)

    outcome = ainews("ingest", "--json")

    assert (outcome.code, outcome.json["items"]["new"]) == (0, 2)
    assert outcome.err.startswith("ainews: no stories were found, the items are safe: ")
    assert outcome.err.count("\n") == 1
    monkeypatch.undo()
    assert shelf.store.stories.count_waiting() == 2


def test_an_interruption_while_stories_are_found_keeps_the_items(landed, ainews, monkeypatch, shelf):
    def interrupted(*_, **__):
        raise KeyboardInterrupt

    monkeypatch.setattr(Services, "derive_stories", interrupted)

    assert ainews("ingest").code == 130
    assert len(shelf.store.reading.list()) == 2
