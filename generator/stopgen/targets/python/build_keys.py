"""Names the secrets that a client takes: one key, and others where the documents know several."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from typing import Final, TypeAlias

from stopgen import model
from stopgen.model import SchemeKind
from stopgen.targets.python import view
from stopgen.targets.python.literals import literal
from stopgen.targets.python.names import argument_name, distinct

API_KEY: Final = "api_key"
BASIC: Final = "basic"
"""Stands for a user's name and password together."""
_PAIR: Final = (
    ("username", "The name of the user, for basic authentication"),
    ("password", "The password that belongs to it"),
)
_NONE: Final = "str | None"

_Slot: TypeAlias = tuple[SchemeKind, str | None, str | None]
Credentials: TypeAlias = Mapping[str, str]
"""The secret that each security scheme takes, by the scheme's key."""


def name_credentials(
    operations: Iterable[model.Operation],
    schemes: Mapping[str, model.SecurityScheme],
    taken: Iterable[str],
) -> Credentials:
    """Name the secret of each security scheme; those that travel alike share one, the first is the key.

    Args:
        operations: What clients call.
        schemes: The platform's security schemes.
        taken: Arguments that clients have already.
    """
    used = [schemes[key] for key in _keys(operations) if key in schemes]
    slots: dict[_Slot, str] = {_slot(scheme): scheme.key for scheme in reversed(used)}
    ordered = [slot for slot in dict.fromkeys(map(_slot, used)) if slot[0] is not SchemeKind.BASIC]
    others = distinct((argument_name(slots[slot]) for slot in ordered[1:]), [*taken, *dict(_PAIR)])
    named = dict(zip(ordered, [API_KEY, *others], strict=False))
    return {scheme.key: named.get(_slot(scheme), BASIC) for scheme in used}


def build_scheme(scheme: model.SecurityScheme, credentials: Credentials) -> str:
    """Spell a security scheme as a declaration."""
    credential = credentials.get(scheme.key, API_KEY)
    other = f"credential={literal(credential)}" if credential != API_KEY else ""
    match scheme.kind:
        case SchemeKind.BEARER:
            return f"Bearer({other})"
        case SchemeKind.BASIC:
            return "Basic()"
        case _:
            prefix = f"prefix={literal(scheme.prefix)}" if scheme.prefix else ""
            place = literal(str(scheme.kind)), literal(scheme.name or "")
            return f"ApiKey({', '.join(filter(None, (*place, other, prefix)))})"


def build_credentials(
    credentials: Credentials, schemes: Mapping[str, model.SecurityScheme]
) -> Iterator[view.Argument]:
    """Yield the arguments of the constructor for secrets besides the key."""
    if BASIC in credentials.values():
        for name, text in _PAIR:
            yield _argument(name, text)
    for name in dict.fromkeys(credentials.values()):
        if name not in (API_KEY, BASIC):
            key = next(key for key, found in credentials.items() if found == name)
            yield _argument(name, _purpose(schemes[key]))


def _argument(name: str, text: str) -> view.Argument:
    return view.Argument(name=name, annotation=_NONE, default="None", wire=literal(name), text=text)


def _purpose(scheme: model.SecurityScheme) -> str:
    if scheme.kind is SchemeKind.BEARER:
        return "The bearer token"
    return f"The key that travels in the {scheme.kind} {literal(scheme.name)}"


def _keys(operations: Iterable[model.Operation]) -> dict[str, None]:
    return dict.fromkeys(
        key for operation in operations for entry in operation.security for key in entry
    )


def _slot(scheme: model.SecurityScheme) -> _Slot:
    """Return how a secret travels: two schemes that are one in that take the same secret."""
    name = scheme.name if scheme.kind is not SchemeKind.BEARER else None
    return (
        scheme.kind,
        name.lower() if name and scheme.kind is SchemeKind.HEADER else name,
        scheme.prefix,
    )
