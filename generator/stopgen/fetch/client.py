"""Fetches one page: encrypted, within limits, and from nowhere but the place that was named."""

from __future__ import annotations

import asyncio
import ssl
from dataclasses import dataclass
from http import HTTPStatus
from pathlib import Path
from typing import Final
from urllib.parse import urldefrag, urljoin

import httpx2

from stopgen import __version__, address
from stopgen.diagnostic import Code
from stopgen.fetch import body, content
from stopgen.fetch.limits import Limits
from stopgen.fetch.problem import FetchError, explained, late

_HEADERS: Final = {
    "User-Agent": f"stopgen/{__version__}",
    "Accept": "text/markdown, application/yaml, application/json, text/plain;q=0.9, */*;q=0.1",
    "Accept-Encoding": body.ENCODINGS,
}
_ENDS: Final = ("content-length", "transfer-encoding", "content-encoding")
_ENDLESS: Final = "came without its length, so look whether its end is there"
_REDIRECTS: Final = frozenset({301, 302, 303, 307, 308})


@dataclass(frozen=True, slots=True)
class Validators:
    """What a server recognises a version of a page by.

    Attributes:
        etag: The server's name for the version.
        modified: When it was made, in the server's words.
    """

    etag: str | None = None
    modified: str | None = None

    @property
    def headers(self) -> dict[str, str]:
        """The headers of a request that only wants another version."""
        named = {"If-None-Match": self.etag, "If-Modified-Since": self.modified}
        return {name: value for name, value in named.items() if value}


NOTHING_KNOWN: Final = Validators()


@dataclass(frozen=True, slots=True)
class Fetched:
    """A page as it was published.

    Attributes:
        content: The bytes.
        validators: What its version is recognised by.
        doubt: Why nobody can rely on it, if there is a reason.
    """

    content: bytes
    validators: Validators = NOTHING_KNOWN
    doubt: str | None = None


def open_client(limits: Limits, ca_file: Path | None = None) -> httpx2.AsyncClient:
    """Return a client for pages.

    Args:
        limits: What a fetch may cost.
        ca_file: Certificates to trust instead of the system's.

    Raises:
        OSError: The certificates cannot be used.
    """
    trusted = ssl.create_default_context(cafile=ca_file) if ca_file else True
    return httpx2.AsyncClient(
        verify=trusted,
        headers=_HEADERS,
        timeout=httpx2.Timeout(limits.seconds, connect=limits.connect),
        limits=httpx2.Limits(max_connections=limits.at_once),
    )


async def fetch(
    client: httpx2.AsyncClient, url: str, limits: Limits, known: Validators = NOTHING_KNOWN
) -> Fetched | None:
    """Fetch a page.

    Args:
        client: The client.
        url: Where the page is.
        limits: What that may cost.
        known: The version that is already here.

    Returns:
        The page; None if the version that is here is the published one.

    Raises:
        FetchError: There is no page, or nothing that could be a document.
    """
    if flaw := address.flaw(url):
        raise FetchError(Code.ADDRESS_REFUSED, flaw)
    try:
        async with asyncio.timeout(limits.seconds):
            return await _follow(client, url, limits, known)
    except TimeoutError:
        raise late(limits.seconds) from None
    except httpx2.HTTPError as failure:
        raise explained(failure) from None
    except (httpx2.InvalidURL, UnicodeError):
        raise FetchError(Code.ADDRESS_REFUSED, "is not a valid address") from None


async def _follow(
    client: httpx2.AsyncClient, url: str, limits: Limits, known: Validators
) -> Fetched | None:
    """Ask for a page, wherever on its host it is."""
    for _ in range(limits.redirects + 1):
        async with client.stream("GET", url, headers=known.headers) as response:
            if response.status_code not in _REDIRECTS:
                return await _taken(response, limits, known)
            url = _next(url, response.headers.get("location", ""))
    reason = f"is redirected more than {limits.redirects} times"
    raise FetchError(Code.REDIRECT_REFUSED, reason)


def _next(url: str, location: str) -> str:
    """Return where a redirect leads; it must not leave the host, or its encryption."""
    try:
        target = urldefrag(urljoin(url, location.replace(" ", "%20"))).url
    except ValueError:
        target = ""
    if not location or not target:
        raise FetchError(Code.REDIRECT_REFUSED, "is redirected to no valid address")
    if address.flaw(target) or not address.same_place(url, target):
        reason = f"is redirected to another place, {target[:200]!r}; name that one if it is right"
        raise FetchError(Code.REDIRECT_REFUSED, reason)
    return target


async def _taken(response: httpx2.Response, limits: Limits, known: Validators) -> Fetched | None:
    """Return what an answer brings."""
    status = response.status_code
    if status == HTTPStatus.NOT_MODIFIED and known.headers:
        return None
    if status in (HTTPStatus.NOT_FOUND, HTTPStatus.GONE):
        raise FetchError(Code.PAGE_MISSING, f"is not there (status {status}); has it moved?")
    if status != HTTPStatus.OK:
        reason = f"was answered with the status {status}{_when(response)}"
        raise FetchError(Code.FETCH_FAILED, reason)
    page = await body.read(response, limits.size)
    content.check(page, response.headers.get("content-type", ""))
    has_end = any(name in response.headers for name in _ENDS)
    return Fetched(page, _validators(response), None if has_end else _ENDLESS)


def _when(response: httpx2.Response) -> str:
    """Say when a server wants to be asked again, if it says so in seconds."""
    seconds = response.headers.get("retry-after", "")
    return f"; try again in {seconds[:9]} seconds" if seconds.isdecimal() else ""


def _validators(response: httpx2.Response) -> Validators:
    """Return what the version is recognised by, as far as it can be sent back."""
    found = (response.headers.get(name) for name in ("etag", "last-modified"))
    return Validators(
        *(text if text and text.isascii() and len(text) < 256 else None for text in found)
    )
