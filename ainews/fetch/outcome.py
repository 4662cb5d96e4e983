"""From the end of a request to what it means for a source; pure."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from hashlib import sha256

from ainews.fetch import caching
from ainews.fetch.faults import Fault
from ainews.fetch.redirects import Trip
from ainews.fetch.unpack import unpack
from ainews.fetch.wire import Answer
from ainews.model import Changed, FailureKind, Unchanged, Validators

_BY_STATUS = {
    401: FailureKind.UNAUTHORIZED,
    403: FailureKind.UNAUTHORIZED,
    404: FailureKind.NOT_FOUND,
    407: FailureKind.UNAUTHORIZED,
    410: FailureKind.GONE,
    429: FailureKind.THROTTLED,
}
_BY_CLASS = {4: FailureKind.HTTP_4XX, 5: FailureKind.HTTP_5XX}


@dataclass(frozen=True, slots=True)
class Ask:
    """What somebody wants fetched; `validators` make it conditional. `url` is a path for a file."""

    source_id: int
    url: str
    accept: str
    validators: Validators = caching.NOTHING_KNOWN
    allow_private: bool = False

    @property
    def is_conditional(self) -> bool:
        return bool(self.validators.etag or self.validators.last_modified)


def outcome(
    ask: Ask, trip: Trip, *, at: datetime, elapsed_s: float, max_bytes: int, max_ratio: int
) -> Changed | Unchanged:
    """Judge an answer; raises Fault for one that brings nothing."""
    answer, host = trip.answer, trip.target.host
    if answer.status == 304 and ask.is_conditional:
        return _unchanged(ask, trip, at, elapsed_s)
    if not 200 <= answer.status < 300:
        raise _fault_of(answer, host, at)
    if answer.status in (204, 205, 206):
        said = f"{host} answered {answer.status_text} instead of sending the document"
        raise Fault(FailureKind.PROTOCOL, said, status=answer.status)
    codings = caching.codings(answer.headers)
    body = unpack(answer.body, codings, host=host, max_bytes=max_bytes, max_ratio=max_ratio)
    body_hash = hash_of(body)
    if body_hash == ask.validators.body_hash:
        return _unchanged(ask, trip, at, elapsed_s)
    content_type, charset = caching.media_type(answer.headers)
    return Changed(
        source_id=ask.source_id,
        url=trip.target.url,
        at=at,
        body=body,
        content_type=content_type,
        charset=charset,
        validators=caching.validators(answer.headers, body_hash=body_hash),
        fresh_for=caching.fresh_for(answer.headers, at),
        moved_to=_moved_to(trip),
        status=answer.status,
        elapsed_s=elapsed_s,
    )


def hash_of(body: bytes) -> bytes:
    """16 bytes that tell a body from the last one; SHA-256, because processors have it built in."""
    return sha256(body, usedforsecurity=False).digest()[:16]


def _unchanged(ask: Ask, trip: Trip, at: datetime, elapsed_s: float) -> Unchanged:
    headers, known = trip.answer.headers, ask.validators
    kept = known if trip.answer.status == 304 else caching.NOTHING_KNOWN
    return Unchanged(
        source_id=ask.source_id,
        url=trip.target.url,
        at=at,
        validators=caching.validators(headers, body_hash=known.body_hash, known=kept),
        fresh_for=caching.fresh_for(headers, at),
        moved_to=_moved_to(trip),
        status=trip.answer.status,
        elapsed_s=elapsed_s,
    )


def _moved_to(trip: Trip) -> str | None:
    return trip.moved_to.url_with_credentials if trip.moved_to else None


def _fault_of(answer: Answer, host: str, at: datetime) -> Fault:
    status = answer.status
    kind = _BY_STATUS.get(status) or _BY_CLASS.get(status // 100) or FailureKind.PROTOCOL
    pause = caching.retry_after(answer.headers, at) if status in (429, 503) else None
    if pause is not None:
        kind = FailureKind.THROTTLED
    return Fault(kind, f"{host} answered {answer.status_text}", status=status, retry_after=pause)
