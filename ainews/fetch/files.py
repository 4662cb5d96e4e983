"""A feed document on this machine, read like a poll; blocking, so called through a thread."""

from __future__ import annotations

import os
import stat
from datetime import datetime
from pathlib import Path
from urllib.parse import urlsplit

from ainews.fetch.faults import Fault
from ainews.fetch.outcome import Ask, hash_of
from ainews.model import Changed, FailureKind, Unchanged, Validators


def read(ask: Ask, *, at: datetime, max_bytes: int) -> Changed | Unchanged:
    """Read a file unless its time and size are those of last time; raises Fault."""
    path = path_of(ask.url)
    try:
        return _read(ask, path, at, max_bytes)
    except (OSError, ValueError) as error:
        reason = (getattr(error, "strerror", None) or "not a path").lower()
        raise Fault(FailureKind.FILE, f"{path} cannot be read: {reason}") from error


def path_of(address: str) -> Path:
    """The path that a file source names, plainly or as `file://` (RFC 8089)."""
    if address.lower().startswith("file:"):
        from urllib.request import url2pathname  # brings a whole HTTP client along

        address = url2pathname(urlsplit(address).path)
    try:
        return Path(address).expanduser()
    except RuntimeError:  # no such user
        return Path(address)


def _read(ask: Ask, path: Path, at: datetime, max_bytes: int) -> Changed | Unchanged:
    state = path.stat()
    # A pipe would hang, and a device never end.
    if not stat.S_ISREG(state.st_mode):
        raise Fault(FailureKind.FILE, f"{path} is not a file")
    etag = _etag(state)
    if etag == ask.validators.etag:
        return Unchanged(ask.source_id, ask.url, at, validators=ask.validators)
    with path.open("rb") as document:
        body = document.read(max_bytes + 1)
    if len(body) > max_bytes:
        raise Fault(FailureKind.TOO_BIG, f"{path} has more than {max_bytes:,} bytes")
    validators = Validators(etag=etag, body_hash=hash_of(body))
    if validators.body_hash == ask.validators.body_hash:
        return Unchanged(ask.source_id, ask.url, at, validators=validators)
    return Changed(ask.source_id, ask.url, at, body=body, validators=validators)


def _etag(state: os.stat_result) -> str:
    return f"{state.st_mtime_ns:x}-{state.st_size:x}"
