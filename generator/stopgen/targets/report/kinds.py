"""Says in few words what a value may be, how a key travels, and how often one may call."""

from __future__ import annotations

from collections.abc import Mapping
from typing import assert_never

from stopgen.disagreement import listing
from stopgen.model import (
    Anything,
    Array,
    Enumeration,
    Intersection,
    Nothing,
    Object,
    Operation,
    RateLimit,
    Reference,
    Scalar,
    Schema,
    SchemeKind,
    SecurityScheme,
    Union,
)

_PERIODS = {1: "second", 60: "minute", 3600: "hour", 86400: "day"}


def kind(schema: Schema) -> str:
    """Say what a value may be."""
    match schema:
        case Anything():
            return "anything"
        case Nothing():
            return "nothing"
        case Scalar():
            known = f", such as {listing(schema.known_values)}" if schema.known_values else ""
            return (
                f"{schema.type} ({schema.format}){known}" if schema.format else schema.type + known
            )
        case Enumeration():
            return (
                f"one of {listing(schema.values)}"
                if len(schema.values) > 1
                else listing(schema.values)
            )
        case Array():
            return f"list of {kind(schema.items)}"
        case Union():
            return " or ".join(dict.fromkeys(map(kind, schema.options)))
        case Intersection():
            return " and ".join(dict.fromkeys(map(kind, schema.parts)))
        case Reference():
            return schema.name
        case Object():
            return "object"
        case _:
            assert_never(schema)


def key(operation: Operation, schemes: Mapping[str, SecurityScheme]) -> str:
    """Say how an operation wants to know who is calling."""
    if not operation.security:
        return "none documented"
    ways = (
        " and ".join(_scheme(schemes[name]) for name in needed if name in schemes) or "none"
        for needed in operation.security
    )
    return ", or ".join(dict.fromkeys(ways))


def often(limit: RateLimit) -> str:
    """Say how often a plan may call."""
    if limit.requests is None or limit.seconds is None:
        return "as the contract says"
    period = _PERIODS.get(limit.seconds, f"{limit.seconds} seconds")
    return f"{limit.requests} per {period}"


def _scheme(scheme: SecurityScheme) -> str:
    match scheme.kind:
        case SchemeKind.BEARER:
            return "bearer token in the header Authorization"
        case SchemeKind.BASIC:
            return "user and password in the header Authorization"
        case SchemeKind.QUERY:
            return f"key in the query parameter {scheme.name}"
        case _:
            return f"key in the {scheme.kind} {scheme.name}"
