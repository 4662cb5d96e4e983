"""Private addresses are reached only when somebody vouched for them, whatever they are spelled like."""

from __future__ import annotations

import ipaddress

import pytest
from hypothesis import given
from hypothesis import strategies as st

from ainews.config import FetchSettings
from ainews.fetch import guard
from ainews.model import Changed, Failed, FailureKind, SourceOptions
from tests.fetch.servers import fetch, names, ok, redirect

GUARDED = FetchSettings(gap_s=0, connect_timeout_s=1)


def kind_of(url: str, **how) -> FailureKind | None:
    fetched = fetch(url, settings=GUARDED, **how)
    return fetched.kind if isinstance(fetched, Failed) else None


@pytest.mark.parametrize(
    "address",
    [
        "0.0.0.0",
        "10.1.2.3",
        "100.64.0.1",
        "127.0.0.1",
        "127.255.255.254",
        "169.254.169.254",
        "172.16.0.1",
        "172.31.255.255",
        "192.0.0.8",
        "192.0.2.1",
        "192.88.99.1",
        "192.168.1.1",
        "198.18.0.1",
        "198.51.100.7",
        "203.0.113.7",
        "224.0.0.251",
        "240.0.0.1",
        "255.255.255.255",
        "::",
        "::1",
        "::7f00:1",
        "::ffff:127.0.0.1",
        "::ffff:10.0.0.1",
        "64:ff9b::7f00:1",
        "64:ff9b::a00:1",
        "64:ff9b:1::808:808",
        "100::1",
        "2001::1",
        "2001:db8::1",
        "2002:7f00:1::1",
        "2002:c0a8:101::1",
        "3fff::1",
        "5f00::1",
        "fc00::1",
        "fd12:3456::1",
        "fe80::1",
        "fe80::1%eth0",
        "fec0::1",
        "ff02::1",
    ],
)
def test_addresses_that_are_not_of_the_public_internet(address):
    assert not guard.is_public(address)


@pytest.mark.parametrize(
    "address",
    [
        "1.1.1.1",
        "8.8.8.8",
        "100.63.255.255",
        "100.128.0.1",
        "172.15.255.255",
        "172.32.0.1",
        "192.0.1.1",
        "223.255.255.255",
        "2606:4700:4700::1111",
        "2a00:1450:4001:80e::200e",
        "::ffff:8.8.8.8",
        "64:ff9b::808:808",
        "2002:808:808::1",
    ],
)
def test_addresses_that_are(address):
    assert guard.is_public(address)


@given(st.ip_addresses())
def test_nothing_is_public_that_python_calls_private(address):
    inside = getattr(address, "ipv4_mapped", None) or getattr(address, "sixtofour", None) or address
    in_nat64 = address.version == 6 and address in ipaddress.IPv6Network("64:ff9b::/96")

    assert in_nat64 or not guard.is_public(str(address)) or (inside.is_global and not inside.is_multicast)


@pytest.mark.parametrize(
    "host",
    [
        "0x7f.1",
        "2130706433",
        "017700000001",
        "127.1",
        "0x7f000001",
        "127.0.0.01",
        "0177.0.0.1",
        "１２７.0.0.1",
        "1.2.3.256",
    ],
)
def test_odd_spellings_of_addresses_are_refused(host):
    assert kind_of(f"http://{host}/") is FailureKind.PRIVATE_ADDRESS


@pytest.mark.parametrize("host", ["127。0。0。1", "127.0.0.1.", "[::1]", "[::ffff:127.0.0.1]", "[64:ff9b::7f00:1]"])
def test_private_literals_are_refused_however_they_are_written(host):
    assert kind_of(f"http://{host}/") is FailureKind.PRIVATE_ADDRESS


def test_a_name_with_a_private_address_is_refused(serve):
    site = serve(ok())

    assert kind_of(site.url(host="feeds.test"), resolve=names(feeds_test="127.0.0.1")) is FailureKind.PRIVATE_ADDRESS
    assert site.requests == []


def test_private_addresses_among_public_ones_are_left_out(serve):
    site = serve(ok())
    resolve = names(feeds_test=["127.0.0.1", "::1", "10.0.0.1"])

    assert kind_of(site.url(host="feeds.test"), resolve=resolve) is FailureKind.PRIVATE_ADDRESS
    assert site.requests == []


def test_a_redirect_to_a_private_address_is_refused(serve, monkeypatch):
    inside = serve(ok())
    outside = serve(redirect(inside.url(host="inside.test")))
    monkeypatch.setattr(guard, "is_public", lambda address: address == "127.0.0.2")

    kind = kind_of(outside.url(host="outside.test"), resolve=names(outside_test="127.0.0.2", inside_test="127.0.0.1"))

    assert (kind, len(outside.requests), inside.requests) == (FailureKind.PRIVATE_ADDRESS, 1, [])


def test_a_name_is_looked_up_once_so_that_it_cannot_change_its_mind(serve, monkeypatch):
    site = serve(ok(), host="127.0.0.2")
    monkeypatch.setattr(guard, "is_public", lambda address: address == "127.0.0.2")
    answers = iter([["127.0.0.2"], ["127.0.0.1"]])

    async def resolve(host, port):
        return next(answers)

    assert isinstance(fetch(site.url(host="rebind.test"), settings=GUARDED, resolve=resolve), Changed)
    assert next(answers) == ["127.0.0.1"]


def test_an_owner_may_vouch_for_one_source(serve):
    site = serve(ok())

    assert kind_of(site.url()) is FailureKind.PRIVATE_ADDRESS
    assert kind_of(site.url(), options=SourceOptions(allow_private=True)) is None


def test_an_owner_who_vouches_may_spell_as_they_like(serve):
    url = serve(ok()).url(host="2130706433")

    assert kind_of(url, options=SourceOptions(allow_private=True)) is None


@pytest.mark.parametrize("host", ["localhost", "nas", "a.localhost", "nas.local", "x.internal", "10.0.0.1", "::1"])
def test_private_hosts_are_known_by_their_spelling(host):
    assert guard.is_private_host(host)


@pytest.mark.parametrize("host", ["", "example.org", "localhost.org", "1.1.1.1", "2606:4700::1", "local.example"])
def test_other_hosts_are_not(host):
    assert not guard.is_private_host(host)
