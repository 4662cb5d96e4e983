"""Draw the pictures of docs/images from what ainews really shows of its sample feeds.

demo.svg needs a system with ptys, digest.png a Chromium; where that is missing, it stays as it is.
"""

from __future__ import annotations

import fcntl
import os
import pty
import shutil
import struct
import subprocess
import sys
import termios
from collections.abc import Iterable
from datetime import UTC, datetime
from io import StringIO
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from ainews.model.digests import Digest

COLUMNS = 100
FIRST, LAST = "The same feeds two hours later", "The sources"
IMAGES = Path(__file__).parents[1] / "docs" / "images"

MOMENT = datetime(2026, 11, 23, 7, tzinfo=UTC)
DIGEST_COLUMNS, DIGEST_ROWS = 80, 32
BROWSERS = ("chromium", "chromium-browser", "google-chrome", "chrome")

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


# A wide window in light colours and a narrow one in dark colours.
DESK = """<!DOCTYPE html><style>
body {{ margin: 0; width: {width}px; height: {height}px; background: #c9c4ba; overflow: hidden; position: relative }}
iframe {{ border: 0; position: absolute; border-radius: 10px; box-shadow: 0 8px 40px rgba(0, 0, 0, .28) }}
</style>
<iframe src="light.html" style="left: 40px; top: 40px; width: 800px; height: 1100px"></iframe>
<iframe src="dark.html" style="left: 890px; top: 130px; width: 390px; height: 1010px"></iframe>
"""
DESK_WIDTH, DESK_HEIGHT = 1320, 1080


def main() -> None:
    from ainews import demo

    IMAGES.mkdir(parents=True, exist_ok=True)
    _draw("demo", "ainews demo", _shown(_on_terminal([sys.executable, "-m", "ainews", "demo"])), COLUMNS)
    digest = demo.run(now=MOMENT).digest
    _draw("digest", "ainews digest", _first_screen(digest), DIGEST_COLUMNS)
    _photograph(digest)


def _draw(name: str, title: str, lines: Iterable[str], columns: int) -> None:
    """Write lines of a terminal as a picture."""
    from rich.console import Console
    from rich.text import Text

    console = Console(record=True, width=columns, file=StringIO(), force_terminal=True, legacy_windows=False)
    for line in lines:
        console.print(Text.from_ansi(line))
    picture = IMAGES / f"{name}.svg"
    picture.write_text(console.export_svg(title=title, code_format=FRAME, unique_id="ainews"), encoding="utf-8")
    print(f"wrote {picture}")


def _first_screen(digest: Digest) -> list[str]:
    """Return as many whole stories as one screen shows."""
    from ainews.cli.render_digest import digest_lines
    from ainews.cli.terminal import Screen

    lines = list(digest_lines(digest, Screen(DIGEST_COLUMNS, live=True, color=True)))[:DIGEST_ROWS]
    return lines[: len(lines) - lines[::-1].index("")]


def _photograph(digest: Digest) -> None:
    """Write how a browser shows the HTML digest."""
    from ainews import formats

    browser = next(filter(None, map(shutil.which, BROWSERS)), None)
    picture = IMAGES / "digest.png"
    if browser is None:
        print(f"left {picture} as it is: none of {', '.join(BROWSERS)} is installed")
        return
    page = formats.render(digest, "html")
    with TemporaryDirectory(prefix="ainews-picture-") as folder:
        Path(folder, "light.html").write_text(page, encoding="utf-8")
        Path(folder, "dark.html").write_text(page.replace("(prefers-color-scheme:dark)", "all"), encoding="utf-8")
        Path(folder, "desk.html").write_text(DESK.format(width=DESK_WIDTH, height=DESK_HEIGHT), encoding="utf-8")
        options = [
            "--headless",
            "--disable-gpu",
            "--hide-scrollbars",
            "--no-sandbox",
            f"--user-data-dir={folder}/profile",
        ]
        window = f"--window-size={DESK_WIDTH},{DESK_HEIGHT}"
        address = Path(folder, "desk.html").as_uri()
        command = [browser, *options, window, f"--screenshot={picture}", address]
        subprocess.run(command, check=True, capture_output=True, timeout=60)
    print(f"wrote {picture}")


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
