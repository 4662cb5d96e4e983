"""Follow redirects to their end; who is asked, and how, is the caller's."""

from __future__ import annotations

from collections.abc import Awaitable, Callable
from contextlib import suppress
from dataclasses import dataclass

from ainews.fetch.faults import Fault
from ainews.fetch.target import Target
from ainews.fetch.wire import Answer
from ainews.model import FailureKind

PERMANENT = frozenset((301, 308))
REDIRECTS = PERMANENT | {302, 303, 307}


@dataclass(frozen=True, slots=True)
class Trip:
    """Where a request ended. `moved_to` is the last address that permanent redirects alone led to."""

    target: Target
    answer: Answer
    moved_to: Target | None = None


async def follow(target: Target, ask: Callable[[Target], Awaitable[Answer]], *, max_redirects: int) -> Trip:
    """Ask `target`, and whom it names instead, until somebody answers otherwise; raises Fault."""
    seen = {target.url}
    moved_to: Target | None = None
    only_permanent = True
    for _ in range(max_redirects + 1):
        answer = await ask(target)
        if answer.status not in REDIRECTS:
            return Trip(target, answer, moved_to)
        target = _next(target, answer)
        if target.url in seen:
            raise Fault(FailureKind.REDIRECT_LOOP, f"{target.host} redirects in a circle", status=answer.status)
        seen.add(target.url)
        only_permanent = only_permanent and answer.status in PERMANENT
        moved_to = target if only_permanent else moved_to
    raise Fault(FailureKind.REDIRECT_LOOP, f"{target.host} is at the end of more than {max_redirects} redirects")


def _next(target: Target, answer: Answer) -> Target:
    location = answer.headers.get("location")
    if not location:
        said = f"{target.host} answered {answer.status_text} without saying where to"
        raise Fault(FailureKind.PROTOCOL, said, status=answer.status)
    with suppress(UnicodeError):
        # Headers are bytes; those beyond ASCII are UTF-8 nearly everywhere.
        location = location.encode("latin-1").decode("utf-8")
    try:
        return target.hop(location)
    except Fault as fault:
        said = f"{target.host} redirects to where nobody can follow: {fault.message}"
        raise Fault(fault.kind, said, status=answer.status) from fault
