"""The seams: what one room needs of another, as small Protocols."""

from __future__ import annotations

from collections.abc import AsyncIterator, Iterable, Sequence
from datetime import datetime, tzinfo
from pathlib import PurePath
from typing import TYPE_CHECKING, Protocol

from ainews.model import Fetched, Source

if TYPE_CHECKING:
    import numpy as np
    from numpy.typing import NDArray

    from ainews.model import ItemText
    from ainews.model.digests import Channel, Digest, Written


class Clock(Protocol):
    """Tells the time, aware, UTC."""

    def __call__(self) -> datetime: ...


class Polls(Protocol):
    """Fetches politely; remote faults are values, never exceptions."""

    async def fetch(self, source: Source) -> Fetched: ...

    def fetch_all(self, sources: Iterable[Source]) -> AsyncIterator[tuple[Source, Fetched]]: ...

    async def get(self, url: str, *, allow_private: bool = False) -> Fetched: ...


class Embedder(Protocol):
    """Turns texts into vectors.

    name        of the model, as people know it
    model_hash  changes whenever its vectors do: vectors of two hashes are never compared
    threshold   cosine from which two texts speak of the same thing
    """

    threshold: float

    @property
    def name(self) -> str: ...

    @property
    def model_hash(self) -> str: ...

    @property
    def dims(self) -> int: ...

    def embed(self, texts: Sequence[str]) -> NDArray[np.float32]:
        """Return one row a text, (n, dims), of unit length; ModelError where it cannot be done."""
        ...


class Summarizer(Protocol):
    """Asks a model for words about stories; may be asked from several threads.

    model      its name, as people know it
    prompt     version of what it is told to do
    host       where the texts are sent
    is_remote  that is another machine
    """

    @property
    def model(self) -> str: ...

    @property
    def prompt(self) -> str: ...

    @property
    def host(self) -> str: ...

    @property
    def is_remote(self) -> bool: ...

    def estimate(self, items: Sequence[ItemText]) -> tuple[int, int]:
        """Return how many tokens a summary of these items sends and writes at most."""
        ...

    def summarize(self, items: Sequence[ItemText]) -> Written:
        """Return what the model says of one story, unchecked; ModelError where it says nothing of use."""
        ...


class Forms(Protocol):
    """Turns digests into text; what `ainews.formats` does."""

    def render(self, digest: Digest, name: str, *, title: str = "", zone: tzinfo | None = None) -> str: ...

    def media_type(self, name: str) -> str: ...

    def name_for_suffix(self, path: PurePath | str) -> str: ...


class Notifier(Protocol):
    """A way a digest leaves; `to` says where, as anybody may read it: without secrets."""

    @property
    def channel(self) -> Channel: ...

    @property
    def to(self) -> str: ...

    def send(self, digest: Digest) -> str | None:
        """Send it, once; returns what went wrong with a part of it.

        Raises SendError where nothing has left, and SendUncertain where something may have.
        """
        ...
