"""Who speaks in an item, told by addresses: so that voices are counted, not feeds or copies. Nothing is fetched."""

from __future__ import annotations

from urllib.parse import urlsplit

from ainews.text.urls import registrable_domain

# Many publishers share these hosts, and nothing but the source tells them apart.
_SHARED = frozenset(
    [
        "blogger.com",
        "blogspot.com",
        "dev.to",
        "facebook.com",
        "feedburner.com",
        "feedproxy.google.com",
        "ghost.io",
        "github.com",
        "github.io",
        "gitlab.io",
        "google.com",
        "hatenablog.com",
        "livejournal.com",
        "medium.com",
        "micro.blog",
        "netlify.app",
        "pages.dev",
        "reddit.com",
        "substack.com",
        "t.me",
        "tumblr.com",
        "twitter.com",
        "typepad.com",
        "vercel.app",
        "weebly.com",
        "wixsite.com",
        "wordpress.com",
        "x.com",
        "youtu.be",
        "youtube.com",
    ]
)


def publisher_of(page_url: str, source_url: str, source_id: int) -> str:
    """Return the owner of a page's domain, or the source itself where many share one."""
    host = _host(page_url) or _host(source_url)
    domain = registrable_domain(host)
    return f"source {source_id}" if not host or domain in _SHARED else domain


def _host(url: str) -> str:
    try:
        return urlsplit(url).hostname or ""
    except ValueError:
        return ""
