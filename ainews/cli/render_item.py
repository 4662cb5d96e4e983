"""One item for reading: its head, its text as terminal Markdown, and what changed between its versions."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from difflib import SequenceMatcher

from ainews.cli import times
from ainews.cli.render_items import JOINT, NO_TITLE, STAR, painted_lines, shared, when
from ainews.cli.terminal import Screen, clean, clean_lines, say
from ainews.model import Item, ItemBody, Version
from ainews.text.cells import wrap

READING_WIDTH = 88
CONTEXT_WORDS = 8
NO_TEXT = "(no text in the feed)"


def show(item: Item, body: ItemBody, screen: Screen) -> None:
    """Print an item: laid out on a terminal, plain text in a pipe."""
    for line in head_lines(item, body, screen):
        say(line)
    if not screen.live:
        from ainews.cli.markdown import plain

        say(clean_lines(plain(body.html)) or NO_TEXT)
    else:
        _print_markdown(body.html, screen)


def markdown(item: Item, body: ItemBody) -> str:
    """Return an item as a Markdown document."""
    from ainews.cli.markdown import markdown

    head = f"# {clean(item.title) or NO_TITLE}\n\n{_place(item)}"
    address = f"\n\n<{clean(item.url)}>" if item.url else ""
    return f"{head}{address}\n\n{clean_lines(markdown(body.html))}"


def show_versions(item: Item, body: ItemBody, versions: Sequence[Version], screen: Screen) -> None:
    """Print what changed at each step from the first text to the present one."""
    from ainews.text.html import plain_text

    for line in head_lines(item, body, screen):
        say(line)
    if not versions:
        say("its text has not changed since it first appeared")
        return
    texts = [(each.title, each.html) for each in versions] + [(item.title, body.html)]
    for earlier, old, new in zip(versions, texts, texts[1:], strict=False):
        say(screen.paint("heading", f"Version {earlier.number}, replaced {times.minute(earlier.seen_at)}"))
        for before, after in zip(old, new, strict=True):
            changes = word_changes(clean(plain_text(before)), clean(plain_text(after)), screen)
            for line in changes:
                say(line)
        say()


def head_lines(item: Item, body: ItemBody, screen: Screen) -> Iterator[str]:
    """Yield title, place, address, categories and enclosures, and an empty line."""
    width = min(screen.width, READING_WIDTH)
    for line in wrap(clean(item.title) or NO_TITLE, width):
        yield screen.paint("bold", line)
    star = screen.paint("star", f" {STAR}") if item.starred else ""
    story = screen.paint("dim", f"{JOINT}{shared(item)}") if shared(item) else ""
    yield screen.paint("accent", _place(item)) + star + story
    if item.url:
        yield screen.paint("dim", clean(item.url))
    if body.categories:
        yield from (screen.paint("dim", line) for line in wrap(clean(", ".join(body.categories)), width, 2))
    for enclosure in body.enclosures:
        size = f", {_size(enclosure.length)}" if enclosure.length else ""
        yield screen.paint("dim", f"+ {clean(enclosure.url)} ({clean(enclosure.type) or 'file'}{size})")
    if body.versions:
        times_changed = "once" if body.versions == 1 else f"{body.versions} times"
        yield screen.paint("warn", f"changed {times_changed} since: ainews show {item.id} --versions")
    yield ""


def word_changes(before: str, after: str, screen: Screen) -> list[str]:
    """Return the changed passages of a text: what was removed and what was added, among their neighbours.

    Without colour they are marked as `[-removed-]` and `{+added+}`.
    """
    old, new = _tokens(before), _tokens(after)
    matcher = SequenceMatcher(None, old, new, autojunk=False)
    lines: list[str] = []
    for group in matcher.get_grouped_opcodes(CONTEXT_WORDS):
        text, spans = "", []
        for verb, old_start, old_end, new_start, new_end in group:
            if verb == "equal":
                text += "".join(old[old_start:old_end])
                continue
            for style, words in (("removed", old[old_start:old_end]), ("added", new[new_start:new_end])):
                if words:
                    start = len(text)
                    text += _marked(style, "".join(words), screen)
                    spans.append((start, len(text.rstrip()), style))
        width = min(screen.width, READING_WIDTH) - 2 if screen.live else len(text) * 2 + 1
        lines += [f"  {line}" for line in painted_lines(text.strip(), spans, screen, width)]
    return lines


def _marked(style: str, text: str, screen: Screen) -> str:
    if screen.color:
        return text
    words = text.rstrip()
    before, after = ("[-", "-]") if style == "removed" else ("{+", "+}")
    return f"{before}{words}{after}{text[len(words) :]}"


def _tokens(text: str) -> list[str]:
    """Return words with the blanks after them; characters of scripts without blanks stand alone."""
    return re.findall(
        r"[\u3041-\u30ff\u3400-\u9fff\uac00-\ud7a3]\s*|[^\s\u3041-\u30ff\u3400-\u9fff\uac00-\ud7a3]+\s*", text
    )


def _place(item: Item) -> str:
    parts = [clean(item.source.title), clean(item.author), times.minute(when(item))]
    return " · ".join(part for part in parts if part)


def _size(length: int) -> str:
    return f"{length / 1024**2:.1f} MiB" if length >= 1024**2 else f"{max(length // 1024, 1)} KiB"


def _print_markdown(html: str, screen: Screen) -> None:
    from rich.console import Console
    from rich.markdown import Markdown
    from rich.padding import Padding

    from ainews.cli.markdown import markdown

    text = clean_lines(markdown(html)) or NO_TEXT
    console = Console(
        width=min(screen.width, READING_WIDTH),
        color_system="standard" if screen.color else None,
        force_terminal=screen.color,
        highlight=False,
        legacy_windows=False,
    )
    console.print(Padding(Markdown(text, hyperlinks=False, code_theme="ansi_dark"), 0))
