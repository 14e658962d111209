"""Checks a description against the OpenAPI 3.1 and JSON Schema 2020-12 schemas."""

from __future__ import annotations

import json
import re
from collections.abc import Iterator, Sequence
from functools import cache
from importlib.util import find_spec
from pathlib import Path
from typing import Any, Final

from jsonschema_rs import Draft202012Validator, Registry, ValidationError, ValidationErrorKind

from stopgen.description import Json, JsonObject, Pointer
from stopgen.diagnostic import Code, Severity
from stopgen.references import at
from stopgen.validate.finding import Finding
from stopgen.validate.sentences import nearest, noun, sentence

_DIALECT: Final = "https://json-schema.org/draft/2020-12/schema"
_WITHOUT_CONSEQUENCE: Final = frozenset({"info", "tags", "externalDocs", "jsonSchemaDialect"})
"""Parts of a description that nothing is made from."""
_ASSUMED: Final = frozenset(
    {
        *(("description", "info"), ("response", "description"), ("parameter", "required")),
        ("server-variable", "default"),
    }
)
"""Fields whose value is clear where they are missing; a path parameter is required whatever it says."""
_STATUS: Final = re.compile(r"[1-5]xx|default", re.IGNORECASE)
"""Names of answers that are clear, however they are written."""
_UNUSED: Final = frozenset(
    """
    $comment deprecated description examples exclusiveMaximum exclusiveMinimum maximum maxItems maxLength
    maxProperties minimum minItems minLength minProperties multipleOf operationId pattern readOnly summary
    tags title uniqueItems writeOnly
    """.split()
)
"""Fields without which clients make the same calls, so that nobody misses a value that makes no sense."""
_OTHER_TYPES: Final = frozenset(
    """
    any array bool boolean byte char date date-time datetime decimal dict double enum file float int int32
    int64 integer json list long map mixed none number object str string text timestamp uuid
    """.split()
)
"""What types are called elsewhere; one that nobody knows is more likely to be misspelt."""


def structure_findings(openapi: JsonObject) -> list[Finding]:
    """Return where a description is not what OpenAPI 3.1 asks for."""
    errors = [nearest(error) for error in _validator().iter_errors(openapi)]
    errors = [error for error in errors if not _is_echo(error, errors)]
    return [
        _finding(error, pointer, message)
        for error in errors
        for pointer, message in _told(error, _pointer(openapi, error.instance_path))
    ]


def _finding(error: ValidationError, pointer: Pointer, message: str) -> Finding:
    if _is_unused(error, pointer):
        message += "; it is left out"
        return Finding(
            Code.INVALID_DESCRIPTION, pointer, message, Severity.WARNING, leaves_out=True
        )
    is_clear = noun(error) == "responses" and bool(_STATUS.fullmatch(str(pointer[-1])))
    severity = Severity.WARNING if is_clear else _severity(error, pointer)
    return Finding(Code.INVALID_DESCRIPTION, pointer, message, severity)


def _is_unused(error: ValidationError, pointer: Pointer) -> bool:
    """Tell whether a value makes no sense where clients do not need any."""
    match error.kind, pointer:
        case ValidationErrorKind.Type(types), (*_, "required"):
            return types == ["array"]  # what older schemas say of the property itself
        case ValidationErrorKind.AnyOf(), (*_, "type"):
            return str(error.instance).lower() in _OTHER_TYPES
        case ValidationErrorKind.Type(types), (*_, str(name)):
            return name in _UNUSED and "object" not in types
        case ValidationErrorKind.Minimum() | ValidationErrorKind.ExclusiveMinimum(), (
            *_,
            str(name),
        ):
            return name in _UNUSED
        case _:
            return False


def _is_echo(error: ValidationError, errors: Sequence[ValidationError]) -> bool:
    """Tell whether an error is only there because an object is empty, or wrong elsewhere."""
    if isinstance(error.kind, ValidationErrorKind.Required) and noun(error) == "responses":
        return True
    return isinstance(error.kind, ValidationErrorKind.UnevaluatedProperties) and any(
        other.instance_path == error.instance_path
        for other in errors
        if not isinstance(other.kind, ValidationErrorKind.UnevaluatedProperties)
    )


@cache
def _validator() -> Draft202012Validator:
    """Return the checker, which sees every schema object as JSON Schema has it.

    The schema is openapi-spec-validator's and the engine is the one that it uses itself where it is
    installed. Importing its Python for that would take longer than all checks together.
    """
    schema = _openapi_schema()
    with_dialect: dict[str, Any] = {
        "$schema": _DIALECT,
        "$ref": schema["$id"],
        "$defs": {"schema": {"$dynamicAnchor": "meta", "$ref": _DIALECT}},
    }
    registry = Registry([(str(schema["$id"]), schema)])
    return Draft202012Validator(with_dialect, registry=registry, offline=True)


def _openapi_schema() -> dict[str, Any]:
    package = find_spec("openapi_spec_validator")
    folder = Path(package.origin if package and package.origin else "").parent
    text = (folder / "resources" / "schemas" / "v3.1" / "schema.json").read_text("utf-8")
    schema: dict[str, Any] = json.loads(text)
    return schema


def _pointer(openapi: JsonObject, path: Sequence[str | int]) -> Pointer:
    """Return a path as pointers have it.

    The engine takes every key of digits for an index, and leaves out every key without a character.
    """
    pointer: list[str | int] = []
    here: Json = openapi
    for part in path:
        while isinstance(here, dict) and str(part) not in here and "" in here:
            here = here[""]
            pointer.append("")
        key = str(part) if isinstance(here, dict) else part
        here = at(here, (key,))
        pointer.append(key)
    return tuple(pointer)


def _told(error: ValidationError, pointer: Pointer) -> Iterator[tuple[Pointer, str]]:
    """Yield what an error says, each unexpected field at its own place."""
    match error.kind:
        case ValidationErrorKind.UnevaluatedProperties(
            unexpected
        ) | ValidationErrorKind.AdditionalProperties(unexpected):
            for name in unexpected:
                yield (*pointer, name), sentence(error, pointer, name)
        case ValidationErrorKind.PropertyNames(error=inner):
            yield (*pointer, str(inner.instance)), sentence(error, pointer)
        case _:
            yield pointer, sentence(error, pointer)


def _severity(error: ValidationError, pointer: Pointer) -> Severity:
    """Return how much an error matters: what is only prose, or ignored, stops nobody."""
    if pointer[:1] and pointer[0] in _WITHOUT_CONSEQUENCE:
        return Severity.WARNING
    match error.kind:
        case ValidationErrorKind.UnevaluatedProperties():
            holds_keys = noun(error) in {"paths", "responses"}
            return Severity.ERROR if holds_keys else Severity.WARNING
        case ValidationErrorKind.Required(name) if (noun(error), name) in _ASSUMED:
            return Severity.WARNING
        case ValidationErrorKind.Constant() if noun(error) == "parameter":
            return Severity.WARNING
        case ValidationErrorKind.PropertyNames():
            return Severity.WARNING  # whatever a component is called, references to it are clear
        case ValidationErrorKind.MinProperties() if noun(error) == "responses":
            return Severity.WARNING
        case _:
            return Severity.ERROR
