"""Real documents of others, served from loopback and from memory; they are read where present, never kept."""

from __future__ import annotations

from pathlib import Path

import pytest

from ainews import parse
from ainews.errors import ParseError
from ainews.store import Store
from benchmarks.feedserver import Site, page, served
from benchmarks.program import Program

TYPES = {".json": "application/feed+json", ".rdf": "application/rdf+xml", ".atom": "application/atom+xml"}


def content_type(path: Path) -> str:
    return TYPES.get(path.suffix, "application/xml")


def drafts_in(path: Path, url: str) -> int:
    try:
        document = parse.parse(path.read_bytes(), url=url, content_type=content_type(path))
    except ParseError:
        return -1
    return len({draft.guid for draft in document.drafts})


class Ingested:
    """All real feeds ingested twice; the second time each document differs by a line end, so none may be skipped."""

    def __init__(self, program: Program, folder: Path) -> None:
        paths = {f"/{path.relative_to(folder)}": path for path in sorted(folder.rglob("*")) if path.is_file()}
        site = Site(pages={name: page(path.read_bytes(), content_type(path)) for name, path in paths.items()})
        with served(site) as port:
            self.base = f"http://127.0.0.1:{port}"
            program.follow(self.base + name for name in paths)
            self.first = program.ingest()
            site.pages = {name: page(path.read_bytes() + b"\n", content_type(path)) for name, path in paths.items()}
            self.second = program.ingest()
        self.paths = {self.base + name: path for name, path in paths.items()}
        with Store.open(program.store) as store:
            self.counts = {each.source.url: each.source.item_count for each in store.sources.subscriptions()}
            self.problems = store.admin.check()


@pytest.fixture(scope="module")
def ingested(real_data, tmp_path_factory) -> Ingested:
    return Ingested(Program(tmp_path_factory.mktemp("real")), real_data / "real")


@pytest.mark.slow
def test_every_item_of_every_real_feed_lands(ingested):
    wanted = {url: drafts_in(path, url) for url, path in ingested.paths.items()}
    failed = {each["source"]["url"] for each in ingested.first.report["failures"]}

    lost = {
        url: (ingested.counts[url], count)
        for url, count in wanted.items()
        if count >= 0 and ingested.counts[url] != count
    }

    assert lost == {}
    assert failed == {url for url, count in wanted.items() if count < 0}
    assert ingested.problems == []


@pytest.mark.slow
def test_the_same_documents_again_bring_nothing_new_and_nothing_changed(ingested):
    report = ingested.second.report

    assert (report["items"]["new"], report["items"]["changed"]) == (0, 0)
    assert report["sources"]["unchanged"] == 0
