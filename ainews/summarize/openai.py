"""Summaries by an OpenAI-compatible server, such as Ollama, llama.cpp, vLLM or OpenAI; an extra. Checks no sentence.

Servers differ in what they take: what one refuses (a schema, a temperature) is left out, and left out from then on.
"""

from __future__ import annotations

import time
from collections.abc import Callable, Sequence
from functools import cached_property
from importlib.util import find_spec
from ipaddress import ip_address
from math import inf
from threading import local
from typing import Any
from urllib.parse import urlsplit

from ainews.errors import ConfigError, ModelError
from ainews.model import ItemText
from ainews.model.digests import Written
from ainews.summarize import prompt
from ainews.summarize.answers import Answer, read
from ainews.summarize.dialect import Dialect
from ainews.summarize.faults import CallFault
from ainews.summarize.links import visible
from ainews.summarize.watch import Watch

_CONNECT_S = 10.0
_BYTES_A_TOKEN, _BYTES_AROUND = 1_024, 65_536  # each token comes in a JSON object of its own
_MOST_WAITS, _FIRST_WAIT_S = 2, 1.0
_MOST_SAID = 200  # characters of a server's own words in an error
_AGAIN = (429, 503)
_NOT_UNDERSTOOD = (400, 422, 501)


class OpenAISummarizer:
    """Asks `address`/chat/completions.

    model       the server's name for it
    address     up to and with `/v1`
    api_key     most local servers take any
    timeout_s   for one summary, waiting and trying again included
    most_tokens that an answer may take, a model's thinking included
    """

    prompt = prompt.VERSION

    def __init__(
        self,
        model: str,
        *,
        address: str,
        api_key: str = "",
        timeout_s: float = 60.0,
        most_tokens: int = 600,
        sleep: Callable[[float], None] = time.sleep,
    ) -> None:
        if find_spec("openai") is None:
            raise ConfigError("summaries.model needs the openai package: run `pip install 'ainews[openai]'`")
        self.host = _host(address)
        self.model, self._address, self._api_key = model, address, api_key
        self._timeout_s, self._most_tokens, self._sleep = timeout_s, most_tokens, sleep
        self._dialect = Dialect()
        self._calls = local()

    @property
    def is_remote(self) -> bool:
        """Whether the texts leave this machine."""
        return not _is_loopback(urlsplit(self._address).hostname or "")

    def estimate(self, items: Sequence[ItemText]) -> tuple[int, int]:
        return prompt.most_tokens(items), self._most_tokens

    def summarize(self, items: Sequence[ItemText]) -> Written:
        with Watch(self._timeout_s, _BYTES_AROUND + _BYTES_A_TOKEN * self._most_tokens) as watch:
            self._calls.watch = watch
            try:
                answer = self._asked(items, watch)
            # The client lets through whatever its HTTP library, its parsers and a server's odd types raise.
            except Exception as error:
                raise self._understood(error, watch) from error
        return answer.written(items, self.estimate(items))

    def _asked(self, items: Sequence[ItemText], watch: Watch) -> Answer:
        """Ask in the richest way that the server takes, and again where it asks for patience."""
        import openai

        dialect, waits = self._dialect, 0
        while True:
            try:
                stream = self._client.chat.completions.create(
                    **dialect.request(self.model, items, self._most_tokens), timeout=self._timeout(watch)
                )
            except openai.APIStatusError as error:
                simpler = dialect.without_what(_said(error)) if error.status_code in _NOT_UNDERSTOOD else None
                if simpler is not None:
                    dialect = simpler
                elif error.status_code in _AGAIN and waits < _MOST_WAITS and _wait_s(error, waits) < watch.left_s:
                    self._sleep(_wait_s(error, waits))
                    waits += 1
                else:
                    raise
            else:
                self._dialect = dialect
                with stream:
                    return read(stream)

    def _timeout(self, watch: Watch) -> Any:
        import openai

        left_s = max(0.1, watch.left_s)
        return openai.Timeout(left_s, connect=min(_CONNECT_S, left_s))

    @cached_property
    def _client(self) -> Any:
        """One client for all threads; follows no redirect: texts go to the address that was chosen, or nowhere."""
        import openai

        http = openai.DefaultHttpxClient(
            follow_redirects=False,
            trust_env=self.is_remote,  # a proxy would carry a local model's texts away
            verify=self._address.startswith("https:"),  # reading certificates that nobody shows takes 40 ms
            event_hooks={
                "request": [lambda request: self._calls.watch.on_request(request)],
                "response": [lambda response: self._calls.watch.on_response(response)],
            },
        )
        return openai.OpenAI(
            base_url=self._address,
            api_key=self._api_key or "none",
            max_retries=0,
            http_client=http,
            default_headers={"Accept-Encoding": "identity", "Connection": "close"},
        )

    def _understood(self, error: Exception, watch: Watch) -> ModelError:
        """Return a failed call as an error of ours, with a word for its kind."""
        import openai

        if isinstance(error, ModelError) and watch.broken is None:
            return error
        status = error.status_code if isinstance(error, openai.APIStatusError) else 0
        kind = _kind(error, status, watch)
        was_paid = watch.has_sent and not status
        return ModelError(f"{self.host} wrote no summary: {kind} ({_said(error)})", kind=kind, was_paid=was_paid)


def _kind(error: Exception, status: int, watch: Watch) -> CallFault:
    if watch.broken is not None:
        return watch.broken
    if status == 429:
        return CallFault.RATE_LIMITED
    if status:
        return CallFault.UNAVAILABLE if status >= 500 else CallFault.REFUSED
    if any("Timeout" in type(each).__name__ for each in (error, error.__cause__)):
        return CallFault.TIMEOUT
    return CallFault.BROKEN if watch.has_sent else CallFault.UNREACHABLE


def _said(error: Exception) -> str:
    """Return an error's words on one line, not more than a person reads."""
    words = " ".join(visible(str(error)[: 10 * _MOST_SAID]).split())
    return words if len(words) <= _MOST_SAID else f"{words[:_MOST_SAID]}…"


def _wait_s(error: Any, waits: int) -> float:
    """Return how long the server wants to be left alone; a date is too long to wait for."""
    asked: str = error.response.headers.get("retry-after", "")
    if not asked:
        return _FIRST_WAIT_S * (1 << waits)
    return float(asked) if asked.isdecimal() else inf


def _host(address: str) -> str:
    """Return host and port of an address; raises ConfigError where it is none."""
    try:
        parts = urlsplit(address)
        port = parts.port
    except ValueError:
        parts, port = urlsplit(""), None
    if parts.scheme not in ("http", "https") or not parts.hostname:
        raise ConfigError(f"summaries.address is {address!r}: write it like http://localhost:11434/v1")
    return f"{parts.hostname}:{port}" if port else parts.hostname


def _is_loopback(host: str) -> bool:
    if host == "localhost" or host.endswith(".localhost"):
        return True
    try:
        return ip_address(host).is_loopback
    except ValueError:
        return False
