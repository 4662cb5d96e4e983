"""Real servers on loopback: one for mail, with STARTTLS and AUTH where wanted, and one for HTTP."""

from __future__ import annotations

import ssl
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import Any

import trustme
from aiosmtpd.controller import Controller
from aiosmtpd.smtp import SMTP, AuthResult, Envelope, LoginPassword, Session

USER, PASSWORD = "me@news.example", "s3cret-pass"


@dataclass
class Mailbox:
    """What a mail server got; `refused` are recipients it takes nothing for, `dies_after` a command it hangs up on."""

    refused: frozenset[str] = frozenset()
    dies_after: str = ""
    data_reply: str = "250 OK"
    got: list[Envelope] = field(default_factory=list)
    logins: list[str] = field(default_factory=list)

    async def handle_RCPT(  # noqa: N802 - aiosmtpd's name
        self, server: SMTP, session: Session, envelope: Envelope, address: str, options: list[str]
    ) -> str:
        if self.dies_after == "RCPT":
            server.transport.abort()
        if address in self.refused:
            return "550 no such mailbox"
        envelope.rcpt_tos.append(address)
        return "250 OK"

    async def handle_DATA(self, server: SMTP, session: Session, envelope: Envelope) -> str:  # noqa: N802
        self.got.append(envelope)
        if self.dies_after == "DATA":
            server.transport.abort()
        return self.data_reply

    def authenticate(self, server: SMTP, session: Session, envelope: Envelope, mechanism: str, told: Any) -> AuthResult:
        assert isinstance(told, LoginPassword)
        self.logins.append(mechanism)
        return AuthResult(success=(told.login.decode(), told.password.decode()) == (USER, PASSWORD), handled=False)


class _Controller(Controller):
    """Finds a free port by itself."""

    def _trigger_server(self) -> None:
        self.port = self.server.sockets[0].getsockname()[1]
        super()._trigger_server()


@contextmanager
def mail_server(mailbox: Mailbox, *, tls: str = "none") -> Iterator[tuple[int, trustme.CA]]:
    """Serve a mailbox on localhost until the block ends; yields its port and who signed its certificate."""
    authority = trustme.CA()
    context = ssl.create_default_context(ssl.Purpose.CLIENT_AUTH)
    authority.issue_cert("localhost").configure_cert(context)
    controller = _Controller(
        mailbox,
        hostname="localhost",
        port=0,
        authenticator=mailbox.authenticate,
        auth_require_tls=tls == "starttls",
        **({"tls_context": context, "require_starttls": True} if tls == "starttls" else {}),
        **({"ssl_context": context} if tls == "tls" else {}),
    )
    controller.start()
    try:
        yield controller.port, authority
    finally:
        controller.stop()


@dataclass
class Request:
    """One request that a server got."""

    path: str
    headers: dict[str, str]
    body: bytes


class Listener(ThreadingHTTPServer):
    """Answers every POST in the same way, and keeps them; `hangs_up` ends the connection without an answer."""

    daemon_threads = True

    def __init__(self, status: int = 200, answer: bytes = b"ok", *, hangs_up: bool = False, **headers: str) -> None:
        super().__init__(("127.0.0.1", 0), _Handler)
        self.status, self.answer, self.headers, self.hangs_up = status, answer, headers, hangs_up
        self.got: list[Request] = []

    def encrypt(self) -> trustme.CA:
        """Speak TLS as 127.0.0.1; returns who signed its certificate."""
        authority = trustme.CA()
        context = ssl.create_default_context(ssl.Purpose.CLIENT_AUTH)
        authority.issue_cert("127.0.0.1").configure_cert(context)
        self.socket = context.wrap_socket(self.socket, server_side=True)
        return authority

    def url(self, path: str = "/services/T0SECRET/B0SECRET") -> str:
        return f"http://127.0.0.1:{self.server_port}{path}"

    def __enter__(self) -> Listener:
        threading.Thread(target=self.serve_forever, kwargs={"poll_interval": 0.02}, daemon=True).start()
        return self

    def __exit__(self, *_: object) -> None:
        self.shutdown()
        self.server_close()


class _Handler(BaseHTTPRequestHandler):
    server: Listener

    def do_POST(self) -> None:
        body = self.rfile.read(int(self.headers["Content-Length"]))
        self.server.got.append(Request(self.path, dict(self.headers), body))
        if self.server.hangs_up:
            return
        self.send_response(self.server.status)
        for name, value in self.server.headers.items():
            self.send_header(name.replace("_", "-"), value)
        self.end_headers()
        self.wfile.write(self.server.answer)

    def log_message(self, *_: object) -> None:
        """Say nothing."""
