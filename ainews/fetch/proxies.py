"""The way out through a proxy, where the environment names one (HTTP_PROXY, HTTPS_PROXY, ALL_PROXY, NO_PROXY).

The proxy is the owner's and looks names up itself, so what it reaches is its own policy; private hosts
never go through it, and literal addresses are judged before it sees them.
"""

from __future__ import annotations

import asyncio
import os
import socket
from dataclasses import dataclass

from ainews.fetch import guard
from ainews.fetch.faults import Fault
from ainews.fetch.target import Target, target_of
from ainews.model import FailureKind

MAX_REPLY_BYTES = 16 * 1024


@dataclass(frozen=True, slots=True)
class Proxies:
    """Proxies by scheme, and the hosts that are reached without."""

    by_scheme: dict[str, Target]
    bypassed: str = ""

    @staticmethod
    def of_environment() -> Proxies:
        """Read the environment; raises Fault if a proxy's address is none or not http."""
        named = {name.lower(): value for name, value in os.environ.items() if name.lower().endswith("_proxy") and value}
        # A web server hands its client's `Proxy:` header to scripts as HTTP_PROXY (httpoxy).
        if "REQUEST_METHOD" in os.environ:
            named.pop("http_proxy", None)
        urls = {scheme: named.get(f"{scheme}_proxy") or named.get("all_proxy") for scheme in ("http", "https")}
        by_scheme = {scheme: _proxy_of(url) for scheme, url in urls.items() if url}
        return Proxies(by_scheme, named.get("no_proxy", ""))

    def way_to(self, target: Target) -> Target | None:
        """The proxy that a request goes through, None for none."""
        proxy = self.by_scheme.get(target.scheme)
        if proxy is None or guard.is_private_host(target.host) or guard.is_odd_number(target.host):
            return None
        return None if self._is_bypassed(target) else proxy

    def _is_bypassed(self, target: Target) -> bool:
        for entry in self.bypassed.lower().replace(",", " ").split():
            name = entry.removeprefix("*").lstrip(".")
            if entry == "*" or target.host == name or target.host.endswith(f".{name}") or target.authority == name:
                return True
        return False


def _proxy_of(url: str) -> Target:
    proxy = target_of(url if "://" in url else f"http://{url}")
    if proxy.scheme != "http":
        raise Fault(FailureKind.BAD_ADDRESS, f"{proxy.host} is named as a proxy, and is not one for plain http")
    return proxy


async def tunnel(sock: socket.socket, target: Target, proxy: Target) -> None:
    """Ask a proxy for a connection to an https host (RFC 9110, 9.3.6); closes the socket if it raises, a Fault."""
    try:
        await _ask_for_tunnel(sock, target, proxy)
    except BaseException:
        sock.close()
        raise


async def _ask_for_tunnel(sock: socket.socket, target: Target, proxy: Target) -> None:
    there = f"[{target.host}]:{target.port}" if ":" in target.host else f"{target.host}:{target.port}"
    lines = [f"CONNECT {there} HTTP/1.1", f"Host: {there}"]
    lines += [f"Proxy-Authorization: {proxy.credentials}"] if proxy.credentials else []
    loop = asyncio.get_running_loop()
    reply = b""
    try:
        await loop.sock_sendall(sock, "\r\n".join([*lines, "", ""]).encode("ascii"))
        while b"\r\n\r\n" not in reply and len(reply) < MAX_REPLY_BYTES and (more := await loop.sock_recv(sock, 4096)):
            reply += more
    except OSError as error:
        raise Fault(FailureKind.UNREACHABLE, f"{target.host} cannot be reached: the proxy hung up") from error
    status = reply.split(b" ", 2)[1:2]
    if status == [b"407"]:
        raise Fault(FailureKind.UNAUTHORIZED, f"{target.host} cannot be reached: the proxy wants credentials")
    if status != [b"200"]:
        raise Fault(FailureKind.UNREACHABLE, f"{target.host} cannot be reached: the proxy refused to connect")
