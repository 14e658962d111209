"""Spells lists and objects as the styles of OpenAPI want them."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator
from typing import Final, NamedTuple, TypeAlias, cast

from .decode import encode, parse
from .errors import InvalidArgumentError

Parts: TypeAlias = str | list[str] | dict[str, str]
Escape: TypeAlias = Callable[[str], str]


class _Marks(NamedTuple):
    """The marks of a style: before everything, between what is exploded, between what is not."""

    before: str
    apart: str
    joined: str
    is_named: bool = False


_MARKS: Final = {
    "simple": _Marks("", ",", ","),
    "label": _Marks(".", ".", ","),
    "matrix": _Marks(";", ";", ",", is_named=True),
    "form": _Marks("", "&", ",", is_named=True),
    "spaceDelimited": _Marks("", "&", "%20", is_named=True),
    "pipeDelimited": _Marks("", "&", "%7C", is_named=True),
    "cookie": _Marks("", "; ", "%2C", is_named=True),
}


def expand(
    name: str, value: object, escape: Escape, *, style: str = "form", explode: bool = True
) -> str:
    """Spell a value in a style; a list or object that is empty gives no text at all.

    Args:
        name: The name of the parameter.
        value: What the caller gave.
        escape: What makes a text fit where it goes.
        style: A style of OpenAPI, or `json`.
        explode: Whether each part of a list or object is spelled by itself.

    Raises:
        InvalidArgumentError: The value has no form in which it can be sent.
    """
    if style == "json":
        return f"{escape(name)}={escape(json_text(name, value))}"
    if style == "deepObject":
        return "&".join(_deep(escape(name), plain(name, value), escape))
    marks = _MARKS.get(style, _MARKS["form"])
    parts = parts_of(name, value)
    spelled = list(_spelled(parts, escape, explode=explode))
    named = f"{escape(name)}=" if marks.is_named else ""
    if isinstance(parts, dict) and explode:
        named = ""
    if not spelled:
        return ""
    if explode:
        return marks.before + marks.apart.join(named + part for part in spelled)
    return marks.before + named + marks.joined.join(spelled)


def _spelled(parts: Parts, escape: Escape, *, explode: bool) -> Iterator[str]:
    match parts:
        case str():
            yield escape(parts)
        case list():
            yield from map(escape, parts)
        case dict():
            for name, text in parts.items():
                pair = escape(name), escape(text)
                yield from ("=".join(pair),) if explode else pair


def _deep(name: str, value: object, escape: Escape) -> Iterator[str]:
    """Yield a pair for every text inside, each with the whole way to it."""
    members: Iterable[tuple[object, object]]
    if isinstance(value, dict):
        members = cast("dict[object, object]", value).items()
    elif isinstance(value, list):
        members = enumerate(cast("list[object]", value))
    else:
        yield f"{name}={escape(text_of(value))}"
        return
    for key, member in members:
        if member is not None:
            yield from _deep(f"{name}{escape(f'[{key}]')}", member, escape)


def plain(name: str, value: object) -> object:
    """Return a value as JSON has it: models become objects, dates become texts.

    Raises:
        InvalidArgumentError: The value has no form in which it can be sent.
    """
    if value is None or isinstance(value, str | bool | int):
        return value
    return parse(json_text(name, value).encode())


def json_text(name: str, value: object) -> str:
    """Return a value as the text of JSON.

    Raises:
        InvalidArgumentError: The value has no form in which it can be sent.
    """
    try:
        return encode(value).decode()
    except ValueError as error:
        raise InvalidArgumentError(f"{name} has no form in which it can be sent") from error


def parts_of(name: str, value: object) -> Parts:
    """Return a value as a text, as texts, or as texts by name."""
    found = plain(name, value)
    if isinstance(found, list):
        return [text_of(item) for item in cast("list[object]", found)]
    if isinstance(found, dict):
        members = cast("dict[str, object]", found)
        return {key: text_of(member) for key, member in members.items() if member is not None}
    return text_of(found)


def text_of(value: object) -> str:
    """Return JSON as text; a text is its own."""
    return value if isinstance(value, str) else encode(value).decode()
