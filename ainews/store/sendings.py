"""What has left, and what was about to: written before a digest leaves, so that none leaves twice. Sends nothing."""

from __future__ import annotations

from datetime import datetime

from ainews.errors import NotFound
from ainews.model.digests import Channel, SendingState
from ainews.store.engine import Engine
from ainews.text.instants import to_ms


class Sendings:
    """One row for each way that a digest was to leave."""

    def __init__(self, engine: Engine) -> None:
        self._engine = engine

    def claim(self, digest_id: int, channel: Channel, now: datetime, *, resend: bool = False) -> SendingState | None:
        """Take it upon the caller, alone, to send a digest; raises NotFound where it is not saved.

        Returns None where it may leave now, else the state of the sending that forbids it: of this digest, or of
        another one of the same reader with the same content. `resend` heeds neither.
        """
        with self._engine.write() as session:
            if not session.run("sending.alone", digest_id=digest_id):
                raise NotFound(f"there is no digest {digest_id} to send: `ainews digest --list` shows those there are")
            earlier = session.row("sending.earlier", digest_id=digest_id, channel=channel.value)
            if earlier is not None and not resend:
                return SendingState(earlier["state"])
            session.run("sending.claim", digest_id=digest_id, channel=channel.value, at_ms=to_ms(now))
        return None

    def settle(self, digest_id: int, channel: Channel, state: SendingState, error: str | None = None) -> None:
        """Note what became of a claim."""
        with self._engine.write() as session:
            session.run("sending.settle", digest_id=digest_id, channel=channel.value, state=state.value, error=error)
