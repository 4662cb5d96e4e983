"""The pages of the documentation, and the command lines that they show."""

from __future__ import annotations

import re
import shlex
from collections.abc import Iterator
from pathlib import Path

ROOT = Path(__file__).parents[2]
PAGES = sorted([*ROOT.glob("*.md"), *(ROOT / "docs").rglob("*.md")])

_BLOCK = re.compile(r"^ *```(\w*)\n(.*?)^ *```$", re.MULTILINE | re.DOTALL)
_SPAN = re.compile(r"`(ainews [^`\n]*)`")


def console_lines(page: Path) -> list[str]:
    """Return the command lines of a page's console blocks, in order."""
    blocks = [text for language, text in _BLOCK.findall(page.read_text(encoding="utf-8")) if language == "console"]
    lines = (line.strip() for block in blocks for line in block.splitlines())
    return [line.removeprefix("$ ") for line in lines if line.startswith("$ ")]


def command_lines(page: Path) -> Iterator[list[str]]:
    """Yield the arguments of every `ainews ...` on a page, in blocks and in running text."""
    text = page.read_text(encoding="utf-8")
    for line in [*console_lines(page), *_SPAN.findall(_BLOCK.sub("", text))]:
        if line.startswith("ainews ") and "..." not in line:
            yield arguments(line)


def arguments(line: str) -> list[str]:
    """Return what follows `ainews` on a command line."""
    return shlex.split(line, comments=True)[1:]
