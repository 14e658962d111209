"""Fetches many pages, a few at a time."""

from __future__ import annotations

import asyncio
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import TypeAlias

import httpx2

from stopgen.diagnostic import Checked, Code, Position, error
from stopgen.fetch import client, loop
from stopgen.fetch.client import NOTHING_KNOWN, Fetched, Validators
from stopgen.fetch.limits import Limits
from stopgen.fetch.problem import FetchError

Outcome: TypeAlias = Fetched | FetchError | None
"""What became of a request: a page, why there is none, or None for the version that is here."""


@dataclass(frozen=True, slots=True)
class Network:
    """How pages are fetched.

    Attributes:
        limits: What each may cost.
        ca_file: Certificates to trust instead of the system's.
    """

    limits: Limits
    ca_file: Path | None = None


@dataclass(frozen=True, slots=True)
class Wanted:
    """A page that is asked for.

    Attributes:
        url: Where it is.
        known: The version that is already here.
    """

    url: str
    known: Validators = NOTHING_KNOWN


def fetch_all(pages: Sequence[Wanted], network: Network) -> Checked[list[Outcome]]:
    """Fetch pages; what became of each comes in their order."""
    try:
        connection = client.open_client(network.limits, network.ca_file)
    except OSError as problem:
        place = str(network.ca_file or "SSL_CERT_FILE")
        reason = f"cannot be used as certificates: {problem.strerror or problem}".lower()
        failure = FetchError(Code.BAD_CERTIFICATES, reason)
    except (ValueError, ImportError, httpx2.InvalidURL) as problem:
        place, reason = "HTTPS_PROXY", f"cannot be used as a proxy: {problem}"
        failure = FetchError(Code.BAD_PROXY, reason)
    else:
        return loop.run(_all(connection, pages, network.limits))
    yield error(failure.code, Position(place), failure.message)
    return [failure for _ in pages]


async def _all(
    connection: httpx2.AsyncClient, pages: Sequence[Wanted], limits: Limits
) -> list[Outcome]:
    room = asyncio.Semaphore(limits.at_once)

    async def one(page: Wanted) -> Outcome:
        async with room:
            try:
                return await client.fetch(connection, page.url, limits, page.known)
            except FetchError as problem:
                return problem

    async with connection:
        return await asyncio.gather(*map(one, pages))
