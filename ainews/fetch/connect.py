"""Get a connected socket to a host that may be reached: look up, vet, connect to the vetted address itself.

The name is looked up once, so an answer that changes between the check and the use (DNS rebinding) gains nothing.
"""

from __future__ import annotations

import asyncio
import socket
import ssl
from collections.abc import Awaitable, Callable, Sequence
from itertools import chain, zip_longest

from ainews.fetch import guard
from ainews.fetch.faults import Fault
from ainews.model import FailureKind

Resolve = Callable[[str, int], Awaitable[Sequence[str]]]
"""Host and port to IP addresses, best first; raises socket.gaierror."""

HEAD_START_S = 0.25
"""How long an address is tried alone before the next one is tried beside it (RFC 8305)."""


LOOPBACK = ("127.0.0.1", "::1")
"""What `localhost` is without asking anybody (RFC 6761, 6.3), lest a name server that hangs hold it up."""


async def connect(host: str, port: int, *, resolve: Resolve, allow_private: bool) -> socket.socket:
    """Return a connected socket; raises Fault."""
    addresses = await vetted_addresses(host, port, resolve=resolve, allow_private=allow_private)
    try:
        return await _first_connected(addresses, port)
    except OSError as error:
        raise _fault_of(host, error) from error


async def vetted_addresses(host: str, port: int, *, resolve: Resolve, allow_private: bool) -> list[str]:
    """The addresses of a host that may be reached; raises Fault DNS or PRIVATE_ADDRESS."""
    if guard.is_odd_number(host) and not allow_private:
        raise Fault(
            FailureKind.PRIVATE_ADDRESS, f"{host} is an IP address in an unusual spelling, often used to hide one"
        )
    address = guard.literal(host)
    found = [address] if address else await _look_up(host, port, resolve)
    allowed = [address for address in found if allow_private or guard.is_public(address)]
    if not allowed:
        where = host if address else f"{host} ({found[0]})"
        raise Fault(FailureKind.PRIVATE_ADDRESS, f"{where} is not an address of the public internet")
    return allowed


async def _look_up(host: str, port: int, resolve: Resolve) -> Sequence[str]:
    if host == "localhost" or host.endswith(".localhost"):
        return LOOPBACK
    try:
        found = await resolve(host, port)
    except socket.gaierror as error:
        again = error.errno == socket.EAI_AGAIN
        said = "could not be looked up: the name server did not answer" if again else "is not a known name"
        raise Fault(FailureKind.DNS, f"{host} {said}") from error
    if not found:
        raise Fault(FailureKind.DNS, f"{host} has no address")
    return found


async def _first_connected(addresses: Sequence[str], port: int) -> socket.socket:
    """Try addresses in turn, both families alternating, each with a head start on the next."""
    if len(addresses) == 1:
        return await _connect_one(addresses[0], port)
    waiting = list(reversed(_alternating(addresses)))
    trying: set[asyncio.Task[socket.socket]] = set()
    error: OSError = OSError("no address")
    try:
        while waiting or trying:
            if waiting:
                trying.add(asyncio.create_task(_connect_one(waiting.pop(), port)))
            done, trying = await asyncio.wait(
                trying, timeout=HEAD_START_S if waiting else None, return_when=asyncio.FIRST_COMPLETED
            )
            winner, error = _winner(done, error)
            if winner is not None:
                return winner
        raise error
    finally:
        for task in trying:
            task.add_done_callback(_close_loser)
            task.cancel()


def _winner(done: set[asyncio.Task[socket.socket]], error: OSError) -> tuple[socket.socket | None, OSError]:
    """One of the sockets that got through, the others closed, and the latest error."""
    winner: socket.socket | None = None
    for task in done:
        failure = task.exception()
        if isinstance(failure, OSError):
            error = failure
        elif failure is not None:
            raise failure
        elif winner is None:
            winner = task.result()
        else:
            task.result().close()
    return winner, error


def _close_loser(task: asyncio.Task[socket.socket]) -> None:
    if not task.cancelled() and task.exception() is None:
        task.result().close()


def _alternating(addresses: Sequence[str]) -> list[str]:
    first_is_v6 = ":" in addresses[0]
    same = [address for address in addresses if (":" in address) is first_is_v6]
    other = [address for address in addresses if (":" in address) is not first_is_v6]
    return [address for address in chain.from_iterable(zip_longest(same, other)) if address]


async def _connect_one(address: str, port: int) -> socket.socket:
    family = socket.AF_INET6 if ":" in address else socket.AF_INET
    sock = socket.socket(family, socket.SOCK_STREAM)
    try:
        sock.setblocking(False)
        await asyncio.get_running_loop().sock_connect(sock, (address, port))
    except BaseException:
        sock.close()
        raise
    return sock


def _fault_of(host: str, error: OSError) -> Fault:
    if isinstance(error, ConnectionRefusedError):
        return Fault(FailureKind.REFUSED, f"{host} refused the connection")
    if isinstance(error, TimeoutError):
        return Fault(FailureKind.TIMEOUT, f"{host} did not accept a connection in time")
    return Fault(FailureKind.UNREACHABLE, f"{host} cannot be reached ({(error.strerror or 'no route').lower()})")


def system_tls() -> ssl.SSLContext:
    """A client context that trusts what the system trusts, or certifi's list where the system has none."""
    context = ssl.create_default_context()
    if not context.cert_store_stats()["x509_ca"] and not ssl.get_default_verify_paths().capath:
        import certifi

        context.load_verify_locations(certifi.where())
    context.set_alpn_protocols(["http/1.1"])
    return context
