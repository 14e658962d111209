"""Reads the body of an answer: whole, unpacked, and never more of it than is wanted."""

from __future__ import annotations

import zlib
from typing import Final

import httpx2

from stopgen.diagnostic import Code
from stopgen.fetch.problem import FetchError, too_large

ENCODINGS: Final = "gzip"
"""The packing that is asked for; only what the limit leaves room for is ever unpacked."""

_GZIP: Final = zlib.MAX_WBITS | 16
_CUT_SHORT: Final = "came only in part; try again later"


class _Plain:
    """Takes bytes as they are."""

    is_whole = True

    def feed(self, data: bytes, _room: int) -> bytes:
        return data


class _Gzip:
    """Unpacks gzip, never more than there is room for."""

    def __init__(self) -> None:
        self._unpacker = zlib.decompressobj(_GZIP)

    def feed(self, data: bytes, room: int) -> bytes:
        """Return what some bytes unpack to, one byte more than there is room for at most."""
        try:
            return self._unpacker.decompress(data, room + 1)
        except zlib.error:
            raise FetchError(Code.FETCH_FAILED, "came damaged: it cannot be unpacked") from None

    @property
    def is_whole(self) -> bool:
        return self._unpacker.eof and not self._unpacker.unused_data


async def read(response: httpx2.Response, limit: int) -> bytes:
    """Return the body of an answer.

    Args:
        response: The answer, of which nothing was read yet.
        limit: Bytes that it may have, packed as well as unpacked.

    Raises:
        FetchError: It is too large, damaged, or did not come whole.
    """
    unpacker = _unpacker(response.headers.get("content-encoding", ""))
    announced = response.headers.get("content-length", "")
    if announced.isdecimal() and int(announced) > limit:
        raise too_large(limit)
    body = bytearray()
    try:
        async for data in response.aiter_raw():
            body += unpacker.feed(data, limit - len(body))
            if max(len(body), response.num_bytes_downloaded) > limit:
                raise too_large(limit)
    except httpx2.ReadTimeout:
        raise FetchError(Code.FETCH_TIMED_OUT, "stopped coming before its end") from None
    except httpx2.TransportError:
        raise FetchError(Code.PAGE_TRUNCATED, _CUT_SHORT) from None
    if not unpacker.is_whole:
        raise FetchError(Code.PAGE_TRUNCATED, _CUT_SHORT)
    return bytes(body)


def _unpacker(encoding: str) -> _Plain | _Gzip:
    match encoding.strip().lower():
        case "" | "identity":
            return _Plain()
        case "gzip" | "x-gzip":
            return _Gzip()
        case other:
            reason = f"is packed as {other[:40]!r}, which was not asked for"
            raise FetchError(Code.FETCH_FAILED, reason)
