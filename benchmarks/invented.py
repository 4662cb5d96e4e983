"""Feeds of invented text, the same for the same seed; no feed of anybody is imitated and nothing is read.

A word list with a natural spread of frequencies is invented first; paragraphs, links, pictures and
titles are drawn from it, about 1.9 kB of HTML an item.
"""

from __future__ import annotations

import random
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from email.utils import format_datetime
from html import escape
from itertools import accumulate

COMMON = """
the of and to in a is that for it as was with be by on not he his but at are this have from or had an they which one
you  were all her she there would their we him been has when who will no more if out so up said what its about than
into them  can only other time new some could these two may first then do any like my now over such our man me even
most made after  also did many off before must well back through years much where your way down should because long
each just state those
"""
ONSETS = (
    "b",
    "c",
    "ch",
    "d",
    "dr",
    "f",
    "g",
    "gr",
    "h",
    "j",
    "k",
    "l",
    "m",
    "n",
    "p",
    "pl",
    "r",
    "s",
    "sh",
    "st",
    "t",
    "tr",
    "v",
    "w",
)
VOWELS = ("a", "e", "i", "o", "u", "ai", "ea", "io", "ou")
CODAS = ("", "", "", "", "n", "r", "s", "l", "t", "m", "nd", "st")
ENDINGS = ("", "", "", "", "", "s", "s", "ed", "ing", "er", "ly", "tion", "al", "ness")
VOCABULARY = 20_000
EPOCH = datetime(2026, 11, 20, 12, tzinfo=UTC)


@dataclass(frozen=True, slots=True)
class Words:
    """A vocabulary and how often each word is drawn (cumulative weights)."""

    words: Sequence[str]
    weights: Sequence[float]

    def draw(self, rng: random.Random, count: int) -> list[str]:
        return rng.choices(self.words, cum_weights=self.weights, k=count)


def vocabulary(seed: int) -> Words:
    """Return the words of one seed, the common ones first (Zipf's law, exponent 1)."""
    rng = random.Random(seed)
    rare: dict[str, None] = {}
    while len(rare) < VOCABULARY:
        rare[_word(rng)] = None
    words = [*COMMON.split(), *rare]
    return Words(words, list(accumulate(1 / (rank + 3) for rank in range(len(words)))))


def _word(rng: random.Random) -> str:
    syllables = (
        rng.choice(ONSETS) + rng.choice(VOWELS) + rng.choice(CODAS) for _ in range(rng.choice((1, 1, 2, 2, 3)))
    )
    return "".join(syllables) + rng.choice(ENDINGS)


def item_html(words: Words, rng: random.Random, address: str) -> str:
    """Return one item's content: three paragraphs, two links, a picture, a list, some emphasis."""
    sentences = [_sentence(words.draw(rng, rng.randint(8, 18))) for _ in range(16)]
    one, two = rng.randrange(10**6), rng.randrange(10**6)
    sentences[2] = f'<a href="{address}/related/{one}?from=feed&amp;to={two}">{sentences[2]}</a>'
    sentences[6] = f"<strong>{sentences[6]}</strong>"
    sentences[9] = (
        f'<em>{sentences[9]}</em> <a href="https://example.net/{two}" rel="nofollow">{words.draw(rng, 1)[0]}</a>'
    )
    picture = f'<img src="{address}/pictures/{one}.jpg" alt="{" ".join(words.draw(rng, 3))}" width="640" height="360">'
    return (
        f"<p>{' '.join(sentences[:5])}</p>\n<p>{picture}</p>\n<p>{' '.join(sentences[5:10])}</p>\n"
        f"<ul><li>{sentences[10]}</li><li>{sentences[11]}</li></ul>\n<p>{' '.join(sentences[12:])}</p>"
    )


def _sentence(words: Sequence[str]) -> str:
    return " ".join(words).capitalize() + "."


def rss_items(words: Words, seed: int, feed: int, count: int, address: str) -> list[bytes]:
    """Return `count` RSS items of a feed, newest first, 7 hours apart."""
    rng = random.Random(seed * 1_000_003 + feed)
    return [_rss_item(words, rng, feed, count - index, f"{address}/{feed}") for index in range(count)]


def _rss_item(words: Words, rng: random.Random, feed: int, number: int, address: str) -> bytes:
    published = EPOCH + timedelta(hours=7 * (number - 30), minutes=feed % 60)
    title = " ".join(words.draw(rng, rng.randint(5, 11))).capitalize()
    author = " ".join(words.draw(rng, 2)).title()
    content = item_html(words, rng, address)
    return (
        f"<item><title>{escape(title)}</title><link>{address}/{number}</link>"
        f'<guid isPermaLink="false">{feed}-{number}@example.net</guid>'
        f"<pubDate>{format_datetime(published)}</pubDate><author>{author}</author>"
        f"<category>{words.draw(rng, 1)[0]}</category><description><![CDATA[{content}]]></description></item>\n"
    ).encode()


def rss(title: str, items: Sequence[bytes]) -> bytes:
    """Wrap items into an RSS 2.0 document."""
    head = (
        '<?xml version="1.0" encoding="utf-8"?>\n<rss version="2.0"><channel>'
        f"<title>{escape(title)}</title><link>https://example.net/</link><description>{escape(title)}</description>\n"
    ).encode()
    return head + b"".join(items) + b"</channel></rss>\n"
