"""The evaluation texts of the shared data, made readable: tokenized news as it was written, stories of items."""

from __future__ import annotations

import json
import os
import re
from collections import defaultdict
from collections.abc import Iterator
from pathlib import Path
from typing import Any

from ainews.model import ItemText

SHARED = Path(os.environ.get("AINEWS_SHARED", Path(__file__).resolve().parents[2] / "shared")) / "data"

_OPENING = re.compile(r"``\s?")
_INSIDE = re.compile(r"(?<=[“‘]) | (?=[”])")
_BEFORE = re.compile(r" (?=[,;:!?%)\]]|\.(?:\s|$|''|\")|n't\b|'(?:s|re|ve|ll|d|m)\b|''|/)")
_AFTER = re.compile(r"(?<=[(\[$£#]) | (?=-\w)(?<=\w )|(?<=/) ")
_DECIMAL = re.compile(r"(?<=\d) ([.:]) (?=\d)|(?<=\d) (,) (?=\d{3}\b)")
_SINGLE = re.compile(r"(?<!`)` (.+?) '(?!\w)(?=[\s,.]|$)")
_ADDRESS = re.compile(r"\bhttps? ?: ?/")


def frank() -> list[dict[str, Any]]:
    """Return FRANK's articles of CNN and Daily Mail, with a reference and systems' outputs judged by people."""
    lines = (SHARED / "summarization" / "frank.jsonl").read_text(encoding="utf-8").splitlines()
    return [row for row in map(json.loads, lines) if row["source"] == "cnndm"]


def ecb_stories(words: int = 60) -> dict[str, list[ItemText]]:
    """Return the stories of ECB+, each document cut to its first words as feeds cut theirs."""
    stories: dict[str, list[ItemText]] = defaultdict(list)
    lines = (SHARED / "clustering" / "ecbplus_docs.jsonl").read_text(encoding="utf-8").splitlines()
    for number, document in enumerate(map(json.loads, lines), 1):
        text = _cut("\n".join(_readable(document["sentences"])), words)
        stories[document["cluster"]].append(ItemText(number, "", text))
    return dict(stories)


def untokenized(text: str) -> str:
    """Return tokenized text as it was written, near enough to be read and split."""
    text = _DECIMAL.sub(r"\1\2", _SINGLE.sub(r"‘\1’", _OPENING.sub("“", text))).replace(" ''", "”").replace("''", "”")
    return _INSIDE.sub("", _AFTER.sub("", _BEFORE.sub("", text)))


def _readable(sentences: list[str]) -> Iterator[str]:
    for sentence in sentences:
        if not _ADDRESS.search(sentence):
            yield untokenized(sentence)


def _cut(text: str, words: int) -> str:
    """Return the first words with their line breaks."""
    match = re.match(rf"(?:\S+\s+){{0,{words - 1}}}\S*", text)
    return match[0] if match else ""
