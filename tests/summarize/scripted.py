"""A server that speaks the protocol of OpenAI as its script says: well, badly, slowly or not at all."""

from __future__ import annotations

import json
import threading
from collections.abc import Callable, Iterator
from contextlib import contextmanager, suppress
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import Any

Act = Callable[["Handler"], None]


class Handler(BaseHTTPRequestHandler):
    """Answers each request with the next act of the script, the last one again and again."""

    server: Server

    def do_POST(self) -> None:
        asked = json.loads(self.rfile.read(int(self.headers["Content-Length"])))
        self.server.asked.append(asked)
        self.server.headers.append({name.lower(): value for name, value in self.headers.items()})
        act = self.server.script[min(len(self.server.asked), len(self.server.script)) - 1]
        with suppress(OSError):  # whoever asked has gone
            act(self)

    def head(self, status: int = 200, kind: str = "text/event-stream", **headers: str) -> None:
        self.send_response(status)
        self.send_header("Content-Type", kind)
        for name, value in headers.items():
            self.send_header(name.replace("_", "-"), value)
        self.end_headers()

    def log_message(self, *parts: object) -> None:
        pass


class Server(ThreadingHTTPServer):
    daemon_threads = True

    def __init__(self, script: tuple[Act, ...]) -> None:
        super().__init__(("127.0.0.1", 0), Handler)
        self.script = script
        self.asked: list[dict[str, Any]] = []
        self.headers: list[dict[str, str]] = []
        self.ended = threading.Event()

    @property
    def address(self) -> str:
        return f"http://127.0.0.1:{self.server_port}/v1"


@contextmanager
def serving(*script: Act) -> Iterator[Server]:
    server = Server(script)
    threading.Thread(target=server.serve_forever, args=(0.01,), daemon=True).start()
    try:
        yield server
    finally:
        server.ended.set()
        server.shutdown()
        server.server_close()


def lines(*said: tuple[str, list[int]]) -> str:
    """Return an answer of the shape that is asked for."""
    return json.dumps({"sentences": [{"text": text, "items": items} for text, items in said]}, ensure_ascii=False)


def event(**facts: Any) -> bytes:
    chunk = {"id": "1", "object": "chat.completion.chunk", "created": 1, "model": "tiny", "choices": []} | facts
    return b"data: " + json.dumps(chunk).encode() + b"\n\n"


def piece(content: Any = None, finish: Any = None, **delta: Any) -> bytes:
    return event(choices=[{"index": 0, "delta": {"content": content} | delta, "finish_reason": finish}])


def counted(tokens_in: Any, tokens_out: Any) -> bytes:
    return event(usage={"prompt_tokens": tokens_in, "completion_tokens": tokens_out, "total_tokens": 0})


def streams(text: str, *more: bytes, finish: str = "stop") -> Act:
    """Say a text in pieces of ten letters, then why it ends, then what else there is."""
    pieces = [piece(text[at : at + 10]) for at in range(0, len(text), 10)]
    return sends(*pieces, piece(finish=finish), *more, b"data: [DONE]\n\n")


def sends(*parts: bytes, **head: Any) -> Act:
    def act(to: Handler) -> None:
        to.head(**head)
        for part in parts:
            to.wfile.write(part)

    return act


def refuses(status: int, message: str = "no", **headers: str) -> Act:
    body = json.dumps({"error": {"message": message, "type": "invalid_request_error"}}).encode()
    return sends(body, status=status, kind="application/json", **headers)


def drips(part: bytes, before: bytes = b"") -> Act:
    """Send one part after another for ever, a hundred in a second."""

    def act(to: Handler) -> None:
        to.wfile.write(before)
        while not to.server.ended.wait(0.01):
            to.wfile.write(part)

    return act


def pours(part: bytes) -> Act:
    """Send as much as is taken."""

    def act(to: Handler) -> None:
        to.head()
        while not to.server.ended.is_set():
            to.wfile.write(part)

    return act


def is_silent(to: Handler) -> None:
    to.server.ended.wait()
