"""Labelled data is read by its fields, and what is wrong with it is told by line."""

from __future__ import annotations

from pathlib import Path

import pytest

from ainews.errors import NotFound, UsageError
from ainews.pipeline.labelled import DEDUPE, STORIES, read, read_collection


@pytest.fixture
def file(tmp_path: Path):
    """Write lines to a file; returns its path."""

    def write(*lines: str, name: str = "labelled.jsonl") -> Path:
        path = tmp_path / name
        path.write_text("\n".join(lines) + "\n", "utf-8")
        return path

    return write


def test_fields_tell_the_format(file):
    [pair] = read(file('{"a": "x", "b": "y", "score": 4, "id": 7}'), DEDUPE)
    [edit] = read(file('{"old": "x", "new": "y", "token_jaccard": 0.5}'), DEDUPE)
    [group] = read(file('{"items": [{"title": "x", "published": "2026-11-23T10:00:00Z"}]}'), DEDUPE)

    assert pair["score"] == 4.0
    assert "id" not in pair
    assert edit["token_jaccard"] == 0.5
    assert group["items"][0]["published"].year == 2026


def test_numbers_may_be_written_as_texts(file):
    [document] = read(file('{"cluster": 3, "title": "x", "ts": "1394472080905"}'), STORIES)

    assert (document["cluster"], document["ts"]) == (3, 1394472080905.0)
    with pytest.raises(UsageError, match=r"line 1: .*\$\.ts"):
        read(file('{"cluster": 3, "title": "x", "ts": "today"}'), STORIES)


def test_empty_lines_count_but_say_nothing(file):
    with pytest.raises(UsageError, match="line 3: "):
        read(file('{"cluster": 1, "title": "x"}', "", '{"cluster": 1, "title": 5}'), STORIES)


def test_a_record_of_no_known_format_tells_its_line_and_what_is_known(file):
    with pytest.raises(UsageError, match="line 1: no known format with id, words: expected a, b, score; or old, new"):
        read(file('{"id": 1, "words": "x"}'), DEDUPE)


def test_a_later_record_of_another_format_tells_its_line(file):
    with pytest.raises(UsageError, match=r"line 2: Object missing required field `\w+`"):
        read(file('{"a": "x", "b": "y", "score": 4}', '{"old": "x", "new": "y", "token_jaccard": 1}'), DEDUPE)


def test_a_later_document_without_words_tells_its_line(file):
    with pytest.raises(UsageError, match="line 2: no known format with cluster: expected cluster, sentences"):
        read(file('{"cluster": 1, "title": "x"}', '{"cluster": 2}'), STORIES)


def test_what_is_no_json_and_no_object_tells_its_line(file):
    for line, why in (("{oops", "line 1: not JSON"), ("[1]", "line 1: expected an object, found list")):
        with pytest.raises(UsageError, match=why):
            read(file(line), STORIES)


def test_files_that_cannot_be_read_are_clear_errors(tmp_path):
    (tmp_path / "latin").write_bytes(b"\xe9\xff")
    (tmp_path / "empty").write_bytes(b"\n")

    with pytest.raises(NotFound):
        read(tmp_path / "absent", STORIES)
    for name in ("latin", "empty", "."):
        with pytest.raises(UsageError):
            read(tmp_path / name, STORIES)


def collection(file, **other: str) -> Path:
    lines = {
        "docs.jsonl": '{"id": 1, "text": "a text"}\n{"id": "b", "title": "t", "text": null}',
        "queries.jsonl": '{"id": "q", "text": "a question"}',
        "qrels.tsv": "q\t1\t2\nq b\nq 0 c 1",
    }
    paths = [file(text, name=name) for name, text in (lines | other).items()]
    return paths[0].parent


def test_a_collection_is_its_folder_or_any_file_in_it(file):
    folder = collection(file)

    found = read_collection(folder)

    assert found.questions == {"q": "a question"}
    assert found.judged == {"q": {"1": 2.0, "b": 1.0, "c": 1.0}}
    assert read_collection(folder / "qrels.tsv") == read_collection(folder / "docs.jsonl") == found


def test_a_collection_with_a_part_missing_or_broken_says_which(file, tmp_path):
    folder = collection(file, **{"qrels.tsv": "q"})

    with pytest.raises(UsageError, match=r"qrels\.tsv, line 1"):
        read_collection(folder)
    (folder / "queries.jsonl").unlink()
    with pytest.raises(NotFound, match=r"queries\.jsonl"):
        read_collection(folder)
    with pytest.raises(UsageError, match="no part of a search collection"):
        read_collection(file("{}", name="other.jsonl"))
    with pytest.raises(NotFound):
        read_collection(tmp_path / "absent")
