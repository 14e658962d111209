"""What a client is told once: the key, the address, the time; checked before anything is sent."""

from __future__ import annotations

import re
from collections.abc import Mapping
from ipaddress import ip_address
from math import isfinite
from os import environ
from typing import NamedTuple

import httpx2

from .credentials import Key, find_keys
from .declare import Platform, Server
from .errors import ConfigurationError

_DOCUMENTED = "the documented address"


class Address(NamedTuple):
    """Where requests go.

    Attributes:
        base_url: The address, without a slash at its end.
        host: The `Host` header.
    """

    base_url: str
    host: bytes


class Settings(NamedTuple):
    """What every request of a client has in common.

    Attributes:
        platform: Who is called.
        address: Where requests go.
        is_chosen: Whether the application chose the address, for all operations.
        variables: What the application puts into documented addresses.
        allow_http: Whether the network is trusted.
        keys: The secrets by what clients call them.
        timeout: Seconds for each of connecting, sending and waiting, and for reading an answer.
        timeouts: The same, as HTTP libraries want it.
    """

    platform: Platform
    address: Address
    is_chosen: bool
    variables: Mapping[str, str | None]
    allow_http: bool
    keys: Mapping[str, Key]
    timeout: float
    timeouts: Mapping[str, float]

    def address_of(self, server: Server | None) -> Address:
        """Find where an operation is answered.

        Args:
            server: Its own documented address, if it has one.

        Raises:
            ConfigurationError: The documented address cannot be used.
        """
        if server is None or self.is_chosen:
            return self.address
        url = documented(self.platform, server, self.variables)
        return _address(_DOCUMENTED, url, allow_http=self.allow_http)


def resolve(
    platform: Platform,
    api_key: str | None,
    base_url: str | None,
    variables: Mapping[str, str | None] | None,
    *,
    credentials: Mapping[str, str | None] | None = None,
    timeout: float,
    allow_http: bool,
) -> Settings:
    """Find and check what a client needs, from arguments, environment and documents.

    Raises:
        ConfigurationError: Something is missing or must not be used.
    """
    if not (isfinite(timeout) and timeout > 0):
        raise ConfigurationError("timeout must be a positive number of seconds")
    variables = variables or {}
    source, text = _find_url(platform, base_url, variables)
    address = _address(source, text, allow_http=allow_http)
    timeouts: dict[str, float] = {}
    timeouts.update(connect=timeout, read=timeout, write=timeout, pool=timeout)
    return Settings(
        platform=platform,
        address=address,
        is_chosen=source != _DOCUMENTED,
        variables=variables,
        allow_http=allow_http,
        keys=find_keys(platform, {"api_key": api_key, **(credentials or {})}),
        timeout=timeout,
        timeouts=timeouts,
    )


def _address(source: str, text: str, *, allow_http: bool) -> Address:
    url = _check_url(source, text, allow_http=allow_http)
    whole = f"{url.scheme}://{url.netloc.decode()}{url.raw_path.decode()}"
    return Address(whole.rstrip("/"), url.netloc)


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
    return _DOCUMENTED, documented(platform, platform.server, variables)


def documented(platform: Platform, server: Server, given: Mapping[str, str | None]) -> str:
    """Return a documented address as a whole one.

    Raises:
        ConfigurationError: A variable has no value, or the document gives the end of an address only.
    """
    url = expand(server, given)
    if url.startswith("//"):
        return f"https:{url}"
    if "://" in url:
        return url
    raise ConfigurationError(
        f"{platform.title} documents no whole address but {url!r}: pass base_url, with that "
        f"at its end if it is a path, or set {platform.url_variable}"
    )


def expand(server: Server, given: Mapping[str, str | None]) -> str:
    """Put values into a documented address.

    Raises:
        ConfigurationError: A variable has no value.
    """
    values = {**server.variables, **{name: text for name, text in given.items() if text}}

    def value(match: re.Match[str]) -> str:
        if not (text := values.get(match[1])):
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
