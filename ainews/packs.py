"""Starter packs: feeds worth beginning with, by subject. Reads the package's own files; adds no source."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path

from ainews.errors import NotFound

DEFAULT_PACKS = ("ai",)
FOLDER = Path(__file__).parent / "data" / "packs"


@dataclass(frozen=True, slots=True)
class PackSource:
    """One feed of a pack. `folder` is a path joined by " / "."""

    url: str
    title: str
    folder: str


@dataclass(frozen=True, slots=True)
class Pack:
    """Feeds on one subject; `about` is one sentence for a list of packs."""

    name: str
    title: str
    about: str
    sources: tuple[PackSource, ...]


def pack_names() -> list[str]:
    """Return the names that `read_pack` knows."""
    return sorted(path.stem for path in FOLDER.glob("*.toml"))


def read_pack(name: str) -> Pack:
    """Return a pack in the order of its file; raises NotFound naming those there are."""
    import tomllib

    names = pack_names()
    if name not in names:
        raise NotFound(f"no starter pack {name!r}: there are {', '.join(names)}")
    told = tomllib.loads((FOLDER / f"{name}.toml").read_text(encoding="utf-8"))
    title, about = told.pop("title"), told.pop("about")
    sources = (PackSource(url, title, folder) for folder, feeds in told.items() for title, url in feeds.items())
    return Pack(name, title, about, tuple(sources))
