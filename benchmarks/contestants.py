"""The programs that ingest is compared with: how each is set up, run and counted."""

from __future__ import annotations

import shutil
import sqlite3
import sys
from collections.abc import Sequence
from contextlib import closing
from dataclasses import dataclass, field
from importlib.util import find_spec
from pathlib import Path
from typing import Protocol
from xml.sax.saxutils import quoteattr

from benchmarks.measure import cost_of


class Contestant(Protocol):
    """One program with a store of its own in `folder`."""

    name: str
    folder: Path
    env: dict[str, str]
    stdin: str

    def set_up(self, urls: Sequence[str]) -> None:
        """Make an empty store that knows the feeds."""

    def command(self) -> list[str]:
        """The command that polls every feed, due or not."""

    def count(self) -> int:
        """How many items are stored."""


@dataclass
class Floor:
    """Threads, fastfeedparser and SQLite, nothing else."""

    folder: Path
    name: str = "floor"
    env: dict[str, str] = field(default_factory=dict)
    stdin: str = ""

    def set_up(self, urls: Sequence[str]) -> None:
        self.stdin = "\n".join(urls)

    def command(self) -> list[str]:
        return [sys.executable, "-m", "benchmarks.ingest_floor", str(self.folder / "floor.sqlite")]

    def count(self) -> int:
        return _count(self.folder / "floor.sqlite", "SELECT count(*) FROM item")


@dataclass
class Ainews:
    """The command as people run it; `--all` since nothing is due again so soon."""

    folder: Path
    name: str = "ainews"
    env: dict[str, str] = field(default_factory=dict)
    stdin: str = ""

    def set_up(self, urls: Sequence[str]) -> None:
        self.env["AINEWS_STORE__ADDRESS"] = str(self.folder / "ainews.sqlite")
        self.env["AINEWS_FETCH__ALLOW_PRIVATE"] = "true"
        opml = self.folder.with_suffix(".opml")
        outlines = "\n".join(f'<outline type="rss" text="feed" xmlUrl={quoteattr(url)}/>' for url in urls)
        opml.write_text(f'<opml version="2.0"><head/><body>{outlines}</body></opml>')
        cost_of([sys.executable, "-m", "ainews", "source", "import", str(opml)], env=self.env)

    def command(self) -> list[str]:
        return [sys.executable, "-m", "ainews", "ingest", "--all", "--json"]

    def count(self) -> int:
        return _count(self.folder / "ainews.sqlite", "SELECT count(*) FROM item")


@dataclass
class Reader:
    """lemon24's reader, its command line, with threads."""

    folder: Path
    name: str = "reader"
    env: dict[str, str] = field(default_factory=dict)
    stdin: str = ""

    def set_up(self, urls: Sequence[str]) -> None:
        adding = (
            "import sys; from reader import make_reader; reader = make_reader(sys.argv[1])\n"
            "for url in sys.stdin.read().split(): reader.add_feed(url)"
        )
        cost_of([sys.executable, "-c", adding, str(self.store)], stdin="\n".join(urls))

    @property
    def store(self) -> Path:
        return self.folder / "reader.sqlite"

    def command(self) -> list[str]:
        return [sys.executable, "-m", "reader", "--db", str(self.store), "update", "--no-scheduled", "--workers", "32"]

    def count(self) -> int:
        return _count(self.store, "SELECT count(*) FROM entries")


@dataclass
class Sfeed:
    """sfeed_update with its defaults: curl, sort and eight jobs at once."""

    folder: Path
    name: str = "sfeed"
    env: dict[str, str] = field(default_factory=dict)
    stdin: str = ""

    def set_up(self, urls: Sequence[str]) -> None:
        feeds = "\n".join(f'\tfeed "feed-{n}" "{url}"' for n, url in enumerate(urls))
        (self.folder / "sfeedrc").write_text(f'sfeedpath="{self.folder}/feeds"\nfeeds() {{\n{feeds}\n}}\n')

    def command(self) -> list[str]:
        return ["sfeed_update", str(self.folder / "sfeedrc")]

    def count(self) -> int:
        return sum(path.read_bytes().count(b"\n") for path in (self.folder / "feeds").iterdir())


def present(folder: Path) -> tuple[list[Contestant], list[str]]:
    """Return the contestants that are installed here, in new folders, and why others are not."""
    contestants: list[Contestant] = [Floor(folder / "floor"), Ainews(folder / "ainews")]
    absent = []
    if find_spec("reader"):
        contestants.append(Reader(folder / "reader"))
    else:
        absent.append("reader is not installed (pip install reader): left out")
    if shutil.which("sfeed_update"):
        contestants.append(Sfeed(folder / "sfeed"))
    else:
        absent.append("sfeed_update is not installed (Debian package sfeed): left out")
    for contestant in contestants:
        contestant.folder.mkdir(parents=True)
    return contestants, absent


def store_mb(folder: Path) -> float:
    """Return the size of a contestant's store once its write-ahead log is folded in."""
    for path in folder.glob("*.sqlite"):
        with closing(sqlite3.connect(path)) as db:
            db.execute("PRAGMA wal_checkpoint(TRUNCATE)")
    return sum(path.stat().st_size for path in folder.rglob("*") if path.is_file()) / 1e6


def _count(store: Path, query: str) -> int:
    with closing(sqlite3.connect(store)) as db:
        return int(db.execute(query).fetchone()[0])
