"""Writes a digest into a file, whole or not at all; the ending of its name says in which format."""

from __future__ import annotations

import os
from contextlib import suppress
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

from ainews.errors import ConfigError, SendError, UsageError
from ainews.model.digests import Channel

if TYPE_CHECKING:
    from datetime import datetime

    from ainews.config import SendSettings
    from ainews.model.digests import Digest
    from ainews.ports import Forms

DATE = "{date}"


@dataclass(frozen=True, slots=True)
class File:
    """`path` is that of one day."""

    path: Path
    format: str
    forms: Forms
    channel: Channel = Channel.FILE

    @classmethod
    def chosen(cls, settings: SendSettings, forms: Forms, at: datetime) -> File:
        """Return the file of a digest of that moment: `{date}` in the setting is its day on this machine."""
        try:
            name = forms.name_for_suffix(settings.file)
        except UsageError as error:
            raise ConfigError(f"send.file: {error}") from None
        return cls(Path(settings.file.replace(DATE, f"{at.astimezone():%Y-%m-%d}")).expanduser(), name, forms)

    @property
    def to(self) -> str:
        return str(self.path)

    def send(self, digest: Digest) -> None:
        try:
            _write(self.path.resolve(), self.forms.render(digest, self.format, zone=None))
        except OSError as error:
            raise SendError(
                f"{self.path} cannot be written ({error.strerror}): check send.file and its folder"
            ) from error


def _write(path: Path, text: str) -> None:
    """Write beside the file, then take its place, so that nobody ever reads half of it."""
    path.parent.mkdir(parents=True, exist_ok=True)
    part = path.with_name(f".{path.name}.{os.getpid()}.part")
    try:
        part.write_text(text, encoding="utf-8", newline="\n")
        part.replace(path)
    finally:
        with suppress(OSError):
            part.unlink()
