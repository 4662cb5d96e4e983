"""The options by which `source` commands say how a source is named, kept and polled, and what they mean."""

from __future__ import annotations

import re
from collections.abc import Sequence
from datetime import timedelta
from typing import Annotated

import typer
from msgspec.structs import replace

from ainews.errors import UsageError
from ainews.model import Selectors, SourceOptions

Folder = Annotated[str | None, typer.Option("--folder", metavar="NAME", help="Folder to keep it in; '' for none.")]
Title = Annotated[str | None, typer.Option("--title", metavar="TEXT", help="Your own name for it; '' for its own.")]
Interval = Annotated[
    str | None,
    typer.Option("--interval", metavar="TIME", help="Poll every 30m, 6h, 2d instead of at its pace; '' to undo."),
]
FullText = Annotated[
    bool | None, typer.Option("--full-text/--no-full-text", help="Fetch each new item's page and keep its main text.")
]
AllowPrivate = Annotated[
    bool | None,
    typer.Option("--allow-private/--no-allow-private", help="It may lead to addresses on a private network."),
]
Select = Annotated[
    list[str] | None,
    typer.Option(
        "--select",
        metavar="[PART=]CSS",
        help="Read a page without a feed: CSS of each item, then title=, link=, summary=, date= inside it.",
    ),
]


def changed(
    options: SourceOptions,
    full_text: bool | None,
    interval: str | None,
    allow_private: bool | None,
    select: Sequence[str] | None,
) -> SourceOptions:
    """Return the options with what was asked for changed."""
    if full_text is not None:
        options = replace(options, full_text=full_text)
    if interval is not None:
        options = replace(options, interval=_interval(interval))
    if allow_private is not None:
        options = replace(options, allow_private=allow_private)
    if select:
        options = replace(options, selectors=_selectors(select))
    return options


def _interval(text: str) -> timedelta | None:
    if not text:
        return None
    match = re.fullmatch(r"(\d{1,4})([mhd])", text)
    units = {"m": timedelta(minutes=1), "h": timedelta(hours=1), "d": timedelta(days=1)}
    length = int(match[1]) * units[match[2]] if match else timedelta(0)
    if length < timedelta(minutes=1):
        raise UsageError(f"{text!r} is no interval: give 30m, 6h or 2d")
    return length


def _selectors(parts: Sequence[str]) -> Selectors:
    named = {"title", "link", "summary", "date"}
    chosen = {"item": ""}
    for part in parts:
        name, separator, css = part.partition("=")
        if separator and name in named:
            chosen[name] = css
        else:
            chosen["item"] = part
    if not chosen["item"]:
        raise UsageError("--select needs the CSS of an item first, as in --select article --select title=h2")
    return Selectors(**chosen)
