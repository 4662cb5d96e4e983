"""One HTTP/1.1 request over one connection of its own: no redirects, no unpacking, no reuse.

h11 is driven straight from the transport's callbacks. Pools and streams would cost more than the request itself,
and feeds live on as many hosts: a connection kept open would hardly ever be used again.
"""

from __future__ import annotations

import asyncio
import ssl
from collections.abc import Sequence
from dataclasses import dataclass
from http import HTTPStatus
from socket import socket

import h11

from ainews.fetch.faults import Fault
from ainews.fetch.unpack import too_big
from ainews.model import FailureKind

MAX_HEAD_BYTES = 64 * 1024
MAX_CHUNKS = 100_000
"""A document in more pieces than this is cut up to keep us busy."""


@dataclass(frozen=True, slots=True)
class Answer:
    """`headers` by lower-case name, repeated ones joined by commas; `body` packed as sent, only of a 2xx."""

    status: int
    headers: dict[str, str]
    body: bytes = b""

    @property
    def status_text(self) -> str:
        try:
            return f"{self.status} ({HTTPStatus(self.status).phrase.lower()})"
        except ValueError:
            return str(self.status)


@dataclass(frozen=True, slots=True)
class Request:
    """`host` names the server in messages; `headers` include Host."""

    host: str
    query: str
    headers: Sequence[tuple[str, str]]
    connect_timeout_s: float
    read_timeout_s: float
    max_body_bytes: int


async def exchange(request: Request, sock: socket, tls: ssl.SSLContext | None) -> Answer:
    """Send a request over a connected socket, which is closed in any case; raises Fault."""
    loop = asyncio.get_running_loop()
    answer: asyncio.Future[Answer] = loop.create_future()
    wire = _Wire(request, answer)
    try:
        await (_start_tls(wire, sock, tls, request) if tls else loop.create_connection(lambda: wire, sock=sock))
        return await answer
    finally:
        answer.cancel()  # nobody listens any more
        wire.close()
        sock.close()


async def _start_tls(wire: _Wire, sock: socket, tls: ssl.SSLContext, request: Request) -> None:
    host, limit_s = request.host, request.connect_timeout_s
    try:
        await asyncio.get_running_loop().create_connection(
            lambda: wire, sock=sock, ssl=tls, server_hostname=host, ssl_handshake_timeout=limit_s
        )
    except ssl.SSLCertVerificationError as error:
        reason = error.verify_message.rstrip(".").lower()
        raise Fault(FailureKind.TLS, f"{host} has a certificate that is not trusted: {reason}") from error
    except ssl.SSLError as error:
        reason = (error.reason or "no reason given").replace("_", " ").lower()
        raise Fault(FailureKind.TLS, f"{host} failed to set up encryption: {reason}") from error
    except ConnectionAbortedError as error:
        raise Fault(FailureKind.TIMEOUT, f"{host} did not set up encryption within {limit_s:g} s") from error
    except OSError as error:
        raise Fault(FailureKind.TLS, f"{host} closed the connection while encryption was set up") from error


class _Wire(asyncio.Protocol):
    """Sends its request once connected and settles `answer`, with a result or a Fault, exactly once."""

    def __init__(self, request: Request, answer: asyncio.Future[Answer]) -> None:
        self._request = request
        self._answer = answer
        self._http = h11.Connection(h11.CLIENT, max_incomplete_event_size=MAX_HEAD_BYTES)
        self._start = self._request_bytes()
        self._loop = asyncio.get_running_loop()
        self._transport: asyncio.Transport | None = None
        self._heard_at = 0.0
        self._idle: asyncio.TimerHandle | None = None
        self._head: h11.Response | None = None
        self._headers: dict[str, str] = {}
        self._head_bytes = 0
        self._chunks: list[bytes] = []
        self._body_bytes = 0

    def connection_made(self, transport: asyncio.BaseTransport) -> None:
        assert isinstance(transport, asyncio.Transport)
        self._transport = transport
        transport.write(self._start)
        self._heard_at = self._loop.time()
        self._watch_silence()

    def data_received(self, data: bytes) -> None:
        self._heard_at = self._loop.time()
        self._feed(data)
        if self._head is None:
            self._head_bytes += len(data)
            if self._head_bytes > MAX_HEAD_BYTES:
                self._fail(FailureKind.PROTOCOL, "sends headers without end")

    def eof_received(self) -> None:
        self._feed(b"")

    def connection_lost(self, exc: Exception | None) -> None:
        if exc is not None and not isinstance(exc, OSError):
            self._refuse(exc)  # not the network's fault but ours
        self._fail(FailureKind.PROTOCOL, "closed the connection before the answer was complete")

    def close(self) -> None:
        if self._idle is not None:
            self._idle.cancel()
        if self._transport is not None:
            self._transport.abort()

    def _request_bytes(self) -> bytes:
        # Validators go back as the bytes that came, and those may be beyond ASCII.
        headers = [(name.encode(), value.encode("latin-1")) for name, value in self._request.headers]
        head = h11.Request(method="GET", target=self._request.query, headers=[*headers, (b"Connection", b"close")])
        return (self._http.send(head) or b"") + (self._http.send(h11.EndOfMessage()) or b"")

    def _watch_silence(self) -> None:
        left_s = self._heard_at + self._request.read_timeout_s - self._loop.time()
        if left_s > 0:
            self._idle = self._loop.call_later(left_s, self._watch_silence)
        else:
            self._fail(FailureKind.TIMEOUT, f"sent nothing for {self._request.read_timeout_s:g} s")

    def _feed(self, data: bytes) -> None:
        if self._answer.done():
            return
        try:
            self._http.receive_data(data)
            while not self._answer.done():
                event = self._http.next_event()
                if event is h11.NEED_DATA:
                    return
                self._take(event)
        except h11.RemoteProtocolError as error:
            self._fail(FailureKind.PROTOCOL, self._complaint(error))

    def _take(self, event: object) -> None:
        if isinstance(event, h11.Data):
            self._take_chunk(event.data)
        elif isinstance(event, h11.Response):
            self._take_head(event)
        elif isinstance(event, h11.EndOfMessage):
            self._settle()
        elif not isinstance(event, h11.InformationalResponse):
            self._fail(FailureKind.PROTOCOL, "closed the connection without an answer")

    def _take_head(self, head: h11.Response) -> None:
        self._head = head
        for raw_name, raw_value in head.headers:
            name, value = raw_name.decode("ascii"), raw_value.decode("latin-1")
            self._headers[name] = f"{self._headers[name]}, {value}" if name in self._headers else value
        if not 200 <= head.status_code < 300:
            self._settle()
        # h11 has checked that this is one number.
        elif int(self._headers.get("content-length", "0")) > self._request.max_body_bytes:
            self._refuse(too_big(self._request.host, self._request.max_body_bytes))

    def _take_chunk(self, chunk: bytes) -> None:
        self._chunks.append(chunk)
        self._body_bytes += len(chunk)
        if len(self._chunks) > MAX_CHUNKS:
            self._fail(FailureKind.PROTOCOL, f"sent its document in more than {MAX_CHUNKS:,} pieces")
        if self._body_bytes > self._request.max_body_bytes:
            self._refuse(too_big(self._request.host, self._request.max_body_bytes))

    def _settle(self) -> None:
        if self._head is not None and not self._answer.done():
            self._answer.set_result(Answer(self._head.status_code, self._headers, b"".join(self._chunks)))

    def _complaint(self, error: Exception) -> str:
        if self._head is None:
            return "did not answer in proper HTTP"
        if "without sending complete message" in str(error):
            return f"closed the connection after {self._body_bytes:,} bytes, before the document was complete"
        return "broke off into garbage in the middle of the document"

    def _fail(self, kind: FailureKind, what: str) -> None:
        self._refuse(Fault(kind, f"{self._request.host} {what}"))

    def _refuse(self, fault: Exception) -> None:
        if not self._answer.done():
            self._answer.set_exception(fault)
