"""Makes words of scripts without blanks findable by a tokenizer that splits on them; no segmentation."""

from __future__ import annotations

import re
from functools import cache

ZERO_WIDTH = "\u200b"

_UNBLANKED = (
    "\u0e01-\u0e4e"  # Thai
    "\u0e81-\u0ece"  # Lao
    "\u1000-\u1049\u1050-\u109f"  # Myanmar
    "\u1780-\u17d3"  # Khmer
    "\u3005-\u3007\u3041-\u3096\u309d-\u309f\u30a1-\u30fa\u30fc-\u30ff\u31f0-\u31ff\uff66-\uff9d"  # Kana
    "\u3400-\u4dbf\u4e00-\u9fff\uf900-\ufaff\U00020000-\U0003134f"  # Han
    "\uac00-\ud7a3"  # Hangul syllables
)
# All of them lie here, with little else, and a class of few ranges is searched ten times as fast.
_FAR_SCRIPT = re.compile("[\u0e01-\u1fff\u3005-\ud7a3\uf900-\ufaff\uff66-\uff9d\U00020000-\U0003134f]")


def spaced(text: str) -> str:
    """Part the characters of such scripts by U+200B, so that each is a token and a word is a phrase."""
    if text.isascii():
        return text
    if _FAR_SCRIPT.search(text) is None:
        return text
    before_run, after_each = _patterns()
    return after_each.sub(rf"\1{ZERO_WIDTH}", before_run.sub(ZERO_WIDTH, text))


def unspaced(text: str) -> str:
    """Undo `spaced`."""
    return text.replace(ZERO_WIDTH, "")


@cache
def _patterns() -> tuple[re.Pattern[str], ...]:
    """Return the place before a run and a character with more to come; compiling them takes milliseconds."""
    return (
        re.compile(rf"(?<=[^\W{_UNBLANKED}])(?=[{_UNBLANKED}])"),
        re.compile(rf"([{_UNBLANKED}])(?=\w)"),
    )
