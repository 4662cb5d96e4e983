"""The terminal: its width, whether it takes colour, and text made safe to print. Knows nothing of the news."""

from __future__ import annotations

import os
import re
import sys
import unicodedata
from dataclasses import dataclass
from typing import TextIO

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


def screen(stream: TextIO | None = None) -> Screen:
    """Look at a stream, standard output if None. NO_COLOR (no-color.org) is obeyed."""
    stream = stream or sys.stdout
    live = stream.isatty()
    color = live and not os.environ.get("NO_COLOR") and os.environ.get("TERM") != "dumb"
    return Screen(_width(stream) if live else PIPE_WIDTH, live, color)


def say(line: str = "") -> None:
    """Print one line that is already safe."""
    sys.stdout.write(line + "\n")


# Escape sequences of ECMA-48: CSI, strings up to their terminator, and the two-character rest. Compiled when met.
_ESCAPES = (
    r"(?s)(?:\x1b\[|\x9b)[0-?]*[ -/]*[@-~]?"
    r"|(?:\x1b[\]PX^_]|[\x90\x98\x9d-\x9f]).*?(?:\x07|\x1b\\|\x9c|$)"
    r"|\x1b[ -/]*[0-~]?"
)
_JOINERS = "\u200c\u200d"  # Persian and Indic spelling and emoji need them


def clean(text: str) -> str:
    """Return one safe line: no control characters, escape sequences or direction overrides, blanks folded."""
    if not text.isprintable():
        text = "".join(map(_visible, re.sub(_ESCAPES, "", text)))
    return " ".join(text.split())


def clean_lines(text: str) -> str:
    """Return safe text whose line breaks and indentation stay."""
    if text.isprintable():
        return text
    return "\n".join("".join(map(_visible, line)).rstrip() for line in re.sub(_ESCAPES, "", text).split("\n"))


def _visible(character: str) -> str:
    if character.isprintable() or character in _JOINERS:
        return character
    if character.isspace():
        return " "
    # Unassigned here may be an emoji of a newer Unicode than this Python's.
    return character if unicodedata.category(character) == "Cn" else ""


def _width(stream: TextIO) -> int:
    try:
        columns = int(os.environ.get("COLUMNS") or os.get_terminal_size(stream.fileno()).columns)
    except (ValueError, OSError):
        return PIPE_WIDTH
    return max(40, min(columns, MOST_WIDTH)) if columns else PIPE_WIDTH
