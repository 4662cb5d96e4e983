"""Mails a digest by SMTP as plain text and HTML; reads no mail and keeps no password."""

from __future__ import annotations

import smtplib
from dataclasses import dataclass, field
from email.errors import MessageError
from email.headerregistry import Address
from email.message import EmailMessage
from email.policy import SMTP
from email.utils import format_datetime, getaddresses
from hashlib import blake2b
from typing import TYPE_CHECKING

from ainews.errors import ConfigError, SendError, SendUncertain
from ainews.model.digests import Channel
from ainews.notify.connections import context, reason
from ainews.text.showing import clean

if TYPE_CHECKING:
    from _typeshed import ReadableBuffer as Buffer

    from ainews.config import EmailSettings
    from ainews.model.digests import Digest
    from ainews.ports import Clock, Forms

TIMEOUT_S = 30.0
SECURITY = ("starttls", "tls", "none")
_LOOPBACK = ("localhost", "127.0.0.1", "::1")
_POLICY = SMTP.clone(cte_type="7bit")  # not every server takes 8 bits


@dataclass(frozen=True, slots=True)
class Email:
    """One mail for all recipients."""

    settings: EmailSettings = field(repr=False)
    sender: Address
    recipients: tuple[Address, ...]
    forms: Forms
    clock: Clock
    timeout_s: float = TIMEOUT_S
    channel: Channel = Channel.EMAIL

    @classmethod
    def chosen(cls, settings: EmailSettings, forms: Forms, clock: Clock) -> Email:
        senders = _addresses("email.sender", settings.sender)
        if len(senders) != 1:
            raise ConfigError("email.sender must be one address: who the mail is from")
        if settings.security not in SECURITY:
            raise ConfigError(f"email.security is {settings.security!r}: choose one of {', '.join(SECURITY)}")
        if settings.user and settings.security == "none" and settings.host not in _LOOPBACK:
            raise ConfigError("email.security none would show the password to the network: choose starttls or tls")
        return cls(settings, senders[0], _addresses("email.to", settings.to), forms, clock)

    @property
    def to(self) -> str:
        return ", ".join(each.addr_spec for each in self.recipients)

    def send(self, digest: Digest) -> str | None:
        """Send it; returns who was refused where others were not."""
        message = self.message(digest)
        server = self._connected()
        try:
            refused = server.send_message(message, self.sender.addr_spec, [each.addr_spec for each in self.recipients])
        except smtplib.SMTPRecipientsRefused as error:
            raise SendError(f"{self._host} refused {_replies(error.recipients)}: check email.to") from None
        except smtplib.SMTPSenderRefused as error:
            raise SendError(f"{self._host} refused the sender ({_reply(error)}): check email.sender") from None
        except smtplib.SMTPResponseException as error:
            raise SendError(f"{self._host} refused the mail ({_reply(error)})") from None
        except smtplib.SMTPNotSupportedError:
            raise SendError(f"{self._host} takes only ASCII addresses: check email.to and email.sender") from None
        except (OSError, smtplib.SMTPException) as error:
            raise self._broken_off(server, error) from None
        finally:
            server.close()
        return f"{self._host} refused {_replies(refused)}: check email.to" if refused else None

    def message(self, digest: Digest) -> EmailMessage:
        """Return the mail; the same digest has the same Message-ID, so that a mail program shows it once."""
        plain = self.forms.render(digest, "plain", zone=None)
        key = blake2b(f"{digest.id} {plain}".encode(), digest_size=12).hexdigest()
        message = EmailMessage(_POLICY)
        message["From"] = self.sender
        message["To"] = self.recipients
        message["Subject"] = self.forms.render(digest, "subject", zone=None).strip()
        message["Date"] = format_datetime(self.clock())
        message["Message-ID"] = f"<{key}.ainews@{self._domain}>"
        message["List-Id"] = f"ainews digest <digest.ainews.{self._domain}>"
        message["Auto-Submitted"] = "auto-generated"  # RFC 3834: no vacation notice comes back
        message.set_content(plain, cte="quoted-printable")  # base64 looks like spam to some
        html = self.forms.render(digest, "mail", zone=None)
        message.add_alternative(html, subtype="html", cte="quoted-printable")
        return message

    @property
    def _host(self) -> str:
        return f"{self.settings.host}:{self.settings.port}"

    @property
    def _domain(self) -> str:
        return self.sender.domain if self.sender.domain.isascii() else self.sender.domain.encode("idna").decode("ascii")

    def _connected(self) -> _Server:
        """Return a server that waits for the mail; whatever fails until then has sent nothing."""
        server = _TlsServer(self.timeout_s) if self.settings.security == "tls" else _Server(self.timeout_s)
        try:
            server.open(self.settings)
        except (OSError, UnicodeEncodeError, smtplib.SMTPException) as error:
            server.close()
            raise SendError(self._unopened(error)) from None
        return server

    def _unopened(self, error: Exception) -> str:
        """Say why the server takes nothing; an error's own words may hold the password, and are not repeated there."""
        if isinstance(error, smtplib.SMTPAuthenticationError):
            return (
                f"{self._host} refused to log in {self.settings.user} ({error.smtp_code}): check email.user and"
                " AINEWS_EMAIL__PASSWORD; many providers want a password made for programs"
            )
        if isinstance(error, UnicodeEncodeError):
            return "email.user and email.password must be ASCII: SMTP takes no other"
        if isinstance(error, smtplib.SMTPNotSupportedError):
            return f"{self._host} cannot do what is asked ({reason(error)}): check email.security"
        return f"{self._host} cannot be reached ({reason(error)}): check email.host, email.port and email.security"

    def _broken_off(self, server: _Server, error: Exception) -> SendError:
        if server.is_handing_over:
            return SendUncertain(f"{self._host} broke off after the text ({reason(error)}), so it may have arrived")
        return SendError(f"{self._host} broke off before the text ({reason(error)}): send it again")


class _Server(smtplib.SMTP):
    """Knows whether the text is on its way, from when on a fault no longer means that nothing arrived."""

    is_handing_over = False

    def __init__(self, timeout_s: float) -> None:
        super().__init__(timeout=timeout_s)

    def open(self, settings: EmailSettings) -> None:
        self._host = settings.host  # the name that its certificate is checked for
        code, greeting = self.connect(settings.host, settings.port)
        if code != 220:
            raise smtplib.SMTPConnectError(code, greeting)
        if settings.security == "starttls":
            self.starttls(context=context())
        if settings.user:
            self.login(settings.user, settings.password)

    def data(self, msg: Buffer | str) -> tuple[int, bytes]:
        self.is_handing_over = True
        return super().data(msg)


class _TlsServer(_Server, smtplib.SMTP_SSL):
    """Encrypted from the first byte."""

    def __init__(self, timeout_s: float) -> None:
        smtplib.SMTP_SSL.__init__(self, timeout=timeout_s, context=context())


def _addresses(setting: str, text: str) -> tuple[Address, ...]:
    """Read mail addresses; nothing that could add a header gets through."""
    if not text.isprintable():
        raise ConfigError(f"{setting} holds a control character: write addresses with commas between them")
    try:
        found = tuple(Address(name, addr_spec=each) for name, each in getaddresses([text]) if name or each)
    except (ValueError, IndexError, MessageError):
        found = ()
    if not found or not all(each.username and each.domain for each in found):
        raise ConfigError(f"{setting} holds no valid address: write me@example.org, several with commas between them")
    return found


def _replies(refused: dict[str, tuple[int, bytes]]) -> str:
    return ", ".join(f"{who} ({code} {_words(reply)})" for who, (code, reply) in sorted(refused.items()))


def _reply(error: smtplib.SMTPResponseException) -> str:
    return f"{error.smtp_code} {_words(error.smtp_error)}"


def _words(reply: bytes | str) -> str:
    return clean(reply if isinstance(reply, str) else reply.decode(errors="replace"))[:200]
