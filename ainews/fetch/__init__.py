"""Polite fetching over HTTP and from files; addresses and manners are pure and light, `Fetcher` is loaded when used."""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from ainews.fetch.fetcher import Fetcher

__all__ = ["Fetcher"]


def __getattr__(name: str) -> object:
    if name != "Fetcher":
        raise AttributeError(f"module {__name__!r} has no attribute {name!r}")
    from ainews.fetch.fetcher import Fetcher

    return Fetcher
