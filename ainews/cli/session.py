"""What the global options chose, and the way from there to settings and services."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from itertools import pairwise
from pathlib import Path
from typing import TYPE_CHECKING, Any

import typer

if TYPE_CHECKING:
    from ainews.app import Services
    from ainews.config import Chosen, Settings


@dataclass(frozen=True, slots=True)
class Session:
    """The global options of one command; settings are read when a command first asks."""

    config: str = ""
    store: str = ""
    quiet: bool = False
    verbose: bool = False

    def chosen(self) -> Chosen:
        from ainews import config

        flags = {"store": {"address": self.store}} if self.store else {}
        return config.choose(self.file, flags=flags)

    def settings(self) -> Settings:
        return self.chosen().settings

    @property
    def file(self) -> Path | None:
        return Path(self.config).expanduser() if self.config else None

    @contextmanager
    def services(self, *, polls: bool = False) -> Iterator[Services]:
        """Open the store and what works on it, for one command; `polls` says that others will be asked."""
        from ainews.app import open_services

        settings = self.settings()
        if polls or self.verbose:
            self.start_log(settings)
        with open_services(settings) as services:
            yield services

    def start_log(self, settings: Settings | None = None) -> None:
        """Send what the rooms log to the log file, or to the terminal with `--verbose`."""
        from ainews import config, logs

        if self.verbose:
            logs.to_terminal()
        else:
            logs.to_file(config.log_file(settings or self.settings()))


def session(ctx: typer.Context) -> Session:
    """Return the session that the global options made."""
    found = ctx.obj
    return found if isinstance(found, Session) else Session()


def session_of(params: Mapping[str, Any]) -> Session:
    """Return the session of global options that were parsed but not acted upon, as while completing words."""
    return Session(params.get("config") or "", params.get("store") or "")


def log_file_of(arguments: Sequence[str]) -> Path:
    """Return the file for details of a fault, whatever state the settings are in."""
    from ainews import config
    from ainews.errors import ConfigError

    options = dict(pairwise(arguments))
    try:
        return config.log_file(Session(options.get("--config", "")).settings())
    except ConfigError:
        return config.log_file(config.Settings())
