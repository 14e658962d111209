"""Asks datamodel-code-generator for pydantic models; imports nothing else that takes time, nor that before."""

from __future__ import annotations

import json

from stopgen.description import JsonObject


def generate(schemas: JsonObject, aliases: dict[str, str]) -> str:
    """Return the classes of an OpenAPI document's schemas.

    Args:
        schemas: Its schemas, by name.
        aliases: Other names for fields: for each ``schema.property`` the field.
    """
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
