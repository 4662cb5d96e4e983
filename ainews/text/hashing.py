"""Short stable hashes for identity; not for secrets."""

from __future__ import annotations

from hashlib import blake2b


def key64(text: str) -> int:
    """Return a signed 64-bit hash of the text, as it fits an integer column."""
    return int.from_bytes(blake2b(_utf8(text), digest_size=8).digest(), "big", signed=True)


def digest(*parts: str | bytes) -> bytes:
    """Return 16 bytes that differ whenever the parts differ, in content or in where one ends."""
    encoded = [part if isinstance(part, bytes) else _utf8(part) for part in parts]
    lengths = ",".join([str(len(part)) for part in encoded]).encode()
    return blake2b(b"".join([lengths, b":", *encoded]), digest_size=16).digest()


def _utf8(text: str) -> bytes:
    return text.encode("utf-8", "surrogatepass")
