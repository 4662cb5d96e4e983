"""Which addresses may be reached: only those on the public internet, unless somebody vouched; no I/O here.

Rules after the IANA special-purpose registries, spelled out so that they do not vary with Python's own tables.
"""

from __future__ import annotations

import re
from functools import lru_cache
from ipaddress import IPv4Address, IPv4Network, IPv6Address, IPv6Network, ip_address

CLOSED_V4 = tuple(
    map(
        IPv4Network,
        (
            "0.0.0.0/8",  # this host
            "10.0.0.0/8",
            "100.64.0.0/10",  # carrier-grade NAT
            "127.0.0.0/8",
            "169.254.0.0/16",  # link-local, where clouds keep their metadata
            "172.16.0.0/12",
            "192.0.0.0/24",
            "192.0.2.0/24",
            "192.88.99.0/24",  # 6to4 relays
            "192.168.0.0/16",
            "198.18.0.0/15",  # benchmarking
            "198.51.100.0/24",
            "203.0.113.0/24",
            "224.0.0.0/3",  # multicast, reserved, broadcast
        ),
    )
)
GLOBAL_V6 = IPv6Network("2000::/3")
CLOSED_V6 = tuple(
    map(
        IPv6Network,
        (
            "2001::/23",  # protocol assignments, Teredo among them
            "2001:db8::/32",
            "3fff::/20",
        ),
    )
)
NAT64 = IPv6Network("64:ff9b::/96")
SIX_TO_FOUR = IPv6Network("2002::/16")

_NUMERIC_HOST = re.compile(r"(?:.*\.)?(?:0x[0-9a-f]*|[0-9]+)", re.ASCII)
_PLAIN_V4 = re.compile(r"(?:(?:0|[1-9][0-9]{0,2})\.){3}(?:0|[1-9][0-9]{0,2})", re.ASCII)
_LOCAL_NAME = re.compile(
    r"(?:.*\.)?(?:localhost|local|localdomain|internal|intranet|lan|home|corp|home\.arpa)", re.ASCII
)


@lru_cache(maxsize=4096)
def is_public(address: str) -> bool:
    """Whether an IP address, as the resolver gave it, is one of the public internet."""
    ip = ip_address(address.partition("%")[0])
    return _is_public_v4(ip) if isinstance(ip, IPv4Address) else _is_public_v6(ip)


def _is_public_v4(ip: IPv4Address) -> bool:
    return not any(ip in network for network in CLOSED_V4)


def _is_public_v6(ip: IPv6Address) -> bool:
    inner = _embedded_v4(ip)
    if inner is not None:
        return _is_public_v4(inner)
    return ip in GLOBAL_V6 and not any(ip in network for network in CLOSED_V6)


def _embedded_v4(ip: IPv6Address) -> IPv4Address | None:
    """The IPv4 address that packets to `ip` end at, for the spellings that hide one."""
    if ip.ipv4_mapped is not None:
        return ip.ipv4_mapped
    if ip in NAT64:
        return IPv4Address(int(ip) & 0xFFFFFFFF)
    if ip in SIX_TO_FOUR:
        return ip.sixtofour
    return None


def is_odd_number(host: str) -> bool:
    """Whether a host is an IPv4 address in disguise, such as `0x7f.1`, `2130706433` or `127.1`.

    The C library reads those, and no feed needs them.
    """
    return bool(_NUMERIC_HOST.fullmatch(host)) and not _is_plain_v4(host)


def literal(host: str) -> str | None:
    """The host itself if it is an IP address, which needs no looking up."""
    return host if ":" in host or _is_plain_v4(host) else None


def is_private_host(host: str) -> bool:
    """Whether a host is private by its mere spelling; names may still turn out to be, once looked up."""
    if (address := literal(host)) is not None:
        return not is_public(address)
    return bool(host) and ("." not in host or _LOCAL_NAME.fullmatch(host) is not None)


def _is_plain_v4(host: str) -> bool:
    return bool(_PLAIN_V4.fullmatch(host)) and all(int(part) < 256 for part in host.split("."))
