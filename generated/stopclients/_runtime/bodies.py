"""Encodes the bodies of requests: JSON, forms, and what is sent as it is."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from functools import cache
from typing import Final, TypeAlias, cast
from urllib.parse import quote_plus
from uuid import uuid4

from .declare import Style
from .encoding import json_body
from .errors import InvalidArgumentError
from .styles import expand, json_text, plain, text_of
from .unset import UNSET

_URLENCODED: Final = "application/x-www-form-urlencoded"
_MULTIPART: Final = "multipart/form-data"
_JSON: Final = "application/json"
_ESCAPED: Final = {ord('"'): "%22", ord("\r"): "%0D", ord("\n"): "%0A"}

Styles: TypeAlias = Mapping[str, Style]


def encode_body(media: str, body: object, styles: tuple[Style, ...]) -> tuple[bytes, bytes]:
    """Return the content type of a body and its bytes.

    Args:
        media: What the body is.
        body: What the caller gave.
        styles: How single fields of a form are spelled.

    Raises:
        InvalidArgumentError: The body has no form in which it can be sent.
    """
    essence = _essence(media)
    if essence.endswith(("/json", "+json")):
        return media.encode(), json_body(body)
    fields = {style.name: style for style in styles if style.location == "body"}
    try:
        if essence == _URLENCODED:
            return media.encode(), _urlencoded(_members(body), fields).encode()
        if essence == _MULTIPART:
            boundary = uuid4().hex
            content = b"".join(_multipart(_members(body), fields, boundary))
            return f"{media}; boundary={boundary}".encode(), content
        return media.encode(), _raw(body)
    except UnicodeEncodeError as error:
        raise InvalidArgumentError("the body is not valid Unicode text") from error


@cache
def _essence(media: str) -> str:
    return media.partition(";")[0].strip().lower()


def _raw(body: object) -> bytes:
    return body if isinstance(body, bytes) else text_of(plain("the body", body)).encode()


def _members(body: object) -> dict[str, object]:
    """Return the fields of a form; those that are None or UNSET are left out."""
    found: object = body
    if not _is_object(body):
        found = plain("the body", body)
    if not _is_object(found):
        raise InvalidArgumentError("the body is no object, and a form cannot hold it")
    members = cast("dict[str, object]", found)
    return {n: value for n, value in members.items() if value is not UNSET and value is not None}


def _urlencoded(members: Mapping[str, object], styles: Styles) -> str:
    pairs = (_pair(name, value, styles.get(name)) for name, value in members.items())
    return "&".join(filter(None, pairs))


def _pair(name: str, value: object, style: Style | None) -> str:
    """Spell one field: lists repeat the name, objects are JSON unless the document says otherwise."""
    if style is not None and style.media is None:
        return expand(name, value, quote_plus, style=style.style, explode=style.explode)
    found = plain(name, value)
    is_json = _is_object(found) or (style is not None and "json" in (style.media or ""))
    return expand(name, found, quote_plus, style="json" if is_json else "form")


def _multipart(members: Mapping[str, object], styles: Styles, boundary: str) -> Iterator[bytes]:
    for name, value in members.items():
        style = styles.get(name)
        media = style.media if style else None
        for item in _items(value, media):
            yield f"--{boundary}\r\n".encode()
            yield from _part(name, item, media)
    yield f"--{boundary}--\r\n".encode()


def _items(value: object, media: str | None) -> Iterable[object]:
    """Return what gets a part of its own: each item of a list, unless the list is JSON."""
    repeats = _has_parts(value) and not _is_object(value) and media != _JSON
    return cast("Iterable[object]", value) if repeats else (value,)


def _has_parts(value: object) -> bool:
    return isinstance(value, dict | list | tuple)


def _is_object(value: object) -> bool:
    return isinstance(value, dict)


def _part(name: str, value: object, media: str | None) -> Iterator[bytes]:
    """Spell one part: bytes are a file, objects are JSON."""
    quoted = name.translate(_ESCAPED)
    filename = f'; filename="{quoted}"' if isinstance(value, bytes) else ""
    content, usual = _content(name, value, is_json=media == _JSON)
    kind = media or usual
    yield f'Content-Disposition: form-data; name="{quoted}"{filename}\r\n'.encode()
    yield f"Content-Type: {kind}\r\n\r\n".encode() if kind else b"\r\n"
    yield content + b"\r\n"


def _content(name: str, value: object, *, is_json: bool) -> tuple[bytes, str | None]:
    if isinstance(value, bytes):
        return value, "application/octet-stream"
    found = plain(name, value)
    if is_json or _has_parts(found):
        return json_text(name, found).encode(), _JSON
    return text_of(found).encode(), None
