"""Gives a digest to a program as plain text on its standard input; no shell takes part."""

from __future__ import annotations

import os
import shlex
import signal
import subprocess
from dataclasses import dataclass
from tempfile import TemporaryFile
from typing import IO, TYPE_CHECKING

from ainews.errors import ConfigError, SendError, SendUncertain
from ainews.model.digests import Channel
from ainews.text.instants import rfc3339
from ainews.text.showing import clean

if TYPE_CHECKING:
    from ainews.config import SendSettings
    from ainews.model.digests import Digest
    from ainews.ports import Forms

TIMEOUT_S = 60.0
_TOLD_BYTES = 2_000
_TOLD_CHARS = 300


@dataclass(frozen=True, slots=True)
class Command:
    """`words` are the program and its arguments."""

    words: tuple[str, ...]
    forms: Forms
    timeout_s: float = TIMEOUT_S
    channel: Channel = Channel.COMMAND

    @classmethod
    def chosen(cls, settings: SendSettings, forms: Forms) -> Command:
        try:
            words = tuple(shlex.split(settings.command))
        except ValueError as error:
            raise ConfigError(f"send.command cannot be read ({error}): check its quotes") from None
        if not words:
            raise ConfigError("send.command is blank: name a program, or leave it empty")
        return cls(words, forms)

    @property
    def to(self) -> str:
        return self.words[0]

    def send(self, digest: Digest) -> None:
        environment = os.environ | {"AINEWS_DIGEST_ID": str(digest.id), "AINEWS_DIGEST_AT": rfc3339(digest.at)}
        # Files instead of pipes: a program that reads nothing, or leaves children behind, keeps nobody waiting.
        with TemporaryFile() as told, TemporaryFile() as text:
            text.write(self.forms.render(digest, "plain", zone=None).encode())
            text.seek(0)
            code = self._run(environment, text, told)
            if code:
                end = f"was ended by signal {-code}" if code < 0 else f"ended with exit code {code}"
                raise SendError(f"{self.to} {end}{_words(told)}")

    def _run(self, environment: dict[str, str], text: IO[bytes], told: IO[bytes]) -> int:
        try:
            process = subprocess.Popen(
                [os.path.expanduser(self.words[0]), *self.words[1:]],  # noqa: PTH111 - Path would drop a leading ./
                stdin=text,
                stdout=subprocess.DEVNULL,
                stderr=told,
                env=environment,
                start_new_session=True,
            )
        except OSError as error:
            raise SendError(f"{self.to} cannot be run ({error.strerror}): check send.command") from error
        try:
            return process.wait(self.timeout_s)
        except subprocess.TimeoutExpired:
            raise SendUncertain(f"{self.to} was stopped after {self.timeout_s:g} s{_words(told)}") from None
        finally:
            if process.poll() is None:
                _stop(process)


def _stop(process: subprocess.Popen[bytes]) -> None:
    """End a program and what it started."""
    if hasattr(os, "killpg"):
        os.killpg(process.pid, signal.SIGKILL)
    else:
        process.kill()
    process.wait()


def _words(told: IO[bytes]) -> str:
    """Return the end of what a program complained of."""
    size = told.seek(0, os.SEEK_END)
    told.seek(max(size - _TOLD_BYTES, 0))
    words = clean(told.read().decode(errors="replace"))
    return f": {words[-_TOLD_CHARS:]}" if words else ""
