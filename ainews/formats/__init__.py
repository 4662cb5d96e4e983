"""A digest as Markdown, HTML, plain text, JSON, feeds and messages; pure, chooses nothing and sends nothing.

The same digest gives the same text. What came from feeds is made safe for each format: words never become markup,
and only http and https addresses become links.
"""

from __future__ import annotations

from datetime import UTC, tzinfo
from importlib import import_module
from pathlib import PurePath
from typing import TYPE_CHECKING

from ainews.errors import UsageError
from ainews.formats.record import record, trend

if TYPE_CHECKING:
    from ainews.model.digests import Digest

__all__ = ["MESSAGES", "NAMES", "media_type", "name_for_suffix", "record", "render", "trend"]

_MODULES = {
    "markdown": "markdown",
    "html": "html",
    "plain": "plain",
    "json": "json",
    "atom": "atom",
    "json-feed": "json_feed",
    "subject": "subject",
    "mail": "mail",
    "slack": "slack",
    "discord": "discord",
    "ntfy": "ntfy",
}
MESSAGES = ("subject", "mail", "slack", "discord", "ntfy")
"""Forms for one receiver each: the subject and the HTML part of a mail, and what is posted to services."""

NAMES = tuple(name for name in _MODULES if name not in MESSAGES)
"""The formats that people choose from."""

_MEDIA_TYPES = {
    "markdown": "text/markdown; charset=utf-8",
    "html": "text/html; charset=utf-8",
    "plain": "text/plain; charset=utf-8",
    "json": "application/json",
    "atom": "application/atom+xml; charset=utf-8",
    "json-feed": "application/feed+json",
    "slack": "application/json",
    "discord": "application/json",
}
_SUFFIXES = {
    ".md": "markdown",
    ".markdown": "markdown",
    ".html": "html",
    ".htm": "html",
    ".txt": "plain",
    ".json": "json",
    ".atom": "atom",
    ".xml": "atom",
}


def render(digest: Digest, name: str, *, title: str = "", zone: tzinfo | None = UTC) -> str:
    """Return a digest as text that ends with a line break; raises UsageError where there is no such format.

    title  of the whole; "": the format's own
    zone   of the days and times that people read; None: this machine's. JSON and feeds are in UTC anyway.
    """
    if name not in _MODULES:
        raise UsageError(f"there is no format {name}: choose one of {', '.join(NAMES)}")
    module = import_module(f"ainews.formats.{_MODULES[name]}")
    text: str = module.render(digest, title=title, zone=zone)
    return text


def media_type(name: str) -> str:
    """Return the MIME type of a format."""
    return _MEDIA_TYPES.get(name, "text/plain; charset=utf-8")


def name_for_suffix(path: PurePath | str) -> str:
    """Return the format that a file's name asks for; raises UsageError where it asks for none."""
    names = [part.lower() for part in PurePath(path).suffixes[-2:]]
    if names == [".feed", ".json"]:
        return "json-feed"
    if not names or names[-1] not in _SUFFIXES:
        known = ", ".join(_SUFFIXES)
        raise UsageError(f"{path} does not say its format: let its name end in {known} or .feed.json")
    return _SUFFIXES[names[-1]]
