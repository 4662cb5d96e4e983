"""Every error that ainews raises on purpose, as one tree.

    AinewsError                     exit  http  retry
    |- UsageError                    2    400   no
    |- ConfigError                   3    500   no
    |- NotFound                      4    404   no
    |- Conflict                      4    409   no
    |- NotAllowed                    4    403   no
    |- SourceError                   5    502   yes
    |  |- FetchError                 a poll asked for by hand failed
    |  `- ParseError                 the document is not a feed
    |- ModelError                    6    502   yes
    |- BudgetError                   6    402   no
    |- SendError                     5    502   yes
    |  `- SendUncertain              it may have arrived                no
    `- StoreError                    7    500   no
       |- StoreBusy                  another writer held on too long    yes
       |- StoreFull                  the disk is full                   yes
       |- StoreReadOnly              the store cannot be written
       |- StoreCorrupt               the file is damaged or no store
       `- SchemaMismatch             made by another version of ainews

A remote fault met while polling is a value (`model.Failed`), not an exception.
"""

from __future__ import annotations

from typing import ClassVar


class AinewsError(Exception):
    """Base of the tree: what happened to what, then what to do about it.

    exit_code    process exit status of a command that ends with this error
    http_status  status of a web answer that ends with it
    retryable    whether the same call may succeed later, unchanged
    """

    text: ClassVar[str] = "{message}"
    exit_code: ClassVar[int] = 1
    http_status: ClassVar[int] = 500
    retryable: ClassVar[bool] = False

    def __init__(self, message: str = "", **facts: object) -> None:
        self.facts = facts
        super().__init__(self.text.format(message=message, **facts))


class UsageError(AinewsError):
    exit_code = 2
    http_status = 400


class ConfigError(AinewsError):
    exit_code = 3


class NotFound(AinewsError):
    exit_code = 4
    http_status = 404


class Conflict(AinewsError):
    exit_code = 4
    http_status = 409


class NotAllowed(AinewsError):
    exit_code = 4
    http_status = 403


class SourceError(AinewsError):
    exit_code = 5
    http_status = 502
    retryable = True


class FetchError(SourceError):
    """A poll that somebody asked for by hand failed; `kind` is a `model.FailureKind`."""

    def __init__(self, message: str = "", *, kind: str, **facts: object) -> None:
        self.kind = kind
        super().__init__(message, **facts)


class ParseError(SourceError):
    """The document is no feed; `kind` is `not-a-feed` or `bad-xml`."""

    retryable = False

    def __init__(self, message: str = "", *, kind: str = "not-a-feed", **facts: object) -> None:
        self.kind = kind
        super().__init__(message, **facts)


class ModelError(AinewsError):
    """A model gave nothing of use.

    kind      a word for what went wrong; `summarize.faults` has those of summaries
    was_paid  the model may have worked before it went wrong, and want its money
    """

    exit_code = 6
    http_status = 502
    retryable = True

    def __init__(self, message: str = "", *, kind: str = "failed", was_paid: bool = False, **facts: object) -> None:
        self.kind, self.was_paid = kind, was_paid
        super().__init__(message, **facts)


class BudgetError(AinewsError):
    """A call would have cost more than the owner allows."""

    exit_code = 6
    http_status = 402


class SendError(AinewsError):
    """A digest could not be sent."""

    exit_code = 5
    http_status = 502
    retryable = True


class SendUncertain(SendError):
    """A digest was handed over, and whether it arrived is unknown: sending it again may send it twice."""

    retryable = False


class StoreError(AinewsError):
    exit_code = 7


class StoreBusy(StoreError):
    text = "the store is busy: another program kept it locked for {waited_s:.0f} s; run the command again"
    http_status = 503
    retryable = True


class StoreFull(StoreError):
    text = "no space is left for {path}: free some and run the command again; nothing stored was lost"
    http_status = 507
    retryable = True


class StoreReadOnly(StoreError):
    text = "{path} cannot be written: check its permissions, or name another store with --store"


class StoreCorrupt(StoreError):
    text = "{path} is damaged or not an ainews store ({message}): restore a backup, or name another with --store"


class SchemaMismatch(StoreError):
    text = "{path} has schema {found}, this ainews needs {need}: {advice}"
