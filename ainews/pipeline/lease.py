"""Who is polling: names this process so that another can tell whether it still lives. Polls nothing."""

from __future__ import annotations

import os
import socket
from collections.abc import Iterable
from pathlib import Path


def own_name() -> str:
    """Return `host/pid/birth`; birth tells a process from a later one with the same pid."""
    return f"{socket.gethostname()}/{os.getpid()}/{_birth(os.getpid())}"


def dead(owners: Iterable[str]) -> list[str]:
    """Return the owners that were processes of this host and live no more. Other hosts' are left to time out."""
    host = socket.gethostname()
    return [owner for owner in owners if _is_dead(owner, host)]


def _is_dead(owner: str, host: str) -> bool:
    name, _, rest = owner.partition("/")
    pid, _, birth = rest.partition("/")
    if name != host or not pid.isdigit():
        return False
    return not _is_alive(int(pid)) or _birth(int(pid)) != birth


def _is_alive(pid: int) -> bool:
    try:
        os.kill(pid, 0)
    except ProcessLookupError:
        return False
    except PermissionError:
        return True
    return True


def _birth(pid: int) -> str:
    """Return the start time in clock ticks since boot (field 22 of proc(5) stat), "" where there is no /proc."""
    try:
        stat = Path(f"/proc/{pid}/stat").read_text()
    except OSError:
        return ""
    return stat.rpartition(")")[2].split()[19]
