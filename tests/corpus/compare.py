"""Compares what arrived with what a document asks for, by an independent reading of it."""

from __future__ import annotations

import json
import re
from collections.abc import Iterator
from typing import Any
from urllib.parse import parse_qs, parse_qsl, unquote, urlsplit

from corpus.asked import Asked, Node, Scheme
from corpus.calls import GIVEN_SERVER, Arrival
from corpus.values import MOMENT, identifier, number, second, text
from loopback import Seen

_MOMENT = MOMENT.isoformat().replace("+00:00", "Z")
_USUAL = set(
    "accept accept-encoding authorization connection content-length content-type cookie host "
    "user-agent".split()
)
"""Headers of any request; whether the secrets among them are asked for is checked with them."""
_DAY = MOMENT.date().isoformat()


def is_for(asked: Asked, seen: Seen) -> bool:
    """Tell whether a request is a call of an operation, by method, server and path."""
    address = urlsplit(asked.server or GIVEN_SERVER)
    arrived = urlsplit(seen.path).path
    base = address.path.rstrip("/")
    return (
        seen.method == asked.method
        and seen.header("host") == address.netloc
        and arrived.startswith(base)
        and bool(_template(asked.path).fullmatch(arrived.removeprefix(base)))
    )


def complaints(asked: Asked, arrival: Arrival) -> Iterator[str]:
    """Say what is wrong with a request."""
    reader = _Reader(asked)
    yield from reader.path(arrival.seen)
    yield from reader.security(arrival.seen)
    if asked.book is not None:
        yield from reader.parameters(arrival)
        yield from reader.query(arrival.seen)
        yield from reader.headers(arrival.seen)
        yield from reader.body(arrival)


class _Reader:
    """What a document asks of a request, to hold one against."""

    def __init__(self, asked: Asked) -> None:
        self._asked = asked

    def path(self, seen: Seen) -> Iterator[str]:
        names = re.findall(r"\{\+?([^{}]*)\}", self._asked.path)
        base = urlsplit(self._asked.server or GIVEN_SERVER).path.rstrip("/")
        found = _template(self._asked.path).fullmatch(urlsplit(seen.path).path.removeprefix(base))
        for name, given in zip(names, found.groups() if found else (), strict=True):
            schema = self._asked.parameters.get(("path", name), {})
            if not self._may_be(name, self._schema(schema), unquote(given)):
                yield f"{given!r} stands for {name} in the path"

    def parameters(self, arrival: Arrival) -> Iterator[str]:
        query = parse_qs(urlsplit(arrival.seen.path).query, keep_blank_values=True)
        cookies = dict(parse_qsl((arrival.seen.header("cookie") or "").replace("; ", "&")))
        for (place, name), parameter in self._asked.parameters.items():
            if place == "path":
                continue
            values = {
                "query": query.get(name, []),
                "header": [entry for entry in [arrival.seen.header(name)] if entry is not None],
                "cookie": [cookies[name]] if name in cookies else [],
            }[place]
            if not values and (arrival.is_whole or parameter.get("required")):
                yield f"the {place} has no {name}"
            if not all(self._fits(name, parameter, entry, i) for i, entry in enumerate(values)):
                yield f"the {place} has {values} for {name}"

    def query(self, seen: Seen) -> Iterator[str]:
        known = {name for place, name in self._asked.parameters if place == "query"}
        secrets = {s.name for way in self._asked.security or () for s in way if s.place == "query"}
        for name, _ in parse_qsl(urlsplit(seen.path).query, keep_blank_values=True):
            if name not in known | secrets | _fixed(self._asked.path):
                yield f"nothing describes {name} in the query"

    def headers(self, seen: Seen) -> Iterator[str]:
        known = {name.lower() for place, name in self._asked.parameters if place == "header"}
        ways = self._asked.security or ()
        secrets = {s.name.lower() for way in ways for s in way if s.place == "header"}
        for name, _ in seen.headers:
            if name.lower() not in known | secrets | _USUAL:
                yield f"nothing describes the header {name}"

    def security(self, seen: Seen) -> Iterator[str]:
        ways = self._asked.security
        if ways and not any(all(_is_shown(s, seen) for s in way) for way in ways):
            yield f"none of {ways} is followed"
        shown = [name for name, text in seen.headers if "secret" in text]
        untold = ["Authorization"] if ways is None else []
        if self._asked.book and not any(ways or ()) and (shown != untold or "secret" in seen.path):
            yield f"secrets were sent in {shown} of which nobody spoke"

    def body(self, arrival: Arrival) -> Iterator[str]:
        seen, bodies = arrival.seen, self._asked.bodies
        if not seen.body:
            if self._asked.needs_body or (arrival.is_whole and bodies):
                yield "there is no body"
            return
        kind = (seen.header("content-type") or "").partition(";")[0]
        known = {name.partition(";")[0].strip(): schema for name, schema in bodies.items()}
        if kind not in known:
            yield f"the body is {kind}, not one of {list(bodies)}"
            return
        if kind.endswith("json"):
            yield from self._object("", known[kind], json.loads(seen.body), arrival)
        elif kind == "application/x-www-form-urlencoded":
            form = dict(parse_qsl(seen.body.decode()))
            yield from self._object("", known[kind], form, arrival)

    def _object(self, name: str, node: Any, given: Any, arrival: Arrival) -> Iterator[str]:
        """Say what is wrong with a value by its schema."""
        schema = self._follow(node)
        for branch in schema.get("allOf", ()):
            yield from self._object(name, branch, given, arrival)
        for key in ("oneOf", "anyOf"):
            branches = [entry for entry in schema.get(key, ()) if entry.keys() != {"required"}]
            if branches and all(list(self._object(name, b, given, arrival)) for b in branches):
                yield f"{given!r} fits no branch of {name or 'the body'}"
        if isinstance(given, dict):
            yield from self._members(name, schema, given, arrival)
        elif isinstance(given, list):
            for index, entry in enumerate(given):
                yield from self._object(_nth(name, index), schema.get("items", {}), entry, arrival)
        elif not self._may_be(name, schema, _spelled(given)):
            yield f"{given!r} stands for {name or 'the body'}"

    def _members(self, name: str, schema: Node, given: Node, arrival: Arrival) -> Iterator[str]:
        properties: Node = schema.get("properties", {})
        is_top = not name and arrival.is_whole
        for key in schema.get("required", ()):
            if key not in given and not self._follow(properties.get(key)).get("readOnly"):
                yield f"{name or 'the body'} has no {key}"
        for key, entry in given.items():
            if key in properties:
                yield from self._object(key, properties[key], entry, arrival)
        if is_top and properties and not given.keys() & properties:
            yield f"the body has none of {list(properties)}"

    def _fits(self, name: str, parameter: Node, given: str, index: int) -> bool:
        """Tell whether one value in a query, header or cookie is right."""
        schema = self._schema(parameter)
        for media in parameter.get("content", {}).values():
            schema = self._follow(media.get("schema"))
            if schema.get("type") not in {"string", "integer", "number", "boolean"}:
                return bool(json.loads(given))
        if schema.get("type") != "array":
            return self._may_be(name, schema, given)
        mark = {"pipeDelimited": "|", "spaceDelimited": " "}.get(parameter.get("style", ""), ",")
        items = self._follow(schema.get("items"))
        if len(parts := given.split(mark)) == 1:
            return self._may_be(_nth(name, index), items, given)
        return all(self._may_be(_nth(name, i), items, part) for i, part in enumerate(parts))

    def _may_be(self, name: str, node: Any, given: str) -> bool:
        """Tell whether a text is what an application gives for a name and a schema."""
        schema = self._follow(node)
        for key in ("oneOf", "anyOf"):
            if branches := schema.get(key):
                return any(self._may_be(name, branch, given) for branch in branches)
        if "enum" in schema or "const" in schema:
            known = [*schema.get("enum", ()), *([schema["const"]] if "const" in schema else [])]
            return given in map(_spelled, known)
        if "default" in schema and given == _spelled(schema["default"]):
            return True
        types = schema.get("type", ["string", "integer", "boolean"])
        candidates = {
            "string": [text(name), str(identifier(name)), MOMENT.isoformat(), _MOMENT, _DAY],
            "integer": [str(number(name))],
            "number": [str(number(name)), f"{number(name)}.0"],
            "boolean": ["true"],
        }
        allowed = [types] if isinstance(types, str) else types
        return any(given in candidates.get(kind, ()) for kind in allowed)

    def _schema(self, parameter: Node) -> Node:
        return self._follow(parameter.get("schema", parameter))

    def _follow(self, node: Any) -> Node:
        found = self._asked.book.follow(node) if self._asked.book else node
        return found if isinstance(found, dict) else {}


def _spelled(given: Any) -> str:
    return given if isinstance(given, str) else json.dumps(given)


def _template(path: str) -> re.Pattern[str]:
    """Return a pattern for the paths of a template, with a group for each value."""
    literals = re.split(r"\{[^{}]*\}", path.partition("?")[0].partition("#")[0])
    return re.compile("([^/?]+)".join(map(re.escape, literals)))


def _fixed(path: str) -> set[str]:
    return {name for name, _ in parse_qsl(urlsplit(path).query, keep_blank_values=True)}


def _nth(name: str, index: int) -> str:
    return second(name) if index else name


def _is_shown(scheme: Scheme, seen: Seen) -> bool:
    """Tell whether a request shows who calls in this way."""
    authorization = seen.header("authorization") or ""
    match scheme.place:
        case "bearer" | "basic" as word:
            return authorization.lower().startswith(f"{word} ")
        case "header":
            return "secret" in (seen.header(scheme.name) or "")
        case "cookie":
            return f"{scheme.name}=secret" in (seen.header("cookie") or "")
        case _:
            query = parse_qs(urlsplit(seen.path).query)
            return any("secret" in entry for entry in query.get(scheme.name, ()))
