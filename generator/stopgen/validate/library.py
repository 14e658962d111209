"""Asks openapi-spec-validator about a description in which our own checks found nothing."""

from __future__ import annotations

from collections.abc import Iterable, Iterator

from stopgen.description import Json, JsonObject, Pointer
from stopgen.diagnostic import Code, Severity
from stopgen.references import at
from stopgen.validate.cost import is_cheap
from stopgen.validate.finding import Finding

_LONGEST = 120
_MOST_SCHEMAS = 200
"""Schemas up to which the library's time, which grows with their square, stays below half a second."""
_TRIPS = (RecursionError, LookupError, TypeError, ValueError, AttributeError)
"""What the library lets through from its depths where a document is odd."""


def library_findings(openapi: JsonObject) -> list[Finding]:
    """Return what the library objects to in a description that we have nothing to say about.

    It has the last word and not the first: it gives up at a reference that leads nowhere, and places most
    of what it finds at the top of the description. Its findings are warnings, as whatever would make a
    client wrong is an error of ours before.
    """
    too_many = _schemas(openapi) > _MOST_SCHEMAS
    if too_many or not is_cheap(openapi) or not _is_self_contained(openapi):
        return []
    return list(_objections(openapi))


def _objections(openapi: JsonObject) -> Iterator[Finding]:
    from openapi_spec_validator import OpenAPIV31SpecValidator
    from openapi_spec_validator.validation.exceptions import UnresolvableParameterError

    try:
        errors = list(OpenAPIV31SpecValidator(openapi).iter_errors())
    except _TRIPS:
        return
    for error in errors:
        if isinstance(error, UnresolvableParameterError):
            continue  # it reads a placeholder such as {+name} otherwise than we do
        sentence = f"openapi-spec-validator objects: {_short(str(error.message))}"
        pointer = _pointer(openapi, error.absolute_path)
        yield Finding(Code.INVALID_DESCRIPTION, pointer, sentence, Severity.WARNING)


def _is_self_contained(openapi: JsonObject) -> bool:
    """Tell whether nothing, not even data that looks like a reference, could make the library fetch."""
    waiting: list[Json] = [openapi]
    while waiting:
        match waiting.pop():
            case dict() as members:
                reference = members.get("$ref", "#")
                if not (isinstance(reference, str) and reference.startswith("#")):
                    return False
                waiting.extend(members.values())
            case list() as items:
                waiting.extend(items)
            case _:
                pass
    return True


def _schemas(openapi: JsonObject) -> int:
    components = openapi.get("components")
    schemas = components.get("schemas") if isinstance(components, dict) else None
    return len(schemas) if isinstance(schemas, dict) else 0


def _pointer(openapi: JsonObject, path: Iterable[str | int]) -> Pointer:
    """Return the longest beginning of a path that leads somewhere: some paths are relative to a schema."""
    pointer: list[str | int] = []
    here: Json = openapi
    for part in path:
        match here:
            case dict() if str(part) in here:
                key: str | int = str(part)
            case list() if isinstance(part, int) and part < len(here):
                key = part
            case _:
                break
        here = at(here, (key,))
        pointer.append(key)
    return tuple(pointer)


def _short(message: str) -> str:
    line = " ".join(message.partition("\n")[0].split())
    return line if len(line) <= _LONGEST else f"{line[:_LONGEST]}…"
