"""The demo on the screen: two polls, the digest, the newest items, an edit and the sources."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import datetime
from typing import TYPE_CHECKING

from ainews.cli.render_digest import digest_lines
from ainews.cli.render_item import word_changes
from ainews.cli.render_items import item_lines
from ainews.cli.render_sources import report_lines, subscription_lines
from ainews.cli.terminal import Screen, clean

if TYPE_CHECKING:
    from ainews.demo import Demo


def demo_lines(demo: Demo, screen: Screen, now: datetime) -> Iterator[str]:
    from ainews.demo import BETWEEN_POLLS

    first = report_lines(demo.first, screen, now - BETWEEN_POLLS)
    yield from _part("First poll of the sample feeds", first, screen)
    yield from _part("The same feeds two hours later", report_lines(demo.second, screen, now), screen)
    yield from _part("The digest of the day", digest_lines(demo.digest, screen), screen)
    yield from _part("The newest items", item_lines(demo.items, screen, now), screen)
    for edit in demo.edits[:1]:
        changes = word_changes(_words(edit.before.html), _words(edit.html), screen)
        yield from _part(f"What an edit changed: {clean(edit.item.title)}", iter(changes), screen)
    yield from _part("The sources", subscription_lines(demo.subscriptions, screen, now), screen)
    yield ""
    yield "that was the demo; your own news begins with: ainews init --pack ai"


def _part(title: str, lines: Iterator[str], screen: Screen) -> Iterator[str]:
    yield ""
    yield screen.paint("bold", f"── {title}")
    yield from lines


def _words(html: str) -> str:
    from ainews.text.html import plain_text

    return clean(plain_text(html))
