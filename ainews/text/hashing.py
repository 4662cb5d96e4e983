"""Short stable hashes for identity; not for secrets."""

from __future__ import annotations

from hashlib import blake2b, sha256


def key64(text: str) -> int:
    """Return a signed 64-bit hash of the text, as it fits an integer column."""
    return int.from_bytes(blake2b(text.encode("utf-8", "surrogatepass"), digest_size=8).digest(), "big", signed=True)


def digest(*parts: str | bytes) -> bytes:
    """Return 16 bytes that differ whenever the parts differ, in content or in where one ends."""
    encoded = [part if isinstance(part, bytes) else part.encode("utf-8", "surrogatepass") for part in parts]
    lengths = b"%d:" * len(encoded) % tuple(map(len, encoded))
    # SHA-256 has instructions of its own in processors: 4 times as fast as BLAKE2.
    return sha256(b"".join([lengths, *encoded]), usedforsecurity=False).digest()[:16]
