"""Where a digest goes, and in which format: the terminal, a pipe or a file, which is written whole or not at all."""

from __future__ import annotations

import os
import sys
from contextlib import suppress
from pathlib import Path
from typing import TYPE_CHECKING

from ainews.cli.terminal import Screen, screen
from ainews.errors import UsageError

if TYPE_CHECKING:
    from ainews.model.digests import Digest

TERMINAL = "terminal"
STDOUT = "-"


class Place:
    """One place and one format."""

    def __init__(self, format_name: str, file: Path | None) -> None:
        self._format = format_name
        self._file = file

    @classmethod
    def chosen(cls, format_name: str, output: str, *, as_json: bool) -> Place:
        """Return the place that options name, checked before anything is done; raises UsageError."""
        file = None if output in ("", STDOUT) else Path(output).expanduser()
        if file is not None and not file.parent.is_dir():
            raise UsageError(f"there is no folder {file.parent}: make it first, or name another file")
        return cls(_format(format_name, file, as_json=as_json), file)

    def put(self, digest: Digest, *, verbose: bool) -> None:
        """Print or write a digest; raises UsageError where the file cannot be written."""
        text = self._text(digest, screen() if self._file is None else Screen(), verbose=verbose)
        if self._file is None:
            sys.stdout.write(text)
        else:
            write(self._file, text)

    def _text(self, digest: Digest, screen: Screen, *, verbose: bool) -> str:
        if self._format != TERMINAL:
            from ainews import formats

            return formats.render(digest, self._format, zone=None)
        from ainews.cli.render_digest import digest_lines

        return "".join(f"{line}\n" for line in digest_lines(digest, screen, verbose=verbose))


def write(file: Path, text: str) -> None:
    """Replace a file in one step; what is no plain file, such as /dev/null or a pipe, is written to.

    A link stays one: what it leads to is replaced.
    """
    is_special = file.exists() and not file.is_file()
    whole = file if is_special else file.resolve()
    target = whole if is_special else whole.with_name(f".{whole.name}.{os.getpid()}")
    try:
        target.write_text(text, "utf-8")
        if not is_special:
            target.replace(whole)
    except OSError as error:
        if not is_special:
            with suppress(OSError):
                target.unlink()
        raise UsageError(f"{file} cannot be written ({error.strerror}): name another file") from error


def _format(format_name: str, file: Path | None, *, as_json: bool) -> str:
    """Return the format that is asked for, else the file's, else what suits the screen."""
    from ainews import formats

    if as_json and format_name not in ("", "json"):
        raise UsageError(f"--json and --format {format_name} are two formats: leave one out")
    name = "json" if as_json else format_name
    if name and name not in (TERMINAL, *formats.NAMES):
        raise UsageError(f"there is no format {name}: choose one of {', '.join((TERMINAL, *formats.NAMES))}")
    if not name and file is not None:
        return formats.name_for_suffix(file)
    return name or (TERMINAL if screen().live else "plain")
