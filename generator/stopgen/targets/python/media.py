"""Chooses among the forms that a body can take, and says how each one travels."""

from __future__ import annotations

import re
from collections.abc import Iterable
from enum import IntEnum
from typing import Final

from stopgen.model import Anything, Array, MediaType, Scalar, ScalarType, Schema, Union

_JSON: Final = "application/json"
_MULTIPART: Final = "multipart/form-data"
_ANY: Final = ("*/*", "application/*", "")
_NAME: Final = re.compile(r"[a-z0-9!#$&^.+*_-]+/[a-z0-9!#$&^.+*_-]+")
_TEXTUAL: Final = ("application/xml", "application/javascript", "application/yaml")


class Form(IntEnum):
    """How a body is spelled; a client sends the first of those that a document allows."""

    JSON = 1
    URLENCODED = 2
    MULTIPART = 3
    TEXT = 4
    RAW = 5


def form_of(media_type: str) -> Form:
    """Return how a body of a media type is spelled."""
    name = essence(media_type)
    if name in _ANY or name.endswith(("/json", "+json")):
        return Form.JSON
    if name == "application/x-www-form-urlencoded":
        return Form.URLENCODED
    if name in (_MULTIPART, "multipart/*"):
        return Form.MULTIPART
    is_text = name.startswith("text/") or name in _TEXTUAL or name.endswith("+xml")
    return Form.TEXT if is_text else Form.RAW


def essence(media_type: str) -> str:
    """Return a media type without its parameters, in lower case."""
    return media_type.partition(";")[0].strip().lower()


def is_json(media_type: str) -> bool:
    """Tell whether a media type carries JSON."""
    return form_of(media_type) is Form.JSON


def sent_form(media: Iterable[MediaType]) -> MediaType | None:
    """Return the form that a client sends: plain JSON before other JSON, then forms, text, anything."""
    ranked = sorted(media, key=lambda form: (form_of(form.name), essence(form.name) != _JSON))
    return next(iter(ranked), None)


def json_form(media: Iterable[MediaType]) -> MediaType | None:
    """Return the JSON form among those that a body can take."""
    form = sent_form(media)
    return form if form and is_json(form.name) else None


def content_type(media_type: str) -> str:
    """Return what a request says about its body; a range of media types is JSON or plain text."""
    form = form_of(media_type)
    if form is Form.MULTIPART or essence(media_type) in _ANY:
        return _MULTIPART if form is Form.MULTIPART else _JSON
    if "*" not in media_type:
        return media_type.strip()
    return "text/plain" if form is Form.TEXT else "application/octet-stream"


def accepted(answers: Iterable[MediaType]) -> str | None:
    """Return the media types to ask for; None where a success can be plain JSON, as is usual.

    Args:
        answers: The forms of the bodies of successes.
    """
    names = dict.fromkeys(essence(form.name) for form in answers)
    named = [name for name in names if _NAME.fullmatch(name)]
    if not named or any(name in (_JSON, *_ANY) for name in names):
        return None
    return ", ".join((*named, f"{_JSON};q=0.9"))


def is_file(schema: Schema) -> bool:
    """Tell whether a field of a multipart body holds bytes."""
    match schema:
        case Scalar(type=ScalarType.STRING, format="binary"):
            return True
        case Scalar(type=ScalarType.STRING, limits=limits):
            kind = limits.get("contentMediaType")
            is_binary = isinstance(kind, str) and form_of(kind) is Form.RAW
            return is_binary and "contentEncoding" not in limits
        case Union():
            return any(map(is_file, schema.options))
        case _:
            return False


def file_annotation(schema: Schema) -> str | None:
    """Return the annotation of a field that holds bytes, or may; None for any other field."""
    match schema:
        case Anything():
            return "JsonValue | bytes"
        case Array() if is_file(schema.items):
            return "list[bytes]"
        case _:
            return "bytes" if is_file(schema) else None
