"""The Python-shaped view of what a fake knows."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True, slots=True, kw_only=True)
class Sample:
    """A whole answer that the fake can give; everything is spelled in Python."""

    status: str
    body: str
    code: str
    message: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Member:
    """A property of a request's body that the fake checks; everything is spelled in Python."""

    name: str
    kind: str
    required: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Body:
    """The body of a request that the fake checks; everything is spelled in Python."""

    required: str
    kind: str
    members: tuple[Member, ...]
    media: str | None


@dataclass(frozen=True, slots=True, kw_only=True)
class Route:
    """What the fake needs to know of an operation; everything is spelled in Python.

    Attributes:
        name: The operation's name.
        method: The HTTP method.
        path: Fixed text and values, in order.
        security: Alternatives, each the schemes that are needed together.
        headers: Headers that have one possible value.
        styles: Parameters and fields that are not spelled as usual.
        query: Query parameters that must be there.
        named_headers: Headers that must be there with any value.
        cookies: Cookies that must be there.
        server: Where it is answered, if that is not where the platform's others are.
        body: What a request carries.
        samples: What the platform may answer.
        rules: What answers mean.
        states: For a status call: the name of the states that it tells.
    """

    name: str
    method: str
    path: tuple[str, ...]
    security: tuple[tuple[str, ...], ...]
    headers: tuple[tuple[str, str], ...]
    styles: tuple[str, ...]
    query: str
    named_headers: str
    cookies: str
    server: str | None
    body: Body | None
    samples: tuple[Sample, ...]
    rules: tuple[str, ...]
    states: str | None
