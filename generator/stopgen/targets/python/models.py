"""Makes pydantic models through datamodel-code-generator, which never sees a word of a document.

What goes in are shapes and placeholders. Texts, wire names, values and our own names are put in afterwards,
all in one pass, so that nothing of a document is ever quoted, renamed or interpreted by anyone else.
"""

from __future__ import annotations

import re
from dataclasses import dataclass, field
from typing import assert_never

from stopgen import overlap
from stopgen.description import Json, JsonObject
from stopgen.model import (
    Anything,
    Array,
    Enumeration,
    Intersection,
    Nothing,
    Object,
    Reference,
    Scalar,
    ScalarType,
    Schema,
    Union,
)
from stopgen.targets import pydantic
from stopgen.targets.python.docs import docstring, prose
from stopgen.targets.python.literals import literal
from stopgen.targets.python.names import distinct, field_name
from stopgen.targets.python.shapes import Shapes
from stopgen.targets.python.view import Model, ModelCode

TYPED_FORMATS = frozenset({"uuid", "date", "date-time"})
"""Formats that have a Python type of their own."""
_SLIP = re.compile(
    r'"""\s*(?P<doc>stopgen_text_\d+)\s*"""|^ *(?P<text>stopgen_text_\d+) *$'
    r"|alias=['\"](?P<alias>stopgen_value_\d+)['\"]|['\"](?P<value>stopgen_value_\d+)['\"]"
    r"|\b(?P<name>stopgen_name_\d+|StopgenClass\d+)\b",
    re.MULTILINE,
)
"""Every placeholder, as the library spells what it was given."""
_HALF_A_CHARACTER = re.compile("[\ud800-\udfff]")
_IMPORT = re.compile(r"^(?:from|import) .*$", re.MULTILINE)


def build_models(shapes: Shapes) -> Model:
    """Return the models of all schemas that have a class."""
    if not shapes.classes:
        return Model()
    slips = _Slips({key: f"StopgenClass{number}" for number, key in enumerate(shapes.classes)})
    slips.contents.update((slips.classes[key], name) for key, name in shapes.classes.items())
    schemas: JsonObject = {
        slip: _class(shapes.schemas[key], shapes.classes[key], slip, slips)
        for key, slip in slips.classes.items()
    }
    generated = overlap.ask(pydantic.generate, schemas, slips.aliases)
    return Model(
        names=tuple(sorted(shapes.classes.values())),
        allowed=frozenset(slips.contents[slip] for slip in slips.names.values()),
        code=lambda: _code(generated(), slips),
    )


def _code(source: str, slips: _Slips) -> ModelCode:
    """Put in what placeholders stand for."""
    source = _SLIP.sub(slips.restore, source)
    imports = [found for found in _IMPORT.findall(source) if "__future__" not in found]
    return ModelCode(_sorted(imports), _IMPORT.sub("", source).strip())


def _sorted(imports: list[str]) -> str:
    """Put the standard library before pydantic, as an import sorter would."""
    own = sorted(found for found in imports if "pydantic" in found)
    return "\n".join([*sorted(set(imports) - set(own)), "", *own]).strip()


@dataclass(slots=True)
class _Slips:
    """Placeholders that were handed out, and what each stands for.

    Attributes:
        classes: The placeholder of each schema that has a class.
        names: The placeholder of each field.
        contents: What each placeholder stands for, as Python text.
        aliases: Fields whose name on the wire is another one.
    """

    classes: dict[str, str]
    names: dict[str, str] = field(default_factory=dict[str, str])
    contents: dict[str, str] = field(default_factory=dict[str, str])
    aliases: dict[str, str] = field(default_factory=dict[str, str])

    def text(self, text: str) -> str:
        """Hand out a placeholder for prose."""
        return self._new("text", text)

    def value(self, value: Json) -> str:
        """Hand out a placeholder for a value; half a character, which no JSON can hold, is replaced."""
        if isinstance(value, str):
            value = _HALF_A_CHARACTER.sub("\ufffd", value)
        return self._new("value", literal(value))

    def name(self, name: str) -> str:
        """Hand out the placeholder of a field's name."""
        if name not in self.names:
            self.names[name] = self._new("name", name)
        return self.names[name]

    def _new(self, kind: str, content: str) -> str:
        slip = f"stopgen_{kind}_{len(self.contents)}"
        self.contents[slip] = content
        return slip

    def restore(self, found: re.Match[str]) -> str:
        """Return what a placeholder stands for."""
        content = self.contents[found[str(found.lastgroup)]]
        if found["alias"]:  # type checkers take `alias` for the name that callers must use
            return f"validation_alias={content}, serialization_alias={content}"
        return f'"""{content}"""' if found["doc"] else content


def _class(schema: Schema, name: str, slip: str, slips: _Slips) -> JsonObject:
    """Spell a named schema; the description becomes the docstring of its class."""
    text = schema.description or ("" if schema.title == name else schema.title)
    doc: JsonObject = {"description": slips.text(_doc(text, 4))} if text else {}
    return _spell(schema, slip, slips) | doc


def _doc(text: str, indent: int) -> str:
    return docstring([prose(text, indent)]).replace("\n", "\n" + " " * indent)


def _spell(schema: Schema, owner: str, slips: _Slips) -> JsonObject:
    """Spell the shape alone: limits are the platform's to check, not a reader's to fail on."""
    match schema:
        case Anything() | Nothing() | Intersection():
            return {}
        case Scalar():
            return _scalar(schema, slips)
        case Enumeration():
            return _enumeration(schema.values, slips)
        case Array():
            return {"type": "array", "items": _spell(schema.items, owner, slips)}
        case Union():
            return {"anyOf": [_spell(option, owner, slips) for option in schema.options]}
        case Reference():
            known = slips.classes.get(schema.name)
            return {"$ref": f"#/components/schemas/{known}"} if known else {}
        case Object():
            return _object(schema, owner, slips)
        case _:
            assert_never(schema)


def _scalar(schema: Scalar, slips: _Slips) -> JsonObject:
    plain: JsonObject = {"type": str(schema.type)}
    if schema.known_values:
        return {"anyOf": [_enumeration(schema.known_values, slips), plain]}
    if schema.type is ScalarType.STRING and schema.format in TYPED_FORMATS:
        return plain | {"format": schema.format}
    return plain


def _enumeration(values: tuple[Json, ...], slips: _Slips) -> JsonObject:
    """Spell a closed list; only texts, whole numbers, truth and null can be literals in Python."""
    if not all(isinstance(value, str | int | None) for value in values):
        return {}
    spelled: list[Json] = [slips.value(v) if isinstance(v, str) else v for v in values]
    return {"enum": spelled}


def _object(schema: Object, owner: str, slips: _Slips) -> JsonObject:
    """Spell an object; what may stand beside its members is kept as it comes."""
    spelled: JsonObject = {"type": "object"}
    if not schema.properties:
        inside = _spell(schema.additional, owner, slips) if schema.additional else {}
        spelled["additionalProperties"] = inside or True
        return spelled
    fields = _fields([member.name for member in schema.properties])
    members = {_key(m.name, fields[m.name], owner, slips): m for m in schema.properties}
    required: list[Json] = [key for key, member in members.items() if member.required]
    spelled["properties"] = {
        key: _property(member.schema, owner, slips) for key, member in members.items()
    }
    if required:
        spelled["required"] = required
    return spelled


def _fields(names: list[str]) -> dict[str, str]:
    """Return the field of each property; a name that can stay as it is comes before all that become it."""
    names = sorted(names, key=lambda name: field_name(name) != name)
    return dict(zip(names, distinct(map(field_name, names)), strict=True))


def _key(name: str, chosen: str, owner: str, slips: _Slips) -> str:
    """Return a placeholder for a property, with an alias if it has another name on the wire."""
    if name == chosen:
        return slips.name(chosen)
    key = slips.value(name)
    slips.aliases[f"{owner}.{key}"] = slips.name(chosen)
    return key


def _property(schema: Schema, owner: str, slips: _Slips) -> JsonObject:
    spelled = _spell(schema, owner, slips)
    if schema.description:
        return spelled | {"description": slips.text(_doc(schema.description, 4))}
    return spelled
