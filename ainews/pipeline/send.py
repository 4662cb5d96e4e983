"""Sends a saved digest its ways, each once: claimed before it leaves, settled after. Makes neither digest nor ways."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import TYPE_CHECKING

from ainews.errors import SendError, SendUncertain
from ainews.model.digests import SendingState, Sent

if TYPE_CHECKING:
    from ainews.model.digests import Digest
    from ainews.ports import Clock, Notifier
    from ainews.store import Store

INTERRUPTED = (
    "an earlier sending was interrupted, or runs just now, so it may have arrived;"
    " send it again in any case with `ainews digest --show {id} --send --resend`"
)
UNCERTAIN = "; it is not sent again unless by `ainews digest --show {id} --send --resend`"


def send(
    store: Store, digest: Digest, notifiers: Sequence[Notifier], clock: Clock, *, resend: bool = False
) -> list[Sent]:
    """Send a digest every way that it has not left yet; one that fails does not stop the others.

    Raises NotFound where the digest is not saved.
    """
    return list(_each(store, digest, notifiers, clock, resend))


def _each(store: Store, digest: Digest, notifiers: Sequence[Notifier], clock: Clock, resend: bool) -> Iterator[Sent]:
    for way in notifiers:
        earlier = store.sendings.claim(digest.id, way.channel, clock(), resend=resend)
        if earlier is None:
            yield _sent(store, digest, way)
        else:
            is_unsure = earlier is SendingState.SENDING
            yield Sent(way.channel, way.to, False, INTERRUPTED.format(id=digest.id) if is_unsure else None, is_unsure)


def _sent(store: Store, digest: Digest, way: Notifier) -> Sent:
    """Send what is claimed. A fault that tells nothing leaves the claim as it is: nobody knows what arrived."""
    try:
        complaint = way.send(digest)
    except SendUncertain as error:
        store.sendings.settle(digest.id, way.channel, SendingState.SENDING, str(error))
        return Sent(way.channel, way.to, False, str(error) + UNCERTAIN.format(id=digest.id), may_have_arrived=True)
    except SendError as error:
        store.sendings.settle(digest.id, way.channel, SendingState.FAILED, str(error))
        return Sent(way.channel, way.to, False, str(error))
    store.sendings.settle(digest.id, way.channel, SendingState.SENT, complaint)
    return Sent(way.channel, way.to, True, complaint)
