"""Undo content codings within limits; pure.

The packed body is whole and already bounded, so unpacking is one bounded step per coding, not a pipe of streams.
"""

from __future__ import annotations

import zlib
from collections.abc import Callable, Sequence

from ainews.fetch.faults import Fault
from ainews.model import FailureKind

ACCEPT_ENCODING = "gzip, deflate, br, zstd"
HARMLESS_BYTES = 1024 * 1024
"""A body that unpacks to no more than this is never taken for a bomb, whatever its ratio."""

MAX_CODINGS = 3
_STEP = 64 * 1024
# A block of 4 bytes may unpack to 128 KiB, and this API has no bound on output: small bites are the bound.
_ZSTD_STEP = 256
_GZIP_MAGIC = b"\x1f\x8b"


def unpack(body: bytes, codings: Sequence[str], *, host: str, max_bytes: int, max_ratio: int) -> bytes:
    """Undo `codings`, last applied first; raises Fault TOO_BIG, BOMB or PROTOCOL.

    codings  names from Content-Encoding, lower case, in the order applied
    """
    if len(codings) > MAX_CODINGS:
        raise Fault(FailureKind.BOMB, f"{host} packed its document {len(codings)} times over")
    bomb_bytes = max(HARMLESS_BYTES, len(body) * max_ratio)
    limit = min(max_bytes, bomb_bytes)
    for coding in reversed(codings):
        body = _unpack_one(body, coding, host, limit)
        if len(body) > max_bytes:
            raise too_big(host, max_bytes)
        if len(body) > bomb_bytes:
            raise Fault(
                FailureKind.BOMB, f"{host} sent a document that grows more than {max_ratio} times when unpacked"
            )
    return body


def too_big(host: str, max_bytes: int) -> Fault:
    return Fault(FailureKind.TOO_BIG, f"{host} sent more than {max_bytes:,} bytes")


def _unpack_one(body: bytes, coding: str, host: str, limit: int) -> bytes:
    undo = _CODINGS.get(coding)
    if undo is None:
        raise Fault(FailureKind.PROTOCOL, f"{host} packed its document as {coding[:40]!r}, which nobody asked for")
    if not body:
        return body
    try:
        return undo(body, limit)
    except Exception as error:  # each library has its own class for damaged input
        raise Fault(FailureKind.PROTOCOL, f"{host} sent a document whose {coding} packing is damaged") from error


def _gzip(body: bytes, limit: int) -> bytes:
    # Some servers announce gzip and send plain text.
    if not body.startswith(_GZIP_MAGIC):
        return body
    out = b""
    while body.startswith(_GZIP_MAGIC) and len(out) <= limit:
        member = zlib.decompressobj(zlib.MAX_WBITS | 16)
        out += member.decompress(body, limit + 1 - len(out))
        if len(out) <= limit and not member.eof:
            raise EOFError("cut short")
        body = member.unused_data
    return out


def _deflate(body: bytes, limit: int) -> bytes:
    # RFC 9110 means the zlib format; some servers send the bare one.
    is_zlib = body[0] & 0x0F == 8 and int.from_bytes(body[:2], "big") % 31 == 0
    stream = zlib.decompressobj(zlib.MAX_WBITS if is_zlib else -zlib.MAX_WBITS)
    out = stream.decompress(body, limit + 1)
    if len(out) <= limit and not stream.eof:
        raise EOFError("cut short")
    return out


def _brotli(body: bytes, limit: int) -> bytes:
    import brotli  # type: ignore[import-untyped]

    stream = brotli.Decompressor()
    out = bytearray()
    pending = body
    while not stream.is_finished() and len(out) <= limit:
        step = stream.process(pending, output_buffer_limit=_STEP)
        if not step and not pending:
            raise EOFError("cut short")
        out += step
        pending = b""
    return bytes(out)


def _zstd(body: bytes, limit: int) -> bytes:
    import zstandard

    # RFC 9659: a window over 8 MiB is not for the web.
    context = zstandard.ZstdDecompressor(max_window_size=2**23)
    out = bytearray()
    while body and len(out) <= limit:
        frame = context.decompressobj()
        for start in range(0, len(body), _ZSTD_STEP):
            out += frame.decompress(body[start : start + _ZSTD_STEP])
            if frame.eof or len(out) > limit:
                break
        else:
            raise EOFError("cut short")
        body = frame.unused_data + body[start + _ZSTD_STEP :]
    return bytes(out)


def _identity(body: bytes, limit: int) -> bytes:
    return body


_CODINGS: dict[str, Callable[[bytes, int], bytes]] = {
    "gzip": _gzip,
    "x-gzip": _gzip,
    "deflate": _deflate,
    "br": _brotli,
    "zstd": _zstd,
    "identity": _identity,
}
