"""The services whose pages have feeds, and where; one rule each, from the spelling of the address alone."""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from urllib.parse import SplitResult, parse_qs, quote, urlsplit

FEED_ENDINGS = (".rss", ".atom", ".xml", ".rdf", ".json")


@dataclass(frozen=True, slots=True)
class Page:
    """A web address in the parts that the rules look at; `host` has no `www.`, `segments` no blanks."""

    host: str
    segments: tuple[str, ...]
    query: Mapping[str, str]
    parts: SplitResult

    @staticmethod
    def of(url: str) -> Page | None:
        """Take an address apart; None for what can be no page of a service."""
        try:
            parts = urlsplit(url)
            host = (parts.hostname or "").removeprefix("www.")
            if parts.scheme not in ("http", "https") or not host or parts.port or parts.username:
                return None
            if parts.path.lower().endswith(FEED_ENDINGS):
                return None
        except ValueError:
            return None
        query = {name: values[0] for name, values in parse_qs(parts.query).items()}
        return Page(host, tuple(filter(None, parts.path.split("/"))), query, parts)

    @property
    def name(self) -> str | None:
        """The only segment of the path, if it is one."""
        return self.segments[0] if len(self.segments) == 1 else None


Rule = Callable[[Page], str | None]
DISCOVER = "discover"
"""What a rule says of a page that has a feed, but not in its address."""


def _youtube(page: Page) -> str | None:
    feed = "https://www.youtube.com/feeds/videos.xml?"
    match page.segments:
        case ("channel", channel, *_) if re.fullmatch(r"UC[\w-]{22}", channel, re.ASCII):
            return f"{feed}channel_id={channel}"
        case ("user", user, *_):
            return f"{feed}user={user}"
        case ("playlist",) if "list" in page.query:
            return f"{feed}playlist_id={quote(page.query['list'])}"
        case ("c", _, *_):
            return DISCOVER
        case (handle, *_) if handle.startswith("@"):
            return DISCOVER
    return None


_REDDIT_ORDERS = ("hot", "new", "top", "rising", "controversial")


def _reddit(page: Page) -> str | None:
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


def _github(page: Page) -> str | None:
    if not page.segments or page.segments[0] in _GITHUB_PAGES:
        return None
    owner, *rest = page.segments
    match rest:
        case [repo]:
            return f"https://github.com/{owner}/{repo.removesuffix('.git')}/releases.atom"
        case [repo, "releases" | "tags" | "commits" as what]:
            return f"https://github.com/{owner}/{repo}/{what}.atom"
        case [repo, "commits", *branch] if branch:
            return f"https://github.com/{owner}/{repo}/commits/{'/'.join(branch)}.atom"
    return None


def _gitlab(page: Page) -> str | None:
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


def _is_gitlab_project(page: Page) -> bool:
    return len(page.segments) == 2 and page.segments[0] not in ("explore", "users", "groups", "dashboard", "help")


def _hacker_news(page: Page) -> str | None:
    if page.name in (None, "news", "front") and len(page.segments) < 2:
        return "https://news.ycombinator.com/rss"
    if page.name in ("newest", "ask", "show", "jobs", "best", "newcomments"):
        return f"https://hnrss.org/{page.name}"
    if page.name in ("user", "submitted", "threads") and "id" in page.query:
        return f"https://hnrss.org/{page.name}?id={quote(page.query['id'])}"
    return None


def _bluesky(page: Page) -> str | None:
    match page.segments:
        case ("profile", who):
            return f"https://bsky.app/profile/{who}/rss"
    return None


def _lobsters(page: Page) -> str | None:
    match page.segments:
        case () | ("hottest",):
            return "https://lobste.rs/rss"
        case ("newest",):
            return "https://lobste.rs/newest.rss"
        case ("t", tag):
            return f"https://lobste.rs/t/{tag}.rss"
    return None


def _stack_exchange(page: Page) -> str | None:
    match page.segments:
        case ("questions", "tagged", tags) if "+" in tags or "%20" in tags:
            joined = re.sub(r"\+|%20", "+and+", tags)
            return f"https://{page.host}/feeds/tag?tagnames={joined}&sort=newest"
        case ("questions", "tagged", tag):
            return f"https://{page.host}/feeds/tag/{tag}"
    return None


_MEDIUM_PAGES = ("about", "creators", "feed", "jobs-at-medium", "m", "me", "membership", "new-story", "plans", "search")


def _medium(page: Page) -> str | None:
    if page.host != "medium.com":
        return None if page.segments else f"https://{page.host}/feed"
    match page.segments:
        case (name,) if name not in _MEDIUM_PAGES:
            return f"https://medium.com/feed/{name}"
        case ("tag", tag):
            return f"https://medium.com/feed/tag/{tag}"
    return None


def _substack(page: Page) -> str | None:
    return f"https://{page.host}/feed" if page.segments in ((), ("archive",)) else None


_TUMBLR_PAGES = ("about", "dashboard", "explore", "help", "login", "policy", "register", "search", "settings", "tagged")


def _tumblr(page: Page) -> str | None:
    if page.host != "tumblr.com":
        return None if page.segments else f"https://{page.host}/rss"
    match page.segments:
        case (name,) | ("blog", name) if name not in _TUMBLR_PAGES and name != "blog":
            return f"https://{name}.tumblr.com/rss"
    return None


def _arxiv(page: Page) -> str | None:
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


def _mastodon(page: Page) -> str | None:
    found = re.fullmatch(r"@(\w[\w.-]*?)(?:@([\w.-]+))?", page.name or "", re.ASCII)
    return f"https://{found[2] or page.host}/@{found[1]}.rss" if found else None


def _one_of(*hosts: str) -> Callable[[str], bool]:
    return frozenset(hosts).__contains__


def _under(domain: str) -> Callable[[str], bool]:
    return lambda host: host.endswith(f".{domain}") and host != f"www.{domain}"


def _under_or_at(domain: str) -> Callable[[str], bool]:
    return lambda host: host == domain or host.endswith(f".{domain}")


def _is_stack_exchange(host: str) -> bool:
    sites = ("stackoverflow.com", "superuser.com", "serverfault.com", "askubuntu.com", "mathoverflow.net")
    return host in sites or host.endswith(".stackexchange.com")


RULES: tuple[tuple[str, Callable[[str], bool], Rule], ...] = (
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
