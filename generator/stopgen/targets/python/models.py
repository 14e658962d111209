"""Makes pydantic models through datamodel-code-generator, which never sees a document's text.

What goes in are our own names and placeholders; texts, wire names and values are put in afterwards as
escaped literals, so that nothing of a document is ever quoted by anyone else.
"""

from __future__ import annotations

import json
import re
from dataclasses import dataclass, field
from typing import assert_never

from stopgen.description import Json, JsonObject
from stopgen.model import (
    Anything,
    Array,
    Enumeration,
    Intersection,
    Nothing,
    Object,
    Property,
    Reference,
    Scalar,
    Schema,
    Union,
)
from stopgen.targets.python.docs import docstring, prose
from stopgen.targets.python.literals import literal
from stopgen.targets.python.names import distinct, field_name
from stopgen.targets.python.shapes import Shapes
from stopgen.targets.python.view import Model

_FORMATS = frozenset({"uuid", "date", "date-time"})
_TEXT = re.compile(r'"""\s*(stopgen_text_\d+)\s*"""|^ *(stopgen_text_\d+) *$', re.MULTILINE)
_VALUE = re.compile(r"'(stopgen_value_\d+)'|\"(stopgen_value_\d+)\"")
_IMPORT = re.compile(r"^(?:from|import) .*$", re.MULTILINE)


def build_models(shapes: Shapes) -> Model:
    """Return the models of all schemas that have a class."""
    if not shapes.classes:
        return Model()
    slips = _Slips()
    schemas: JsonObject = {
        name: _class(shapes.schemas[key], name, shapes, slips)
        for key, name in shapes.classes.items()
    }
    source = _VALUE.sub(slips.value_of, _TEXT.sub(slips.text_of, _generate(schemas, slips.aliases)))
    imports = [found for found in _IMPORT.findall(source) if "__future__" not in found]
    return Model(
        imports=_sorted(imports),
        body=_IMPORT.sub("", source).strip(),
        names=tuple(sorted(shapes.classes.values())),
        allowed=frozenset(slips.fields),
    )


def _sorted(imports: list[str]) -> str:
    """Put the standard library before pydantic, as an import sorter would."""
    own = sorted(found for found in imports if "pydantic" in found)
    return "\n".join([*sorted(set(imports) - set(own)), "", *own]).strip()


@dataclass(slots=True)
class _Slips:
    """Placeholders that were handed out, and what each stands for."""

    texts: dict[str, str] = field(default_factory=dict[str, str])
    values: dict[str, str] = field(default_factory=dict[str, str])
    aliases: dict[str, str] = field(default_factory=dict[str, str])
    fields: set[str] = field(default_factory=set[str])

    def text(self, text: str) -> str:
        """Hand out a placeholder for prose."""
        key = f"stopgen_text_{len(self.texts)}"
        self.texts[key] = text
        return key

    def value(self, value: Json) -> str:
        """Hand out a placeholder for a value."""
        key = f"stopgen_value_{len(self.values)}"
        self.values[key] = literal(value)
        return key

    def text_of(self, found: re.Match[str]) -> str:
        """Return the docstring that a placeholder stands for."""
        return f'"""{self.texts[found[1] or found[2]]}"""' if found[1] else self.texts[found[2]]

    def value_of(self, found: re.Match[str]) -> str:
        """Return the literal that a placeholder stands for."""
        return self.values[found[1] or found[2]]


def _generate(schemas: JsonObject, aliases: dict[str, str]) -> str:
    """Call the library; imported late, as that takes longer than everything else here."""
    from datamodel_code_generator.enums import DataModelType
    from datamodel_code_generator.format import DatetimeClassType, PythonVersion
    from datamodel_code_generator.model import get_data_model_types
    from datamodel_code_generator.parser import LiteralType
    from datamodel_code_generator.parser.openapi import OpenAPIParser

    types = get_data_model_types(DataModelType.PydanticV2BaseModel, PythonVersion.PY_311)
    document: JsonObject = {
        "openapi": "3.1.0",
        "info": {"title": "models", "version": "1"},
        "paths": {},
        "components": {"schemas": schemas},
    }
    parser = OpenAPIParser(
        source=json.dumps(document),
        data_model_type=types.data_model,
        data_model_root_type=types.root_model,
        data_model_field_type=types.field_model,
        data_type_manager_type=types.data_type_manager,
        dump_resolve_reference_action=types.dump_resolve_reference_action,
        target_python_version=PythonVersion.PY_311,
        formatters=[],
        aliases=aliases,
        enum_field_as_literal=LiteralType.All,
        use_union_operator=True,
        use_standard_collections=True,
        use_schema_description=True,
        use_inline_field_description=True,
        use_field_description=True,
        enable_faux_immutability=True,
        allow_extra_fields=True,
        allow_population_by_field_name=True,
        use_default_kwarg=True,
        target_datetime_class=DatetimeClassType.Datetime,
    )
    result = parser.parse()
    return result if isinstance(result, str) else "\n".join(part.body for part in result.values())


def _class(schema: Schema, name: str, shapes: Shapes, slips: _Slips) -> JsonObject:
    """Spell a named schema; the description becomes the docstring of its class."""
    text = schema.description or ("" if schema.title == name else schema.title)
    doc: JsonObject = {"description": slips.text(_doc(text, 4))} if text else {}
    return _spell(schema, name, shapes, slips) | doc


def _doc(text: str, indent: int) -> str:
    return docstring([prose(text, indent)]).replace("\n", "\n" + " " * indent)


def _spell(schema: Schema, name: str, shapes: Shapes, slips: _Slips) -> JsonObject:
    """Spell the shape alone: limits are the platform's to check, not a reader's to fail on."""
    match schema:
        case Anything() | Nothing():
            return {}
        case Scalar():
            return _scalar(schema, slips)
        case Enumeration():
            return _enumeration(schema.values, slips)
        case Array():
            return {"type": "array", "items": _spell(schema.items, name, shapes, slips)}
        case Union():
            return {"anyOf": [_spell(option, name, shapes, slips) for option in schema.options]}
        case Intersection():
            return {"allOf": [_spell(part, name, shapes, slips) for part in schema.parts]}
        case Reference():
            known = schema.name in shapes.classes
            return {"$ref": f"#/components/schemas/{shapes.classes[schema.name]}"} if known else {}
        case Object():
            return _object(schema, name, shapes, slips)
        case _:
            assert_never(schema)


def _scalar(schema: Scalar, slips: _Slips) -> JsonObject:
    plain: JsonObject = {"type": str(schema.type)}
    if schema.format in _FORMATS:
        return plain | {"format": schema.format}
    if schema.known_values:
        return {"anyOf": [_enumeration(schema.known_values, slips), plain]}
    return plain


def _enumeration(values: tuple[Json, ...], slips: _Slips) -> JsonObject:
    """Spell a closed list; only texts, whole numbers, truth and null can be literals in Python."""
    if not all(isinstance(value, str | int | None) for value in values):
        return {}
    spelled: list[Json] = [slips.value(v) if isinstance(v, str) else v for v in values]
    return {"enum": spelled}


def _object(schema: Object, name: str, shapes: Shapes, slips: _Slips) -> JsonObject:
    fields = distinct(field_name(member.name) for member in schema.properties)
    slips.fields.update(fields)
    keys = [
        _key(member, chosen, name, slips)
        for member, chosen in zip(schema.properties, fields, strict=True)
    ]
    spelled: JsonObject = {"type": "object"}
    if keys:
        spelled["properties"] = {
            key: _property(member.schema, name, shapes, slips)
            for key, member in zip(keys, schema.properties, strict=True)
        }
    required: list[Json] = [k for k, m in zip(keys, schema.properties, strict=True) if m.required]
    if required:
        spelled["required"] = required
    if schema.additional is None or isinstance(schema.additional, Nothing):
        return spelled
    inside = _spell(schema.additional, name, shapes, slips)
    spelled["additionalProperties"] = inside or True
    return spelled


def _key(member: Property, chosen: str, name: str, slips: _Slips) -> str:
    """Return the property's key: its own name if Python can have it, else a placeholder with an alias."""
    if member.name == chosen:
        return chosen
    key = slips.value(member.name)
    slips.aliases[f"{name}.{key}"] = chosen
    return key


def _property(schema: Schema, name: str, shapes: Shapes, slips: _Slips) -> JsonObject:
    spelled = _spell(schema, name, shapes, slips)
    if schema.description:
        return spelled | {"description": slips.text(_doc(schema.description, 4))}
    return spelled
