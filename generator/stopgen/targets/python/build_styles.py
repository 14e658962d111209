"""Builds how values are spelled that are not spelled as is usual where they go."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Final

from stopgen import model
from stopgen.model import Location
from stopgen.targets.python.literals import literal
from stopgen.targets.python.media import Form, content_type, form_of, is_json, sent_form
from stopgen.targets.python.shapes import Shapes

_STYLES: Final = {
    Location.QUERY: ("form", "spaceDelimited", "pipeDelimited", "deepObject"),
    Location.HEADER: ("simple",),
    Location.COOKIE: ("form", "cookie"),
    Location.PATH: ("simple", "label", "matrix"),
}
"""The styles of each location, the usual one first; a style that is out of place counts as usual."""


def build_styles(operation: model.Operation, shapes: Shapes) -> Iterator[str]:
    """Yield declarations of parameters and of fields of the body."""
    for parameter in operation.parameters:
        spelled = parameter_style(parameter, shapes)
        if parameter.location is not Location.PATH and spelled:
            yield f"Style({literal(str(parameter.location))}, {literal(parameter.name)}, {spelled})"
    form = sent_form(operation.body.media) if operation.body else None
    for name, spelled in field_styles(form).items() if form else ():
        yield f"Style('body', {literal(name)}, {spelled})"


def path_value(name: str, operation: model.Operation, shapes: Shapes, *, reserved: bool) -> str:
    """Return the declaration of a value of the path.

    Args:
        name: Its name.
        operation: The operation.
        shapes: The platform's schemas.
        reserved: Whether the path itself lets it hold slashes.
    """
    found = (p for p in operation.parameters if (p.location, p.name) == (Location.PATH, name))
    parameter = next(found, None)
    schema = shapes.resolve(parameter.schema) if parameter else None
    style = parameter_style(parameter, shapes) if parameter else None
    is_uuid = isinstance(schema, model.Scalar) and schema.format == "uuid"
    is_open = reserved or (parameter is not None and parameter.reserved)
    marks = (
        literal(name),
        'format="uuid"' if is_uuid else "",
        f"style={style}" if style else "",
        "reserved=True" if is_open else "",
    )
    return f"PathValue({', '.join(filter(None, marks))})"


def field_styles(form: model.MediaType) -> dict[str, str]:
    """Return how each field of a form is spelled that says so."""
    if form_of(form.name) not in (Form.URLENCODED, Form.MULTIPART):
        return {}
    return {name: _field(encoding) for name, encoding in form.encodings.items()}


def parameter_style(parameter: model.Parameter, shapes: Shapes) -> str | None:
    """Return how a parameter is spelled; None if that is as usual for what it can be."""
    if parameter.content is not None:
        has_quotes = is_json(parameter.content) and not is_scalar(parameter.schema, shapes)
        return "'json'" if has_quotes else None  # nobody puts quotes around an id
    usual, *others = _STYLES[parameter.location]
    style = parameter.style if parameter.style in others else usual
    explode = style in ("form", "cookie") if parameter.explode is None else parameter.explode
    has_parts = not is_scalar(parameter.schema, shapes)
    is_reserved = parameter.reserved and parameter.location is not Location.PATH
    is_usual = style == usual and not is_reserved
    if is_usual and (not has_parts or explode == (parameter.location is Location.QUERY)):
        return None
    return _marks(style, explode=explode and has_parts, reserved=is_reserved)


def _marks(style: str, *, explode: bool, reserved: bool = False) -> str:
    marks = [literal(style), *["explode=True"][:explode], *["reserved=True"][:reserved]]
    return ", ".join(marks)


def _field(encoding: model.Encoding) -> str:
    """Return how a field of a form is spelled; a style speaks louder than a media type."""
    style = encoding.style or "form"
    explode = style == "form" if encoding.explode is None else encoding.explode
    marks = _marks(style, explode=explode, reserved=encoding.reserved)
    media = (encoding.content or "*").partition(",")[0]
    is_styled = encoding.style is not None or encoding.explode is not None
    return marks if is_styled or "*" in media else f"{marks}, media={literal(content_type(media))}"


def is_scalar(schema: model.Schema, shapes: Shapes) -> bool:
    """Tell whether all values of a schema are single ones, which every style spells alike."""
    match shapes.resolve(schema):
        case model.Scalar() | model.Enumeration():
            return True
        case model.Union(options=options):
            return all(is_scalar(option, shapes) for option in options)
        case _:
            return False
