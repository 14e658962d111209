"""Turns the schemas of an expanded operation into JSON Schema, and names those that have a name."""

from __future__ import annotations

import re
from collections.abc import Collection
from dataclasses import dataclass, field
from typing import Final

from stopgen.diagnostic import Checked, Code, error
from stopgen.node import Node
from stopgen.readers.parts import Part, made, mapping, sequence, taken

_NAME: Final = re.compile(r"#/components/schemas/([\w.-]+)", re.ASCII)
_ENUM: Final = re.compile(r"enum<(\w+)>")
_DROPPED: Final = frozenset({"refIdentifier", "type", "requiredProperties"})


@dataclass(slots=True)
class Schemas:
    """The component schemas of a page.

    Attributes:
        given: What the page itself has among its components.
        parts: What has been named so far, by its name.
    """

    given: Node
    parts: dict[str, Part] = field(default_factory=dict[str, Part])

    def read(self, node: Node, without: Collection[str] = ()) -> Checked[Part]:
        """Read a list of schemas; any one of several has to hold.

        Args:
            node: The list.
            without: Keywords that are not about the schema but about what it stands in.
        """
        entries = [entry for entry in node.items() if isinstance(entry.value, dict)]
        if not entries or not isinstance(node.value, list) or len(entries) != len(node.value):
            yield error(Code.WRONG_SHAPE, node.origin.position, "a list of schemas belongs here")
        choices = [self._named(entry, _schema(entry, without)) for entry in entries]
        if len(choices) == 1:
            return choices[0]
        return mapping(node, {"oneOf": sequence(node, choices) if choices else None})

    def _named(self, node: Node, schema: Part) -> Part:
        """Put a schema that has a name among the components, unless another one has that name."""
        found = _NAME.fullmatch(node["refIdentifier"].text or "")
        if found is None:
            return schema
        is_given = found[1] in self.given
        if not is_given and self.parts.setdefault(found[1], schema).value != schema.value:
            return schema
        return mapping(node, {"$ref": made(found[0], node["refIdentifier"])})


def is_required(node: Node) -> bool:
    """Tell whether a list of schemas says that a value must be sent."""
    return any(entry["required"].flag for entry in node.items())


def _schema(node: Node, without: Collection[str]) -> Part:
    members: dict[str, Part | None] = {"type": _type(node["type"])}
    for key, member in node.members():
        is_flag = key == "required" and member.flag is not None
        if key not in _DROPPED and key not in without and not is_flag:
            members[key] = _keyword(key, member)
    if node["type"].value == "file":
        members["format"] = made("binary", node["type"])
        members.pop("contentEncoding", None)
    if node["requiredProperties"]:
        members["required"] = taken(node["requiredProperties"])
    return mapping(node, members)


def _type(node: Node) -> Part | None:
    """Return the type; ``any`` is none, a file is text, and an enumeration says its type inside."""
    match node.value:
        case "any":
            return None
        case "file":
            return made("string", node)
        case str(name):
            found = _ENUM.fullmatch(name)
            return made(found[1] if found else name, node)
        case _:
            return taken(node)


def _keyword(key: str, node: Node) -> Part | None:
    match key:
        case "properties":
            return mapping(node, {name: _unwrapped(inside) for name, inside in node.members()})
        case "items" | "additionalProperties":
            return _unwrapped(node)
        case _:
            return made(node.value, node)


def _unwrapped(node: Node) -> Part | None:
    """Take a schema out of an ``allOf`` that holds nothing else."""
    match node.value:
        case {"allOf": [dict()], **others} if not others:
            inner = next(node["allOf"].items())
            return mapping(node, {key: made(value.value, value) for key, value in inner.members()})
        case _:
            return taken(node)
