"""Every document of eleven parsers' test suites and of the real feeds is read, or refused with a ParseError."""

from __future__ import annotations

import json
import os
from pathlib import Path

import pytest

from ainews.errors import ParseError
from ainews.parse import clean, parse
from ainews.parse.opml import read_opml

SHARED = Path(os.environ.get("AINEWS_SHARED", Path(__file__).parents[2] / ".." / "shared")) / "data" / "feeds"
pytestmark = pytest.mark.skipif(not SHARED.is_dir(), reason="the evaluation data is absent: set AINEWS_SHARED")

NO_FEEDS = {"netnewswire/ScriptingNews.json", "netnewswire/allthis-partial.json"}
"""RSS turned into JSON, which is no JSON Feed, and half a document."""
REPEATING = {"kagi_smallweb/72fea1ebfd02e90a.xml"}
"""Has 20 items, 9 of them word for word the same as another."""


@pytest.mark.parametrize("suite", sorted(path.name for path in (SHARED / "edge").glob("*")))
def test_an_edge_suite_is_read_without_a_traceback(suite):
    for path in (path for path in (SHARED / "edge" / suite).rglob("*") if path.is_file()):
        try:
            for draft in parse(path.read_bytes(), url="https://feeds.example/x").drafts:
                clean(draft)
        except ParseError:
            continue


@pytest.mark.parametrize("suite", ["commafeed", "newsboat"])
def test_lists_in_the_suites_are_read_without_a_traceback(suite):
    for path in (SHARED / "edge" / suite).rglob("*.opml"):
        try:
            read_opml(path.read_bytes())
        except ParseError:
            continue


def test_real_feeds_have_the_items_that_they_have():
    wrong = []
    for line in (SHARED / "real_manifest.jsonl").read_text().splitlines():
        entry = json.loads(line)
        if entry["file"] in NO_FEEDS | REPEATING:
            continue
        document = parse((SHARED / "real" / entry["file"]).read_bytes())
        if len(document.drafts) != entry["ref_feedparser"]["entries"]:
            wrong.append((entry["file"], len(document.drafts), entry["ref_feedparser"]["entries"]))

    assert wrong == []


@pytest.mark.parametrize("file", sorted(NO_FEEDS))
def test_what_is_no_feed_is_refused(file):
    with pytest.raises(ParseError):
        parse((SHARED / "real" / file).read_bytes())


@pytest.mark.parametrize("file", sorted(REPEATING))
def test_repeated_items_come_once(file):
    document = parse((SHARED / "real" / file).read_bytes())

    assert len(document.drafts) == 11
    assert document.warnings == ("9 items came more than once, word for word",)
