"""Finds the keys that a request shows."""

from __future__ import annotations

from base64 import b64decode
from collections.abc import Iterator
from http.cookies import CookieError, SimpleCookie
from urllib.parse import unquote

from .declare import ApiKey, Basic, Bearer, Scheme
from .fake_declare import Route
from .fake_exchange import Seen


def keys_shown(route: Route, seen: Seen) -> Iterator[str | None]:
    """Yield the key of each way of access that a request follows; None for access without a key."""
    for alternative in route.security or ((),):
        shown = [_shown(scheme, seen) for scheme in alternative]
        if all(shown):
            yield shown[0] if shown else None


def _shown(scheme: Scheme, seen: Seen) -> str | None:
    match scheme:
        case Bearer():
            return _credentials(seen, "bearer")
        case Basic():
            return _pair(_credentials(seen, "basic") or "")
        case ApiKey("header", name):
            text = seen.header(name)
            return text.removeprefix(f"{scheme.prefix} ") if text and scheme.prefix else text
        case ApiKey("cookie", name):
            return cookie(seen.header("cookie") or "", name)
        case ApiKey(_, name):
            return seen.query.get(name)


def _credentials(seen: Seen, scheme: str) -> str | None:
    name, _, text = (seen.header("authorization") or "").partition(" ")
    return text.strip() if name.lower() == scheme else None


def _pair(encoded: str) -> str | None:
    try:
        return b64decode(encoded, validate=True).decode().removesuffix(":")
    except ValueError:
        return None


def cookie(header: str, name: str) -> str | None:
    """Return the value of a cookie; None if it is missing."""
    try:
        morsel = SimpleCookie(header).get(name)
    except CookieError:
        return None
    return unquote(morsel.value) if morsel else None
