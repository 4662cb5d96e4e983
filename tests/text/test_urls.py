import pytest
from hypothesis import given
from hypothesis import strategies as st

from ainews.text.urls import absolute, canonical, registrable_domain, url_key

HOSTS = st.sampled_from(
    ["example.org", "WWW.Example.org", "bücher.example", "a.b.c.example", "[::1]", "example.org:8080", "u:p@x.example"]
)
PATHS = st.text("ab/.~%20é;:@-_AZ+", max_size=20)
QUERIES = st.lists(
    st.sampled_from(["a=1", "b=", "utm_source=x", "q=%7e", "é=ü", "x&y", "fbclid=1", "ref=rss", "%"]), max_size=4
)
URLS = st.builds(
    lambda scheme, host, path, query, fragment: f"{scheme}://{host}/{path}?{'&'.join(query)}#{fragment}",
    st.sampled_from(["http", "https", "HTTP"]),
    HOSTS,
    PATHS,
    QUERIES,
    st.text("abc:~=-/%", max_size=8),
)


@given(URLS | st.text())
def test_canonical_form_is_its_own_canonical_form(url):
    once = canonical(url)

    assert canonical(once) == once


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("http://example.org/a", "https://www.example.org/a/"),
        ("https://example.org:443/a", "https://EXAMPLE.org/a"),
        ("https://example.org/a?utm_source=rss&utm_medium=feed", "https://example.org/a"),
        ("https://example.org/a?b=2&a=1", "https://example.org/a?a=1&b=2"),
        ("https://example.org/%7Eme/%c3%a9", "https://example.org/~me/%C3%A9"),
        ("https://example.org/x/../a", "https://example.org/a"),
        ("https://example.org/a#:~:text=word", "https://example.org/a"),
        ("https://example.org/a#xtor=RSS-3208", "https://example.org/a"),
        ("https://medium.example/p?source=rss----1", "https://medium.example/p"),
        ("https://bücher.example/", "https://xn--bcher-kva.example"),
    ],
)
def test_spellings_of_one_page_are_one(one, other):
    assert canonical(one) == canonical(other)
    assert url_key(one) == url_key(other)


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("https://example.org/a?id=1", "https://example.org/a?id=2"),
        ("https://example.org/changes#v1.2", "https://example.org/changes#v1.3"),
        ("https://example.org/A", "https://example.org/a"),
        ("https://example.org:8080/a", "https://example.org/a"),
        ("https://example.org/a?x=%26", "https://example.org/a?x=&"),
    ],
)
def test_different_pages_stay_different(one, other):
    assert canonical(one) != canonical(other)


def test_no_address_has_no_key():
    assert url_key("") is None


@given(st.text())
def test_a_key_fits_a_signed_column(url):
    key = url_key(url)

    assert key is None or -(2**63) <= key < 2**63


@pytest.mark.parametrize(
    ("base", "url", "whole"),
    [
        ("https://a.example/x/feed", "post", "https://a.example/x/post"),
        ("https://a.example/x/feed", "//cdn.example/i.png", "https://cdn.example/i.png"),
        ("https://a.example/x", " https://b.example/ ", "https://b.example/"),
        ("", "post", "post"),
        ("https://a.example/", "http://[broken", "http://[broken"),
        ("https://a.example/", "a\n  b", "https://a.example/ab"),
    ],
)
def test_addresses_are_completed(base, url, whole):
    assert absolute(base, url) == whole


@given(st.text(), st.text())
def test_completing_never_raises(base, url):
    absolute(base, url)


@pytest.mark.parametrize(
    ("host", "domain"),
    [
        ("www.bbc.co.uk", "bbc.co.uk"),
        ("blog.example.com", "example.com"),
        ("example.com", "example.com"),
        ("localhost", "localhost"),
        ("127.0.0.1", "127.0.0.1"),
        ("[::1]", "::1"),
        ("News.Example.ORG.", "example.org"),
    ],
)
def test_the_owner_of_a_host(host, domain):
    assert registrable_domain(host) == domain
