"""Where details go that do not belong on the screen: a file for faults, standard error when asked. Never colours."""

from __future__ import annotations

import sys
from contextlib import suppress
from datetime import UTC, datetime
from pathlib import Path

KEPT_BYTES = 1024 * 1024


def to_terminal() -> None:
    """Send the log to standard error, as `--verbose` asks."""
    import logging

    logging.basicConfig(level=logging.INFO, format="%(asctime)s %(name)s: %(message)s", datefmt="%H:%M:%S")


def to_file(file: Path) -> None:
    """Send warnings and faults to a file; where it cannot be written, nowhere."""
    import logging

    logging.raiseExceptions = False
    handler: logging.Handler = logging.NullHandler()
    with suppress(OSError):
        _make_room(file)
        handler = logging.FileHandler(file, encoding="utf-8", delay=True)
    logging.basicConfig(level=logging.WARNING, handlers=[handler], format="%(asctime)s %(name)s: %(message)s")


def print_traceback(error: BaseException) -> None:
    import traceback

    traceback.print_exception(error, file=sys.stderr)


def keep(error: BaseException, file: Path, doing: str) -> Path | None:
    """Append a fault's traceback to the file; returns the file, None if it cannot be written."""
    import traceback

    trace = "".join(traceback.format_exception(error))
    entry = f"{datetime.now(UTC):%Y-%m-%d %H:%M:%S}Z {doing}\n{trace}\n"
    try:
        _make_room(file)
        with file.open("a", encoding="utf-8", errors="replace") as log:
            log.write(entry)
    except OSError:
        return None
    return file


def _make_room(file: Path) -> None:
    """Set a file aside as `.1` that has grown past `KEPT_BYTES`; a run adds little to it."""
    file.parent.mkdir(parents=True, exist_ok=True)
    if file.exists() and file.stat().st_size > KEPT_BYTES:
        file.replace(file.with_name(f"{file.name}.1"))
