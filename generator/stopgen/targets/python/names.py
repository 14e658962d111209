"""Fits words of a document to Python: valid, free identifiers that say the same."""

from __future__ import annotations

import keyword
import unicodedata
from collections.abc import Iterable
from typing import Final

from stopgen.words import pascal, snake, split

_MODEL_ATTRIBUTES: Final = frozenset(
    "construct copy dict from_orm json parse_file parse_obj parse_raw schema schema_json "
    "update_forward_refs validate".split()
)
"""What pydantic's models already offer; a field of such a name would hide it."""

_TYPE_NAMES: Final = frozenset(
    "bool int float str list dict object type None Any BaseModel ConfigDict Field Literal RootModel "
    "JsonValue UUID date datetime".split()
)
"""What a module of models needs for itself."""


def argument_name(text: str) -> str:
    """Return a snake case name that can be an argument."""
    return _identifier(snake(split(_plain(text))), "value")


def field_name(text: str) -> str:
    """Return a snake case name that can be a field of a model."""
    name = _identifier(snake(split(_plain(text))), "value").lstrip("_")
    if name.startswith("model_"):
        return f"field_{name}"
    return f"{name}_" if name in _MODEL_ATTRIBUTES or name in _TYPE_NAMES else name


def class_name(text: str) -> str:
    """Return a Pascal case name that can be a class."""
    name = _identifier(pascal(_plain(text)), "Model").lstrip("_")
    return f"{name}_" if name in _TYPE_NAMES else name


def constant_name(text: str) -> str:
    """Return an upper case name for a constant."""
    return _identifier(snake(split(_plain(text))), "value").upper()


def package_name(text: str) -> str | None:
    """Return the text if it can name a package as it stands or in snake case, else None."""
    name = _plain(text).replace("-", "_").replace(".", "_").replace(" ", "_").lower()
    is_usable = name.isidentifier() and name.isascii() and not keyword.iskeyword(name)
    return name if is_usable and not name.startswith("_") else None


def distinct(names: Iterable[str], taken: Iterable[str] = ()) -> list[str]:
    """Return the names in order, with a number behind each that was used before."""
    used = set(taken)
    result: list[str] = []
    for name in names:
        free, number = name, 1
        while free in used:
            number += 1
            free = f"{name.rstrip('_')}_{number}"
        used.add(free)
        result.append(free)
    return result


def _plain(text: str) -> str:
    """Return the form in which Python compares identifiers."""
    return unicodedata.normalize("NFKC", text)


def _identifier(text: str, otherwise: str) -> str:
    name = "".join(character for character in text if f"_{character}".isidentifier())
    if not name.strip("_"):
        return otherwise
    if not name.isidentifier():
        name = f"{otherwise[0]}{name}"
    is_reserved = keyword.iskeyword(name) or keyword.issoftkeyword(name) or name == "self"
    return f"{name}_" if is_reserved else name
