"""Joins what two documents say a client sends, and what it gets back."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace

from stopgen.diagnostic import Checked
from stopgen.disagreement import FIRST, Side, Subject, listing
from stopgen.link.lists import Lists
from stopgen.link.schema import Joiner
from stopgen.model import Location, MediaType, Operation, Parameter, RequestBody, Response


@dataclass(frozen=True)
class Accounts:
    """Two accounts of one operation.

    Attributes:
        here: The one that speaks.
        there: The other one.
        sent: Joins schemas of what a client sends.
        received: Joins schemas of what a client receives.
    """

    here: Operation
    there: Operation
    sent: Joiner
    received: Joiner

    @property
    def name(self) -> str:
        """The operation in words."""
        return f"{self.here.method} {self.here.path}"

    def sides(self, keyword: str, ours: str, theirs: str) -> tuple[Side, Side]:
        """Return what the two say, at the places of the keyword that says it."""
        here, there = self.here.origin, self.there.origin
        return Side(ours, here and here / keyword), Side(theirs, there and there / keyword)


def join_parameters(both: Accounts) -> Checked[tuple[Parameter, ...]]:
    """Join the parameters; one that only one document has is sent as that one says."""

    def subject(parameter: Parameter) -> str:
        is_header = parameter.location is Location.HEADER
        name = parameter.name.lower() if is_header else parameter.name
        return f"the {parameter.location} parameter '{name}' of {both.name}"

    def join(here: Parameter, there: Parameter, subject: str) -> Checked[Parameter]:
        return _join_parameter(both.sent, here, there, subject)

    places = both.here.origin, both.there.origin
    lists = Lists(both.sent.pair, both.here.parameters, both.there.parameters, places, subject)
    return (yield from lists.join(join))


def _join_parameter(
    joiner: Joiner, here: Parameter, there: Parameter, subject: str
) -> Checked[Parameter]:
    facts = [
        ("style", here.style, there.style),
        ("explode", here.explode, there.explode),
        ("allowReserved", here.reserved, there.reserved),
        ("content", here.content, there.content),
        ("deprecated", here.deprecated, there.deprecated),
    ]
    for fact, ours, theirs in facts:
        if ours != theirs:
            sides = (
                Side(str(ours), here.origin and here.origin / fact),
                Side(str(theirs), there.origin and there.origin / fact),
            )
            yield joiner.pair.differ(f"'{fact}'", subject, *sides, FIRST)
    if here.required != there.required:
        yield joiner.required(subject, here.required, here.origin, there.origin)
    return replace(
        here,
        schema=(yield from joiner.join(here.schema, there.schema, Subject(subject))),
        required=here.required or there.required,
        description=here.description or there.description,
    )


def join_bodies(both: Accounts) -> Checked[RequestBody | None]:
    """Join the request bodies; one that only one document has is sent as that one says."""

    def subject(_: RequestBody) -> str:
        return f"the request body of {both.name}"

    def join(here: RequestBody, there: RequestBody, subject: str) -> Checked[RequestBody]:
        if here.required != there.required:
            yield both.sent.required(subject, here.required, here.origin, there.origin)
        return replace(
            here,
            media=(yield from _join_media(both.sent, here, there, subject)),
            required=here.required or there.required,
            description=here.description or there.description,
        )

    ours, theirs = ([body] if body else [] for body in (both.here.body, both.there.body))
    places = both.here.origin, both.there.origin
    joined = yield from Lists(both.sent.pair, ours, theirs, places, subject).join(join)
    return joined[0] if joined else None


def join_responses(both: Accounts) -> Checked[tuple[Response, ...]]:
    """Join the answers; a client has to know every one that either document has."""

    def subject(response: Response) -> str:
        return f"the answer {response.status} of {both.name}"

    def join(here: Response, there: Response, subject: str) -> Checked[Response]:
        codes = tuple(dict.fromkeys((*here.codes, *there.codes)))
        if set(here.codes) != set(there.codes):
            sides = Side(_list(here.codes), here.origin), Side(_list(there.codes), there.origin)
            yield both.received.pair.differ("the error codes", subject, *sides, "all of them count")
        return replace(
            here,
            description=here.description or there.description,
            media=(yield from _join_media(both.received, here, there, subject)),
            codes=codes,
        )

    places = both.here.origin, both.there.origin
    pair = both.received.pair
    lists = Lists(pair, both.here.responses, both.there.responses, places, subject)
    return (yield from lists.join(join))


def _join_media(
    joiner: Joiner, here: RequestBody | Response, there: RequestBody | Response, holder: str
) -> Checked[tuple[MediaType, ...]]:
    """Join the forms that two bodies can take."""

    def subject(media: MediaType) -> str:
        return f"the form '{media.name}' of {holder}"

    def join(ours: MediaType, theirs: MediaType, _: str) -> Checked[MediaType]:
        schema = yield from joiner.join(ours.schema, theirs.schema, Subject(holder))
        return replace(
            ours,
            schema=schema,
            examples={**theirs.examples, **ours.examples},
            encodings={**theirs.encodings, **ours.encodings},
        )

    places = here.origin, there.origin
    return (yield from Lists(joiner.pair, here.media, there.media, places, subject).join(join))


def _list(codes: Sequence[str]) -> str:
    return listing(codes) or "none"
