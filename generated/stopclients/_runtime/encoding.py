"""Spells single values as paths, queries and headers want them, and refuses what cannot be sent."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import Final, cast
from urllib.parse import quote
from uuid import UUID

from .declare import PathValue
from .decode import encode
from .errors import InvalidArgumentError
from .unset import UNSET

COOKIE_SAFE: Final = "!#$&'()*+-./:<=>?@[]^_`{|}~"
"""Signs that the value of a cookie may hold as they are."""


def is_header_safe(text: str) -> bool:
    """Tell whether text survives as a header's value: printable Latin-1, no space at an end."""
    return text.isprintable() and text == text.strip() and all(char <= "\xff" for char in text)


def _spell(name: str, value: object) -> str:
    if isinstance(value, str):
        return value
    try:
        return encode(value).decode().strip('"')
    except ValueError as error:
        raise InvalidArgumentError(f"{name} has no form in which it can be sent") from error


def _is_uuid(text: str) -> bool:
    try:
        return str(UUID(text)) == text.lower()
    except ValueError:
        return False


def path_segment(declared: PathValue, value: object) -> str:
    """Encode a value as exactly one segment of a path.

    Raises:
        InvalidArgumentError: The value is empty, `.` or `..`, or not the UUID that it must be.
    """
    text = _spell(declared.name, value)
    if text in {"", ".", ".."}:
        raise InvalidArgumentError(f"{declared.name} must not be {text!r}: the path would change")
    if declared.format == "uuid" and not _is_uuid(text):
        raise InvalidArgumentError(f"{declared.name} must be a UUID")
    try:
        return quote(text, safe="")
    except UnicodeEncodeError as error:
        raise InvalidArgumentError(f"{declared.name} is not valid Unicode text") from error


def _items(value: object) -> Iterator[object]:
    if isinstance(value, (list, tuple, set, frozenset)):
        yield from value
    else:
        yield value


def query_string(query: Mapping[str, object]) -> str:
    """Encode query parameters; lists repeat the name, None and UNSET are left out.

    Raises:
        InvalidArgumentError: A value has no form in which it can be sent.
    """
    if not query:
        return ""
    pairs = (
        (name, _spell(name, item))
        for name, value in query.items()
        if value is not UNSET and value is not None
        for item in _items(value)
    )
    try:
        return "&".join(f"{quote(name, safe='')}={quote(text, safe='')}" for name, text in pairs)
    except UnicodeEncodeError as error:
        raise InvalidArgumentError("a query parameter is not valid Unicode text") from error


def header_value(name: str, value: object) -> bytes:
    """Encode a header's value; lists are joined by commas.

    Raises:
        InvalidArgumentError: The value has characters that a header cannot carry.
    """
    text = ",".join(_spell(name, item) for item in _items(value))
    if not is_header_safe(text):
        raise InvalidArgumentError(f"{name} has characters that a header cannot carry")
    return text.encode("latin-1")


def cookie_string(cookies: Mapping[str, object]) -> str:
    """Encode cookies; lists are joined by commas, None and UNSET are left out.

    Raises:
        InvalidArgumentError: A value has no form in which it can be sent.
    """
    texts = {
        name: ",".join(_spell(name, item) for item in _items(value))
        for name, value in cookies.items()
        if value is not UNSET and value is not None
    }
    try:
        return "; ".join(f"{name}={quote(text, COOKIE_SAFE)}" for name, text in texts.items())
    except UnicodeEncodeError as error:
        raise InvalidArgumentError("a cookie is not valid Unicode text") from error


def json_body(value: object) -> bytes:
    """Encode a request's body; members that are UNSET are left out.

    Raises:
        InvalidArgumentError: The value has no JSON form.
    """
    if isinstance(value, dict):
        members = cast("dict[str, object]", value)
        value = {name: member for name, member in members.items() if member is not UNSET}
    try:
        return encode(value)
    except ValueError as error:
        raise InvalidArgumentError("the body has no JSON form") from error
