"""Stories, and what an honest and a lying model say of them, read from lies.txt."""

from __future__ import annotations

import re
from dataclasses import dataclass
from pathlib import Path

from ainews.model import ItemText, Sentence

_SAID = re.compile(r"([+-]) (?:\[([\d, ]+)\] )?(?:(\w+): )?(.*)")


@dataclass(frozen=True)
class Said:
    """One sentence of a model about a story; `fault` is the name of what is wrong with it, "" if nothing is."""

    story: str
    items: tuple[ItemText, ...]
    sentence: Sentence
    fault: str


def said() -> list[Said]:
    found: list[Said] = []
    story, items = "", []
    for line in (Path(__file__).parent / "lies.txt").read_text(encoding="utf-8").splitlines():
        if line.startswith("== "):
            story, items = line[3:], []
        elif line[:1].isdigit():
            number, title, text = line.split(" | ")
            items.append(ItemText(int(number), title, text, f"https://news.example/{number}"))
        elif line[:1] in ("+", "-"):
            found.append(_said(line, story, tuple(items)))
    return found


def _said(line: str, story: str, items: tuple[ItemText, ...]) -> Said:
    sign, cited, fault, text = _SAID.fullmatch(line).groups()
    if sign == "+":
        fault, text = "", line[2:]
    numbers = tuple(map(int, cited.split(","))) if cited else tuple(item.item_id for item in items)
    return Said(story, items, Sentence(text, numbers), fault)
