"""Finds what the documents do not allow about a request."""

from __future__ import annotations

import re
from collections.abc import Collection, Iterable, Iterator
from dataclasses import dataclass
from typing import Any
from urllib.parse import parse_qsl, quote, unquote

import pydantic

from .declare import PathValue, Style
from .encoding import path_segment
from .errors import InvalidArgumentError
from .fake_declare import Body, Route
from .fake_exchange import Seen
from .fake_forms import field_names
from .fake_keys import cookie, keys_shown
from .unset import UNSET

_FIXED = "/%:@!$&'()*+,;=~?"


@dataclass(frozen=True, slots=True)
class Problem:
    """Something that the documents do not allow.

    Attributes:
        status: What platforms usually answer to it.
        text: What it is.
        allow: Methods that would have been right.
    """

    status: int
    text: str
    allow: str | None = None


def find_route(
    routes: Iterable[Route], seen: Seen, target: str
) -> tuple[Route | Problem, tuple[str, ...]]:
    """Find the operation that a request is for, and the values of its path.

    Args:
        routes: The operations.
        seen: The request.
        target: Where it goes below the platform's address.
    """
    tried = ((route, _values(route, target)) for route in routes)
    fitting = [(route, values) for route, values in tried if values is not None]
    right = [(route, values) for route, values in fitting if route.method == seen.method]
    if right:
        return next((found for found in right if _has_headers(found[0], seen)), right[0])
    if fitting:
        allow = ", ".join(sorted({route.method for route, _ in fitting}))
        return Problem(405, f"{seen.method} is not allowed here, but {allow}", allow), ()
    return Problem(404, "the documents have no such path"), ()


def run_id(route: Route, values: tuple[str, ...], seen: Seen) -> str:
    """Tell which run is meant: the last value of the path, else the first that must be given."""
    if values:
        return values[-1]
    for member in route.body.members if route.body else ():
        if member.required:
            return str(seen.members.get(member.name, ""))
    return next((seen.query.get(name, "") for name in route.query), "")


def _has_headers(route: Route, seen: Seen) -> bool:
    """Tell whether a request has the headers that tell an operation from others at its path."""
    return all(seen.header(name) == text for name, text in route.headers)


def _values(route: Route, target: str) -> tuple[str, ...] | None:
    pattern = "".join(
        re.escape(quote(piece, safe=_FIXED)) if isinstance(piece, str) else _hole(piece)
        for piece in route.path
    )
    rest = (
        r"(?:&.*)?"
        if any("?" in piece for piece in route.path if isinstance(piece, str))
        else r"(?:\?.*)?"
    )
    found = re.fullmatch("/" + pattern.removeprefix("/") + rest, target)
    return tuple(map(unquote, found.groups())) if found else None


def _hole(declared: PathValue) -> str:
    return "([^?]+)" if declared.reserved else "([^/?]+)"


def check(
    route: Route, values: tuple[str, ...], seen: Seen, keys: Collection[str]
) -> Problem | None:
    """Compare a request with what the documents say about its operation.

    Args:
        route: The operation.
        values: The values of its path.
        seen: The request.
        keys: API keys that are known; any key is right if there are none.
    """
    return next(_problems(route, values, seen, keys), None)


def _problems(
    route: Route, values: tuple[str, ...], seen: Seen, keys: Collection[str]
) -> Iterator[Problem]:
    if not any(key is None or not keys or key in keys for key in keys_shown(route, seen)):
        yield Problem(401, "the API key is missing or unknown")
    yield from _content_type(route, seen)
    if route.body:
        yield from _body(route.body, seen)
    placeholders = (piece for piece in route.path if isinstance(piece, PathValue))
    for declared, value in zip(placeholders, values, strict=False):
        yield from _path_value(declared, value)
    yield from _missing(route, seen)


def _content_type(route: Route, seen: Seen) -> Iterator[Problem]:
    sent = _essence(seen.header("content-type") or "")
    for name, text in route.headers:
        if name.lower() == "content-type" and sent != _essence(text):
            yield Problem(415, f"the content type must be {text}")
    body = route.body
    if body is None or not (seen.content or body.required):
        return
    is_json = sent == "application/json" or sent.endswith("+json")
    if not (is_json if body.is_json else sent == _essence(body.media)):
        yield Problem(415, f"the content type must be {body.media}")


def _essence(media_type: str) -> str:
    return media_type.partition(";")[0].strip().lower()


def _body(body: Body, seen: Seen) -> Iterator[Problem]:
    if not seen.content and not body.required:
        return
    if not body.is_json:
        yield from _form(body, seen)
        return
    value = seen.json
    if value is UNSET:
        yield Problem(400, "the body is not JSON" if seen.content else "the body is missing")
    elif not body.members:
        if not _fits(body.kind, value):
            yield Problem(400, "the body does not have the documented shape")
    elif not isinstance(value, dict):
        yield Problem(400, "the body is not an object")
    else:
        yield from _members(body, seen.members)


def _form(body: Body, seen: Seen) -> Iterator[Problem]:
    """Tell which fields of a form are missing; any other body only has to be there."""
    if not seen.content:
        yield Problem(400, "the body is missing")
        return
    names = field_names(seen.header("content-type") or "", seen.content)
    for member in body.members:
        if member.required and member.name not in names:
            yield Problem(400, f"{member.name} is missing")


def _members(body: Body, value: dict[str, object]) -> Iterator[Problem]:
    for member in body.members:
        if member.name not in value:
            if member.required:
                yield Problem(400, f"{member.name} is missing")
        elif not _fits(member.kind, value[member.name]):
            yield Problem(400, f"{member.name} does not have the documented type")


def _fits(kind: Any, value: object) -> bool:
    adapter: pydantic.TypeAdapter[Any] = pydantic.TypeAdapter(kind)
    try:
        adapter.validate_json(pydantic.TypeAdapter(Any).dump_json(value), strict=True)
    except (ValueError, RecursionError):
        return False
    return True


def _path_value(declared: PathValue, value: str) -> Iterator[Problem]:
    mark = {"label": ".", "matrix": ";"}.get(declared.style, "")
    if not value.startswith(mark):
        yield Problem(400, f"{declared.name} is not spelled in the style {declared.style}")
    if mark or declared.style == "json":
        return
    try:
        path_segment(declared, value)
    except InvalidArgumentError as error:
        yield Problem(400, str(error))


def _missing(route: Route, seen: Seen) -> Iterator[Problem]:
    for name, text in route.headers:
        if name.lower() != "content-type" and seen.header(name) != text:
            yield Problem(400, f"the header {name} must be {text}")
    for name in route.named_headers:
        if seen.header(name) is None:
            yield Problem(400, f"the header {name} is missing")
    for name in route.cookies:
        if cookie(seen.header("cookie") or "", name) is None:
            yield Problem(400, f"the cookie {name} is missing")
    yield from _query(route, seen)


def _query(route: Route, seen: Seen) -> Iterator[Problem]:
    """Tell which query parameters are missing, or named more often than their style has them."""
    pairs = parse_qsl(seen.target.partition("?")[2], keep_blank_values=True)
    sent = [name for name, _ in pairs]
    for name in route.query:
        if name not in sent and not any(known.startswith(f"{name}[") for known in sent):
            yield Problem(400, f"the query parameter {name} is missing")
    for style in route.styles:
        if style.location == "query" and sent.count(style.name) > _most(style):
            yield Problem(400, f"{style.name} is not spelled in the style {style.style}")


def _most(style: Style) -> int:
    """Tell how often a query parameter may be named in its style."""
    if style.style == "deepObject":
        return 0
    return 1000 if style.explode else 1
