"""Servers and documents that mean harm or simply fail, each with what a good ingest makes of it."""

from __future__ import annotations

import asyncio
import gzip
from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache

from benchmarks.feedserver import Behaviour, Page, Request, Site, Writer, answer, page

XML = b"application/rss+xml"
MANY = 50_000
RSS = b'<?xml version="1.0"?>\n<rss version="2.0"><channel><title>%s</title><link>https://example.net/</link>'


@dataclass(frozen=True, slots=True)
class Case:
    """One hostile address. `kinds` are the failures that tell the truth about it; none where `items` land."""

    served: Behaviour | Page
    kinds: frozenset[str] = frozenset()
    items: int = 0


async def hang(request: Request, writer: Writer) -> None:
    await asyncio.sleep(3600)


async def drip(request: Request, writer: Writer) -> None:
    writer.write(b"HTTP/1.1 200 OK\r\nContent-Type: application/rss+xml\r\nContent-Length: 100000\r\n\r\n")
    while True:
        writer.write(b" ")
        await asyncio.sleep(0.05)


async def drip_head(request: Request, writer: Writer) -> None:
    writer.write(b"HTTP/1.1 200 OK\r\nX-Slow: ")
    while True:
        writer.write(b"x")
        await asyncio.sleep(0.05)


async def cut(request: Request, writer: Writer) -> None:
    writer.write(b"HTTP/1.1 200 OK\r\nContent-Type: application/rss+xml\r\nContent-Length: 5000\r\n\r\n" + RSS % b"Cut")


async def silent_end(request: Request, writer: Writer) -> None:
    """Close without a word."""


async def noise(request: Request, writer: Writer) -> None:
    writer.write(bytes(range(256)) * 16)


async def endless(request: Request, writer: Writer) -> None:
    writer.write(b"HTTP/1.1 200 OK\r\nContent-Type: application/rss+xml\r\n\r\n" + RSS % b"Endless")
    while not writer.is_closing():
        await _more(writer, b"<!-- more and more and more -->" * 8000)


async def endless_head(request: Request, writer: Writer) -> None:
    writer.write(b"HTTP/1.1 200 OK\r\n")
    while not writer.is_closing():
        await _more(writer, b"X-More: and more\r\n" * 4000)


async def _more(writer: Writer, piece: bytes) -> None:
    """Send a piece as soon as the client has taken the last ones."""
    if writer.get_write_buffer_size() < 1 << 20:
        writer.write(piece)
        await asyncio.sleep(0)
    else:
        await asyncio.sleep(0.01)


def fixed(whole: bytes) -> Behaviour:
    """Answer these very bytes, then close."""

    async def send(request: Request, writer: Writer) -> None:
        writer.write(whole)

    return send


def redirect(to: str, status: bytes = b"302 Found") -> Behaviour:
    return fixed(answer(b"", b"text/plain", status=status, more=(b"Location: " + to.encode(),)))


def failing(status: bytes, *more: bytes) -> Behaviour:
    return fixed(answer(b"sorry", b"text/plain", status=status, more=more))


def gzip_bomb(megabytes: int = 60) -> Behaviour:
    packed = gzip.compress(RSS % b"Bomb" + b" " * (megabytes << 20), compresslevel=9)
    return fixed(answer(packed, XML, more=(b"Content-Encoding: gzip",)))


def entity_bomb() -> bytes:
    """Return the billion laughs: ten lines that expand to gigabytes where entities are expanded."""
    levels = b"".join(
        b'<!ENTITY l%d "%s">' % (level, b"&l%d;" % (level - 1) * 10 if level else b"laugh ") for level in range(10)
    )
    item = b"<item><title>Harmless &l9;</title><guid>laugh</guid><description>&l9;</description></item>"
    return b'<?xml version="1.0"?><!DOCTYPE rss [%s]><rss version="2.0"><channel><title>L</title>%s</channel></rss>' % (
        levels,
        item,
    )


def outside_entity() -> bytes:
    """Return a feed that asks for a local file through an external entity."""
    return (
        b'<?xml version="1.0"?><!DOCTYPE rss [<!ENTITY file SYSTEM "file:///etc/passwd">]><rss version="2.0"><channel>'
        b"<title>File</title><item><title>Outside</title><guid>outside</guid><description>[&file;]</description></item>"
        b"</channel></rss>"
    )


def feed_of(count: int, title: bytes = b"Plain", *, text: str = "Words of item", encoding: str = "utf-8") -> bytes:
    """Return a feed of small items."""
    items = "".join(
        f"<item><title>{text} {n}</title><link>https://example.net/{title.decode()}/{n}</link>"
        f"<guid>{title.decode()}-{n}</guid></item>"
        for n in range(count)
    )
    return RSS % title + items.encode(encoding) + b"</channel></rss>"


def nested(depth: int = 20_000) -> bytes:
    body = b"<div>" * depth + b"deep" + b"</div>" * depth
    item = b"<item><title>Deep</title><guid>deep</guid><description><![CDATA[%s]]></description></item>" % body
    return RSS % b"Deep" + item + b"</channel></rss>"


def _lying(declared: str, real: str, text: str) -> Page:
    body = feed_of(3, b"Lies", text=text, encoding=real).replace(
        b'version="1.0"', f'version="1.0" encoding="{declared}"'.encode(), 1
    )
    return page(body, f"application/rss+xml; charset={declared}")


@cache
def cases() -> Mapping[str, Case]:
    """Return every hostile address by its path."""
    timeout, protocol = frozenset({"timeout"}), frozenset({"protocol"})
    too_big, no_feed = frozenset({"too-big"}), frozenset({"not-a-feed", "bad-xml"})
    loop = frozenset({"redirect-loop"})
    return {
        "/hang": Case(hang, timeout),
        "/drip": Case(drip, timeout),
        "/drip-head": Case(drip_head, timeout),
        "/cut": Case(cut, protocol),
        "/silent-end": Case(silent_end, protocol),
        "/noise": Case(noise, protocol),
        "/endless": Case(endless, too_big),
        "/endless-head": Case(endless_head, too_big | protocol),
        "/500": Case(failing(b"500 Internal Server Error"), frozenset({"http-5xx"})),
        "/404": Case(failing(b"404 Not Found"), frozenset({"not-found"})),
        "/410": Case(failing(b"410 Gone"), frozenset({"gone"})),
        "/403": Case(failing(b"403 Forbidden"), frozenset({"unauthorized"})),
        "/429": Case(failing(b"429 Too Many Requests", b"Retry-After: 3600"), frozenset({"throttled"})),
        "/loop": Case(redirect("/loop"), loop),
        "/to-and": Case(redirect("/fro"), loop),
        "/fro": Case(redirect("/to-and", b"301 Moved Permanently"), loop),
        "/nowhere": Case(redirect("gopher://example.net/"), frozenset({"bad-address"})),
        "/gzip-bomb": Case(gzip_bomb(), frozenset({"bomb", "too-big"})),
        "/not-gzip": Case(fixed(answer(b"plain", XML, more=(b"Content-Encoding: gzip",))), protocol | no_feed),
        "/too-big": Case(fixed(answer(b" " * (11 << 20), XML)), too_big),
        "/empty": Case(page(b""), no_feed),
        "/a-page": Case(page(b"<!doctype html><title>A page</title><p>No feed.", "text/html"), no_feed),
        "/binary": Case(page(bytes(range(256)) * 64), no_feed),
        "/entities": Case(page(entity_bomb()), no_feed, items=1),
        "/outside": Case(page(outside_entity()), no_feed, items=1),
        "/deep": Case(page(nested()), items=1),
        "/many": Case(page(feed_of(MANY, b"Many")), items=MANY),
        "/utf8-as-latin1": Case(_lying("iso-8859-1", "utf-8", "Größe und Überfluss"), items=3),
        "/cyrillic-as-utf8": Case(_lying("utf-8", "windows-1251", "Новости дня и ночи"), items=3),
        "/no-such-charset": Case(_lying("x-invented", "utf-8", "Naïve café"), items=3),
        "/utf16-as-utf8": Case(_lying("utf-16", "utf-8", "Plain words"), items=3),
    }


def hostile_site(healthy: Mapping[str, Page]) -> Site:
    """Return a site of every hostile address beside some healthy pages."""
    site = Site(pages=dict(healthy))
    for path, case in cases().items():
        if isinstance(case.served, Page):
            site.pages[path] = case.served
        else:
            site.behaviours[path] = case.served
    return site
