"""A digest to a webhook, through a real HTTP server."""

from __future__ import annotations

import base64
import json
import socket
import ssl
import threading
from email.header import decode_header, make_header
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer

import pytest

from ainews import formats
from ainews.config import SendSettings
from ainews.errors import ConfigError, SendError, SendUncertain
from ainews.notify import webhook as room
from ainews.notify.webhook import Webhook
from tests.formats.builders import digest, story
from tests.notify.servers import Listener


def way(url: str, kind: str = "json") -> Webhook:
    return Webhook.chosen(SendSettings(webhook=url, webhook_kind=kind), formats)


@pytest.mark.parametrize("kind", ["slack", "discord", "json"])
def test_a_webhook_gets_json_in_its_own_words(kind: str) -> None:
    with Listener(204, b"") as listener:
        way(listener.url("/hook?wait=true"), kind).send(digest())

    request = listener.got[0]
    assert request.path == "/hook?wait=true"
    assert request.headers["Content-Type"] == "application/json"
    assert json.loads(request.body) == json.loads(formats.render(digest(), kind, zone=None))


def test_ntfy_gets_a_title_a_text_and_where_a_click_leads() -> None:
    with Listener() as listener:
        way(listener.url("/my-news"), "ntfy").send(digest(story(1, "彗星の氷")))

    request = listener.got[0]
    assert request.headers["Title"].startswith("News digest: Monday 23 November")
    assert request.headers["Click"] == "https://paper1.example/news/1"
    assert request.body.decode() == "1. 彗星の氷\n"


def test_a_title_in_any_script_is_carried_by_a_header() -> None:
    class Forms:
        media_type = staticmethod(formats.media_type)
        name_for_suffix = staticmethod(formats.name_for_suffix)

        @staticmethod
        def render(*_: object, **__: object) -> str:
            return "Nachrichten – 月曜日 " + "x" * 200 + "\ntext\n"

    with Listener() as listener:
        Webhook(listener.url(), "ntfy", Forms()).send(digest())

    title = str(make_header(decode_header(listener.got[0].headers["Title"])))
    assert title == "Nachrichten – 月曜日 " + "x" * 200


def test_a_name_and_password_in_the_address_log_in() -> None:
    with Listener() as listener:
        way(listener.url().replace("http://", "http://me:p%40ss@")).send(digest())

    assert listener.got[0].headers["Authorization"] == f"Basic {base64.b64encode(b'me:p@ss').decode()}"


@pytest.mark.parametrize(("status", "advice"), [(404, "still right"), (400, "webhook_kind"), (500, "send it later")])
def test_a_refusal_is_told_with_what_to_do_and_is_sent_once(status: int, advice: str) -> None:
    with (
        Listener(status, b"no_service") as listener,
        pytest.raises(SendError, match=f"HTTP {status}: no_service") as no,
    ):
        way(listener.url()).send(digest())

    assert advice in str(no.value)
    assert not isinstance(no.value, SendUncertain)
    assert len(listener.got) == 1


def test_a_server_that_asks_to_wait_is_not_asked_again() -> None:
    with Listener(429, b"", Retry_After="30") as listener, pytest.raises(SendError, match="asks to wait 30 s"):
        way(listener.url()).send(digest())

    assert len(listener.got) == 1


@pytest.mark.parametrize("status", [502, 504])
def test_a_gateways_fault_leaves_open_whether_it_arrived(status: int) -> None:
    with Listener(status) as listener, pytest.raises(SendUncertain, match="may have arrived"):
        way(listener.url()).send(digest())


def test_a_server_that_hangs_up_may_have_got_it_and_is_not_asked_again() -> None:
    with Listener(hangs_up=True) as listener, pytest.raises(SendUncertain, match="may have arrived"):
        way(listener.url()).send(digest())

    assert len(listener.got) == 1


@pytest.mark.parametrize("status", [301, 302, 307, 308])
def test_a_redirect_is_not_followed_but_told(status: int) -> None:
    told = pytest.raises(SendError, match=r"points to 127\.0\.0\.1")
    with Listener() as other, Listener(status, b"", Location=other.url()) as listener, told:
        way(listener.url()).send(digest())

    assert not other.got


def test_a_connection_that_fails_is_tried_once_more(monkeypatch: pytest.MonkeyPatch) -> None:
    real, tries = room._connection, []

    def flaky(*arguments: object) -> object:
        tries.append(arguments)
        connection = real(*arguments)
        if len(tries) == 1:
            connection.port = free_port()
        return connection

    monkeypatch.setattr(room, "_connection", flaky)
    with Listener() as listener:
        way(listener.url()).send(digest())

    assert len(listener.got) == 1
    assert len(tries) == 2


def test_nobody_there_is_told_without_the_secret_part_of_the_address() -> None:
    with pytest.raises(SendError, match=r"127\.0\.0\.1 cannot be reached .*: check the network") as refused:
        way(f"http://127.0.0.1:{free_port()}/services/T0SECRET").send(digest())

    assert "T0SECRET" not in str(refused.value)
    assert not isinstance(refused.value, SendUncertain)


def test_an_answer_that_repeats_the_secret_is_told_without_it() -> None:
    answer = b"no such hook: T0SECRET/B0SECRET?token=hunter22"
    with Listener(404, answer) as listener, pytest.raises(SendError) as refused:
        way(listener.url("/services/T0SECRET/B0SECRET?token=hunter22")).send(digest())

    assert not {"T0SECRET", "B0SECRET", "hunter22"} & set(
        str(refused.value).replace("/", " ").replace("=", " ").split()
    )


def test_an_encrypted_webhook_is_posted_to_where_its_certificate_is_trusted(monkeypatch: pytest.MonkeyPatch) -> None:
    with Listener() as listener:
        authority = listener.encrypt()
        secret = listener.url().replace("http:", "https:")
        with pytest.raises(SendError, match="its certificate is not trusted"):
            way(secret).send(digest())
        assert not listener.got

        trusting = ssl.create_default_context()
        authority.configure_trust(trusting)
        monkeypatch.setattr(room, "context", lambda: trusting)
        way(secret).send(digest())

    assert len(listener.got) == 1


def test_a_proxy_of_the_environment_is_asked_for_a_tunnel(monkeypatch: pytest.MonkeyPatch) -> None:
    asked = []

    class Proxy(BaseHTTPRequestHandler):
        def do_CONNECT(self) -> None:
            asked.append((self.path, self.headers["Proxy-Authorization"]))
            self.send_error(403)

        def log_message(self, *_: object) -> None:
            """Say nothing."""

    with ThreadingHTTPServer(("127.0.0.1", 0), Proxy) as proxy:
        threading.Thread(target=proxy.serve_forever, kwargs={"poll_interval": 0.02}, daemon=True).start()
        monkeypatch.setenv("https_proxy", f"http://me:pass@127.0.0.1:{proxy.server_port}")
        monkeypatch.delenv("no_proxy", raising=False)
        monkeypatch.delenv("NO_PROXY", raising=False)
        with pytest.raises(SendError, match=r"hooks\.example cannot be reached .*403 Forbidden"):
            way("https://hooks.example/T0SECRET").send(digest())
        proxy.shutdown()

    assert asked[0] == ("hooks.example:443", f"Basic {base64.b64encode(b'me:pass').decode()}")


def test_where_it_goes_is_shown_without_the_secret_part() -> None:
    hook = way("https://me:pass@hooks.example/services/T0SECRET")

    assert hook.to == "hooks.example"
    assert "SECRET" not in repr(hook)


@pytest.mark.parametrize(
    "url", ["hooks.example/x", "ftp://hooks.example/", "https://", "javascript:x", "https://a:b:c/"]
)
def test_what_is_no_web_address_is_refused_without_repeating_it(url: str) -> None:
    with pytest.raises(ConfigError, match=r"send\.webhook is no http or https address") as refused:
        way(url)

    assert url not in str(refused.value)


def test_an_unknown_kind_is_refused_with_those_there_are() -> None:
    with pytest.raises(ConfigError, match="slack, discord, ntfy, json"):
        way("https://hooks.example/", "teams")


def free_port() -> int:
    with socket.socket() as taken:
        taken.bind(("127.0.0.1", 0))
        return int(taken.getsockname()[1])
