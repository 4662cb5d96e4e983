"""Feeds bent out of shape: the seeds and the mutations that the fuzz target and its test share."""

from __future__ import annotations

from random import Random

SEEDS = (
    b'<?xml version="1.0" encoding="utf-8"?><rss version="2.0" xmlns:content="http://purl.org/rss/1.0/modules/content/">'
    b"<channel><title>T</title><link>https://a.example/</link><ttl>60</ttl><item><guid>1</guid><title>A &amp; B</title>"
    b"<link>https://a.example/1</link><pubDate>Mon, 23 Nov 2026 10:00:00 GMT</pubDate><author>a@a.example (A)</author>"
    b"<content:encoded><![CDATA[<p><a href='x'>y</a><img src=\"data:image/png;base64,AA==\"></p>]]></content:encoded>"
    b"<enclosure url='/a.mp3' length='9' type='audio/mpeg'/></item></channel></rss>",
    b'<feed xmlns="http://www.w3.org/2005/Atom" xml:base="https://a.example/" xml:lang="en">'
    b"<title>T</title><entry><id>1</id>"
    b'<title type="html">A &lt;b&gt;b&lt;/b&gt;</title><link href="1"/><updated>2026-11-23T10:00:00Z</updated>'
    b'<content type="xhtml"><div xmlns="http://www.w3.org/1999/xhtml"><p>x<br/></p></div></content></entry></feed>',
    b'<rdf:RDF xmlns:rdf="http://www.w3.org/1999/02/22-rdf-syntax-ns#" xmlns="http://purl.org/rss/1.0/"><channel>'
    b'<title>T</title></channel><item rdf:about="u"><title>x</title>'
    b"<description>&lt;p&gt;y</description></item></rdf:RDF>",
    b'{"version": "https://jsonfeed.org/version/1.1", "title": "T", "items": [{"id": "1", "url": "/1", "tags": ["a"],'
    b'"content_html": "<p>x</p>", "date_published": "2026-11-23T10:00:00Z",'
    b' "attachments": [{"url": "/a", "size_in_bytes": 1}]}]}',
    b'<!DOCTYPE rss [<!ENTITY e "x"><!ENTITY f "&e;&e;">]>'
    b"<rss><channel><item><title>&f;&nbsp;&copy</title></item></channel></rss>",
)
TOKENS = (
    b"<", b">", b"&", b"]]>", b"<![CDATA[", b"<!--", b"-->", b"<?", b"?>", b"\0", b"\xff", b"\xc2\x93",
    b"&#0;", b"&#x110000;",
    b"<item>", b"</item>", b"<entry>", b"xmlns:a='b'", b"xml:base='http://['", b"xml:lang=''", b"type='application/x'",
    b"mode='base64'", b"encoding='utf-16'", b"<html>", b"{", b"}", b"[", b"null", b'"', b"9" * 5000, b"<title/>", b"a:",
)  # fmt: skip


def mutated(seed: bytes, rng: Random) -> bytes:
    """Cut, double, overwrite and splice a few times."""
    body = bytearray(seed)
    for _ in range(rng.randint(1, 6)):
        at, length = rng.randint(0, len(body)), rng.randint(0, 40)
        kind = rng.randrange(5)
        if kind == 0:
            del body[at : at + length]
        elif kind == 1:
            body[at:at] = rng.choice(TOKENS)
        elif kind == 2:
            body[at:at] = body[at : at + length] * rng.randint(1, 5)
        elif kind == 3:
            body[at : at + 1] = bytes([rng.randrange(256)])
        else:
            other = rng.choice(SEEDS)
            start = rng.randint(0, len(other))
            body[at : at + length] = other[start : start + rng.randint(0, 200)]
    return bytes(body)
