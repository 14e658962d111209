"""Fits words of a document to Python: valid, free identifiers that say the same."""

from __future__ import annotations

import unicodedata
from collections import Counter
from collections.abc import Collection, Iterable
from typing import Final

from stopgen.words import pascal, snake, split

_KEYWORDS: Final = frozenset(
    "False None True and as assert async await break class continue def del elif else except finally "
    "for from global if import in is lambda nonlocal not or pass raise return try while with yield".split()
)
"""Python's keywords, written down so that the output does not depend on who generates it."""

_MODEL_ATTRIBUTES: Final = frozenset(
    "construct copy dict from_orm json model_computed_fields model_config model_construct model_copy "
    "model_extra model_fields model_fields_set model_json_schema model_parametrized_name "
    "model_post_init model_rebuild parse_file parse_obj parse_raw schema schema_json self "
    "update_forward_refs validate".split()
)
"""What pydantic's models already have; a field of such a name would hide it."""

_MODEL_PREFIXES: Final = ("model_dump", "model_validate")
"""How the names begin that pydantic keeps for itself."""

_TYPES: Final = frozenset("bool date datetime dict float int list str".split())
"""Types that annotations spell, which a member of the same class would hide."""

_CLIENT_ATTRIBUTES: Final = frozenset("aclose base_url close is_closed models operations".split())
"""What clients already offer, and what their methods read."""

_READ_BY_METHODS: Final = frozenset("given operations self super".split())
"""What a method reads besides its arguments."""

_SHARED_CLASSES: Final = frozenset(
    "Annotated Any AsyncClient BaseModel Client ConfigDict Dict Enum Field JsonValue List Literal "
    "Optional RootModel TypeAlias Union UUID".split()
)
"""What a module of models, or a package beside its models, needs for itself."""


def argument_name(text: str) -> str:
    """Return a snake case name that can be an argument."""
    name = _identifier(snake(split(_plain(text))), "value")
    return f"{name}_" if name in _READ_BY_METHODS else name


def method_name(text: str) -> str:
    """Return a snake case name that can be a method of a client."""
    name = _identifier(snake(split(_plain(text))), "call")
    return f"{name}_" if name in _CLIENT_ATTRIBUTES or name in _TYPES else name


def field_name(text: str) -> str:
    """Return a snake case name that can be a field of a model."""
    name = _identifier(snake(split(_plain(text))), "value")
    if name.startswith(_MODEL_PREFIXES) or (
        name.startswith("model_") and name in _MODEL_ATTRIBUTES
    ):
        return f"field_{name}"
    return f"{name}_" if name in _MODEL_ATTRIBUTES or name in _TYPES else name


def class_name(text: str, taken: Collection[str] = ()) -> str:
    """Return a Pascal case name that can be a class.

    Args:
        text: What to name it after.
        taken: Names that mean something else.
    """
    name = _identifier(pascal(_plain(text)), "Model")
    return f"{name}Model" if name in _SHARED_CLASSES or name in taken else name


def constant_name(text: str) -> str:
    """Return an upper case name for a constant."""
    return _identifier(snake(split(_plain(text))).upper(), "VALUE")


def package_name(text: str) -> str | None:
    """Return the text if it can name a package as it stands or in snake case, else None."""
    name = _plain(text).replace("-", "_").replace(".", "_").replace(" ", "_").lower()
    is_usable = name.isidentifier() and name.isascii() and name not in _KEYWORDS
    return name if is_usable and not name.startswith("_") else None


def distinct(names: Iterable[str], taken: Iterable[str] = (), joint: str = "_") -> list[str]:
    """Return the names in order, with a number behind each that was used before."""
    used, numbers = set(taken), Counter[str]()
    result: list[str] = []
    for name in names:
        free, stem = name, name.rstrip("_")
        numbers[stem] = max(numbers[stem], 1)
        while free in used:
            numbers[stem] += 1
            free = f"{stem}{joint}{numbers[stem]}"
        used.add(free)
        result.append(free)
    return result


def _plain(text: str) -> str:
    """Return the form in which Python compares identifiers."""
    return unicodedata.normalize("NFKC", text)


def _identifier(text: str, otherwise: str) -> str:
    """Return what of a text can be an identifier.

    Args:
        text: Words, joined.
        otherwise: What stands for no words at all; its first letter goes before a digit.
    """
    name = _plain("".join(c for c in text if f"_{c}".isidentifier())).strip("_")
    if not name:
        return otherwise
    if not name.isidentifier():
        name = f"{otherwise[0]}{name}"
    return f"{name}_" if name in _KEYWORDS else name
