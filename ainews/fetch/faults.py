"""The one exception that travels inside this room; the fetcher turns it into a `model.Failed`, so it never leaves."""

from __future__ import annotations

from datetime import timedelta

from ainews.model import FailureKind


class Fault(Exception):
    """Why there is no document: one sentence for people, without secrets, starting with a host or a path."""

    def __init__(
        self, kind: FailureKind, message: str, *, status: int | None = None, retry_after: timedelta | None = None
    ) -> None:
        super().__init__(message)
        self.kind = kind
        self.message = message
        self.status = status
        self.retry_after = retry_after
