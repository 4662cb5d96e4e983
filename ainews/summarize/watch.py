"""Bounds one call of a model in time and bytes, whatever its server does; reads and judges nothing of the answer.

The client's own timeouts are those of a single read: a server that sends one byte now and then is never late for
them. So another thread looks on, and shuts the connection's socket when the call is over its bounds.
"""

from __future__ import annotations

import socket
from collections.abc import Mapping
from contextlib import suppress
from threading import Event, Thread
from time import monotonic
from types import TracebackType
from typing import Any

from ainews.summarize.faults import CallFault

_LOOKS_EVERY_S = 0.05


class Watch:
    """Looks on while a call is made; enter it around the call.

    broken    which bound was passed, None while none is
    has_sent  the server has the whole request, and may be working on it
    """

    def __init__(self, timeout_s: float, most_bytes: int) -> None:
        self.deadline = monotonic() + timeout_s
        self.broken: CallFault | None = None
        self.has_sent = False
        self._most_bytes = most_bytes
        self._sockets: list[socket.socket] = []
        self._response: Any = None
        self._is_over = Event()

    @property
    def left_s(self) -> float:
        return self.deadline - monotonic()

    def on_request(self, request: Any) -> None:
        """Follow a request of the HTTP client; its hook."""
        self.has_sent = False
        request.extensions["trace"] = self._trace

    def on_response(self, response: Any) -> None:
        """Follow a response of the HTTP client; its hook. Refuses one that would grow when unpacked."""
        self._response = response
        if response.headers.get("content-encoding", "identity") != "identity":
            raise ValueError("the answer is compressed, which nobody asked for")

    def __enter__(self) -> Watch:
        Thread(target=self._look_on, daemon=True).start()
        return self

    def __exit__(self, kind: type[BaseException] | None, error: BaseException | None, at: TracebackType | None) -> None:
        self._is_over.set()

    def _trace(self, event: str, facts: Mapping[str, Any]) -> None:
        if event in ("connection.connect_tcp.complete", "connection.start_tls.complete"):
            self._sockets.append(facts["return_value"].get_extra_info("socket"))
        elif event.endswith("send_request_body.complete"):
            self.has_sent = True

    def _look_on(self) -> None:
        while not self._is_over.wait(_LOOKS_EVERY_S):
            if self.left_s <= 0:
                self.broken = CallFault.TIMEOUT
            elif self._response is not None and self._response.num_bytes_downloaded > self._most_bytes:
                self.broken = CallFault.TOO_LONG
            if self.broken is not None:
                self._cut()

    def _cut(self) -> None:
        for each in self._sockets:
            with suppress(OSError):  # closed already, or by its other end
                each.shutdown(socket.SHUT_RDWR)
