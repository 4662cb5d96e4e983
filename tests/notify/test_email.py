"""A digest by mail, through a real SMTP server."""

from __future__ import annotations

import email
import email.policy
import socket
import ssl
from collections.abc import Callable
from email.message import EmailMessage
from typing import Any

import pytest
import trustme
from msgspec.structs import replace

from ainews import formats
from ainews.config import EmailSettings
from ainews.errors import ConfigError, SendError, SendUncertain
from ainews.notify import email as room
from ainews.notify.email import Email
from tests.formats.builders import AT, digest, story
from tests.notify.servers import PASSWORD, USER, Mailbox, mail_server

PLAIN = EmailSettings(to="you@news.example", sender="ainews <me@news.example>", host="localhost", security="none")
Trust = Callable[[trustme.CA], None]


@pytest.fixture
def trust(monkeypatch: pytest.MonkeyPatch) -> Trust:
    """Trust whom a test server's certificate is signed by."""

    def add(authority: trustme.CA) -> None:
        context = ssl.create_default_context()
        authority.configure_trust(context)
        monkeypatch.setattr(room, "context", lambda: context)

    return add


def way(settings: EmailSettings = PLAIN, **changes: Any) -> Email:
    return Email.chosen(replace(settings, **changes), formats, lambda: AT)


def read(mailbox: Mailbox) -> EmailMessage:
    content = mailbox.got[-1].content
    assert isinstance(content, bytes)
    return email.message_from_bytes(content, _class=EmailMessage, policy=email.policy.default)


def test_a_mail_has_a_plain_and_an_html_part() -> None:
    mailbox = Mailbox()
    with mail_server(mailbox) as (port, _):
        assert way(port=port).send(digest()) is None

    message = read(mailbox)
    assert message.get_content_type() == "multipart/alternative"
    plain, html = message.iter_parts()
    assert plain.get_content().replace("\r\n", "\n") == formats.render(digest(), "plain", zone=None)
    assert html.get_content().replace("\r\n", "\n") == formats.render(digest(), "mail", zone=None)
    assert message["Subject"] == "Headline 1, and 1 more story"
    assert message["From"] == "ainews <me@news.example>"
    assert message["Date"].datetime == AT
    assert message["List-Id"] == "ainews digest <digest.ainews.news.example>"


def test_the_message_id_is_the_same_for_the_same_digest_only() -> None:
    ids = [way().message(each)["Message-ID"] for each in (digest(), digest(), digest(id=8))]

    assert ids[0] == ids[1] != ids[2]
    assert ids[0].endswith(".ainews@news.example>")


def test_headlines_in_any_script_arrive_as_they_are() -> None:
    mailbox = Mailbox()
    title = "彗星の氷 – “Straße” \r\nBcc: evil@news.example " + "é" * 60
    with mail_server(mailbox) as (port, _):
        way(port=port).send(digest(story(1, title)))

    message = read(mailbox)
    assert message["Subject"].startswith("彗星の氷 – “Straße” Bcc: evil")
    assert message["Bcc"] is None
    assert mailbox.got[0].rcpt_tos == ["you@news.example"]
    assert "彗星の氷" in next(message.iter_parts()).get_content()


def test_several_recipients_get_one_mail() -> None:
    mailbox = Mailbox()
    with mail_server(mailbox) as (port, _):
        way(port=port, to="One <a@news.example>, b@news.example").send(digest())

    assert [each.rcpt_tos for each in mailbox.got] == [["a@news.example", "b@news.example"]]


@pytest.mark.parametrize("security", ["starttls", "tls"])
def test_a_mail_goes_encrypted_and_with_a_login(security: str, trust: Trust) -> None:
    mailbox = Mailbox()
    with mail_server(mailbox, tls=security) as (port, authority):
        trust(authority)
        way(port=port, security=security, user=USER, password=PASSWORD).send(digest())

    assert len(mailbox.got) == len(mailbox.logins) == 1


@pytest.mark.parametrize("security", ["starttls", "tls"])
def test_a_certificate_that_nobody_vouches_for_is_refused(security: str) -> None:
    mailbox = Mailbox()
    with (
        mail_server(mailbox, tls=security) as (port, _),
        pytest.raises(SendError, match="its certificate is not trusted"),
    ):
        way(port=port, security=security, user=USER, password=PASSWORD).send(digest())

    assert not mailbox.logins
    assert not mailbox.got


def test_a_server_without_starttls_gets_no_password() -> None:
    mailbox = Mailbox()
    with mail_server(mailbox) as (port, _), pytest.raises(SendError, match="STARTTLS extension not supported"):
        way(port=port, security="starttls", user=USER, password=PASSWORD).send(digest())

    assert not mailbox.logins


def test_a_wrong_password_is_told_without_telling_it(trust: Trust) -> None:
    with mail_server(Mailbox(), tls="starttls") as (port, authority):
        trust(authority)
        with pytest.raises(SendError, match=r"refused to log in me@news\.example") as refused:
            way(port=port, security="starttls", user=USER, password="wrong-password").send(digest())

    assert "wrong-password" not in str(refused.value)
    assert refused.value.__cause__ is None


def test_a_password_that_smtp_cannot_carry_is_told_without_telling_it() -> None:
    with mail_server(Mailbox()) as (port, _), pytest.raises(SendError, match="must be ASCII") as refused:
        way(port=port, user=USER, password="pässwörd").send(digest())

    assert "pässwörd" not in str(refused.value)


def test_all_recipients_refused_means_that_nothing_left() -> None:
    mailbox = Mailbox(refused=frozenset(["you@news.example"]))
    with mail_server(mailbox) as (port, _), pytest.raises(SendError, match="550 no such mailbox") as refused:
        way(port=port).send(digest())

    assert not isinstance(refused.value, SendUncertain)
    assert not mailbox.got


def test_some_recipients_refused_are_named_and_the_others_get_it() -> None:
    mailbox = Mailbox(refused=frozenset(["gone@news.example"]))
    with mail_server(mailbox) as (port, _):
        complaint = way(port=port, to="you@news.example, gone@news.example").send(digest())

    assert complaint is not None
    assert "gone@news.example (550 no such mailbox)" in complaint
    assert mailbox.got[0].rcpt_tos == ["you@news.example"]


def test_a_mail_that_the_server_refuses_has_not_left() -> None:
    with mail_server(Mailbox(data_reply="552 too large")) as (port, _), pytest.raises(SendError) as refused:
        way(port=port).send(digest())

    assert "552 too large" in str(refused.value)
    assert not isinstance(refused.value, SendUncertain)


def test_a_server_that_hangs_up_before_the_text_has_got_nothing() -> None:
    with mail_server(Mailbox(dies_after="RCPT")) as (port, _), pytest.raises(SendError, match="before") as broken:
        way(port=port).send(digest())

    assert not isinstance(broken.value, SendUncertain)


def test_a_server_that_hangs_up_after_the_text_may_have_got_it() -> None:
    with mail_server(Mailbox(dies_after="DATA")) as (port, _), pytest.raises(SendUncertain, match="may have arrived"):
        way(port=port).send(digest())


def test_nobody_there_is_told_with_what_to_check() -> None:
    with socket.socket() as taken:
        taken.bind(("127.0.0.1", 0))
        port = taken.getsockname()[1]
        with pytest.raises(SendError, match=r"127.0.0.1:\d+ cannot be reached .*: check email.host"):
            way(port=port, host="127.0.0.1").send(digest())


def test_a_silent_server_is_given_up() -> None:
    with socket.create_server(("127.0.0.1", 0)) as silent:
        settings = replace(PLAIN, host="127.0.0.1", port=silent.getsockname()[1])
        impatient = Email.chosen(settings, formats, lambda: AT)
        object.__setattr__(impatient, "timeout_s", 0.05)
        with pytest.raises(SendError, match="cannot be reached"):
            impatient.send(digest())


@pytest.mark.parametrize(
    "text",
    [
        "",
        "nobody",
        "a@b\r\nBcc: c@d.example",
        "a@b.example\nX: y",
        "@b.example",
        "a@",
        "a@b.example, nobody",
        "<>",
        "\x00@b",
    ],
)
def test_what_is_no_address_is_refused_before_anything_is_sent(text: str) -> None:
    with pytest.raises(ConfigError, match=r"email\.sender"):
        way(sender=text)


def test_two_senders_are_refused() -> None:
    with pytest.raises(ConfigError, match="one address"):
        way(sender="a@b.example, c@d.example")


def test_an_unknown_security_is_refused_with_those_there_are() -> None:
    with pytest.raises(ConfigError, match="starttls, tls, none"):
        way(security="ssl")


def test_a_password_never_goes_unencrypted_over_a_network() -> None:
    with pytest.raises(ConfigError, match="would show the password"):
        way(host="mail.example", user=USER, password=PASSWORD)


def test_what_is_printed_of_a_way_holds_no_password() -> None:
    assert PASSWORD not in repr(way(user=USER, password=PASSWORD))
