"""Says in plain words what a JSON Schema error means for the person who wrote the document."""

from __future__ import annotations

import json
from collections.abc import Iterable, Sequence
from typing import Final

from jsonschema_rs import ValidationError, ValidationErrorKind

from stopgen.description import Pointer

_LONGEST: Final = 60
_NOUNS: Final = {
    "external-documentation": "externalDocs object",
    "map-of-strings": "mapping",
    "oauth-flows": "list of OAuth flows",
    "paths": "list of paths",
    "responses": "list of responses",
    "components": "list of components",
    "specification-extensions": "object",
    "examples": "object",
}


def noun(error: ValidationError) -> str:
    """Return what OpenAPI calls the part that an error is about."""
    location = error.absolute_keyword_location or ""
    if "/oas/3.1/schema/" not in location:
        return "schema"
    names = [
        name
        for before, name in zip(error.schema_path, error.schema_path[1:], strict=False)
        if before == "$defs"
    ]
    plain = [str(name) for name in names if not str(name).startswith(("styles-", "type-"))]
    return plain[-1].removesuffix("-or-reference") if plain else "description"


def sentence(error: ValidationError, pointer: Pointer, unexpected: str = "") -> str:
    """Return one sentence for an error.

    Args:
        error: What the engine found.
        pointer: Where it found it.
        unexpected: The field that should not be there, for errors about such.
    """
    match error.kind:
        case ValidationErrorKind.Required(name):
            return f"{_the(error)} has no {_quote(name)}"
        case (
            ValidationErrorKind.UnevaluatedProperties() | ValidationErrorKind.AdditionalProperties()
        ):
            return f"{_the(error)} knows no {_quote(unexpected)}{_advice(error)}"
        case ValidationErrorKind.PropertyNames(error=inner):
            return f"{_quote(str(inner.instance))} is no name that {_the(error)} can have"
        case (
            ValidationErrorKind.OneOfNotValid(context)
            | ValidationErrorKind.AnyOf(context)
            | ValidationErrorKind.OneOfMultipleValid(context)
        ):
            return _choice(error, pointer, context)
        case _:
            return f"{_subject(error, pointer)} {_demand(error)}"


def _advice(error: ValidationError) -> str:
    match noun(error):
        case "responses":
            return "; responses are named by a status such as 200, a range such as 4XX, or default"
        case "paths":
            return "; a path begins with a slash"
        case _:
            return ""


def _choice(
    error: ValidationError, pointer: Pointer, context: Sequence[Sequence[ValidationError]]
) -> str:
    """Say what is wrong with a value that fits none, or too many, of several forms."""
    if isinstance(error.kind, ValidationErrorKind.OneOfMultipleValid):
        return f"{_the(error)} has two things that exclude each other"
    names = [kind.property for kind in _lacks(context)]
    if names:
        return f"{_the(error)} has neither {' nor '.join(map(_quote, names))}"
    wanted = _either(_flatten(_wishes(branch) for branch in context))
    return f"{_subject(error, pointer)} must be {wanted}, not {_show(error.instance)}"


def nearest(error: ValidationError) -> ValidationError:
    """Return the error of the form that a value was meant to have, where one error is about several."""
    match error.kind:
        case ValidationErrorKind.OneOfNotValid(context) | ValidationErrorKind.AnyOf(context):
            clear = all(_is_about_itself(error, branch) for branch in context)
            if clear or _lacks(context):
                return error
            return nearest(max(context, key=_depth)[0])
        case _:
            return error


def _lacks(
    context: Sequence[Sequence[ValidationError]],
) -> list[ValidationErrorKind.Required]:
    """Return what is missing if every form lacks one field and nothing else."""
    kinds = [branch[0].kind for branch in context if len(branch) == 1]
    required = [kind for kind in kinds if isinstance(kind, ValidationErrorKind.Required)]
    return required if len(required) == len(context) else []


def _is_about_itself(error: ValidationError, branch: Sequence[ValidationError]) -> bool:
    return all(inner.instance_path == error.instance_path and _wish(inner) for inner in branch)


def _depth(branch: Sequence[ValidationError]) -> tuple[int, int]:
    """Return how far a branch fits: a value that is right at the top was meant to take that branch."""
    return max((len(inner.instance_path) for inner in branch), default=0), -len(branch)


def _wishes(branch: Sequence[ValidationError]) -> list[str]:
    return [wish for inner in branch for wish in _wish(inner)]


def _wish(error: ValidationError) -> list[str]:
    """Return the values that an error would rather have seen."""
    match error.kind:
        case ValidationErrorKind.Type(types):
            return [_article(name) for name in types]
        case ValidationErrorKind.Enum(options):
            return [_show(option) for option in options]
        case ValidationErrorKind.Constant(expected):
            return [_show(expected)]
        case _:
            return []


def _demand(error: ValidationError) -> str:
    """Return what a value must be, as the end of a sentence."""
    wishes = _wish(error)
    if wishes:
        return f"must be {_either(wishes)}, not {_show(error.instance)}"
    match error.kind:
        case ValidationErrorKind.Pattern(pattern):
            return f"must look like {_shorten(pattern)}, not {_show(error.instance)}"
        case ValidationErrorKind.UniqueItems():
            return "must not name anything twice"
        case ValidationErrorKind.MinItems() | ValidationErrorKind.MinProperties():
            return "must not be empty"
        case ValidationErrorKind.MaxProperties(limit):
            return f"must not have more than {limit}"
        case _:
            return f"must not be {_show(error.instance)} ({error.kind.name})"


def _subject(error: ValidationError, pointer: Pointer) -> str:
    """Return the name of the field that is wrong, or of the item that stands in a field."""
    names = [part for part in pointer if isinstance(part, str)]
    if not names:
        return _the(error)
    if isinstance(pointer[-1], int):
        return f"item {pointer[-1] + 1} of {_quote(names[-1])}"
    return _quote(names[-1])


def _the(error: ValidationError) -> str:
    name = noun(error)
    return f"the {_NOUNS.get(name, name.replace('-', ' '))}"


def _article(type_name: str) -> str:
    if type_name == "null":
        return type_name
    return f"an {type_name}" if type_name[0] in "aeiou" else f"a {type_name}"


def _either(options: Iterable[str]) -> str:
    distinct = list(dict.fromkeys(options))
    if len(distinct) == 1:
        return distinct[0]
    return f"{', '.join(distinct[:-1])} or {distinct[-1]}"


def _flatten(lists: Iterable[list[str]]) -> list[str]:
    return [item for items in lists for item in items]


def _show(value: object) -> str:
    """Return a value in few words."""
    match value:
        case dict():
            return "an object"
        case list():
            return "an array"
        case _:
            return _shorten(json.dumps(value, ensure_ascii=False))


def _quote(text: str) -> str:
    return f"'{_shorten(text)}'"


def _shorten(text: str) -> str:
    text = "".join(character if character.isprintable() else "?" for character in text)
    return text if len(text) <= _LONGEST else text[: _LONGEST - 1] + "…"
