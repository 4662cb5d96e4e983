"""What matching needs of an item, and nothing else of it."""

from __future__ import annotations

from dataclasses import dataclass
from functools import cache
from sys import intern
from typing import TYPE_CHECKING

import msgspec

from ainews.stories.words import LONGEST_LEAD, lead, names, real_words, words
from ainews.text.hashing import key64
from ainews.text.titles import headline
from ainews.text.vocabulary import is_known

if TYPE_CHECKING:
    import numpy as np
    from numpy.typing import NDArray

    Vector = NDArray[np.float32]

_REVISION = 1  # grows whenever the same text gives another signature, so that those kept before are read anew
_FEWEST_REAL_WORDS = 3
_TITLE_OF_UNTITLED = 12
# Of English news .78 and more of the words are known; of French .4, of Russian .1.
_FOREIGN, _ENGLISH = 0.45, 0.7


@dataclass(frozen=True, slots=True)
class Signature:
    """An item as matching sees it.

    at_h      when it was published, never after it arrived, in hours since 1970
    title     words of the headline in order
    names     those of them that name a person, place or thing, where capitals tell
    words     distinct words of headline and lead
    text_key  hash of all these words in order: equal means the same text
    trust     how far an English model's vector of it can be believed, 0 to 1
    tells     whether there are words enough to compare; a time stamp or "Live" is like anything
    url_key   hash of the canonical URL, None without one
    vector    unit length; None while it has not been embedded
    """

    item_id: int
    source_id: int
    at_h: float
    title: tuple[str, ...]
    names: frozenset[str]
    words: frozenset[str]
    text_key: int
    trust: float
    tells: bool
    url_key: int | None = None
    vector: Vector | None = None


def story_text(title: str, text: str) -> str:
    """Return the words that stand for an item: what is matched, and what is embedded."""
    head, body = headline(title), lead(text)
    if not head or body.startswith(head):
        return body
    return " ".join(f"{head}. {body}".split(maxsplit=LONGEST_LEAD)[:LONGEST_LEAD])


def signature(
    item_id: int,
    title: str,
    text: str,
    *,
    at_h: float,
    source_id: int = 0,
    url_key: int | None = None,
    vector: Vector | None = None,
) -> Signature:
    """Read an item's title and plain text."""
    found = words(story_text(title, text))
    head = words(headline(title)) or found[:_TITLE_OF_UNTITLED]
    return Signature(
        item_id=item_id,
        source_id=source_id,
        at_h=at_h,
        title=tuple(head),
        names=names(headline(title)),
        words=frozenset(found),
        text_key=key64(" ".join(found)),
        trust=_trust(frozenset(found)),
        tells=real_words(head) >= _FEWEST_REAL_WORDS,
        url_key=url_key,
        vector=vector,
    )


def packed(signature: Signature) -> bytes:
    """Return what was read from the text, to be kept beside the item."""
    return msgspec.msgpack.encode(
        _Packed(
            _REVISION,
            signature.title,
            sorted(signature.names),
            sorted(signature.words),
            signature.text_key,
            signature.trust,
            signature.tells,
        )
    )


def unpacked(
    content: bytes | None,
    item_id: int,
    *,
    at_h: float,
    source_id: int = 0,
    url_key: int | None = None,
    vector: Vector | None = None,
) -> Signature | None:
    """Undo `packed`, thirty times as fast as reading the text; None where that has to be done."""
    if content is None:
        return None
    try:
        kept = _decoder().decode(content)
    except msgspec.DecodeError:
        return None
    if kept.revision != _REVISION:
        return None
    return Signature(
        item_id=item_id,
        source_id=source_id,
        at_h=at_h,
        title=tuple(map(intern, kept.title)),  # thousands of items share their words
        names=frozenset(map(intern, kept.names)),
        words=frozenset(map(intern, kept.words)),
        text_key=kept.text_key,
        trust=kept.trust,
        tells=kept.tells,
        url_key=url_key,
        vector=vector,
    )


class _Packed(msgspec.Struct, array_like=True, frozen=True):
    revision: int
    title: tuple[str, ...]
    names: list[str]
    words: list[str]
    text_key: int
    trust: float
    tells: bool


@cache
def _decoder() -> msgspec.msgpack.Decoder[_Packed]:
    return msgspec.msgpack.Decoder(_Packed)


def _trust(found: frozenset[str]) -> float:
    spelled = [word for word in found if not word[0].isdigit()]
    known = sum(map(is_known, spelled)) / max(1, len(spelled))
    return min(1.0, max(0.0, (known - _FOREIGN) / (_ENGLISH - _FOREIGN)))
