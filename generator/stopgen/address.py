"""Judges the addresses of documents: what may be fetched, and what counts as the same place."""

from __future__ import annotations

from typing import Final
from urllib.parse import SplitResult, urlsplit

_DEFAULT_PORTS: Final = {"https": 443, "http": 80}
_OWN_NAMES: Final = frozenset({"localhost", "::1"})
_FORBIDDEN: Final = frozenset('"<>\\^`{|} ')


def flaw(url: str) -> str | None:
    """Say why nothing is fetched from an address; None if it can be."""
    parts = _split(url)
    if parts is None or not url.isprintable() or not _FORBIDDEN.isdisjoint(url):
        return "is not a valid address"
    if parts.scheme != "https":
        return "does not begin with https://"
    if not parts.hostname:
        return "names no host"
    if parts.username is not None or parts.password is not None:
        return "holds a user name or password, which does not belong in a file"
    return None


def is_base_url(url: str) -> bool:
    """Tell whether a platform can answer at an address."""
    parts = _split(url)
    return parts is not None and parts.scheme in _DEFAULT_PORTS and bool(parts.hostname)


def is_loopback(url: str) -> bool:
    """Tell whether an address leads to the machine that asks for it."""
    parts = _split(url)
    host = (parts.hostname if parts else None) or ""
    return host in _OWN_NAMES or host.startswith("127.") or host.endswith(".localhost")


def same_place(one: str, other: str) -> bool:
    """Tell whether two addresses lead to the same scheme, host and port."""
    first, second = _split(one), _split(other)
    return first is not None and second is not None and _place(first) == _place(second)


def _place(parts: SplitResult) -> tuple[str, str | None, int | None]:
    return parts.scheme, parts.hostname, parts.port or _DEFAULT_PORTS.get(parts.scheme)


def _split(url: str) -> SplitResult | None:
    """Take an address apart; None where that makes no sense."""
    try:
        parts = urlsplit(url)
        _ = parts.port
    except ValueError:
        return None
    return parts
