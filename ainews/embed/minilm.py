"""What the packaged MiniLM is known by; loads nothing, so that to ask whether a vector is there costs nothing."""

from __future__ import annotations

WIDTH = 384
"""Numbers in a vector."""

REVISION = 2
"""Grows when the graph changes, so that what was derived before is derived again."""
