"""Turns rows about a request into parameters, body parts, headers and credentials."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field, replace
from typing import Final

from stopgen.diagnostic import Checked, Code, Diagnostic, error, warning
from stopgen.readers.markdown_inline import Inline
from stopgen.readers.placed import Loose, Placed, placed
from stopgen.readers.prose.address import same_name
from stopgen.readers.prose.endpoints import Endpoint
from stopgen.readers.prose.facts import ADDRESSES, Fact
from stopgen.readers.prose.lexicon import LOCATIONS, SPOKEN_OPTIONAL, SPOKEN_REQUIRED
from stopgen.readers.prose.requests import ExampleRequest
from stopgen.readers.prose.rows import Row
from stopgen.readers.prose.types import read_type
from stopgen.readers.prose.values import MEDIA_TYPE, choices, read_required, spoken_requirement
from stopgen.readers.prose.vocabulary import Role, Topic
from stopgen.readers.shapes import Shape, schema

_TOKEN: Final = re.compile(r"[A-Za-z0-9!#$%&'*+.^_`|~-]+")
_NAME: Final = re.compile(r"[^\s/?#&={}<>\"'`|,]+(?:\[\w*\])*")
_PLACES: Final = {Topic.HEADERS: "header", Topic.PATH: "path", Topic.QUERY: "query"}
_UNPARTED: Final = frozenset({Topic.PATH, Topic.HEADERS})
"""Places of values without parts; where a page calls one an object, it means any value."""

_BODILESS: Final = frozenset({"GET", "HEAD", "DELETE"})
_SPOKEN: Final = "|".join((*SPOKEN_REQUIRED, *SPOKEN_OPTIONAL))
_QUALIFIER: Final = re.compile(rf"[\s,;(（]*\b({_SPOKEN})\b[\s,;)）]*", re.IGNORECASE)


@dataclass(frozen=True, slots=True)
class Part:
    """One part of a request as a page states it.

    Attributes:
        name: The name on the wire; in a body with dots between the levels, empty for all of it.
        place: Where in the request it goes.
        shape: What it may be.
        is_required: Whether the page says that it must be there; None if it says nothing.
        row: Where that is stated.
    """

    name: str
    place: Topic
    shape: Shape
    is_required: bool | None
    row: Row = field(compare=False)

    @property
    def description(self) -> Inline | None:
        """What the page says about it."""
        return self.row.cells.get(Role.DESCRIPTION)


def parts(
    facts: Iterable[Fact], endpoint: Endpoint, requests: list[ExampleRequest]
) -> Checked[list[Part]]:
    """Understand the rows about a request; the first row about a part counts."""
    found: dict[tuple[str, Topic], Part] = {}
    guessed: list[Row] = []
    every = list(facts)
    is_queried = endpoint.method in _BODILESS or any(it.topic is Topic.BODY for it in every)
    other = Topic.QUERY if is_queried else Topic.BODY
    for fact in every:
        if not fact.row.name:
            yield _unnamed(fact.row)
            continue
        if fact.row.text(Role.LOCATION).strip(" `*").lower() == "cookie":
            sentence = (
                f"{fact.row.name!r} is a cookie, which is not read from pages, so it is left out"
            )
            yield warning(Code.UNREAD, fact.row.position, sentence)
            continue
        if fact.topic in ADDRESSES and not path_name(fact.row.name, endpoint):
            continue
        place = _place(fact, endpoint, requests)
        if place is Topic.BODY and _is_of_whole(fact.row):
            is_required = yield from _required(fact.row, "", said=None)
            found["", Topic.BODY] = Part("", Topic.BODY, Shape(), is_required, fact.row)
            continue
        guessed += [] if place else [fact.row]
        part = yield from _part(fact.row, place or other, endpoint)
        if part is None:
            continue
        twin = found.setdefault((part.name.lower(), part.place), part)
        if _differ(part, twin):
            yield _twice(part, twin)
    if guessed:
        sentence = "nothing says whether these parameters go into the query or the body"
        position = guessed[0].position
        yield warning(Code.INFERRED_PARAMETER, position, f"{sentence}, so they go into the {other}")
    return list(found.values())


def _is_of_whole(row: Row) -> bool:
    """Tell whether a row is about a body as a whole: it names a media type, or just the body."""
    is_body = row.name.lower() == "body" and Role.LOCATION in row.cells
    return is_body or MEDIA_TYPE.fullmatch(row.name) is not None


def _differ(part: Part, twin: Part) -> bool:
    """Tell whether two rows about a part cannot both be right; what one does not say is no matter."""
    is_typed = Role.TYPE in part.row.cells and Role.TYPE in twin.row.cells
    says_both = None not in (part.is_required, twin.is_required)
    return (is_typed and part.shape.types != twin.shape.types) or (
        says_both and part.is_required is not twin.is_required
    )


def _unnamed(row: Row) -> Diagnostic:
    return error(Code.UNKNOWN_VALUE, row.position, "this row has no name")


def _twice(part: Part, twin: Part) -> Diagnostic:
    sentence = f"{part.name!r} is described twice, and not in the same way"
    return error(Code.CONTRADICTION, part.row.position, sentence, twin.row.position)


def _place(fact: Fact, endpoint: Endpoint, requests: list[ExampleRequest]) -> Topic | None:
    """Return where a row's part goes, None if only its kind of call tells."""
    name = fact.row.name
    told = LOCATIONS.get(fact.row.text(Role.LOCATION).strip(" `*").lower())
    topic = told or fact.topic
    if topic in {Topic.PARAMETERS, Topic.QUERY, *ADDRESSES} and path_name(name, endpoint):
        return Topic.PATH
    if topic is not Topic.PARAMETERS:
        return topic
    if name in endpoint.address.query or any(name in made.address.query for made in requests):
        return Topic.QUERY
    is_sent = any(made.body and f'"{name}"' in made.body.text for made in requests)
    return Topic.BODY if is_sent else None


def path_name(name: str, endpoint: Endpoint) -> str | None:
    """Return the parameter of a path that a name means: ``requestId`` is ``request_id``."""
    spelled = endpoint.address.parameters
    if name in spelled:
        return name
    return next((parameter for parameter in spelled if same_name(parameter, name)), None)


def _part(row: Row, place: Topic, endpoint: Endpoint) -> Checked[Part | None]:
    name = row.name
    if place is Topic.PATH:
        known = path_name(name, endpoint)
        if known is None:
            sentence = f"the path {endpoint.path!r} has no parameter {name!r}"
            yield error(Code.CONTRADICTION, row.position, sentence, endpoint.position)
            return None
        name = known
    if not (_TOKEN if place is Topic.HEADERS else _NAME).fullmatch(name):
        yield error(Code.UNKNOWN_VALUE, row.position, f"{name!r} cannot be the name of a parameter")
        return None
    shape, is_required = yield from understand(row)
    is_any = place in _UNPARTED and shape.types == ("object",)
    if place is not Topic.BODY and (Role.TYPE not in row.cells or is_any):
        shape = replace(shape, types=("string",))
    if place is Topic.PATH and is_required is False:
        sentence = f"{name!r} is part of the path, so it cannot be optional"
        yield warning(Code.CONTRADICTION, row.at(Role.REQUIRED), sentence, endpoint.position)
    return Part(name, place, shape, is_required, row)


def understand(row: Row) -> Checked[tuple[Shape, bool | None]]:
    """Read type, values and requirement of a row; what is no known word is a finding."""
    spelled = row.text(Role.TYPE)
    qualifier = _QUALIFIER.search(spelled) if len(spelled) < 200 else None
    if qualifier:
        spelled = (spelled[: qualifier.start()] + " " + spelled[qualifier.end() :]).strip()
    shape = read_type(spelled) or Shape()
    if spelled and read_type(spelled) is None:
        sentence = f"the type {spelled[:60]!r} is not known, so any value is allowed"
        yield warning(Code.UNKNOWN_VALUE, row.at(Role.TYPE), sentence)
    description = row.cells.get(Role.DESCRIPTION)
    said = spoken_requirement(description.plain) if description else None
    is_required = yield from _required(row, qualifier[1] if qualifier else "", said=said)
    known = (
        choices(description, row.name) if description and shape.types in {(), ("string",)} else ()
    )
    told = placed(description.markdown, description.position) if description else None
    if description is not None and not description.plain:
        told = None
    return replace(shape, description=told, known=known, position=row.position), is_required


def _required(row: Row, qualifier: str, *, said: bool | None) -> Checked[bool | None]:
    if Role.REQUIRED not in row.cells and not qualifier:
        return said
    text = row.text(Role.REQUIRED) or qualifier
    read = read_required(text)
    if read is None:
        sentence = f"{text[:60]!r} does not say whether {row.name!r} is required"
        yield error(Code.UNKNOWN_VALUE, row.at(Role.REQUIRED), sentence)
        return None
    return read.is_required


def parameter(part: Part) -> Placed:
    """Return a part as an OpenAPI parameter."""
    is_path = part.place is Topic.PATH
    shape = replace(part.shape, description=None)
    return placed(
        {
            "name": Placed(part.name, part.row.at(Role.NAME)),
            "in": _PLACES[part.place],
            "required": Placed(is_path or bool(part.is_required), part.row.at(Role.REQUIRED)),
            "description": part.shape.description,
            "schema": schema(shape),
        },
        part.row.position,
    )


def missing(endpoint: Endpoint, stated: Iterable[Part]) -> Iterator[tuple[str, Placed]]:
    """Yield those parameters of an address that nothing describes, as texts."""
    told = {(part.place, part.name) for part in stated}
    addresses = ((Topic.PATH, endpoint.address.parameters), (Topic.QUERY, endpoint.address.query))
    for place, names in addresses:
        for name in names:
            if (place, name) not in told:
                members: dict[str, Loose] = {"name": name, "in": _PLACES[place]}
                members |= {"required": place is Topic.PATH, "schema": {"type": "string"}}
                yield name, placed(members, endpoint.position)
