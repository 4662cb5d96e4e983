"""Every way in which a server can go wrong becomes a named failure with a sentence for people."""

from __future__ import annotations

import asyncio
import gzip
import os
import socket
import ssl
import zlib

import brotli
import pytest
import zstandard

from ainews.config import FetchSettings
from ainews.fetch import Fetcher
from ainews.model import Changed, Failed, FailureKind, SourceKind
from tests.fetch.servers import NOW, PATIENT, QUICK, fetch, names, ok, redirect

ZEROS = bytes(20_000_000)
SMALL = FetchSettings(max_body_bytes=100_000, gap_s=0, allow_private=True)


def failure(url, **how) -> tuple[FailureKind, str]:
    failed = fetch(url, **how)
    assert isinstance(failed, Failed), failed
    assert (failed.source_id, failed.at) == (7, NOW)
    assert failed.message[0].islower() or failed.message[0].isdigit() or failed.message[0] in "'/[:"
    assert "\n" not in failed.message
    return failed.kind, failed.message


async def hang(head, writer):
    await asyncio.sleep(30)


async def drip_headers(head, writer):
    writer.write(b"HTTP/1.1 200 OK\r\n")
    while True:
        writer.write(b"X-Slow: 1\r\n")
        await writer.drain()
        await asyncio.sleep(0.02)


async def drip_body(head, writer):
    writer.write(b"HTTP/1.1 200 OK\r\nContent-Length: 1000000\r\n\r\n")
    while True:
        writer.write(b"x")
        await writer.drain()
        await asyncio.sleep(0.02)


async def stall_in_body(head, writer):
    writer.write(b"HTTP/1.1 200 OK\r\nContent-Length: 1000\r\n\r\nabc")
    await asyncio.sleep(30)


async def endless_body(head, writer):
    writer.write(b"HTTP/1.1 200 OK\r\n\r\n")
    while True:
        writer.write(b"x" * 65536)
        await writer.drain()


async def endless_greetings(head, writer):
    while True:
        writer.write(b"HTTP/1.1 100 Continue\r\n\r\n" * 100)
        await writer.drain()
        await asyncio.sleep(0)


async def crumbs(head, writer):
    writer.write(b"HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n")
    for _ in range(110):
        writer.write(b"1\r\nx\r\n" * 1000)
        await writer.drain()


async def reset(head, writer):
    sock = writer.get_extra_info("socket")
    sock.setsockopt(socket.SOL_SOCKET, socket.SO_LINGER, b"\1\0\0\0\0\0\0\0")
    writer.transport.abort()


@pytest.mark.parametrize("slow", [hang, stall_in_body])
def test_silence_ends_at_the_read_timeout(serve, slow):
    kind, message = failure(serve(slow).url(), settings=QUICK)

    assert (kind, message) == (FailureKind.TIMEOUT, "127.0.0.1 sent nothing for 0.2 s")


@pytest.mark.parametrize("slow", [drip_headers, drip_body])
def test_dripping_ends_at_the_total_timeout(serve, slow):
    kind, message = failure(serve(slow).url(), settings=QUICK)

    assert (kind, message) == (FailureKind.TIMEOUT, "127.0.0.1 took longer than 0.6 s in all")


def test_a_host_that_accepts_no_connection_times_out():
    with socket.socket() as full:
        full.bind(("127.0.0.1", 0))
        full.listen(0)
        port = full.getsockname()[1]
        fillers = [socket.socket() for _ in range(4)]
        for filler in fillers:
            filler.setblocking(False)
            filler.connect_ex(("127.0.0.1", port))

        kind, message = failure(f"http://127.0.0.1:{port}/", settings=QUICK)

        for filler in fillers:
            filler.close()
    assert (kind, message) == (FailureKind.TIMEOUT, "127.0.0.1 did not accept a connection within 0.2 s")


def test_a_resolver_that_hangs_times_out():
    async def resolve(host, port):
        await asyncio.sleep(30)

    assert failure("http://slow.test/", settings=QUICK, resolve=resolve)[0] is FailureKind.TIMEOUT


def test_an_unknown_name_is_a_dns_failure():
    async def resolve(host, port):
        raise socket.gaierror(socket.EAI_NONAME, "Name or service not known")

    assert failure("http://nowhere.test/", resolve=resolve) == (FailureKind.DNS, "nowhere.test is not a known name")


def test_a_silent_name_server_is_told_from_an_unknown_name():
    async def resolve(host, port):
        raise socket.gaierror(socket.EAI_AGAIN, "Temporary failure in name resolution")

    kind, message = failure("http://somewhere.test/", resolve=resolve)

    assert kind is FailureKind.DNS
    assert "name server did not answer" in message


def test_a_name_without_addresses_is_a_dns_failure():
    assert failure("http://empty.test/", resolve=names(empty_test=[]))[0] is FailureKind.DNS


def test_a_closed_port_refuses():
    with socket.socket() as unused:
        unused.bind(("127.0.0.1", 0))
        port = unused.getsockname()[1]

    assert failure(f"http://127.0.0.1:{port}/") == (FailureKind.REFUSED, "127.0.0.1 refused the connection")


def test_no_route_is_unreachable():
    # Link-local without an interface: no kernel knows where to send that.
    kind, message = failure("http://far.test/", resolve=names(far_test="fe80::1"))

    assert kind is FailureKind.UNREACHABLE
    assert message.startswith("far.test cannot be reached")


def test_an_untrusted_certificate_is_a_tls_failure(serve, authority):
    site = serve(ok(), tls=server_side(authority, "127.0.0.1"))

    kind, message = failure(site.url())

    assert kind is FailureKind.TLS
    assert "certificate that is not trusted" in message


def test_a_certificate_of_another_host_is_a_tls_failure(serve, authority, monkeypatch, tmp_path):
    trust(authority, monkeypatch, tmp_path)
    site = serve(ok(), tls=server_side(authority, "other.test"))

    kind, message = failure(site.url(host="feeds.test"), resolve=names(feeds_test="127.0.0.1"))

    assert kind is FailureKind.TLS
    assert "mismatch" in message


def test_plain_text_on_a_tls_address_is_a_tls_failure(loopback):
    async def greet(reader, writer):
        writer.write(b"220 mail.test ready\r\n")
        await writer.drain()

    server = loopback.run(asyncio.start_server(greet, "127.0.0.1", 0))
    port = server.sockets[0].getsockname()[1]

    kind, message = failure(f"https://127.0.0.1:{port}/")

    server.close()
    assert (kind, message) == (FailureKind.TLS, "127.0.0.1 failed to set up encryption: wrong version number")


def test_a_tls_handshake_that_hangs_times_out():
    with socket.socket() as mute:
        mute.bind(("127.0.0.1", 0))
        mute.listen(5)

        kind, message = failure(f"https://127.0.0.1:{mute.getsockname()[1]}/", settings=QUICK)

    assert (kind, message) == (FailureKind.TIMEOUT, "127.0.0.1 did not set up encryption within 0.2 s")


def test_a_trusted_certificate_is_accepted(serve, authority, monkeypatch, tmp_path):
    trust(authority, monkeypatch, tmp_path)
    site = serve(ok(b"<rss/>"), tls=server_side(authority, "feeds.test"))

    fetched = fetch(site.url(host="feeds.test"), resolve=names(feeds_test="127.0.0.1"))

    assert isinstance(fetched, Changed)
    assert fetched.body == b"<rss/>"


def server_side(authority, *hosts) -> ssl.SSLContext:
    context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
    authority.issue_cert(*hosts).configure_cert(context)
    return context


def trust(authority, monkeypatch, tmp_path) -> None:
    authority.cert_pem.write_to_path(tmp_path / "authority.pem")
    monkeypatch.setenv("SSL_CERT_FILE", str(tmp_path / "authority.pem"))


@pytest.mark.parametrize(
    "answer",
    [
        pytest.param(b"", id="nothing at all"),
        pytest.param(b"hello\r\n\r\n", id="no status line"),
        pytest.param(b"ICY 200 OK\r\n\r\n", id="another protocol"),
        pytest.param(b"HTTP/1.1 abc OK\r\n\r\n", id="status without a number"),
        pytest.param(b"HTTP/1.1 999 Weird\r\n\r\n", id="status nobody defined"),
        pytest.param(b"HTTP/1.1 200 OK\r\nContent-Length: x\r\n\r\n", id="length without a number"),
        pytest.param(b"HTTP/1.1 200 OK\r\nContent-Length: 5\r\nContent-Length: 6\r\n\r\nabcdef", id="two lengths"),
        pytest.param(b"HTTP/1.1 200 OK\r\nContent-Length: 1000\r\n\r\nshort", id="cut short"),
        pytest.param(b"HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\nzz\r\nhello", id="chunks of garbage"),
        pytest.param(b"HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n5\r\nhel", id="chunk cut short"),
        pytest.param(b"HTTP/1.1 200 OK\r\nX: " + b"x" * 1_000_000 + b"\r\n\r\n", id="a header of a megabyte"),
        pytest.param(b"HTTP/1.1 200 OK\r\n" + b"X: x\r\n" * 200_000 + b"\r\n", id="a megabyte of headers"),
        pytest.param(b"HTTP/1.1 101 Switching Protocols\r\nUpgrade: ws\r\n\r\n", id="another protocol from here on"),
        pytest.param(ok(b"", status="204 No Content"), id="no content"),
        pytest.param(ok(b"", status="304 Not Modified"), id="304 to an unconditional request"),
        pytest.param(ok(b"abc", "Content-Encoding: compress"), id="unknown packing"),
        pytest.param(ok(b"\x1f\x8bgarbage", "Content-Encoding: gzip"), id="damaged gzip"),
        pytest.param(ok(gzip.compress(os.urandom(999))[:500], "Content-Encoding: gzip"), id="gzip cut short"),
        pytest.param(ok(brotli.compress(os.urandom(999))[:500], "Content-Encoding: br"), id="brotli cut short"),
        pytest.param(ok(zstandard.compress(os.urandom(999))[:500], "Content-Encoding: zstd"), id="zstd cut short"),
        pytest.param(ok(zlib.compress(os.urandom(999))[:500], "Content-Encoding: deflate"), id="deflate cut short"),
        pytest.param(ok(b"", status="302 Found"), id="a redirect to nowhere"),
        pytest.param(endless_greetings, id="provisional answers without end"),
        pytest.param(crumbs, id="a document in crumbs"),
        pytest.param(reset, id="connection reset"),
    ],
)
def test_what_is_not_proper_http_is_a_protocol_failure(serve, answer):
    assert failure(serve(answer).url())[0] is FailureKind.PROTOCOL


@pytest.mark.parametrize(
    ("status", "kind"),
    [
        ("400 Bad Request", FailureKind.HTTP_4XX),
        ("418 I'm a Teapot", FailureKind.HTTP_4XX),
        ("401 Unauthorized", FailureKind.UNAUTHORIZED),
        ("403 Forbidden", FailureKind.UNAUTHORIZED),
        ("404 Not Found", FailureKind.NOT_FOUND),
        ("410 Gone", FailureKind.GONE),
        ("429 Too Many Requests", FailureKind.THROTTLED),
        ("500 Internal Server Error", FailureKind.HTTP_5XX),
        ("503 Service Unavailable", FailureKind.HTTP_5XX),
        ("599 Who Knows", FailureKind.HTTP_5XX),
    ],
)
def test_each_class_of_answers_has_its_name(serve, status, kind):
    failed = fetch(serve(ok(b"sorry", status=status)).url())

    assert isinstance(failed, Failed)
    assert (failed.kind, failed.status) == (kind, int(status[:3]))
    assert failed.message.startswith(f"127.0.0.1 answered {status[:3]}")


def test_an_error_page_without_end_is_not_read(serve):
    async def endless_error(head, writer):
        writer.write(b"HTTP/1.1 404 Not Found\r\n\r\n")
        await endless_body(head, writer)

    assert failure(serve(endless_error).url(), settings=SMALL)[0] is FailureKind.NOT_FOUND


@pytest.mark.parametrize(
    "answer",
    [
        pytest.param(endless_body, id="without end"),
        pytest.param(ok(b"x" * 100_001), id="one byte over"),
        pytest.param(b"HTTP/1.1 200 OK\r\nContent-Length: 99999999999\r\n\r\n", id="announced"),
        pytest.param(ok(gzip.compress(os.urandom(50_000) * 3), "Content-Encoding: gzip"), id="once unpacked"),
    ],
)
def test_too_much_is_too_big(serve, answer):
    kind, message = failure(serve(answer).url(), settings=SMALL)

    assert (kind, message) == (FailureKind.TOO_BIG, "127.0.0.1 sent more than 100,000 bytes")


@pytest.mark.parametrize(
    ("coding", "packed"),
    [
        ("gzip", gzip.compress(ZEROS)),
        ("deflate", zlib.compress(ZEROS)),
        ("br", brotli.compress(ZEROS)),
        ("zstd", zstandard.compress(ZEROS)),
        ("gzip, gzip", gzip.compress(gzip.compress(ZEROS))),
        ("gzip, br", brotli.compress(gzip.compress(ZEROS))),
        (", ".join(["gzip"] * 9), gzip.compress(b"x")),
    ],
    ids=["gzip", "deflate", "br", "zstd", "gzip twice", "gzip in br", "nine times"],
)
def test_a_bomb_is_named_one(serve, coding, packed):
    site = serve(ok(packed, f"Content-Encoding: {coding}"))

    assert failure(site.url())[0] is FailureKind.BOMB


@pytest.mark.parametrize(
    "url",
    [
        "ftp://127.0.0.1/",
        "file:///etc/hostname",
        "javascript:alert(1)",
        "http://",
        "http:///path",
        "http://[::1/",
        "http://127.0.0.1:99999/",
        "http://127.0.0.1:22/",
        "http://127.0.0.1:6379/",
        "http://exa mple.org/",
        "http://" + "a" * 64 + ".org/",
        "http://a..b/",
        "http://[fe80::1%25eth0]/",
        "no address",
        "",
    ],
)
def test_what_is_no_web_address_is_a_bad_address(url):
    assert failure(url)[0] is FailureKind.BAD_ADDRESS


def test_a_fault_of_our_own_is_internal_and_stops_nobody(caplog):
    async def resolve(host, port):
        raise RuntimeError("secret detail")

    kind, message = failure("http://feeds.test/", resolve=resolve)

    assert (kind, message) == (FailureKind.INTERNAL, "ainews itself failed while fetching (RuntimeError)")
    assert "secret detail" in caplog.text


def test_failures_never_tell_credentials(serve):
    site = serve({"/feed": redirect("http://user:hunter2@127.0.0.1:1/")})

    for url in (site.url(userinfo="user:hunter2@"), "http://user:hunter2@127.0.0.1:1/", "ftp://user:hunter2@x/"):
        assert "hunter2" not in repr(fetch(url))


def test_a_poll_can_be_cancelled(serve):
    async def cancelled() -> bool:
        async with Fetcher(PATIENT) as fetcher:
            poll = asyncio.create_task(fetcher.get(serve(hang).url()))
            await asyncio.sleep(0)
            poll.cancel()
            await asyncio.wait([poll])
            return poll.cancelled()

    assert asyncio.run(cancelled())


@pytest.mark.parametrize("kind", list(SourceKind))
def test_nothing_a_source_says_raises(kind):
    assert isinstance(fetch("\x00://\udcff", kind=kind), Failed)
