"""A disk that is full, or may not be written, is told clearly and spoils nothing."""

from __future__ import annotations

import os
import resource
import subprocess
from contextlib import contextmanager, nullcontext

import pytest

from ainews.model import ItemFilter
from ainews.store import Store
from benchmarks.feedserver import Site, page, served
from benchmarks.hostile import feed_of
from benchmarks.program import Program

pytestmark = pytest.mark.slow

ITEMS = 3000


@pytest.fixture
def feed():
    site = Site(pages={"/feed.xml": page(feed_of(ITEMS, text="Some words about item"))})
    with served(site) as port:
        yield f"http://127.0.0.1:{port}/feed.xml"


def counted(program: Program) -> int:
    with Store.open(program.store) as store:
        assert store.admin.check() == []
        return len(store.reading.list(ItemFilter(limit=0)))


def limit_files_to(size_bytes: int):
    return lambda: resource.setrlimit(resource.RLIMIT_FSIZE, (size_bytes, size_bytes))


@contextmanager
def small_disk(folder, size: str):
    folder.mkdir()
    mounted = subprocess.run(["mount", "-t", "tmpfs", "-o", f"size={size}", "tmpfs", folder], capture_output=True)
    if mounted.returncode:
        pytest.skip("a small file system can only be mounted by root")
    try:
        yield folder
    finally:
        subprocess.run(["umount", "-l", folder], check=True)


def test_a_full_disk_is_told_and_the_next_run_with_space_completes(tmp_path, feed):
    with small_disk(tmp_path / "disk", "1m") as folder:
        program = Program(folder)
        program.follow([feed])

        full = program.ingest()
        held = counted(program)
        subprocess.run(["mount", "-o", "remount,size=64m", folder], check=True)
        roomy = program.ingest()

        assert full.code == 7
        assert "space" in full.err
        assert "Traceback" not in full.err
        assert held == 0
        assert roomy.code == 0
        assert counted(program) == ITEMS


def test_a_store_that_hits_a_limit_on_file_sizes_is_told_and_stays_whole(program, feed):
    program.follow([feed])

    limited = program.run("ingest", "--all", "--json", prepare=limit_files_to(400_000))
    held = counted(program)
    free = program.ingest()

    assert limited.code == 7
    assert limited.err
    assert "Traceback" not in limited.err
    assert held == 0
    assert free.code == 0
    assert counted(program) == ITEMS


@contextmanager
def forbidden(folder):
    """Forbid all writing in a folder; root may write anything, but not to a disk that is mounted read-only."""
    if os.geteuid() == 0:
        subprocess.run(["mount", "-o", "remount,ro", folder], check=True)
        yield
        return
    paths = [folder, *folder.iterdir()]
    for path in paths:
        path.chmod(0o555)
    yield
    for path in paths:
        path.chmod(0o755)


@pytest.fixture
def guarded(tmp_path, feed):
    """A filled store that may be read and not written."""
    with small_disk(tmp_path / "disk", "64m") if os.geteuid() == 0 else nullcontext(tmp_path) as folder:
        program = Program(folder)
        program.follow([feed])
        program.ingest()
        with forbidden(folder):
            yield program


def test_a_store_that_cannot_be_written_refuses_an_ingest_clearly(guarded):
    refused = guarded.run("ingest", "--all", "--json")

    assert refused.code == 7
    assert str(guarded.store) in refused.err
    assert "cannot be written" in refused.err
    assert "Traceback" not in refused.err


def test_a_store_that_cannot_be_written_can_be_read(guarded):
    listed = guarded.run("list", "--json", "--limit", "5")

    assert listed.code == 0
    assert len(listed.lines) == 5
