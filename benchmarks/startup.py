"""What starting costs: CPU of whole commands against `python -c "import sqlite3, typer"`, interleaved, medians.

    python benchmarks/startup.py [--rounds 15] [--store PATH]

Without `--store`, `ainews list` reads an empty store made for the purpose. CPU is user plus system time of the child.
"""

from __future__ import annotations

import argparse
import resource
import statistics
import subprocess
import sys
import tempfile
from pathlib import Path

LIMITS = {"ainews --version": None, "ainews --help": 1.5, "ainews list": 2.0, "ainews list --json": 2.0}


def cpu_ms(command: list[str]) -> float:
    """Return the CPU time of one run, in milliseconds."""
    before = resource.getrusage(resource.RUSAGE_CHILDREN)
    subprocess.run(command, check=True, stdout=subprocess.DEVNULL)
    after = resource.getrusage(resource.RUSAGE_CHILDREN)
    return 1000 * (after.ru_utime + after.ru_stime - before.ru_utime - before.ru_stime)


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--rounds", type=int, default=15)
    parser.add_argument("--store", default="")
    wishes = parser.parse_args()
    with tempfile.TemporaryDirectory() as folder:
        store = wishes.store or str(Path(folder) / "empty.db")
        ainews = [sys.executable, "-m", "ainews", "--store", store]
        commands = {
            "python -c pass": [sys.executable, "-c", "pass"],
            "import sqlite3, typer": [sys.executable, "-c", "import sqlite3, typer"],
            "ainews --version": [sys.executable, "-m", "ainews", "--version"],
            "ainews --help": [sys.executable, "-m", "ainews", "--help"],
            "ainews list": [*ainews, "list"],
            "ainews list --json": [*ainews, "list", "--json"],
        }
        times: dict[str, list[float]] = {name: [] for name in commands}
        for command in commands.values():
            cpu_ms(command)
        for _ in range(wishes.rounds):
            for name, command in commands.items():
                times[name].append(cpu_ms(command))
    floor = statistics.median(times["import sqlite3, typer"])
    print(f"{'command':<24} {'CPU ms':>7} {'ratio':>6} {'limit':>6}")
    for name, runs in times.items():
        middle, limit = statistics.median(runs), LIMITS.get(name)
        print(f"{name:<24} {middle:>7.1f} {middle / floor:>6.2f} {limit or '':>6}")


if __name__ == "__main__":
    main()
