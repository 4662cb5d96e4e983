"""Language tags as feeds write them, made comparable; no guessing from text."""

from __future__ import annotations

import re

_TAG = re.compile(r"([A-Za-z]{2,3})(?:[-_][A-Za-z]{4})?(?:[-_]([A-Za-z]{2}|[0-9]{3}))?(?:[-_.].*)?")
_NO_LANGUAGE = frozenset({"und", "mul", "zxx", "mis", "xx"})


def normalize(tag: str | None) -> str | None:
    """Return the primary language with its region (`en`, `pt-BR`), None where the tag says nothing."""
    match = _TAG.fullmatch(tag.strip()) if tag else None
    if match is None:
        return None
    primary, region = match[1].lower(), match[2]
    if primary in _NO_LANGUAGE:
        return None
    return f"{primary}-{region.upper()}" if region else primary
