"""Where a query's terms stand in an item's own text, seen as the search index sees it: excerpts and hits; no index.

A page of items goes through here before it is shown, so this is written for speed.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from functools import cache
from html import unescape
from itertools import islice

from ainews.text.query import Field, Term
from ainews.text.spacing import spaced, unspaced
from ainews.text.stem import stem

HIT_START, HIT_END = "\ue000", "\ue001"
"""What stands around each hit in an excerpt: private-use characters, which no text means anything by."""

_EXCERPT_WORDS = 30
_LEAD_CHARS, _EXCERPT_CHARS = 60, 200
_HEAD_CHARS, _LONGEST_TEXT = 2_000, 50_000
_HITS_PER_TERM = 20

_TAG = re.compile(r"<[^>]*>")
_TOKEN = re.compile(r"[^\W_]+")
_GAP = re.compile(r"[\W_]*")
_MARKS = re.compile(f"[{HIT_START}{HIT_END}]")
# First bytes of UTF-8 sequences: to look for some in the encoded text is ten times faster than a search by character.
_SIGNS = {0xC2, 0xE2}  # typographic quotes, dashes, no-break spaces
_LETTERS = bytes(set(range(0xC3, 0xF5)) - _SIGNS)
_ACCENTED = bytes((*range(0xC3, 0xCA), 0xE1))
_UNBLANKED = bytes(set(range(0xE0, 0xF1)) - _SIGNS)


Hit = tuple[int, int, int]
"""Start and end in the text, number of the needle."""


@dataclass(frozen=True, slots=True)
class Needle:
    """A term made ready: its folded words and their stems; `seed` begins every spelling of the first word."""

    words: tuple[str, ...]
    stems: tuple[str, ...]
    seed: str
    prefix: bool = False
    only_title: bool = False


def needles(terms: Iterable[Term]) -> tuple[Needle, ...]:
    """Make the terms of a query ready that an item's own text can hold."""
    return tuple(dict.fromkeys(_needle(term) for term in terms if _TOKEN.search(term.text)))


def shown_text(html: str) -> str:
    """Return the words of sanitized HTML, quickly: not for storing, whitespace as it comes."""
    text = _TAG.sub(" ", html) if "<" in html else html
    if "&" in text:
        text = unescape(text)
    if HIT_START in text or HIT_END in text:
        text = _MARKS.sub(" ", text)
    return spaced(text) if _holds(text, _UNBLANKED) else text


def head(html: str, chars: int) -> str:
    """Return the beginning of HTML, not cut inside a tag."""
    cut = html[:chars]
    return cut[: cut.rindex("<")] if len(html) > chars and cut.rfind("<") > cut.rfind(">") else cut


def folded(text: str) -> str:
    """Return the text in small letters without accents, every character in its old place."""
    small = _lower(text)
    return small.translate(_unaccented()) if _holds(text, _ACCENTED) else small


def spans(needle: Needle, folded_text: str) -> Iterator[tuple[int, int]]:
    """Yield where the needle stands, in order."""
    seed = needle.seed
    at = folded_text.find(seed)
    while at >= 0:
        end = at + 1
        if not (at and folded_text[at - 1].isalnum()):
            match_end = _end_of_match(needle, folded_text, at)
            if match_end > 0:
                yield at, match_end
                end = match_end
        at = folded_text.find(seed, end)


def excerpt(wanted: Sequence[Needle], html: str) -> str:
    """Return some thirty words of the HTML around the best hits, each hit marked; its beginning where there is none."""
    sought = [needle for needle in wanted if not needle.only_title]
    for chars in (_HEAD_CHARS, _LONGEST_TEXT):
        text = shown_text(head(html, chars))
        hits = _hits(sought, text)
        if len(html) <= chars or len({number for _, _, number in hits}) == len(sought):
            break
    first, stop = _best_window(hits)
    start = _word_start(text, hits[first][0] - _LEAD_CHARS) if hits else 0
    end = _word_end(text, start + _EXCERPT_CHARS)
    words = _marked(text, start, end, hits[first:stop]).split()
    shown = unspaced(" ".join(words[:_EXCERPT_WORDS]))
    is_cut = end < len(text) or len(words) > _EXCERPT_WORDS
    return ("… " if start else "") + shown + (" …" if is_cut else "")


def _needle(term: Term) -> Needle:
    words = tuple(_TOKEN.findall(folded(spaced(term.text))))
    stems = tuple(stem(word) for word in words)
    is_part = term.prefix and len(words) == 1
    seed = words[0] if is_part or not words[0].isascii() else _shared_start(words[0], stems[0])
    return Needle(words, stems, seed, term.prefix, term.field is Field.TITLE)


def _shared_start(word: str, stemmed: str) -> str:
    """Return how every word with this stem begins: stemming may change or add a last e or i."""
    length = next((n for n, (a, b) in enumerate(zip(word, stemmed, strict=False)) if a != b), len(stemmed))
    return word[:length].rstrip("eiy") or word[:1]


def _end_of_match(needle: Needle, text: str, at: int) -> int:
    """Return where the match ends that begins here, or -1."""
    words = needle.words
    end = at + len(words[0])
    if len(words) == 1 and text.startswith(words[0], at) and not text[end : end + 1].isalnum():
        return end
    last, end = len(words) - 1, at
    for number, word in enumerate(words):
        if number:
            at = _GAP.match(text, end).end()  # type: ignore[union-attr]  # it matches nothing, too
        token = _TOKEN.match(text, at)
        if token is None:
            return -1
        found, end = token[0], token.end()
        is_begun = needle.prefix and number == last and found.startswith(word)
        if found != word and not is_begun and stem(found) != needle.stems[number]:
            return -1
    return end


def _hits(wanted: Sequence[Needle], text: str) -> list[Hit]:
    """Return the hits in order of the text; accents are looked through only where a needle is missing."""
    hits = _hits_in(wanted, _lower(text))
    if len({number for _, _, number in hits}) < len(wanted) and _holds(text, _ACCENTED):
        hits = _hits_in(wanted, folded(text))
    return hits


def _hits_in(wanted: Sequence[Needle], folded_text: str) -> list[Hit]:
    return sorted(
        (start, end, number)
        for number, needle in enumerate(wanted)
        for start, end in islice(spans(needle, folded_text), _HITS_PER_TERM)
    )


def _best_window(hits: Sequence[Hit]) -> tuple[int, int]:
    """Return which hits to show together: those of most different terms, then most hits, then the earliest."""
    best, chosen, stop = (0, 0), (0, 0), 0
    for first, (start, _, _) in enumerate(hits):
        while stop < len(hits) and hits[stop][1] <= start + _EXCERPT_CHARS - _LEAD_CHARS:
            stop += 1
        worth = (len({number for _, _, number in hits[first:stop]}), stop - first)
        if worth > best:
            best, chosen = worth, (first, stop)
    return chosen


def _marked(text: str, start: int, end: int, hits: Iterable[Hit]) -> str:
    pieces, at = [], start
    for first, last, _ in hits:
        if at <= first and last <= end:
            pieces += [text[at:first], HIT_START, text[first:last], HIT_END]
            at = last
    return "".join([*pieces, text[at:end]])


def _word_start(text: str, near: int) -> int:
    """Return the start of a word at or after `near`."""
    if near <= 0:
        return 0
    blank = text.find(" ", near, near + _LEAD_CHARS)
    return near if blank < 0 else blank + 1


def _word_end(text: str, near: int) -> int:
    """Return the end of a word at or before `near`."""
    if near >= len(text):
        return len(text)
    blank = text.rfind(" ", near - _LEAD_CHARS, near + 1)
    return near if blank < 0 else blank


def _lower(text: str) -> str:
    """Return the text in small letters, every character in its old place."""
    if text.isascii():
        return text.lower()
    if not _holds(text, _LETTERS):
        return text.encode().lower().decode()
    small = text.lower()
    return small if len(small) == len(text) else "".join(each.lower()[0] for each in text)


@cache
def _unaccented() -> dict[int, str]:
    letters = [chr(code) for block in ((0xC0, 0x250), (0x1E00, 0x1F00)) for code in range(*block)]
    bare = {ord(letter): unicodedata.normalize("NFD", letter)[0] for letter in letters}
    return {code: letter for code, letter in bare.items() if letter.isascii() and letter.isalpha()}


def _holds(text: str, first_bytes: bytes) -> bool:
    """Whether the text has characters whose UTF-8 begins with one of these bytes."""
    if text.isascii():
        return False
    raw = text.encode()
    return len(raw.translate(None, first_bytes)) < len(raw)
