"""Draw docs/images/demo.svg from what `ainews demo` really prints on a terminal; needs a system with ptys."""

from __future__ import annotations

import fcntl
import os
import pty
import struct
import sys
import termios
from io import StringIO
from pathlib import Path

COLUMNS = 100
FIRST, LAST = "The same feeds two hours later", "The sources"
PICTURE = Path(__file__).parents[1] / "docs" / "images" / "demo.svg"

# Rich's own frame loads a font from a server; a picture in a repository asks nobody for anything.
FRAME = """<svg class="rich-terminal" viewBox="0 0 {width} {height}" xmlns="http://www.w3.org/2000/svg">
<style>
.{unique_id}-matrix {{ font-family: ui-monospace, "DejaVu Sans Mono", Menlo, Consolas, monospace;
  font-size: {char_height}px; line-height: {line_height}px; font-variant-east-asian: full-width; }}
.{unique_id}-title {{ font-size: 18px; font-weight: bold; font-family: sans-serif; }}
{styles}
</style>
<defs><clipPath id="{unique_id}-clip-terminal">
<rect x="0" y="0" width="{terminal_width}" height="{terminal_height}"/></clipPath>{lines}</defs>
{chrome}
<g transform="translate({terminal_x}, {terminal_y})" clip-path="url(#{unique_id}-clip-terminal)">
{backgrounds}
<g class="{unique_id}-matrix">{matrix}</g>
</g>
</svg>
"""


def main() -> None:
    from rich.console import Console
    from rich.text import Text

    console = Console(record=True, width=COLUMNS, file=StringIO(), force_terminal=True, legacy_windows=False)
    for line in _shown(_on_terminal([sys.executable, "-m", "ainews", "demo"])):
        console.print(Text.from_ansi(line))
    PICTURE.parent.mkdir(parents=True, exist_ok=True)
    PICTURE.write_text(console.export_svg(title="ainews demo", code_format=FRAME, unique_id="ainews"), encoding="utf-8")
    print(f"wrote {PICTURE}")


def _on_terminal(command: list[str]) -> list[str]:
    """Run a command on a terminal of its own and return the lines it printed, colours and all."""
    child, terminal = pty.fork()
    if child == 0:
        fcntl.ioctl(0, termios.TIOCSWINSZ, struct.pack("HHHH", 60, COLUMNS, 0, 0))
        os.environ.update(TERM="xterm-256color", COLORTERM="truecolor", COLUMNS=str(COLUMNS))
        os.environ.pop("NO_COLOR", None)
        os.execv(command[0], command)
    printed = b""
    while part := _read(terminal):
        printed += part
    os.waitpid(child, 0)
    return printed.decode().replace("\r\n", "\n").split("\n")


def _read(terminal: int) -> bytes:
    try:
        return os.read(terminal, 65536)
    except OSError:  # how Linux says that the other side has closed
        return b""


def _shown(lines: list[str]) -> list[str]:
    first = next(number for number, line in enumerate(lines) if FIRST in line)
    last = next(number for number, line in enumerate(lines) if LAST in line and number > first)
    return lines[first : last - 1]


if __name__ == "__main__":
    main()
