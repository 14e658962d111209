"""Spells single values as paths, queries and headers want them, and refuses what cannot be sent."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Final, cast
from urllib.parse import quote
from uuid import UUID

from .declare import PathValue, Style
from .decode import encode
from .errors import InvalidArgumentError
from .styles import expand, json_text
from .unset import UNSET

COOKIE_SAFE: Final = "!#$&'()*+-./:<=>?@[]^_`{|}~"
"""Signs that the value of a cookie may hold as they are."""
RESERVED_IN_PATHS: Final = "/:@!$&'()*+,;="
"""Signs that stay as they are in a value of a path that may hold slashes."""
RESERVED_IN_QUERIES: Final = "/:?@!$'()*,;="
"""Signs that stay as they are in a query, where the document wants that."""


def is_header_safe(text: str) -> bool:
    """Tell whether text survives as a header's value: printable Latin-1, no space at an end."""
    return text.isprintable() and text == text.strip() and all(char <= "\xff" for char in text)


def _is_uuid(text: str) -> bool:
    try:
        return str(UUID(text)) == text.lower()
    except ValueError:
        return False


def path_segment(declared: PathValue, value: object) -> str:
    """Encode a value as exactly one segment of a path; as several where it may hold slashes.

    Raises:
        InvalidArgumentError: The value is missing, empty, `.` or `..`, or not the UUID that it must
            be.
    """
    if value is None or value is UNSET:
        raise InvalidArgumentError(
            f"{declared.name} must be given: nothing can be stopped without it"
        )
    text = _path_text(declared, value)
    segments = text.strip("/").split("/") if declared.reserved else [text]
    if not {"", ".", ".."}.isdisjoint(segments):
        raise InvalidArgumentError(f"{declared.name} must not be {text!r}: the path would change")
    if declared.format == "uuid" and not _is_uuid(text):
        raise InvalidArgumentError(f"{declared.name} must be a UUID")
    return "/".join(segments)


def _path_text(declared: PathValue, value: object) -> str:
    """Spell a value of a path; only what its style puts between parts is not escaped."""

    def escape(text: str) -> str:
        return quote(text, safe=RESERVED_IN_PATHS if declared.reserved else "")

    try:
        if isinstance(value, str) and declared.style == "simple":
            return escape(value)
        if declared.style == "json":
            return escape(json_text(declared.name, value))
        return expand(declared.name, value, escape, style=declared.style, explode=declared.explode)
    except UnicodeEncodeError as error:
        raise InvalidArgumentError(f"{declared.name} is not valid Unicode text") from error


def query_string(query: Mapping[str, object], styles: Sequence[Style] = ()) -> str:
    """Encode query parameters; lists repeat the name, None and UNSET are left out.

    Args:
        query: Values by name.
        styles: Those that are spelled in another way.

    Raises:
        InvalidArgumentError: A value has no form in which it can be sent.
    """
    try:
        pairs = [
            _query_pair(name, value, find_style(styles, "query", name))
            for name, value in query.items()
            if value is not UNSET and value is not None
        ]
    except UnicodeEncodeError as error:
        raise InvalidArgumentError("a query parameter is not valid Unicode text") from error
    return "&".join(filter(None, pairs))


def _query_pair(name: str, value: object, style: Style | None) -> str:
    if style is None:
        return expand(name, value, _quote)
    escape = _quote_reserved if style.reserved else _quote
    return expand(name, value, escape, style=style.style, explode=style.explode)


def find_style(styles: Sequence[Style], location: str, name: str) -> Style | None:
    """Find how a parameter is spelled; None for one that is spelled as usual."""
    return next((s for s in styles if s.name == name and s.location == location), None)


def _quote(text: str) -> str:
    return quote(text, safe="")


def _quote_reserved(text: str) -> str:
    """Escape what would end a query's value, and leave other signs as they are."""
    return quote(text, safe=RESERVED_IN_QUERIES)


def header_value(name: str, value: object, style: Style | None = None) -> bytes:
    """Encode a header's value; lists are joined by commas.

    Raises:
        InvalidArgumentError: The value has characters that a header cannot carry.
    """
    if style is not None and style.style == "json":
        text = json_text(name, value)
    else:
        explode = style is not None and style.explode
        text = expand(name, value, str, style="simple", explode=explode)
    if not is_header_safe(text):
        raise InvalidArgumentError(f"{name} has characters that a header cannot carry")
    return text.encode("latin-1")


def cookie_string(cookies: Mapping[str, object], styles: Sequence[Style] = ()) -> str:
    """Encode cookies; lists are joined by commas, None and UNSET are left out.

    Raises:
        InvalidArgumentError: A value has no form in which it can be sent.
    """
    try:
        texts = [
            _cookie(name, value, find_style(styles, "cookie", name))
            for name, value in cookies.items()
            if value is not UNSET and value is not None
        ]
    except UnicodeEncodeError as error:
        raise InvalidArgumentError("a cookie is not valid Unicode text") from error
    return "; ".join(filter(None, texts))


def _cookie(name: str, value: object, style: Style | None) -> str:
    if style is not None and style.style == "json":
        return expand(name, value, _quote_cookie, style="json")
    explode = style is not None and style.explode
    return expand(name, value, _quote_cookie, style="cookie", explode=explode)


def _quote_cookie(text: str) -> str:
    return quote(text, COOKIE_SAFE)


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
