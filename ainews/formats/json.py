"""A digest as one JSON object on one line; its fields are `record`'s matter."""

from __future__ import annotations

import json
import re
from collections.abc import Mapping
from datetime import tzinfo
from typing import TYPE_CHECKING, Any

from ainews.formats.record import record

if TYPE_CHECKING:
    from ainews.model.digests import Digest

# JSON allows them raw; terminals obey some, and half a surrogate pair is no UTF-8.
_UNSAFE = r"[\x7f-\x9f\u2028\u2029\u202a-\u202e\u2066-\u2069\ud800-\udfff]"


def render(digest: Digest, *, title: str, zone: tzinfo | None) -> str:
    """Return the record as a line; `title` and `zone` are for people, JSON has neither."""
    return line(record(digest)) + "\n"


def line(fields: Mapping[str, Any]) -> str:
    """Return one line of JSON that is valid UTF-8 and harmless on a terminal, whatever the texts hold."""
    return re.sub(_UNSAFE, _escaped, json.dumps(fields, ensure_ascii=False))


def _escaped(match: re.Match[str]) -> str:
    point = ord(match[0])
    return "\ufffd" if 0xD800 <= point <= 0xDFFF else f"\\u{point:04x}"
