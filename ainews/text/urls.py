"""Addresses compared and completed; nothing here reaches the network."""

from __future__ import annotations

import re
from urllib.parse import urljoin, urlsplit, urlunsplit

from ainews.text.hashing import key64

_TRACKING = re.compile(
    r"(?:utm_|at_|ns_|mc_|hsa_|_hs|pk_|mtm_|piwik_|wt_|oly_|vero_|__hs|trk_)\w*"
    r"|(?:fb|g|d|y|tw|wb|msclk|gbra|ttcl|li_fat_)(?:cl)?id|gclsrc|msclkid|igshid|igsh|mkt_tok|ref_src|ref_url|s_cid|spm"
    r"|cmpid|cmp|ncid|ocid|smid|xtor|guccounter|__twitter_impression|wprov|ito|feature|ftag|rss|partner|ICID",
    re.IGNORECASE,
)
_TRACKING_VALUES = re.compile(
    r"(?:source|src|from|ref|via|cid|mod|mc)=(?:rss|feed|atom|twitter|newsletter)\b.*", re.IGNORECASE
)
_FRAGMENT_OF_SAME_PAGE = re.compile(
    r"(?::~:|xtor=|utm_|ref=|rss\b|feed\b|atom\b|comment|respond|disqus|more-|top$|main$|content$).*", re.IGNORECASE
)
_PERCENT = re.compile(r"%([0-9A-Fa-f]{2})")
_PLAIN = re.compile(
    r"https?://(?:www\.)?([a-z0-9][a-z0-9.-]*[a-z0-9](?!:(?:80|443)/)(?::[0-9]+)?)((?:/[\w~-][\w.~-]*)*/?)?", re.ASCII
)
_JUNK = re.compile(r"[\x00-\x20\x7f]+")
_UNRESERVED = frozenset(b"ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-._~")
_DEFAULT_PORTS = {"http": 80, "https": 443}
_SECOND_LEVEL = frozenset(
    ["ac", "co", "com", "edu", "gob", "gouv", "gov", "gv", "info", "ltd", "me", "net", "nom", "or", "org", "plc"]
)


def canonical(url: str) -> str:
    """Return the form of an address under which the same item is the same; for comparing, not for fetching.

    Scheme and `www.` do not matter, nor do default ports, tracking parameters, the order of
    parameters, a trailing slash, escapes that need not be, and fragments that name no part of the page.
    """
    if plain := _PLAIN.fullmatch(url):
        return f"https://{plain[1]}{(plain[2] or '').rstrip('/') or '/'}"
    url = _JUNK.sub("", url)
    try:
        parts = urlsplit(url)
        port = parts.port
    except ValueError:
        return url
    scheme = parts.scheme.lower()
    if scheme not in _DEFAULT_PORTS or not parts.hostname:
        return url
    host = _ascii_host(parts.hostname).removeprefix("www.")
    if port not in (None, _DEFAULT_PORTS[scheme]):
        host = f"{host}:{port}"
    fragment = "" if _FRAGMENT_OF_SAME_PAGE.match(parts.fragment) else parts.fragment
    path = _plain_escapes(_resolved(parts.path)).rstrip("/")
    return urlunsplit(("https", host, path or "/", _kept_parameters(parts.query), _plain_escapes(fragment)))


def url_key(url: str) -> int | None:
    """Return a signed 64-bit hash of the canonical address; None for no address."""
    return key64(canonical(url)) if url else None


def absolute(base: str, url: str) -> str:
    """Complete an address found in a document; what cannot be completed comes back as found."""
    url = url.strip()
    if url.startswith(("https://", "http://")) or not url:
        return url
    if "\n" in url or "\t" in url or "\r" in url:
        url = re.sub(r"\s*[\r\n\t]+\s*", "", url)
    if not base:
        return url
    try:
        return urljoin(base, url)
    except ValueError:
        return url


def registrable_domain(host: str) -> str:
    """Return the part of a host name that one owner registers (`bbc.co.uk`); addresses come back whole.

    By rule, not by the public suffix list: two labels, three where a country's domain has
    the usual second level. It paces polls, so a rare mistake costs a second.
    """
    host = host.strip("[]").rstrip(".").lower()
    labels = host.split(".")
    if ":" in host or labels[-1].isdigit():
        return host
    country_level = len(labels) > 2 and len(labels[-1]) == 2 and labels[-2] in _SECOND_LEVEL
    return ".".join(labels[-3:] if country_level else labels[-2:])


def _ascii_host(host: str) -> str:
    host = host.rstrip(".").lower()
    if host.isascii():
        return host
    try:
        return host.encode("idna").decode("ascii")
    except UnicodeError:
        return host


def _resolved(path: str) -> str:
    if "/." not in path:
        return path
    try:
        return urlsplit(urljoin("https://host/", path)).path
    except ValueError:
        return path


def _plain_escapes(text: str) -> str:
    return _PERCENT.sub(_plain_escape, text) if "%" in text else text


def _plain_escape(match: re.Match[str]) -> str:
    byte = int(match[1], 16)
    return chr(byte) if byte in _UNRESERVED else match[0].upper()


def _kept_parameters(query: str) -> str:
    if not query:
        return ""
    parameters = [p for p in _plain_escapes(query).split("&") if p and not _is_tracking(p)]
    return "&".join(sorted(parameters))


def _is_tracking(parameter: str) -> bool:
    name = parameter.partition("=")[0]
    return _TRACKING.fullmatch(name) is not None or _TRACKING_VALUES.match(parameter) is not None
