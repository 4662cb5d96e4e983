"""Posts a digest to an address, in the words of what listens there; follows no redirect, and names no secret.

The standard library's `http.client`: it alone lets a connection be made before anything is sent, which is how a
failure that cannot have delivered anything is told from one that may have; and one POST is not worth a dependency.
"""

from __future__ import annotations

import base64
import http.client
from dataclasses import dataclass, field
from email.header import Header
from typing import TYPE_CHECKING
from urllib.parse import SplitResult, unquote, urlsplit
from urllib.request import getproxies, proxy_bypass

from ainews.errors import ConfigError, SendError, SendUncertain
from ainews.model.digests import Channel
from ainews.notify.connections import context, reason
from ainews.text.showing import clean, web_address

if TYPE_CHECKING:
    from ainews.config import SendSettings
    from ainews.model.digests import Digest
    from ainews.ports import Forms

KINDS = ("slack", "discord", "ntfy", "json")
TIMEOUT_S = 30.0
TRIES = 2
_ANSWER_BYTES = 2_000
_ANSWER_CHARS = 200
_SECRET_CHARS = 6  # parts of an address that are shorter give nothing away
_GATEWAY = (502, 504)  # nobody knows what became of it behind the gateway


@dataclass(frozen=True, slots=True)
class Webhook:
    """`address` is a secret: whoever knows it can post there."""

    address: str = field(repr=False)
    kind: str
    forms: Forms
    timeout_s: float = TIMEOUT_S
    channel: Channel = Channel.WEBHOOK

    @classmethod
    def chosen(cls, settings: SendSettings, forms: Forms) -> Webhook:
        if settings.webhook_kind not in KINDS:
            raise ConfigError(f"send.webhook_kind is {settings.webhook_kind!r}: choose one of {', '.join(KINDS)}")
        address = web_address(settings.webhook)
        if not address or not _has_port(address):
            raise ConfigError("send.webhook is no http or https address: copy it whole from where it was made")
        return cls(address, settings.webhook_kind, forms)

    @property
    def to(self) -> str:
        return urlsplit(self.address).hostname or ""

    def send(self, digest: Digest) -> None:
        headers, body = self._message(digest)
        parts = urlsplit(self.address)
        connection = self._connected(parts)
        try:
            target = (parts.path or "/") + (f"?{parts.query}" if parts.query else "")
            connection.request("POST", target, body, headers | _authorization(parts))
            answer = connection.getresponse()
            words = self._harmless(answer.read(_ANSWER_BYTES))
        except (OSError, http.client.HTTPException) as error:
            raise SendUncertain(f"{self.to} did not answer ({reason(error)}), so it may have arrived") from None
        finally:
            connection.close()
        self._judge(answer, words)

    def _message(self, digest: Digest) -> tuple[dict[str, str], bytes]:
        text = self.forms.render(digest, self.kind, zone=None)
        headers = {"Content-Type": self.forms.media_type(self.kind), "User-Agent": "ainews"}
        if self.kind == "ntfy":
            title, _, text = text.partition("\n")
            headers["Title"] = Header(title, None if title.isascii() else "utf-8", maxlinelen=10_000).encode()
            if click := next((web_address(link.url) for story in digest.stories for link in story.links), ""):
                headers["Click"] = click
        return headers, text.encode()

    def _connected(self, parts: SplitResult) -> http.client.HTTPConnection:
        """Connect, trying once more where that fails: nothing has been sent yet."""
        why = ""
        for _ in range(TRIES):
            connection = _connection(parts, self.timeout_s)
            try:
                connection.connect()
            except (OSError, http.client.HTTPException) as error:
                connection.close()
                why = reason(error)
            else:
                return connection
        raise SendError(f"{self.to} cannot be reached ({why}): check the network and send.webhook, then send again")

    def _judge(self, answer: http.client.HTTPResponse, words: str) -> None:
        status = f"HTTP {answer.status}{f': {words}' if words else ''}"
        if 200 <= answer.status < 300:
            return
        if answer.status in _GATEWAY:
            raise SendUncertain(f"{self.to} lost it behind its gateway ({status}), so it may have arrived")
        if 300 <= answer.status < 400:
            there = urlsplit(answer.headers.get("Location", "")).hostname or "elsewhere"
            raise SendError(f"{self.to} points to {clean(there)} ({status}): put the new address into send.webhook")
        if answer.status == 429:
            wait = clean(answer.headers.get("Retry-After", ""))[:40]
            raise SendError(f"{self.to} asks to wait{f' {wait} s' if wait.isdigit() else ''} ({status}): send it later")
        if answer.status in (401, 403, 404, 410):
            raise SendError(f"{self.to} does not take it ({status}): is the address in send.webhook still right?")
        raise SendError(f"{self.to} did not take it ({status}): check send.webhook_kind, or send it later")

    def _harmless(self, answer: bytes) -> str:
        """Return the start of an answer without any part of the address that could be a secret."""
        words = clean(answer.decode(errors="replace"))
        parts = urlsplit(self.address)
        for secret in (*parts.path.split("/"), *parts.query.split("&"), parts.username, parts.password):
            if secret and len(secret) >= _SECRET_CHARS:
                words = words.replace(secret, "…").replace(unquote(secret), "…")
        return words[:_ANSWER_CHARS]


def _connection(parts: SplitResult, timeout_s: float) -> http.client.HTTPConnection:
    host, port = parts.hostname or "", parts.port
    if parts.scheme == "http":
        return http.client.HTTPConnection(host, port, timeout=timeout_s)
    proxy = urlsplit("" if proxy_bypass(host) else getproxies().get("https", ""))
    if not proxy.hostname:
        return http.client.HTTPSConnection(host, port, timeout=timeout_s, context=context())
    connection = http.client.HTTPSConnection(proxy.hostname, proxy.port or 80, timeout=timeout_s, context=context())
    connection.set_tunnel(host, port, headers={f"Proxy-{name}": text for name, text in _authorization(proxy).items()})
    return connection


def _authorization(parts: SplitResult) -> dict[str, str]:
    """Return the header for a name and password that stand in an address."""
    if parts.username is None:
        return {}
    pair = f"{unquote(parts.username)}:{unquote(parts.password or '')}"
    return {"Authorization": f"Basic {base64.b64encode(pair.encode()).decode()}"}


def _has_port(address: str) -> bool:
    try:
        return urlsplit(address).port != 0
    except ValueError:
        return False
