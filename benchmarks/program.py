"""ainews as a program: commands run in processes of their own, with a store, settings and a home of their own."""

from __future__ import annotations

import json
import os
import subprocess
import sys
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any
from xml.sax.saxutils import quoteattr

PATIENCE_S = 120.0


@dataclass(frozen=True, slots=True)
class Ended:
    """How a command ended and what it printed."""

    code: int
    out: str
    err: str

    @property
    def report(self) -> Any:
        """The object that a report command printed with --json."""
        return json.loads(self.out)

    @property
    def lines(self) -> list[Any]:
        """The objects that a list command printed with --json."""
        return [json.loads(line) for line in self.out.splitlines()]


@dataclass(frozen=True)
class Program:
    """The command line over one store in `folder`, allowed to poll loopback; `settings` as in the environment."""

    folder: Path
    settings: Mapping[str, str] = field(default_factory=dict)

    @property
    def store(self) -> Path:
        return self.folder / "ainews.sqlite"

    @property
    def env(self) -> dict[str, str]:
        inherited = {name: value for name, value in os.environ.items() if not name.startswith(("AINEWS_", "XDG_"))}
        return {
            **inherited,
            "HOME": str(self.folder),
            "AINEWS_STORE__ADDRESS": str(self.store),
            "AINEWS_FETCH__ALLOW_PRIVATE": "true",
            "AINEWS_LOG__FILE": str(self.folder / "ainews.log"),
            "PYTHONFAULTHANDLER": "1",
            **self.settings,
        }

    def start(self, *arguments: str, **options: Any) -> subprocess.Popen[str]:
        """Start a command and do not wait for it; `options` are those of Popen."""
        command = [sys.executable, "-m", "ainews", *arguments]
        return subprocess.Popen(
            command, env=self.env, stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True, **options
        )

    def run(self, *arguments: str, prepare: Callable[[], None] | None = None, **options: Any) -> Ended:
        """Run a command to its end; `prepare` runs in the child before it."""
        with self.start(*arguments, preexec_fn=prepare, **options) as child:
            try:
                out, err = child.communicate(timeout=PATIENCE_S)
            except subprocess.TimeoutExpired:
                child.kill()
                raise
        return Ended(child.returncode, out, err)

    def follow(self, urls: Iterable[str]) -> None:
        """Subscribe to feeds without polling them."""
        opml = self.folder / "sources.opml"
        outlines = "".join(f'<outline type="rss" text={quoteattr(url)} xmlUrl={quoteattr(url)}/>' for url in urls)
        opml.write_text(f'<opml version="2.0"><head/><body>{outlines}</body></opml>')
        ended = self.run("source", "import", str(opml))
        if ended.code:
            raise RuntimeError(f"source import ended with {ended.code}: {ended.err}")

    def ingest(self, *arguments: str) -> Ended:
        """Poll every source, due or not."""
        return self.run("ingest", "--all", "--json", *arguments)
