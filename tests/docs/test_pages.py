"""What the documents point at exists: pages, headings, commands, options."""

from __future__ import annotations

import re
from typing import Any
from urllib.parse import unquote

import pytest
from typer import Context

from ainews.cli import tree
from tests.docs.pages import PAGES, ROOT, command_lines

LINK = re.compile(r"(?<!`)\[[^\]]*\]\(([^)\s]+)\)")
by_page = pytest.mark.parametrize("page", PAGES, ids=lambda page: str(page.relative_to(ROOT)))


def headings(text: str) -> set[str]:
    """Return the anchors that a page's headings make."""
    found = re.findall(r"^#+ (.+)$", text, re.MULTILINE)
    return {re.sub(r"[^\w\- ]", "", heading.lower()).replace(" ", "-") for heading in found}


@by_page
def test_relative_links_lead_to_something(page):
    for link in LINK.findall(page.read_text(encoding="utf-8")):
        path, _, anchor = link.partition("#")
        if "://" in link or link.startswith("mailto:"):
            continue
        target = page.parent / unquote(path) if path else page
        assert target.exists(), link
        assert not anchor or anchor in headings(target.read_text(encoding="utf-8")), link


@by_page
def test_every_command_and_option_that_is_named_exists(page):
    for line in command_lines(page):
        command, rest = found(line)
        known = {option for parameter in command.params for option in parameter.opts + parameter.secondary_opts}
        named = {word.partition("=")[0] for word in rest if word.startswith("--")}
        assert named <= known | global_options(), line


def test_no_page_names_this_machine():
    for page in PAGES:
        assert not re.search(r"/(root|work)/|127\.0\.0\.1:\d", page.read_text(encoding="utf-8")), page


def test_the_readme_can_be_read_in_one_go():
    assert len((ROOT / "README.md").read_text(encoding="utf-8").splitlines()) < 150


def found(line: list[str]) -> tuple[Any, list[str]]:
    """Return the command that a command line calls, and the words after its name."""
    command, rest = tree.root(), [*line]
    while rest and hasattr(command, "commands"):
        if rest[0] in ("--config", "--store"):
            del rest[:2]
            continue
        if rest[0].startswith("-"):
            break
        name = rest.pop(0)
        command = command.get_command(Context(command), name)
        assert command is not None, f"no command {name!r}: ainews {' '.join(line)}"
    return command, rest


def global_options() -> set[str]:
    return {"--help", "--version"} | {option for parameter in tree.root().params for option in parameter.opts}
