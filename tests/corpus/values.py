"""Values that show on the wire which argument they were given for."""

from __future__ import annotations

import re
import types
import typing
import uuid
import zlib
from collections.abc import Callable
from datetime import UTC, date, datetime
from typing import Any, Literal, Union

from pydantic import BaseModel, RootModel

MOMENT = datetime(2031, 5, 7, 11, 13, 17, tzinfo=UTC)


def text(name: str) -> str:
    """Return the text for a name; how it is spelled, and whether it is numbered, makes no difference."""
    return "v" + re.sub("_[0-9]+$|[^a-z0-9]", "", name.lower())


def number(name: str) -> int:
    return zlib.crc32(text(name).encode()) % 900 + 100


def identifier(name: str) -> uuid.UUID:
    return uuid.uuid5(uuid.NAMESPACE_URL, text(name))


_SCALARS: dict[Any, Callable[[str], Any]] = {
    int: number,
    float: number,
    bool: lambda _: True,
    uuid.UUID: identifier,
    datetime: lambda _: MOMENT,
    date: lambda _: MOMENT.date(),
}


def second(name: str) -> str:
    """Return the name of a second value in a list."""
    return f"second {name}"


def value(name: str, annotation: Any) -> Any:
    """Return what an application gives for an argument or a field, by its annotation.

    Raises:
        NotImplementedError: Nothing is known about values of this type.
    """
    origin = typing.get_origin(annotation)
    members = typing.get_args(annotation)
    if origin in {Union, types.UnionType}:
        return value(name, members[0])
    if origin is typing.Annotated:
        return value(name, members[0])
    if origin is Literal:
        return members[0]
    if origin is list:
        return [value(name, members[0]), value(second(name), members[0])]
    if origin is dict:
        return {"key": value(name, members[1])}
    if isinstance(annotation, type) and issubclass(annotation, BaseModel):
        return _model(name, annotation)
    return _SCALARS.get(annotation, text)(name)


def _model(name: str, model: type[BaseModel]) -> BaseModel:
    """Return an object of a model with every field that it must have."""
    if issubclass(model, RootModel):
        return model.model_validate(_plain(value(name, model.model_fields["root"].annotation)))
    return model.model_validate(
        {
            field.alias or key: _plain(value(field.alias or key, field.annotation))
            for key, field in model.model_fields.items()
            if field.is_required()
        }
    )


def _plain(given: Any) -> Any:
    return (
        given.model_dump(by_alias=True, exclude_unset=True)
        if isinstance(given, BaseModel)
        else given
    )
