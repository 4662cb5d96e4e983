"""Polls that succeed: what is asked, what comes back, and where redirects lead."""

from __future__ import annotations

import asyncio
import base64
import gzip
import zlib
from datetime import timedelta

import brotli
import pytest
import zstandard
from msgspec.structs import replace

import ainews
from ainews.config import FetchSettings
from ainews.fetch import Fetcher
from ainews.fetch.outcome import hash_of
from ainews.model import Changed, Failed, FailureKind, Unchanged, Validators
from tests.fetch.servers import NOW, PATIENT, fetch, names, ok, redirect

FEED = b"<rss>" + b"news " * 2000 + b"</rss>"
KNOWN = Validators(etag='W/"a b"', last_modified="Sun, 22 Nov 2026 10:00:00 GMT", body_hash=hash_of(FEED))


def changed(url: str, **how) -> Changed:
    fetched = fetch(url, **how)
    assert isinstance(fetched, Changed), fetched
    return fetched


def test_a_document_comes_with_what_its_headers_say(serve):
    site = serve(
        ok(FEED, 'ETag: W/"x"', "Last-Modified: yesterday", "Content-Type: Application/RSS+XML; charset=ISO-8859-1")
    )

    fetched = changed(site.url())

    assert replace(fetched, elapsed_s=0) == Changed(
        source_id=7,
        url=site.url(),
        at=NOW,
        body=FEED,
        content_type="application/rss+xml",
        charset="iso-8859-1",
        validators=Validators('W/"x"', "yesterday", hash_of(FEED)),
    )
    assert fetched.elapsed_s > 0


def test_a_first_request_introduces_itself_and_nothing_more(serve):
    site = serve(ok(FEED, "Set-Cookie: a=b"))

    fetch(site.url("/feed?a=b#part"), settings=replace_setting(contact_url="https://ainews.test/contact"))

    assert site.requests[0].startswith("GET /feed?a=b HTTP/1.1\r\n")
    headers = site.headers()
    assert headers.pop("user-agent") == f"ainews/{ainews.__version__} (+https://ainews.test/contact)"
    assert headers.pop("host") == f"127.0.0.1:{site.port}"
    assert "application/atom+xml" in headers.pop("accept")
    assert headers.pop("accept-encoding") == "gzip, deflate, br, zstd"
    assert headers == {"connection": "close"}


def replace_setting(**changes) -> FetchSettings:
    known = {name: getattr(PATIENT, name) for name in PATIENT.__struct_fields__}
    return FetchSettings(**(known | changes))


def test_validators_go_back_byte_for_byte(serve):
    site = serve(ok(FEED))

    fetch(site.url(), validators=Validators(etag='W/"ä,b"', last_modified="not even a date"))

    headers = site.headers()
    assert (headers["if-none-match"], headers["if-modified-since"]) == ('W/"ä,b"', "not even a date")


def test_an_etag_beyond_ascii_survives_the_round_trip(serve):
    site = serve(ok(FEED, 'ETag: "caf\xe9"'))

    fetch(site.url(), validators=changed(site.url()).validators)

    assert site.headers()["if-none-match"] == '"caf\xe9"'


def test_304_is_unchanged_and_refreshes_only_what_it_names(serve):
    site = serve(b'HTTP/1.1 304 Not Modified\r\nETag: "new"\r\nCache-Control: max-age=7200\r\n\r\n')

    fetched = fetch(site.url(), validators=KNOWN)

    assert isinstance(fetched, Unchanged)
    assert fetched.validators == Validators('"new"', KNOWN.last_modified, KNOWN.body_hash)
    assert (fetched.status, fetched.fresh_for) == (304, timedelta(hours=2))


def test_the_same_bytes_again_are_unchanged_under_new_validators(serve):
    site = serve(ok(gzip.compress(FEED), 'ETag: "new"', "Content-Encoding: gzip"))

    fetched = fetch(site.url(), validators=KNOWN)

    assert isinstance(fetched, Unchanged)
    assert (fetched.status, fetched.validators) == (200, Validators('"new"', None, KNOWN.body_hash))


def raw_deflate(body: bytes) -> bytes:
    packer = zlib.compressobj(wbits=-15)
    return packer.compress(body) + packer.flush()


@pytest.mark.parametrize(
    ("coding", "packed"),
    [
        ("gzip", gzip.compress(FEED)),
        ("x-gzip", gzip.compress(FEED)),
        ("GZIP", gzip.compress(FEED[:99]) + gzip.compress(FEED[99:])),
        ("gzip", gzip.compress(FEED) + b"\0\0\0"),
        ("gzip", FEED),
        ("deflate", zlib.compress(FEED)),
        ("deflate", raw_deflate(FEED)),
        ("br", brotli.compress(FEED)),
        ("zstd", zstandard.compress(FEED)),
        ("zstd", zstandard.compress(FEED[:99]) + zstandard.compress(FEED[99:])),
        ("gzip, br", brotli.compress(gzip.compress(FEED))),
        ("identity", FEED),
        ("", FEED),
    ],
    ids=lambda value: value if isinstance(value, str) else f"{len(value)} bytes",
)
def test_packing_is_undone(serve, coding, packed):
    site = serve(ok(packed, f"Content-Encoding: {coding}"))

    assert changed(site.url()).body == FEED


@pytest.mark.parametrize("coding", ["gzip", "deflate", "br", "zstd"])
def test_an_empty_document_needs_no_packing(serve, coding):
    assert changed(serve(ok(b"", f"Content-Encoding: {coding}")).url()).body == b""


def test_a_small_document_may_grow_as_much_as_it_likes(serve):
    packed = gzip.compress(b"\n" * 1_000_000)

    fetched = changed(serve(ok(packed, "Content-Encoding: gzip")).url())

    assert len(fetched.body) == 1_000_000 > 500 * len(packed)


@pytest.mark.parametrize(
    "answer",
    [
        pytest.param(b"HTTP/1.0 200 OK\r\n\r\n" + FEED, id="HTTP/1.0 to the end of the connection"),
        pytest.param(b"HTTP/1.1 200 OK\r\n\r\n" + FEED, id="no headers"),
        pytest.param(b"HTTP/1.1 200\r\n\r\n" + FEED, id="no reason"),
        pytest.param(b"HTTP/1.1 200 OK\nContent-Length: 12\n\n<rss></rss>\n", id="bare line feeds"),
        pytest.param(b"HTTP/1.1 100 Continue\r\n\r\n" + ok(FEED), id="100 before 200"),
        pytest.param(b"HTTP/1.1 103 Early Hints\r\nLink: </a>\r\n\r\n" + ok(FEED), id="103 before 200"),
        pytest.param(ok(FEED, status="203 Non-Authoritative Information"), id="203"),
        pytest.param(ok(FEED) + b"trailing garbage", id="more than announced"),
        pytest.param(
            b"HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n5;x=y\r\n<rss/\r\n1\r\n>\r\n0\r\nT: t\r\n\r\n",
            id="chunks with extensions and trailers",
        ),
    ],
)
def test_old_and_odd_answers_are_understood(serve, answer):
    assert changed(serve(answer).url()).body.startswith(b"<rss")


@pytest.mark.parametrize(
    "location",
    ["/new?x=1", "new?x=1", "./new?x=1#top", "//127.0.0.1:{port}/new?x=1", " http://127.0.0.1:{port}/new?x=1 "],
)
def test_locations_may_be_relative(serve, location):
    site = serve({"/new?x=1": ok(FEED)})
    site.answers["/feed"] = redirect(location.format(port=site.port))

    fetched = changed(site.url())

    assert (fetched.url, fetched.body) == (site.url("/new?x=1"), FEED)


@pytest.mark.parametrize("location", ["/caf\u00c3\u00a9", "/caf\u00e9", "/caf%C3%A9"])
def test_locations_beyond_ascii_are_taken_as_text_and_sent_escaped(serve, location):
    site = serve({"/feed": redirect(location), "/caf%C3%A9": ok(FEED)})

    assert changed(site.url()).body == FEED


def test_blanks_in_a_location_are_escaped(serve):
    site = serve({"/feed": redirect("/my new feed"), "/my%20new%20feed": ok(FEED)})

    assert changed(site.url()).body == FEED


@pytest.mark.parametrize("status", ["301 Moved Permanently", "308 Permanent Redirect"])
def test_a_permanent_redirect_is_a_move(serve, status):
    site = serve({"/feed": redirect("/new", status), "/new": ok(FEED)})

    assert changed(site.url()).moved_to == site.url("/new")


@pytest.mark.parametrize("status", ["302 Found", "303 See Other", "307 Temporary Redirect"])
def test_a_temporary_redirect_is_no_move(serve, status):
    site = serve({"/feed": redirect("/new", status), "/new": ok(FEED)})

    assert changed(site.url()).moved_to is None


def test_a_chain_is_a_move_only_as_far_as_it_is_permanent(serve):
    site = serve(
        {
            "/feed": redirect("/two", "301 Moved Permanently"),
            "/two": redirect("/three", "308 Permanent Redirect"),
            "/three": redirect("/four", "302 Found"),
            "/four": redirect("/five", "301 Moved Permanently"),
            "/five": ok(FEED),
        }
    )

    fetched = changed(site.url())

    assert (fetched.url, fetched.moved_to) == (site.url("/five"), site.url("/three"))


def test_a_move_is_seen_behind_a_304(serve):
    site = serve({"/feed": redirect("/new", "301 Moved Permanently"), "/new": b"HTTP/1.1 304 Not Modified\r\n\r\n"})

    fetched = fetch(site.url(), validators=KNOWN)

    assert isinstance(fetched, Unchanged)
    assert fetched.moved_to == site.url("/new")


@pytest.mark.parametrize(("hops", "arrives"), [(5, True), (6, False)])
def test_five_redirects_are_followed_and_not_six(serve, hops, arrives):
    site = serve({f"/{hop}": redirect(f"/{hop + 1}") for hop in range(hops)} | {f"/{hops}": ok(FEED)})

    fetched = fetch(site.url("/0"))

    assert isinstance(fetched, Changed) is arrives
    assert len(site.requests) == 6


def test_a_circle_of_redirects_is_named(serve):
    site = serve({"/feed": redirect("/two"), "/two": redirect("/feed")})

    fetched = fetch(site.url())

    assert isinstance(fetched, Failed)
    assert (fetched.kind, fetched.message) == (FailureKind.REDIRECT_LOOP, "127.0.0.1 redirects in a circle")
    assert len(site.requests) == 2


@pytest.mark.parametrize(
    "location", ["file:///etc/passwd", "ftp://127.0.0.1/", "http://[::1/", "http://127.0.0.1:25/", "data:,x"]
)
def test_a_redirect_out_of_the_web_is_not_followed(serve, location):
    fetched = fetch(serve(redirect(location)).url())

    assert isinstance(fetched, Failed)
    assert fetched.kind is FailureKind.BAD_ADDRESS


def test_credentials_of_the_address_become_basic_auth(serve):
    site = serve(ok(FEED))

    fetched = changed(site.url(userinfo="al%40ice:p%3Ass@"))

    assert site.headers()["authorization"] == "Basic " + base64.b64encode(b"al@ice:p:ss").decode()
    assert fetched.url == site.url()


def test_credentials_stay_with_their_host(serve):
    there = serve(ok(FEED))
    here = serve({"/feed": redirect("/same"), "/same": redirect(there.url(host="127.0.0.2"))})

    fetch(here.url(userinfo="alice:secret@"))

    assert ["authorization" in here.headers(number) for number in range(2)] == [True, True]
    assert "authorization" not in there.headers()


def test_credentials_in_a_location_are_not_taken_over(serve):
    site = serve({"/new": ok(FEED)})
    site.answers["/feed"] = redirect(site.url("/new", userinfo="mallory:x@"))

    fetch(site.url())

    assert "authorization" not in site.headers()


def test_a_move_keeps_the_credentials_that_its_host_needs(serve):
    site = serve({"/feed": redirect("/new", "301 Moved Permanently"), "/new": ok(FEED)})

    assert changed(site.url(userinfo="alice:secret@")).moved_to == site.url("/new", userinfo="alice:secret@")


def test_hosts_beyond_ascii_are_looked_up_in_their_ascii_form(serve):
    site = serve(ok(FEED))

    changed(site.url(host="BÜCHER.test"), resolve=names(**{"xn--bcher-kva_test": "127.0.0.1"}))

    assert site.headers()["host"] == f"xn--bcher-kva.test:{site.port}"


def test_ipv6_literals_are_reached(serve):
    site = serve(ok(FEED), host="::1")

    assert changed(site.url(host="[::1]")).body == FEED
    assert site.headers()["host"] == f"[::1]:{site.port}"


def test_a_dead_address_does_not_hide_a_living_one(serve):
    site = serve(ok(FEED), host="127.0.0.1")

    fetched = fetch(site.url(host="twin.test"), resolve=names(twin_test=["127.0.0.9", "::1", "127.0.0.1"]))

    assert isinstance(fetched, Changed)


def test_when_no_address_answers_the_failure_says_why(serve):
    site = serve(ok(FEED), host="127.0.0.1")

    fetched = fetch(site.url(host="twin.test"), resolve=names(twin_test=["127.0.0.9", "127.0.0.8"]))

    assert isinstance(fetched, Failed)
    assert (fetched.kind, fetched.message) == (FailureKind.REFUSED, "twin.test refused the connection")


def test_the_system_resolver_knows_localhost(serve):
    assert changed(serve(ok(FEED)).url(host="localhost")).body == FEED


@pytest.mark.parametrize("asked", ["120", "Mon, 23 Nov 2026 12:02:00 GMT"])
@pytest.mark.parametrize("status", ["429 Too Many Requests", "503 Service Unavailable"])
def test_a_server_that_asks_for_a_pause_throttles(serve, status, asked):
    fetched = fetch(serve(ok(b"", f"Retry-After: {asked}", status=status)).url())

    assert isinstance(fetched, Failed)
    assert (fetched.kind, fetched.retry_after) == (FailureKind.THROTTLED, timedelta(minutes=2))


def test_a_page_is_asked_for_as_one(serve):
    site = serve(ok(b"<html>"))

    async def get():
        async with Fetcher(PATIENT) as fetcher:
            return await fetcher.get(site.url("/page"))

    fetched = asyncio.run(get())

    assert isinstance(fetched, Changed)
    assert (fetched.source_id, fetched.body) == (0, b"<html>")
    assert site.headers()["accept"].startswith("text/html")


def test_a_poll_costs_exactly_one_request(serve):
    site = serve(ok(FEED))

    fetch(site.url())

    assert len(site.requests) == 1


def test_localhost_is_this_machine_whatever_a_name_server_says(serve):
    async def nobody_answers(host: str, port: int) -> list[str]:
        raise AssertionError(f"{host} was looked up")

    site = serve(ok(FEED))

    assert isinstance(fetch(site.url(host="localhost"), resolve=nobody_answers), Changed)
    assert isinstance(fetch(site.url(host="news.localhost"), resolve=nobody_answers), Changed)
