"""Short stable hashes for identity; not for secrets."""

from __future__ import annotations

from hashlib import blake2b, sha256


def key64(text: str) -> int:
    """Return a signed 64-bit hash of the text, as it fits an integer column."""
    return int.from_bytes(blake2b(text.encode("utf-8", "surrogatepass"), digest_size=8).digest(), "big", signed=True)


def digest(*parts: str | bytes) -> bytes:
    """Return 16 bytes that differ whenever the parts differ, in content or in where one ends."""
    hasher = sha256(usedforsecurity=False)  # has instructions of its own in processors: 4 times as fast as blake2b
    for part in parts:
        encoded = part if isinstance(part, bytes) else part.encode("utf-8", "surrogatepass")
        hasher.update(b"%d:" % len(encoded))
        hasher.update(encoded)
    return hasher.digest()[:16]
