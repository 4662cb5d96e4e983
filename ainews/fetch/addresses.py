"""From what people type or copy to the address of a feed, by the spelling alone; nothing is looked up.

What no rule of `services` knows comes back as it was.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from pathlib import Path
from urllib.parse import urlsplit

from ainews.errors import UsageError
from ainews.fetch.services import DISCOVER, RULES, Page

_MASTODON_HANDLE = re.compile(r"@([\w.-]+)@([\w-]+(?:\.[\w-]+)+)", re.ASCII)
_SCHEME = re.compile(r"([a-z][a-z0-9+.-]*):(?!\d+(?:/|$))(.*)", re.IGNORECASE | re.DOTALL)
_FILE_PATH = re.compile(r"(?:/(?!/)|\./|\.\./|~|[a-z]:[\\/]|\\\\)", re.IGNORECASE)
_DOCUMENT_NAME = re.compile(r"[^/\\?#:]+\.(?:xml|rss|atom|rdf|json|jsonfeed)", re.IGNORECASE)
_LOOPBACK = re.compile(r"(?:localhost|127\.[\d.]+|\[::1\])(?::\d+)?(?:[/?#]|$)", re.IGNORECASE)


@dataclass(frozen=True, slots=True)
class FeedAddress:
    """Where to look for a feed.

    url              the feed's own address where a rule knew one, else the address as given
    service          whose rule applied, "" if none did
    needs_discovery  the page names its feed, but its address does not: get it and discover
    """

    url: str
    service: str = ""
    needs_discovery: bool = False


def normalize_address(typed: str) -> str:
    """Turn what was typed into an http(s) or `file:` address; raises UsageError on what is neither.

    Paths are completed from the current and home directories, so that they mean the same when polled later.
    """
    text = typed.strip().strip("<>\"'").strip()
    if handle := _MASTODON_HANDLE.fullmatch(text):
        return f"https://{handle[2]}/@{handle[1]}"
    if not text or any(ord(letter) < 32 for letter in text):
        raise UsageError(f"{typed!r} is not an address")
    if text.lower().startswith("feed:"):
        return normalize_address(text[5:].removeprefix("//"))
    if text.lower().startswith("file:"):
        return text
    if _FILE_PATH.match(text) or _DOCUMENT_NAME.fullmatch(text):
        return _file_address(text)
    url = _with_scheme(text)
    if not _is_reachable(url):
        raise UsageError(f"{typed!r} is not an address: type it as in a browser, such as example.org/news")
    return url


def feed_address(url: str) -> str:
    """Turn a page of a service that is known here into its feed; leave everything else alone."""
    return recognize(url).url


def recognize(url: str) -> FeedAddress:
    """Like `feed_address`, and tell whose rule applied and whether the page must be asked for its feed."""
    page = Page.of(url)
    if page is None:
        return FeedAddress(url)
    for service, is_host, rule in RULES:
        if is_host(page.host):
            found = rule(page)
            if found is DISCOVER:
                return FeedAddress(url, service, needs_discovery=True)
            if found is not None:
                return FeedAddress(found, service)
    return FeedAddress(url)


def _file_address(path: str) -> str:
    try:
        return Path(path).expanduser().absolute().as_uri()
    except RuntimeError:
        raise UsageError(f"{path!r} starts with the home of nobody here") from None


def _with_scheme(text: str) -> str:
    scheme = _SCHEME.fullmatch(text)
    if scheme is None:
        return ("http://" if _LOOPBACK.match(text) else "https://") + text.removeprefix("//")
    if scheme[1].lower() not in ("http", "https"):
        raise UsageError(f"{scheme[1]}: addresses cannot be followed; https:, http: and files can")
    return scheme[1].lower() + ":" + scheme[2]


def _is_reachable(url: str) -> bool:
    try:
        parts = urlsplit(url)
        host, _port = parts.hostname or "", parts.port
    except ValueError:
        return False
    if any(letter.isspace() for letter in parts.netloc):
        return False
    explicit = host == "localhost" or ":" in host
    return explicit or ("." in host.strip(".") and ".." not in host)
