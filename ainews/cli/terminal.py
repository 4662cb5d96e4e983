"""The terminal: its width, whether it takes colour, and text made safe to print. Knows nothing of the news."""

from __future__ import annotations

import os
import sys
from dataclasses import dataclass
from typing import TextIO

from ainews.text.showing import clean as clean
from ainews.text.showing import clean_lines as clean_lines

STYLES = {
    "bold": "1",
    "dim": "2",
    "italic": "3",
    "heading": "1;36",
    "good": "32",
    "bad": "31",
    "warn": "33",
    "accent": "36",
    "star": "33",
    "hit": "1;33",
    "added": "32",
    "removed": "31;9",
}
PIPE_WIDTH = 80
MOST_WIDTH = 160


@dataclass(frozen=True, slots=True)
class Screen:
    """What output may look like: `live` on a terminal, else in a pipe; `color` allows escape codes at all."""

    width: int = PIPE_WIDTH
    live: bool = False
    color: bool = False

    def paint(self, style: str, text: str) -> str:
        """Return the text in a style of `STYLES`, or as it is where colour is not wanted or the style is empty."""
        if not (self.color and text and style):
            return text
        return f"\x1b[{STYLES[style]}m{text}\x1b[0m"

    def link(self, url: str, style: str, text: str) -> str:
        """Paint a text that leads to an address where the terminal can (OSC 8; others show the text alone).

        url  safe already; "" leads nowhere
        """
        painted = self.paint(style, text)
        return f"\x1b]8;;{url}\x1b\\{painted}\x1b]8;;\x1b\\" if self.color and url else painted


def screen(stream: TextIO | None = None) -> Screen:
    """Look at a stream, standard output if None. NO_COLOR (no-color.org) is obeyed."""
    stream = stream or sys.stdout
    live = stream.isatty()
    color = live and not os.environ.get("NO_COLOR") and os.environ.get("TERM") != "dumb"
    return Screen(_width(stream) if live else PIPE_WIDTH, live, color)


def say(line: str = "") -> None:
    """Print one line that is already safe."""
    sys.stdout.write(line + "\n")


def warn(message: str) -> None:
    """Say on standard error what went wrong without ending the command."""
    sys.stdout.flush()
    sys.stderr.write(f"ainews: {clean_lines(message)}\n")


def _width(stream: TextIO) -> int:
    try:
        columns = int(os.environ.get("COLUMNS") or os.get_terminal_size(stream.fileno()).columns)
    except (ValueError, OSError):
        return PIPE_WIDTH
    return max(40, min(columns, MOST_WIDTH)) if columns else PIPE_WIDTH
