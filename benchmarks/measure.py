"""What a whole process costs, and tables of it; nothing here knows what is measured."""

from __future__ import annotations

import json
import os
import platform
import subprocess
import tempfile
import time
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path
from statistics import median

BUILD = Path(__file__).resolve().parent.parent / "build"


@dataclass(frozen=True, slots=True)
class Cost:
    """One run of a program and all its children. `peak_mb` is of the largest single process."""

    cpu_s: float
    wall_s: float
    peak_mb: float
    output: str


def cost_of(command: Sequence[str], *, env: Mapping[str, str] | None = None, stdin: str = "") -> Cost:
    """Run a command to its end and return what it took; RuntimeError with its last words if it fails."""
    with tempfile.TemporaryFile() as given, tempfile.TemporaryFile() as out, tempfile.TemporaryFile() as err:
        given.write(stdin.encode())
        given.seek(0)
        began = time.monotonic()
        child = subprocess.Popen(command, env={**os.environ, **(env or {})}, stdin=given, stdout=out, stderr=err)
        _, status, usage = os.wait4(child.pid, 0)
        wall_s = time.monotonic() - began
        child.returncode = os.waitstatus_to_exitcode(status)
        out.seek(0)
        err.seek(0)
        if child.returncode:
            last_words = err.read()[-2000:].decode(errors="replace")
            raise RuntimeError(f"{' '.join(command[:6])} ended with {child.returncode}:\n{last_words}")
        return Cost(usage.ru_utime + usage.ru_stime, wall_s, usage.ru_maxrss / 1024, out.read().decode())


def median_cost(costs: Sequence[Cost]) -> Cost:
    """Return the medians of each figure, and the last output."""
    return Cost(
        median(cost.cpu_s for cost in costs),
        median(cost.wall_s for cost in costs),
        median(cost.peak_mb for cost in costs),
        costs[-1].output,
    )


def table(head: Sequence[str], rows: Sequence[Sequence[object]]) -> str:
    """Return a Markdown table; floats are shown with two digits after the point."""
    shown = [list(head), ["---"] * len(head), *([_cell(value) for value in row] for row in rows)]
    return "\n".join(f"| {' | '.join(row)} |" for row in shown)


def _cell(value: object) -> str:
    return f"{value:.2f}" if isinstance(value, float) else str(value)


def machine() -> str:
    """Say when and on what the figures were made."""
    busy = os.getloadavg()[0]
    return (
        f"{datetime.now(UTC):%Y-%m-%d %H:%M} UTC, {os.cpu_count()} cores ({platform.machine()}), load {busy:.1f}, "
        f"Python {platform.python_version()}"
    )


def keep(name: str, report: object, markdown: str) -> None:
    """Write a report to build/ as JSON and as Markdown, and show it."""
    BUILD.mkdir(exist_ok=True)
    (BUILD / f"{name}.json").write_text(json.dumps(report, indent=1) + "\n")
    (BUILD / f"{name}.md").write_text(markdown)
    print(markdown)
