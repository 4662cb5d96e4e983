"""An http(s) address taken apart for one request: where to connect, what to ask for, what to keep secret.

Nothing is looked up here, and nothing is judged but the spelling and the port.
"""

from __future__ import annotations

import base64
import re
from dataclasses import dataclass, replace
from functools import lru_cache
from urllib.parse import quote, unquote_to_bytes, urljoin, urlsplit

from ainews.fetch.faults import Fault
from ainews.model import FailureKind

DEFAULT_PORTS = {"http": 80, "https": 443}

# Ports of services that would take an HTTP request for commands or be woken by it (from the Fetch standard's list).
# fmt: off
UNWELCOME_PORTS = frozenset((
    0, 1, 7, 9, 11, 13, 15, 17, 19, 20, 21, 22, 23, 25, 37, 42, 43, 53, 69, 77, 79, 87, 95, 101, 102, 103, 104,
    109, 110, 111, 113, 115, 117, 119, 123, 135, 137, 139, 143, 161, 179, 389, 427, 465, 512, 513, 514, 515,
    526, 530, 531, 532, 540, 548, 554, 556, 563, 587, 601, 636, 989, 990, 993, 995, 1719, 1720, 1723, 2049,
    3659, 4045, 4190, 5060, 5061, 6000, 6379, 6566, 6665, 6666, 6667, 6668, 6669, 6679, 6697, 10080, 11211,
))
# fmt: on

_HOST_NAME = re.compile(r"[a-z0-9_]([a-z0-9_.-]*[a-z0-9_-])?", re.ASCII)
_KEPT_IN_PATH = "%/:?#[]@!$&'()*+,;=~|^`{}\\\""


@dataclass(frozen=True, slots=True)
class Target:
    """`host` is ASCII and lower case, an IPv6 literal without brackets; `query` is path and query as sent."""

    scheme: str
    host: str
    port: int
    query: str
    userinfo: str = ""

    @property
    def url(self) -> str:
        """The address without its credentials: fit for logs, messages and comparing."""
        return f"{self.scheme}://{self.authority}{self.query}"

    @property
    def authority(self) -> str:
        """Host and port as the Host header wants them (RFC 9110, 7.2)."""
        host = f"[{self.host}]" if ":" in self.host else self.host
        return host if self.port == DEFAULT_PORTS[self.scheme] else f"{host}:{self.port}"

    @property
    def credentials(self) -> str | None:
        """The Authorization value for HTTP Basic (RFC 7617)."""
        if not self.userinfo:
            return None
        user, _, password = self.userinfo.partition(":")
        pair = unquote_to_bytes(user) + b":" + unquote_to_bytes(password)
        return "Basic " + base64.b64encode(pair).decode()

    @property
    def url_with_credentials(self) -> str:
        """The address as it must be stored to work again; never for people."""
        return self.url.replace("://", f"://{self.userinfo}@", 1) if self.userinfo else self.url

    def hop(self, location: str) -> Target:
        """Follow a Location header; credentials stay only with the same host, and never lose their TLS."""
        try:
            url = urljoin(self.url, location.strip())
        except ValueError:
            raise Fault(FailureKind.BAD_ADDRESS, "the address is malformed") from None
        there = replace(target_of(url), userinfo="")
        same_host = there.host == self.host and (there.port == self.port or there.scheme == "https")
        kept = same_host and (there.scheme == "https" or self.scheme == "http")
        return replace(there, userinfo=self.userinfo) if kept else there


@lru_cache(maxsize=4096)
def target_of(url: str) -> Target:
    """Take an address apart; raises Fault(BAD_ADDRESS) for what is none."""
    try:
        parts = urlsplit(url.strip())
        port = parts.port
    except ValueError:
        raise Fault(FailureKind.BAD_ADDRESS, "the address is malformed") from None
    if parts.scheme not in DEFAULT_PORTS:
        said = f"addresses that start with {parts.scheme}: are" if parts.scheme else "an address without https:// is"
        raise Fault(FailureKind.BAD_ADDRESS, f"{said} not fetched")
    host = _ascii_host(parts.hostname or "")
    if port is None:
        port = DEFAULT_PORTS[parts.scheme]
    if port in UNWELCOME_PORTS:
        raise Fault(FailureKind.BAD_ADDRESS, f"{host} is addressed on port {port}, which is no web server's")
    query = _sendable(parts.path or "/") + (f"?{_sendable(parts.query)}" if parts.query else "")
    userinfo = parts.netloc.rpartition("@")[0]
    return Target(parts.scheme, host, port, query, quote(userinfo, safe="%!$&'()*+,;=:~"))


def _ascii_host(host: str) -> str:
    if ":" in host:
        return _ipv6(host)
    try:
        # Names are compared and sent in their ASCII form (IDNA); it also folds look-alike digits and dots.
        ascii_host = host.encode("idna").decode("ascii").lower().removesuffix(".")
    except UnicodeError:
        raise Fault(FailureKind.BAD_ADDRESS, f"{host[:80]!r} is not a host name") from None
    if len(ascii_host) > 253 or not _HOST_NAME.fullmatch(ascii_host):
        raise Fault(FailureKind.BAD_ADDRESS, f"{host[:80]!r} is not a host name" if host else "the address has no host")
    return ascii_host


def _ipv6(host: str) -> str:
    import ipaddress

    try:
        return ipaddress.IPv6Address("" if "%" in host else host).compressed
    except ValueError:
        raise Fault(FailureKind.BAD_ADDRESS, f"{host[:80]!r} is not an address of a host") from None


def _sendable(text: str) -> str:
    """Percent-encode what a request line cannot carry (blanks, controls, non-ASCII); leave the rest as it came."""
    return quote(text, safe=_KEPT_IN_PATH)
