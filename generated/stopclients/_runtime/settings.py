"""What a client is told once: the key, the address, the time; checked before anything is sent."""

from __future__ import annotations

import re
from base64 import b64encode
from collections.abc import Mapping
from dataclasses import dataclass
from ipaddress import ip_address
from math import isfinite
from os import environ
from typing import NoReturn

import httpx2

from .declare import Platform, Server
from .encoding import is_header_safe
from .errors import ConfigurationError

_SHORTEST_SECRET = 8


class Key:
    """An API key that shows itself only when asked."""

    __slots__ = ("_text",)

    def __init__(self, text: str) -> None:
        self._text = text

    def __repr__(self) -> str:
        return "Key('…')"

    def __reduce__(self) -> NoReturn:
        raise TypeError("a client holds an API key and is not pickled; make a new one instead")

    @property
    def text(self) -> str:
        """The key itself."""
        return self._text

    @property
    def base64(self) -> str:
        """The key as HTTP's Basic scheme spells it; without a colon it is a user's name."""
        pair = self._text if ":" in self._text else f"{self._text}:"
        return b64encode(pair.encode()).decode()

    def hide(self, raw: bytes) -> bytes:
        """Take the key out of bytes that may echo it."""
        secret = self._text.encode("latin-1")
        if len(secret) < _SHORTEST_SECRET or secret not in raw:
            return raw
        return raw.replace(secret, b"[hidden]")


@dataclass(frozen=True, slots=True)
class Settings:
    """What every request of a client has in common.

    Attributes:
        base_url: The address, without a slash at its end.
        host: The `Host` header.
        key: The API key; None if the platform can be called without.
        timeout: Seconds for each of connecting, sending and waiting, and for reading an answer.
        timeouts: The same, as HTTP libraries want it.
    """

    base_url: str
    host: bytes
    key: Key | None
    timeout: float
    timeouts: Mapping[str, float]


def resolve(
    platform: Platform,
    api_key: str | None,
    base_url: str | None,
    variables: Mapping[str, str | None] | None,
    *,
    timeout: float,
    allow_http: bool,
) -> Settings:
    """Find and check what a client needs, from arguments, environment and documents.

    Raises:
        ConfigurationError: Something is missing or must not be used.
    """
    if not (isfinite(timeout) and timeout > 0):
        raise ConfigurationError("timeout must be a positive number of seconds")
    source, text = _find_url(platform, base_url, variables or {})
    url = _check_url(source, text, allow_http=allow_http)
    address = f"{url.scheme}://{url.netloc.decode()}{url.raw_path.decode()}"
    timeouts: dict[str, float] = {}
    timeouts.update(connect=timeout, read=timeout, write=timeout, pool=timeout)
    key = _find_key(platform, api_key)
    return Settings(address.rstrip("/"), url.netloc, key, timeout, timeouts)


def _find_key(platform: Platform, api_key: str | None) -> Key | None:
    text = environ.get(platform.key_variable) if api_key is None else api_key
    if text:
        source = platform.key_variable if api_key is None else "api_key"
        if not is_header_safe(text):
            raise ConfigurationError(
                f"{source} has a line break, a space at an end or another character that "
                "cannot be part of an API key"
            )
        return Key(text)
    if platform.key_required:
        raise missing_key(platform)
    return None


def missing_key(platform: Platform) -> ConfigurationError:
    """Say where a key is looked for."""
    return ConfigurationError(
        f"{platform.title} needs an API key: pass api_key or set {platform.key_variable}"
    )


def _find_url(
    platform: Platform, base_url: str | None, variables: Mapping[str, str | None]
) -> tuple[str, str]:
    if base_url is not None:
        return "base_url", base_url
    if configured := environ.get(platform.url_variable):
        return platform.url_variable, configured
    if platform.server is None:
        raise ConfigurationError(
            f"{platform.title} documents no address: pass base_url or set {platform.url_variable}"
        )
    return "the documented address", expand(platform.server, variables)


def expand(server: Server, given: Mapping[str, str | None]) -> str:
    """Put values into a documented address.

    Raises:
        ConfigurationError: A variable has no value.
    """
    values = {**server.variables, **{name: text for name, text in given.items() if text}}

    def value(match: re.Match[str]) -> str:
        if (text := values.get(match[1])) is None:
            raise ConfigurationError(f"the server variable {match[1]} has no value")
        return text

    url = re.sub(r"\{([^{}]*)\}", value, server.url)
    return re.sub(r"^https?://(?=https?://)", "", url)


def _check_url(source: str, text: str, *, allow_http: bool) -> httpx2.URL:
    """Parse an address; messages never repeat it, as it may hold a password."""
    try:
        url = httpx2.URL(text)
    except httpx2.InvalidURL:
        url = httpx2.URL()
    if url.scheme not in {"http", "https"} or not url.host or not _is_port(url.port):
        raise ConfigurationError(f"{source} must be an address such as https://api.example.com/v1")
    if url.userinfo or url.query or url.fragment:
        raise ConfigurationError(f"{source} must not have a user, password, query or fragment")
    if url.scheme == "http" and not (allow_http or _is_loopback(url.host)):
        raise ConfigurationError(
            f"{source} is plain http and would expose the API key: use https, or pass "
            "allow_http=True if the network is trusted"
        )
    return url


def _is_port(port: int | None) -> bool:
    return port is None or 0 < port < 65536


def _is_loopback(host: str) -> bool:
    try:
        return host == "localhost" or ip_address(host).is_loopback
    except ValueError:
        return False
