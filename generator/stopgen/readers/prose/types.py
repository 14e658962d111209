"""Understands how pages spell types: ``string``, ``array[integer]``, ``uuid``, ``字符串``."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import replace
from typing import Final

from stopgen.readers.shapes import Shape

_STRING: Final = Shape(("string",))
_NUMBER: Final = Shape(("number",))
_INTEGER: Final = Shape(("integer",))
_BOOLEAN: Final = Shape(("boolean",))
_OBJECT: Final = Shape(("object",))
_NULL: Final = Shape(("null",))
_ANY: Final = Shape()


def _format(name: str) -> Shape:
    return Shape(("string",), format=name)


_WORDS: Final[Mapping[str, Shape]] = {
    **dict.fromkeys(("string", "str", "text", "char", "varchar", "enum", "id", "token"), _STRING),
    **dict.fromkeys(("字符串", "字符", "文本", "枚举"), _STRING),
    **dict.fromkeys(("integer", "int", "long", "int32", "int64", "bigint", "short"), _INTEGER),
    **dict.fromkeys(("整数", "整型", "整形", "长整型"), _INTEGER),
    "timestamp": Shape(("string", "integer")),
    **dict.fromkeys(("number", "float", "double", "decimal", "numeric", "real"), _NUMBER),
    **dict.fromkeys(("数字", "数值", "浮点数", "小数"), _NUMBER),
    **dict.fromkeys(("boolean", "bool", "布尔", "布尔值", "布尔型"), _BOOLEAN),
    **dict.fromkeys(("object", "dict", "map", "hash", "struct", "json", "json object"), _OBJECT),
    **dict.fromkeys(("dictionary", "record", "对象", "字典"), _OBJECT),
    **dict.fromkeys(("array", "list", "arr", "数组", "列表"), Shape(("array",), items=_ANY)),
    **dict.fromkeys(("null", "none", "nil", "空"), _NULL),
    **dict.fromkeys(("any", "mixed", "value", "任意"), _ANY),
    **dict.fromkeys(("uuid", "guid", "uuidv4", "uuid4"), _format("uuid")),
    **dict.fromkeys(("datetime", "date-time", "iso8601", "iso 8601"), _format("date-time")),
    **dict.fromkeys(("date", "日期"), _format("date")),
    **dict.fromkeys(("url", "uri"), _format("uri")),
    "email": _format("email"),
    **dict.fromkeys(("file", "binary"), _format("binary")),
}
_ARRAYS: Final = (
    re.compile(r"(?:array|list)\s*(?:\[(.+)\]|<(.+)>|\((.+)\)|\s+of\s+(.+))"),
    re.compile(r"(.+?)\s*\[\s*\]"),
)
_ALTERNATIVES: Final = re.compile(r"\s*(?:\||/|\bor\b|或)\s*")
_BRACKETED: Final = re.compile(r"([^()<>\[\]]+?)\s*[(<\[]([^()<>\[\]]*)[)>\]]")
_LONGEST: Final = 100


def is_type(text: str) -> bool:
    """Tell whether a text spells a type."""
    return read_type(text) is not None


def read_type(text: str) -> Shape | None:
    """Return the shape that a text spells, None if nobody can tell."""
    spelled = " ".join(text.lower().strip(" `*.").split())
    return _read(spelled) if 0 < len(spelled) <= _LONGEST else None


def _read(spelled: str) -> Shape | None:
    known = _WORDS.get(spelled) or _array(spelled)
    if known is not None:
        return known
    options = [part for part in _ALTERNATIVES.split(spelled) if part]
    if len(options) > 1:
        return _united([_read(option) for option in options])
    found = _BRACKETED.fullmatch(spelled)
    return _qualified(found[1], found[2]) if found else _worded(spelled)


def _array(spelled: str) -> Shape | None:
    for form in _ARRAYS:
        found = form.fullmatch(spelled)
        if found:
            inside = next(group for group in found.groups() if group)
            items = _read(inside.strip()) or _read(inside.strip().removesuffix("s"))
            return Shape(("array",), items=items or _ANY)
    return None


def _united(options: list[Shape | None]) -> Shape | None:
    """Join alternatives such as ``string | null``; one that is not known spoils them all."""
    known = [option for option in options if option is not None]
    if len(known) < len(options):
        return None
    types = dict.fromkeys(name for option in known for name in option.types)
    first = next((option for option in known if option.types != ("null",)), _NULL)
    return replace(first, types=tuple(types) if all(option.types for option in known) else ())


def _qualified(outer: str, inner: str) -> Shape | None:
    """Read ``string (uuid)``: a type and what narrows it."""
    base, detail = _read(outer), _WORDS.get(inner.strip())
    if base is not None and detail is not None and detail.format and detail.types == base.types:
        return detail
    return base


def _worded(spelled: str) -> Shape | None:
    """Read a few words of which only the last is a type: ``optional string``."""
    words = spelled.split()
    last = _WORDS.get(words[-1]) if 1 < len(words) <= 3 else None
    return last or (_WORDS.get(words[0]) if 1 < len(words) <= 3 else None)
