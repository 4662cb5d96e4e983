"""Words for what goes wrong when a model is asked; those for what is wrong with a sentence stand in `grounding`."""

from __future__ import annotations

from enum import StrEnum


class CallFault(StrEnum):
    """Why no answer came, by name; stable words for scripts."""

    UNREACHABLE = "unreachable"
    REFUSED = "refused"  # the server will not: no such model, a wrong key, a request it does not understand
    RATE_LIMITED = "rate-limited"
    UNAVAILABLE = "unavailable"  # its own failure
    TIMEOUT = "timeout"
    BROKEN = "broken"  # it hung up in the middle, or spoke no sense
    TOO_LONG = "too-long"  # it would not stop


class AnswerFault(StrEnum):
    """Why an answer is of no use before any sentence of it is looked at."""

    TRUNCATED = "truncated"  # by the limit of tokens
    NOT_JSON = "not-json"  # or not of the shape that was asked for
    EMPTY = "empty"
    DECLINED = "declined"  # the model will not
    WORDY = "wordy"  # no line of a digest
