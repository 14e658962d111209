"""The words in which each platform's `fake.py` says what its documents let a request be answered with."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from .declare import PathValue, Rule, RunStates, Scheme, Server, Style
from .unset import UNSET


@dataclass(frozen=True, slots=True)
class Sample:
    """A whole answer: one that the documents show, or one made from the shape they describe.

    Attributes:
        status: `200`, a range such as `4XX`, or `default`.
        body: The JSON; UNSET for an answer without a body.
        code: Property names from the body to the platform's own code.
        message: Property names from the body to a sentence for people.
    """

    status: str
    body: object = UNSET
    code: tuple[str, ...] | None = None
    message: tuple[str, ...] | None = None


@dataclass(frozen=True, slots=True)
class Member:
    """A property of a request's body.

    Attributes:
        name: Its name on the wire.
        kind: The type of its value.
        required: Whether it must be there.
    """

    name: str
    kind: Any
    required: bool = False


@dataclass(frozen=True, slots=True)
class Body:
    """What a request carries.

    Attributes:
        required: Whether there must be one.
        kind: The type of the whole, if it is JSON.
        members: Its properties, where it is taken apart.
        media: What it is.
    """

    required: bool
    kind: Any
    members: tuple[Member, ...] = ()
    media: str = "application/json"

    @property
    def is_json(self) -> bool:
        """Whether it is JSON."""
        return self.media.endswith(("/json", "+json"))


@dataclass(frozen=True, slots=True)
class Route:
    """A call that the platform takes.

    Attributes:
        name: The operation's name.
        method: The HTTP method.
        path: Fixed text and values, in order.
        security: Alternatives, each a set of schemes needed together; `()` means without a key.
        headers: Headers that always have the same value.
        query: Query parameters that must be there.
        named_headers: Headers that must be there with any value.
        body: What it carries.
        samples: What the platform may answer.
        rules: What answers mean.
        states: What it tells, if it is a status call.
        styles: Parameters and fields that are not spelled as usual.
        cookies: Cookies that must be there.
        server: Where it is answered, if that is not where the platform's others are.
    """

    name: str
    method: str
    path: tuple[str | PathValue, ...]
    security: tuple[tuple[Scheme, ...], ...] = ()
    headers: tuple[tuple[str, str], ...] = ()
    query: tuple[str, ...] = ()
    named_headers: tuple[str, ...] = ()
    body: Body | None = None
    samples: tuple[Sample, ...] = ()
    rules: tuple[Rule, ...] = ()
    states: RunStates | None = None
    styles: tuple[Style, ...] = ()
    cookies: tuple[str, ...] = ()
    server: Server | None = None
