"""Reads the forms that a request carries, as far as fakes check them."""

from __future__ import annotations

from email import message_from_bytes
from typing import Any
from urllib.parse import parse_qsl


def field_names(content_type: str, content: bytes) -> set[str]:
    """Return the names of the fields of a form; what is in brackets behind a name is not part of it."""
    if content_type.lower().startswith("multipart/"):
        return set(_multipart(content_type, content))
    pairs = parse_qsl(content.decode(errors="replace"), keep_blank_values=True)
    return {part for name, _ in pairs for part in (name, name.partition("[")[0])}


def _multipart(content_type: str, content: bytes) -> list[str]:
    message: Any = message_from_bytes(f"Content-Type: {content_type}\r\n\r\n".encode() + content)
    parts: list[Any] = message.get_payload() if message.is_multipart() else []
    names = (part.get_param("name", header="content-disposition") for part in parts)
    return [str(name) for name in names if name is not None]
