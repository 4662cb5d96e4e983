"""What discovery offers: a feed that a page points to. Nothing heavy, so that any room may name it."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Candidate:
    """A feed that a page points to; `type` is its media type, "" where only the address suggests a feed."""

    url: str
    title: str = ""
    type: str = ""
