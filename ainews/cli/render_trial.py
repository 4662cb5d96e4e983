"""What `source test` found at an address: the feed, its first items, and other feeds nearby."""

from __future__ import annotations

from collections.abc import Iterator
from typing import TYPE_CHECKING

from ainews.cli import records, times
from ainews.cli.terminal import Screen, clean
from ainews.text.cells import fit

if TYPE_CHECKING:
    from ainews.pipeline.subscribe import Found

SHOWN = 10


def record(found: Found) -> records.Record:
    document = found.document
    return {
        "asked": found.asked,
        "url": found.url,
        "kind": found.kind.value,
        "format": document.format,
        "title": document.title,
        "site_url": document.site_url,
        "items": [
            {"title": draft.title, "url": draft.url, "published_at": records.time(draft.published)}
            for draft in document.drafts
        ],
        "warnings": list(document.warnings),
        "candidates": [{"url": each.url, "title": each.title, "type": each.type} for each in found.candidates],
    }


def trial_lines(found: Found, screen: Screen) -> Iterator[str]:
    document = found.document
    yield screen.paint("bold", clean(document.title) or "(no title)")
    led = "" if found.url == found.asked else f", found from {clean(found.asked)}"
    yield screen.paint("accent", f"{clean(found.url)}{led}")
    count = len(document.drafts)
    yield f"{document.format or found.kind.value}, {count} {'item' if count == 1 else 'items'}"
    for warning in document.warnings:
        yield screen.paint("warn", f"! {clean(warning)}")
    yield ""
    for draft in document.drafts[:SHOWN]:
        moment = times.minute(draft.published) if draft.published else "no date".ljust(16)
        title = clean(draft.title) or "(no title)"
        yield f"{screen.paint('dim', moment)}  {fit(title, screen.width - 18) if screen.live else title}"
    if count > SHOWN:
        yield screen.paint("dim", f"and {count - SHOWN} more")
    for candidate in found.candidates:
        yield screen.paint("dim", f"also: {clean(candidate.url)}  {clean(candidate.title)}")
