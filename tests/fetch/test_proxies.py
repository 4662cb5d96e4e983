"""Where the environment names a proxy, the public internet is reached through it."""

from __future__ import annotations

import asyncio
import ssl

import pytest

from ainews.fetch import guard
from ainews.fetch.faults import Fault
from ainews.fetch.proxies import Proxies
from ainews.fetch.target import target_of
from ainews.model import Changed, Failed, FailureKind
from tests.fetch.servers import PATIENT, fetch, names, ok


@pytest.fixture
def environment(monkeypatch):
    for name in ("HTTP_PROXY", "HTTPS_PROXY", "ALL_PROXY", "NO_PROXY", "REQUEST_METHOD"):
        monkeypatch.delenv(name, raising=False)
        monkeypatch.delenv(name.lower(), raising=False)
    return monkeypatch.setenv


def test_http_goes_through_the_proxy_with_its_whole_address(serve, environment):
    proxy = serve(ok(b"<rss/>"))
    environment("HTTP_PROXY", proxy.url("", userinfo="me:secret@"))

    fetched = fetch("http://feeds.example/feed?a=b")

    assert isinstance(fetched, Changed)
    assert proxy.requests[0].startswith("GET http://feeds.example/feed?a=b HTTP/1.1\r\n")
    assert proxy.headers()["host"] == "feeds.example"
    assert proxy.headers()["proxy-authorization"] == "Basic bWU6c2VjcmV0"


def test_https_goes_through_a_tunnel(loopback, environment, authority, monkeypatch, tmp_path):
    authority.cert_pem.write_to_path(tmp_path / "authority.pem")
    monkeypatch.setenv("SSL_CERT_FILE", str(tmp_path / "authority.pem"))
    context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
    authority.issue_cert("feeds.example").configure_cert(context)
    site = loopback.serve(ok(b"<rss/>"), tls=context)
    asked = []

    async def relay(reader, writer):
        asked.append(await reader.readuntil(b"\r\n\r\n"))
        there, back = await asyncio.open_connection("127.0.0.1", site.port)
        writer.write(b"HTTP/1.1 200 Connection established\r\n\r\n")
        await asyncio.gather(pump(reader, back), pump(there, writer))

    server = loopback.run(asyncio.start_server(relay, "127.0.0.1", 0))
    environment("https_proxy", f"127.0.0.1:{server.sockets[0].getsockname()[1]}")

    fetched = fetch("https://feeds.example/feed")

    server.close()
    assert isinstance(fetched, Changed)
    assert asked[0].startswith(b"CONNECT feeds.example:443 HTTP/1.1\r\n")
    assert site.requests[0].startswith("GET /feed HTTP/1.1\r\n")


async def pump(reader, writer):
    while received := await reader.read(65536):
        writer.write(received)
    writer.close()


@pytest.mark.parametrize(
    ("reply", "kind"),
    [
        (b"HTTP/1.1 407 Proxy Authentication Required\r\n\r\n", FailureKind.UNAUTHORIZED),
        (b"HTTP/1.1 502 Bad Gateway\r\n\r\n", FailureKind.UNREACHABLE),
        (b"", FailureKind.UNREACHABLE),
    ],
)
def test_a_proxy_that_refuses_makes_the_host_unreachable(serve, environment, reply, kind):
    environment("ALL_PROXY", serve(reply).url(""))

    fetched = fetch("https://feeds.example/feed")

    assert isinstance(fetched, Failed)
    assert (fetched.kind, fetched.message.partition(":")[0]) == (kind, "feeds.example cannot be reached")


@pytest.mark.parametrize("url", ["http://127.0.0.1:{port}/", "http://2130706433:{port}/", "http://localhost:{port}/"])
def test_private_hosts_never_go_through_a_proxy(serve, environment, url):
    site, proxy = serve(ok()), serve(ok())
    environment("HTTP_PROXY", proxy.url(""))

    fetch(url.format(port=site.port), settings=PATIENT)

    assert (len(site.requests), len(proxy.requests)) == (1, 0)


@pytest.mark.parametrize(
    ("bypassed", "is_direct"),
    [
        ("", False),
        ("*", True),
        ("other.example", False),
        ("feeds.example", True),
        ("x, Example", True),
        (".example", True),
        ("*.example", True),
        ("eds.example", False),
        ("feeds.example:80", False),
        ("feeds.example:8080", True),
    ],
)
def test_no_proxy_names_hosts_and_domains(environment, bypassed, is_direct):
    environment("HTTP_PROXY", "http://proxy.example:3128")
    environment("NO_PROXY", bypassed)

    way = Proxies.of_environment().way_to(target_of("http://feeds.example:8080/"))

    assert (way is None) is is_direct


def test_a_clients_header_names_no_proxy(environment):
    environment("HTTP_PROXY", "http://mallory.example:3128")
    environment("REQUEST_METHOD", "GET")

    assert Proxies.of_environment() == Proxies({})


def test_a_proxy_of_another_kind_is_refused_by_name(environment):
    environment("ALL_PROXY", "https://proxy.example:3128")

    with pytest.raises(Fault, match=r"proxy\.example is named as a proxy"):
        Proxies.of_environment()


def test_the_guard_does_not_judge_the_owners_proxy(serve, environment, monkeypatch):
    proxy = serve(ok())
    environment("HTTP_PROXY", proxy.url("", host="proxy.lan"))
    monkeypatch.setattr(guard, "is_public", lambda address: False)

    assert isinstance(fetch("http://feeds.example/", resolve=names(proxy_lan="127.0.0.1")), Changed)
