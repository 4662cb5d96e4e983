"""Addresses as people type and copy them become feeds; near misses are left alone."""

from __future__ import annotations

from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from ainews.errors import UsageError
from ainews.fetch.addresses import feed_address, normalize_address, recognize

CHANNEL = "UC" + "a1-_" * 5 + "ab"
YOUTUBE = "https://www.youtube.com/feeds/videos.xml"


@pytest.mark.parametrize(
    ("page", "feed"),
    [
        (f"https://www.youtube.com/channel/{CHANNEL}", f"{YOUTUBE}?channel_id={CHANNEL}"),
        (f"https://m.youtube.com/channel/{CHANNEL}/videos", f"{YOUTUBE}?channel_id={CHANNEL}"),
        ("https://youtube.com/user/someone", f"{YOUTUBE}?user=someone"),
        ("https://www.youtube.com/playlist?list=PL123&si=x", f"{YOUTUBE}?playlist_id=PL123"),
        ("https://www.reddit.com/r/python", "https://www.reddit.com/r/python/.rss"),
        ("https://old.reddit.com/r/python/", "https://www.reddit.com/r/python/.rss"),
        ("https://reddit.com/r/a+b/top?t=week", "https://www.reddit.com/r/a+b/top/.rss?t=week"),
        ("https://www.reddit.com/user/someone", "https://www.reddit.com/user/someone/.rss"),
        ("https://www.reddit.com/u/someone/submitted/", "https://www.reddit.com/user/someone/.rss"),
        ("https://github.com/owner/repo", "https://github.com/owner/repo/releases.atom"),
        ("https://github.com/owner/repo.git", "https://github.com/owner/repo/releases.atom"),
        ("https://www.github.com/owner/repo/releases/", "https://github.com/owner/repo/releases.atom"),
        ("https://github.com/owner/repo/tags", "https://github.com/owner/repo/tags.atom"),
        ("https://github.com/owner/repo/commits", "https://github.com/owner/repo/commits.atom"),
        ("https://github.com/owner/repo/commits/feat/x", "https://github.com/owner/repo/commits/feat/x.atom"),
        ("https://gitlab.com/group/project", "https://gitlab.com/group/project/-/releases.atom"),
        ("https://gitlab.com/a/b/c/-/releases", "https://gitlab.com/a/b/c/-/releases.atom"),
        ("https://gitlab.example.org/a/b/-/tags", "https://gitlab.example.org/a/b/-/tags?format=atom"),
        ("https://gitlab.com/a/b/-/commits/main", "https://gitlab.com/a/b/-/commits/main?format=atom"),
        ("https://mastodon.example/@someone", "https://mastodon.example/@someone.rss"),
        ("https://mastodon.example/@someone@other.example/", "https://other.example/@someone.rss"),
        ("https://news.ycombinator.com", "https://news.ycombinator.com/rss"),
        ("https://news.ycombinator.com/news", "https://news.ycombinator.com/rss"),
        ("https://news.ycombinator.com/newest", "https://hnrss.org/newest"),
        ("https://news.ycombinator.com/ask", "https://hnrss.org/ask"),
        ("https://news.ycombinator.com/user?id=some_one", "https://hnrss.org/user?id=some_one"),
        ("https://bsky.app/profile/some.example", "https://bsky.app/profile/some.example/rss"),
        ("https://bsky.app/profile/did:plc:abc/", "https://bsky.app/profile/did:plc:abc/rss"),
        ("https://lobste.rs/", "https://lobste.rs/rss"),
        ("https://lobste.rs/newest", "https://lobste.rs/newest.rss"),
        ("https://lobste.rs/t/ai", "https://lobste.rs/t/ai.rss"),
        ("https://stackoverflow.com/questions/tagged/c%23", "https://stackoverflow.com/feeds/tag/c%23"),
        (
            "https://stackoverflow.com/questions/tagged/a+b",
            "https://stackoverflow.com/feeds/tag?tagnames=a+and+b&sort=newest",
        ),
        ("https://ai.stackexchange.com/questions/tagged/x?tab=new", "https://ai.stackexchange.com/feeds/tag/x"),
        ("https://medium.com/@someone", "https://medium.com/feed/@someone"),
        ("https://medium.com/some-magazine/", "https://medium.com/feed/some-magazine"),
        ("https://medium.com/tag/ai", "https://medium.com/feed/tag/ai"),
        ("https://someone.medium.com", "https://someone.medium.com/feed"),
        ("https://someone.substack.com/", "https://someone.substack.com/feed"),
        ("https://someone.substack.com/archive", "https://someone.substack.com/feed"),
        ("https://someone.tumblr.com", "https://someone.tumblr.com/rss"),
        ("https://www.tumblr.com/someone", "https://someone.tumblr.com/rss"),
        ("https://www.tumblr.com/blog/someone", "https://someone.tumblr.com/rss"),
        ("https://arxiv.org/list/cs.LG/recent", "https://rss.arxiv.org/atom/cs.LG"),
    ],
)
def test_pages_become_their_feeds_and_feeds_stay(page, feed):
    assert feed_address(page) == feed
    assert feed_address(feed) == feed


@pytest.mark.parametrize(
    "url",
    [
        "https://example.org/feed.xml",
        "https://www.youtube.com/",
        "https://www.youtube.com/watch?v=abc&list=PL123",
        "https://www.youtube.com/channel/UCshort",
        "https://youtube.example/channel/" + CHANNEL,
        "https://notyoutube.com/user/someone",
        "https://www.reddit.com/",
        "https://www.reddit.com/r/python/comments/abc/title/",
        "https://www.reddit.com/r/python/wiki/index",
        "https://www.reddit.com/r/python.rss",
        "https://www.reddit.com/r/python/new.rss?sort=new",
        "https://notreddit.com/r/python",
        "https://github.com/",
        "https://github.com/owner",
        "https://github.com/topics/python",
        "https://github.com/orgs/owner",
        "https://github.com/owner/repo/issues",
        "https://github.com/owner/repo/blob/main/README.md",
        "https://github.com/owner/repo/releases/tag/v1",
        "https://gist.github.com/owner/abc",
        "https://gitlab.com/group",
        "https://gitlab.com/explore/projects",
        "https://gitlab.com/a/b/-/issues",
        "https://gitlab.com/a/b/-/commits/main?format=atom",
        "https://mastodon.example/@someone/12345",
        "https://mastodon.example/@someone.rss",
        "https://mastodon.example/about",
        "https://www.threads.net/@someone",
        "https://www.tiktok.com/@someone",
        "https://news.ycombinator.com/item?id=1",
        "https://news.ycombinator.com/user",
        "https://bsky.app/profile/some.example/post/abc",
        "https://lobste.rs/s/abc/title",
        "https://stackoverflow.com/questions/123/how-to",
        "https://medium.com/@someone/a-story-abc",
        "https://medium.com/me",
        "https://medium.com/",
        "https://someone.substack.com/p/a-letter",
        "https://substack.com/@someone",
        "https://someone.tumblr.com/post/123/title",
        "https://www.tumblr.com/explore",
        "https://arxiv.org/abs/2401.00001",
        "https://podcasts.apple.com/us/podcast/name/id123",
        "https://github.com:8443/owner/repo",
        "ftp://github.com/owner/repo",
        "file:///github.com/owner/repo",
        "https://[broken/",
        "",
    ],
)
def test_near_misses_are_left_alone(url):
    assert feed_address(url) == url


@pytest.mark.parametrize(
    "url", ["https://www.youtube.com/@someone", "https://www.youtube.com/@someone/videos", "https://youtube.com/c/name"]
)
def test_a_page_whose_address_does_not_tell_its_feed_says_so(url):
    found = recognize(url)

    assert (found.url, found.service, found.needs_discovery) == (url, "YouTube", True)


def test_what_no_rule_knows_names_no_service():
    assert recognize("https://example.org/").service == ""


@given(st.from_regex(r"https?://(www\.)?(github|youtube|reddit|medium|tumblr)\.com/[!-~]{0,40}", fullmatch=True))
def test_recognizing_twice_changes_nothing_more(url):
    once = feed_address(url)

    assert feed_address(once) == once


@pytest.mark.parametrize(
    ("typed", "address"),
    [
        ("example.org", "https://example.org"),
        ("  example.org/feed?a=b \n", "https://example.org/feed?a=b"),
        ("//example.org/feed", "https://example.org/feed"),
        ("http://example.org/", "http://example.org/"),
        ("HTTPS://Example.org/", "https://Example.org/"),
        ("example.org:8080/feed", "https://example.org:8080/feed"),
        ("<https://example.org/>", "https://example.org/"),
        ("'https://example.org/'", "https://example.org/"),
        ("feed:https://example.org/", "https://example.org/"),
        ("feed://example.org/", "https://example.org/"),
        ("https://me:secret@example.org/feed", "https://me:secret@example.org/feed"),
        ("bücher.example", "https://bücher.example"),
        ("localhost:8000/feed", "http://localhost:8000/feed"),
        ("127.0.0.1:8000", "http://127.0.0.1:8000"),
        ("[::1]:8000/feed", "http://[::1]:8000/feed"),
        ("192.168.1.5/feed", "https://192.168.1.5/feed"),
        ("@someone@mastodon.example", "https://mastodon.example/@someone"),
        ("file:///a/b.xml", "file:///a/b.xml"),
        ("/a/my feed.xml", "file:///a/my%20feed.xml"),
    ],
)
def test_what_is_typed_becomes_an_address(typed, address):
    assert normalize_address(typed) == address


@pytest.mark.parametrize("typed", ["feed.xml", "./feed.xml", "../feed.xml"])
def test_relative_paths_are_completed(typed, monkeypatch, tmp_path):
    monkeypatch.chdir(tmp_path)

    assert normalize_address(typed) == (Path.cwd() / typed).as_uri()


def test_paths_may_start_at_home(monkeypatch, tmp_path):
    monkeypatch.setenv("HOME", str(tmp_path))

    assert normalize_address("~/feed.xml") == (tmp_path / "feed.xml").as_uri()


@pytest.mark.parametrize(
    "typed",
    [
        "",
        "   ",
        "hello",
        "two words",
        "two words.org",
        "ftp://example.org/",
        "javascript:alert(1)",
        "mailto:a@example.org",
        "https://",
        "https:///feed",
        "https://example..org/",
        "https://[::1/",
        "https://example.org:99999/",
        "exam\x00ple.org",
        "~nobody-of-that-name/feed.xml",
        ".",
    ],
)
def test_nonsense_is_refused(typed):
    with pytest.raises(UsageError):
        normalize_address(typed)


@given(st.text(max_size=60))
def test_typing_anything_gives_an_address_or_a_usage_error(typed):
    try:
        address = normalize_address(typed)
    except UsageError:
        return
    assert address.startswith(("http://", "https://", "file:"))
    feed_address(address)
