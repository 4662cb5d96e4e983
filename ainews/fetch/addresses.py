"""From what people type or copy to the address of a feed, by the spelling alone; nothing is looked up.

Each rule knows one service's public feed addresses. What no rule knows comes back as it was.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from pathlib import Path
from urllib.parse import SplitResult, parse_qs, quote, urlsplit

from ainews.errors import UsageError

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
    page = _Page.of(url)
    if page is None:
        return FeedAddress(url)
    for service, is_host, rule in _RULES:
        if is_host(page.host):
            found = rule(page)
            if found is _DISCOVER:
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


@dataclass(frozen=True, slots=True)
class _Page:
    """A web address in the parts that the rules look at; `host` has no `www.`, `segments` no blanks."""

    host: str
    segments: tuple[str, ...]
    query: Mapping[str, str]
    parts: SplitResult

    @staticmethod
    def of(url: str) -> _Page | None:
        try:
            parts = urlsplit(url)
            host = (parts.hostname or "").removeprefix("www.")
            if parts.scheme not in ("http", "https") or not host or parts.port or parts.username:
                return None
        except ValueError:
            return None
        query = {name: values[0] for name, values in parse_qs(parts.query).items()}
        return _Page(host, tuple(filter(None, parts.path.split("/"))), query, parts)

    @property
    def name(self) -> str | None:
        """The only segment of the path, if it is one."""
        return self.segments[0] if len(self.segments) == 1 else None


_Rule = Callable[[_Page], str | None]
_DISCOVER = "discover"


def _youtube(page: _Page) -> str | None:
    feed = "https://www.youtube.com/feeds/videos.xml?"
    match page.segments:
        case ("channel", channel, *_) if re.fullmatch(r"UC[\w-]{22}", channel, re.ASCII):
            return f"{feed}channel_id={channel}"
        case ("user", user, *_):
            return f"{feed}user={user}"
        case ("playlist",) if "list" in page.query:
            return f"{feed}playlist_id={quote(page.query['list'])}"
        case ("c", _, *_):
            return _DISCOVER
        case (handle, *_) if handle.startswith("@"):
            return _DISCOVER
    return None


_REDDIT_ORDERS = ("hot", "new", "top", "rising", "controversial")


def _reddit(page: _Page) -> str | None:
    query = f"?{page.parts.query}" if page.parts.query else ""
    match page.segments:
        case ("r", name):
            return f"https://www.reddit.com/r/{name}/.rss{query}"
        case ("r", name, order) if order in _REDDIT_ORDERS:
            return f"https://www.reddit.com/r/{name}/{order}/.rss{query}"
        case ("user" | "u", name) | ("user" | "u", name, "submitted" | "overview"):
            return f"https://www.reddit.com/user/{name}/.rss"
    return None


# fmt: off
_GITHUB_PAGES = frozenset((
    "about", "apps", "blog", "codespaces", "collections", "contact", "customer-stories", "enterprise", "events",
    "explore", "features", "gist", "issues", "login", "marketplace", "new", "notifications", "orgs",
    "organizations", "pricing", "pulls", "readme", "search", "security", "settings", "signup", "site",
    "solutions", "sponsors", "stars", "team", "topics", "trending", "users",
))
# fmt: on


def _github(page: _Page) -> str | None:
    if not page.segments or page.segments[0] in _GITHUB_PAGES:
        return None
    owner, *rest = page.segments
    match rest:
        case [repo] if not repo.endswith(".atom"):
            return f"https://github.com/{owner}/{repo.removesuffix('.git')}/releases.atom"
        case [repo, "releases" | "tags" | "commits" as what]:
            return f"https://github.com/{owner}/{repo}/{what}.atom"
        case [repo, "commits", *branch] if branch and not branch[-1].endswith(".atom"):
            return f"https://github.com/{owner}/{repo}/commits/{'/'.join(branch)}.atom"
    return None


def _gitlab(page: _Page) -> str | None:
    path = "/".join(page.segments)
    project, dash, what = path.partition("/-/")
    base = f"https://{page.host}/{project}/-"
    if not dash:
        return f"{base}/releases.atom" if page.host == "gitlab.com" and _is_gitlab_project(page) else None
    if what == "releases":
        return f"{base}/releases.atom"
    if what == "tags" or re.fullmatch(r"commits/[^?]+", what):
        return None if "format" in page.query else f"{base}/{what}?format=atom"
    return None


def _is_gitlab_project(page: _Page) -> bool:
    return len(page.segments) == 2 and page.segments[0] not in ("explore", "users", "groups", "dashboard", "help")


def _hacker_news(page: _Page) -> str | None:
    if page.name in (None, "news", "front") and len(page.segments) < 2:
        return "https://news.ycombinator.com/rss"
    if page.name in ("newest", "ask", "show", "jobs", "best", "newcomments"):
        return f"https://hnrss.org/{page.name}"
    if page.name in ("user", "submitted", "threads") and "id" in page.query:
        return f"https://hnrss.org/{page.name}?id={quote(page.query['id'])}"
    return None


def _bluesky(page: _Page) -> str | None:
    match page.segments:
        case ("profile", who):
            return f"https://bsky.app/profile/{who}/rss"
    return None


def _lobsters(page: _Page) -> str | None:
    match page.segments:
        case () | ("hottest",):
            return "https://lobste.rs/rss"
        case ("newest",):
            return "https://lobste.rs/newest.rss"
        case ("t", tag) if not tag.endswith(".rss"):
            return f"https://lobste.rs/t/{tag}.rss"
    return None


def _stack_exchange(page: _Page) -> str | None:
    match page.segments:
        case ("questions", "tagged", tags) if "+" in tags or "%20" in tags:
            joined = re.sub(r"\+|%20", "+and+", tags)
            return f"https://{page.host}/feeds/tag?tagnames={joined}&sort=newest"
        case ("questions", "tagged", tag):
            return f"https://{page.host}/feeds/tag/{tag}"
    return None


_MEDIUM_PAGES = ("about", "creators", "feed", "jobs-at-medium", "m", "me", "membership", "new-story", "plans", "search")


def _medium(page: _Page) -> str | None:
    if page.host != "medium.com":
        return None if page.segments else f"https://{page.host}/feed"
    match page.segments:
        case (name,) if name not in _MEDIUM_PAGES:
            return f"https://medium.com/feed/{name}"
        case ("tag", tag):
            return f"https://medium.com/feed/tag/{tag}"
    return None


def _substack(page: _Page) -> str | None:
    return f"https://{page.host}/feed" if page.segments in ((), ("archive",)) else None


_TUMBLR_PAGES = ("about", "dashboard", "explore", "help", "login", "policy", "register", "search", "settings", "tagged")


def _tumblr(page: _Page) -> str | None:
    if page.host != "tumblr.com":
        return None if page.segments else f"https://{page.host}/rss"
    match page.segments:
        case (name,) | ("blog", name) if name not in _TUMBLR_PAGES and name != "blog":
            return f"https://{name}.tumblr.com/rss"
    return None


def _arxiv(page: _Page) -> str | None:
    match page.segments:
        case ("list", category) | ("list", category, "new" | "recent" | "current"):
            return f"https://rss.arxiv.org/atom/{category}"
    return None


# They have addresses of the same shape, and no feeds or other ones.
# fmt: off
_NOT_MASTODON = frozenset((
    "flipboard.com", "kick.com", "m.youtube.com", "medium.com", "note.com", "odysee.com", "substack.com",
    "threads.com", "threads.net", "tiktok.com", "vimeo.com", "warpcast.com", "x.com", "youtube.com",
))
# fmt: on


def _mastodon(page: _Page) -> str | None:
    found = re.fullmatch(r"@(\w[\w.-]*?)(?:@([\w.-]+))?", page.name or "", re.ASCII)
    if found is None or found[1].endswith((".rss", ".atom")):
        return None
    return f"https://{found[2] or page.host}/@{found[1]}.rss"


def _one_of(*hosts: str) -> Callable[[str], bool]:
    return frozenset(hosts).__contains__


def _under(domain: str) -> Callable[[str], bool]:
    return lambda host: host.endswith(f".{domain}") and host != f"www.{domain}"


def _under_or_at(domain: str) -> Callable[[str], bool]:
    return lambda host: host == domain or host.endswith(f".{domain}")


def _is_stack_exchange(host: str) -> bool:
    sites = ("stackoverflow.com", "superuser.com", "serverfault.com", "askubuntu.com", "mathoverflow.net")
    return host in sites or host.endswith(".stackexchange.com")


_RULES: tuple[tuple[str, Callable[[str], bool], _Rule], ...] = (
    ("YouTube", _one_of("youtube.com", "m.youtube.com"), _youtube),
    ("Reddit", _under_or_at("reddit.com"), _reddit),
    ("GitHub", _one_of("github.com"), _github),
    ("GitLab", lambda host: host.startswith("gitlab."), _gitlab),
    ("Hacker News", _one_of("news.ycombinator.com"), _hacker_news),
    ("Bluesky", _one_of("bsky.app"), _bluesky),
    ("Lobsters", _one_of("lobste.rs"), _lobsters),
    ("Stack Exchange", _is_stack_exchange, _stack_exchange),
    ("Medium", _under_or_at("medium.com"), _medium),
    ("Substack", _under("substack.com"), _substack),
    ("Tumblr", _under_or_at("tumblr.com"), _tumblr),
    ("arXiv", _one_of("arxiv.org"), _arxiv),
    ("Mastodon", lambda host: host not in _NOT_MASTODON, _mastodon),
)
