"""Sanitized HTML as Markdown, or as plain text that keeps paragraphs and lists. Judges nothing about safety."""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from selectolax.lexbor import LexborNode

_BLOCKS = frozenset(
    "address article aside blockquote caption center dd details div dl dt figcaption figure footer h1 h2 h3 h4 h5 h6"  # noqa: SIM905
    " header hgroup hr li main nav ol p pre section summary table tbody td tfoot th thead tr ul".split()
)
_ANY_BLOCK = ",".join(sorted(_BLOCKS))
_EMPHASIS = {"em": "*", "i": "*", "cite": "*", "strong": "**", "b": "**", "del": "~~", "s": "~~", "strike": "~~"}
_CODE = ("code", "kbd", "samp", "tt", "var")
_UNSEEN = ("script", "style", "audio", "video", "rp", "-comment", "_comment")
_SPECIAL = re.compile(r"([\\`*_\[\]<>]|~~)")
_LINE_START = re.compile(r"^(#{1,6}(?= )|[-+](?= )|\d+(?=[.)] )|={3,}|-{3,})", re.MULTILINE)
_DEEPEST = 60


def markdown(html: str) -> str:
    """Return HTML as CommonMark, with the tables of GitHub."""
    return _Writer(plain=False).text(html)


def plain(html: str) -> str:
    """Return HTML as text: paragraphs apart, lists with dashes, links and images only by their words."""
    return _Writer(plain=True).text(html)


class _Writer:
    """Walks the tree; `plain` leaves out what only Markdown understands."""

    def __init__(self, *, plain: bool) -> None:
        self._plain = plain

    def text(self, html: str) -> str:
        from selectolax.lexbor import LexborHTMLParser

        body = LexborHTMLParser(html).body
        return "\n\n".join(self._blocks(body, 0)) if body is not None else ""

    def _blocks(self, node: LexborNode, depth: int) -> Iterator[str]:
        """Yield the blocks of an element; words between block elements are a paragraph of their own."""
        words = ""
        for child in node.iter(include_text=True):
            inner = self._block_of(child, depth + 1)
            if inner is None:
                words += self._inline(child, depth + 1)
                continue
            yield from self._paragraph(words)
            words = ""
            yield from inner
        yield from self._paragraph(words)

    def _block_of(self, node: LexborNode, depth: int) -> Iterator[str] | None:
        """Return the blocks that an element stands for, None for one inside a line."""
        tag = node.tag
        if tag is None or tag not in _BLOCKS:
            holds_blocks = tag not in ("-text", "a", *_UNSEEN) and node.css_first(_ANY_BLOCK) is not None
            return self._blocks(node, depth) if holds_blocks and depth < _DEEPEST else None
        if depth >= _DEEPEST:
            return self._paragraph(self._escaped(node.text()))
        if tag[0] == "h" and tag[1:].isdigit():
            return self._heading(node, int(tag[1:]), depth)
        special = {
            "ul": self._list,
            "ol": self._list,
            "blockquote": self._quote,
            "pre": self._preformatted,
            "table": self._table,
            "hr": self._rule,
        }
        return special.get(tag, self._blocks)(node, depth)

    def _paragraph(self, words: str) -> Iterator[str]:
        lines = [" ".join(line.split()) for line in words.strip().split("\n\n")]
        text = ("\n" if self._plain else "\\\n").join(lines)
        if text:
            yield text if self._plain else _LINE_START.sub(r"\\\1", text)

    def _heading(self, node: LexborNode, level: int, depth: int) -> Iterator[str]:
        words = " ".join(self._inline_children(node, depth).split())
        if words:
            yield words if self._plain else f"{'#' * level} {words}"

    def _list(self, node: LexborNode, depth: int) -> Iterator[str]:
        start = (node.attributes.get("start") or "") if node.tag == "ol" else ""
        number = int(start) if start.isdecimal() and len(start) < 7 else 1
        items: list[str] = []
        for child in node.iter():
            bullet = f"{number + len(items)}. " if node.tag == "ol" else "- "
            text = "\n".join(self._blocks(child, depth + 1))
            if text:
                items.append(bullet + text.replace("\n", "\n" + " " * len(bullet)))
        if items:
            yield "\n".join(items)

    def _quote(self, node: LexborNode, depth: int) -> Iterator[str]:
        text = "\n\n".join(self._blocks(node, depth))
        if text:
            yield "\n".join(f"> {line}".rstrip() for line in text.split("\n"))

    def _preformatted(self, node: LexborNode, depth: int) -> Iterator[str]:
        text = node.text().strip("\n")
        fence = "`" * max([3, *(len(run) + 1 for run in re.findall("`+", text))])
        yield text if self._plain else f"{fence}\n{text}\n{fence}"

    def _table(self, node: LexborNode, depth: int) -> Iterator[str]:
        rows = [
            [" ".join(self._inline_children(cell, depth).split()).replace("|", "/") for cell in row.css("td,th")]
            for row in node.css("tr")
            if row.css_first("table") is None
        ]
        rows = [row for row in rows if any(row)]
        if not rows:
            return
        if self._plain or max(map(len, rows)) == 1:
            yield "\n".join(" | ".join(row) for row in rows)
            return
        width = max(map(len, rows))
        lines = ["| " + " | ".join(row + [""] * (width - len(row))) + " |" for row in rows]
        yield "\n".join([lines[0], "|" + " --- |" * width, *lines[1:]])

    def _rule(self, node: LexborNode, depth: int) -> Iterator[str]:
        yield "* * *"

    def _inline(self, node: LexborNode, depth: int) -> str:
        tag = node.tag or ""
        if tag == "-text":
            return self._escaped(node.text())
        if tag == "br":
            return "\n\n"  # a break inside a paragraph, which has no blank lines of its own
        if tag in _UNSEEN:
            return ""
        if tag == "img":
            return self._image(node)
        if tag in _CODE and not self._plain:
            return self._code(" ".join(node.text().split()))
        words = self._inline_children(node, depth)
        if self._plain or not words.strip():
            return words
        return self._link(node, words) if tag == "a" else _wrapped(words, _EMPHASIS.get(tag, ""))

    def _inline_children(self, node: LexborNode, depth: int) -> str:
        if depth >= _DEEPEST:
            return self._escaped(node.text())
        parts = (
            f" {self._inline(child, depth + 1)} " if child.tag in _BLOCKS else self._inline(child, depth + 1)
            for child in node.iter(include_text=True)
        )
        return "".join(parts)

    def _escaped(self, text: str) -> str:
        folded = re.sub(r"\s+", " ", text)
        return folded if self._plain else _SPECIAL.sub(r"\\\1", folded)

    def _code(self, text: str) -> str:
        fence = "``" if "`" in text else "`"
        return f"{fence}{text}{fence}" if text else ""

    def _image(self, node: LexborNode) -> str:
        words = " ".join((node.attributes.get("alt") or "").split())
        address = node.attributes.get("src") or ""
        if self._plain:
            return f"[image: {words}]" if words else ""
        if not address or address.startswith("data:"):
            return ""
        return f"![{self._escaped(words)}]({_target(address)})"

    def _link(self, node: LexborNode, words: str) -> str:
        address = node.attributes.get("href") or ""
        return _wrapped(words, "[", f"]({_target(address)})") if address else words


def _wrapped(words: str, before: str, after: str | None = None) -> str:
    """Put marks around words, inside their outer blanks, where Markdown recognizes them."""
    inner = words.strip()
    start = words.index(inner)
    return f"{words[:start]}{before}{inner}{before if after is None else after}{words[start + len(inner) :]}"


def _target(address: str) -> str:
    return f"<{address}>" if re.search(r"[()\s]", address) else address
