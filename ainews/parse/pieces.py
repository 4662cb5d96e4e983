"""Cuts a feed's bytes into items without parsing, so that items seen before need not be parsed again.

It reads no XML: what it cannot cut with certainty it does not cut, and whoever parses a document of fewer
pieces must parse the whole where that document is not well-formed.
"""

from __future__ import annotations

import re
from collections.abc import Collection
from dataclasses import dataclass
from hashlib import sha1
from itertools import pairwise
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from hashlib import _Hash as Hash

KEY_BYTES = 6
"""Of what is remembered of a piece: enough that two items of one feed are never taken for each other."""

_TAGS = tuple(re.compile(rb"<(/?)%s[\s>]" % name) for name in (b"item", b"entry"))
# A feed says anew at every build when it was built; items are told by what stands around these only.
_VOLATILE = re.compile(
    rb"<((?:\w+:)?(?:lastBuildDate|pubDate|updated|modified|date))[^>]*>[^<]*</\1>|<!--.*?-->", re.DOTALL
)


@dataclass(frozen=True, slots=True)
class Pieces:
    """A document as items and what stands around them.

    keys  one for each item, in order: equal keys mean the same bytes in the same surroundings
    """

    keys: tuple[bytes, ...]
    _body: bytes
    _spans: tuple[tuple[int, int], ...]

    def without(self, known: Collection[bytes]) -> bytes:
        """Return the document without the items of these keys."""
        parts, at = [], 0
        for key, (start, end) in zip(self.keys, self._spans, strict=True):
            if key in known:
                parts.append(self._body[at:start])
                at = end
        return b"".join([*parts, self._body[at:]])


def cut(body: bytes, *, surroundings: str = "") -> Pieces | None:
    """Cut a document into items; None where that is not plain.

    surroundings  what else an item's meaning hangs on: the document's address and its character set
    """
    spans = next((spans for tags in _TAGS if (spans := _spans(body, tags))), None)
    if not spans:
        return None
    around = _VOLATILE.sub(b"", body[: spans[0][0]] + b"\0" + body[spans[-1][1] :])
    context = sha1(surroundings.encode() + b"\0" + around, usedforsecurity=False)
    return Pieces(tuple(_key(context, body[start:end]) for start, end in spans), body, spans)


def _spans(body: bytes, tags: re.Pattern[bytes]) -> tuple[tuple[int, int], ...]:
    """Return where items begin and end; nothing if one begins inside another, or text stands between them."""
    found = list(tags.finditer(body))
    begins, ends = found[::2], found[1::2]
    if len(begins) != len(ends) or any(begin[1] for begin in begins) or not all(end[1] for end in ends):
        return ()
    spans = tuple((begin.start(), end.end()) for begin, end in zip(begins, ends, strict=True))
    return () if any(body[end:start].strip() for (_, end), (start, _) in pairwise(spans)) else spans


def _key(context: Hash, piece: bytes) -> bytes:
    key = context.copy()
    key.update(piece)
    return key.digest()[:KEY_BYTES]
