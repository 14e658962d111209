"""Builds the methods of the clients."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import replace

from stopgen import model, placeholders
from stopgen.targets.python import view
from stopgen.targets.python.annotations import allows_null, annotation, fits
from stopgen.targets.python.build_answers import error_class, success_annotation
from stopgen.targets.python.build_operation import constant_value
from stopgen.targets.python.build_status import CONFIRM, CONFIRM_TEXT
from stopgen.targets.python.docs import docstring, prose, section, sentence
from stopgen.targets.python.literals import literal
from stopgen.targets.python.media import Form, essence, file_annotation, form_of, sent_form
from stopgen.targets.python.names import argument_name, distinct
from stopgen.targets.python.shapes import Shapes

_INDENT = 8
_GROUPS = {
    model.Location.QUERY: "query",
    model.Location.HEADER: "headers",
    model.Location.COOKIE: "cookies",
}


def build_method(
    operation: model.Operation,
    name: str,
    constant: str,
    title: str,
    shapes: Shapes,
    *,
    confirms: bool = False,
) -> view.Method:
    """Spell an operation as a method: path values are positional, everything else is keyword-only.

    Args:
        operation: The operation.
        name: The name of the method.
        constant: The name of the operation's declaration.
        title: The platform's name, for people.
        shapes: The platform's schemas.
        confirms: Whether it can look for itself what became of the run.
    """
    positional = list(_path_arguments(operation, shapes))
    grouped = list(_grouped(operation, shapes))
    body = _whole_body(operation, shapes)
    loose = [*positional, *(argument for _, argument in grouped), *([body] if body else [])]
    names = iter(distinct((argument.name for argument in loose), [CONFIRM] if confirms else []))
    positional = [replace(argument, name=next(names)) for argument in positional]
    grouped = [(keyword, replace(argument, name=next(names))) for keyword, argument in grouped]
    body = replace(body, name=next(names)) if body else None
    keywords = [*(argument for _, argument in grouped), *([body] if body else [])]
    return view.Method(
        name=name,
        constant=constant,
        positional=tuple(positional),
        path=tuple(_path_values(operation, positional)),
        keywords=tuple(sorted(keywords, key=lambda argument: argument.default is not None)),
        groups=tuple(_groups(grouped, operation.body)),
        body=body,
        returns=success_annotation(operation, shapes),
        doc=_doc(operation, title, (*positional, *keywords), confirms=confirms),
        wire=operation.key,
        is_status=operation.states is not None,
        confirms=confirms,
    )


def _path_arguments(operation: model.Operation, shapes: Shapes) -> Iterator[view.Argument]:
    """Yield the values of the path, each once, in the order in which the path has them."""
    declared = {p.name: p for p in operation.parameters if p.location is model.Location.PATH}
    for name in dict.fromkeys(placeholders.names(operation.path)):
        parameter = declared.get(name)
        schema = parameter.schema if parameter else model.Anything()
        is_uuid = isinstance(schema, model.Scalar) and schema.format == "uuid"
        spelled = "UUID | str" if is_uuid else _path_annotation(schema, shapes)
        yield _argument(name, spelled, None, parameter.description if parameter else None)


def _path_values(operation: model.Operation, positional: Iterable[view.Argument]) -> Iterator[str]:
    """Yield the argument that stands at each place of the path."""
    names = {argument.wire: argument.name for argument in positional}
    for name in placeholders.names(operation.path):
        yield names[literal(name)]


def _path_annotation(schema: model.Schema, shapes: Shapes) -> str:
    schema = shapes.resolve(schema)
    spelled = annotation(schema, shapes.classes)
    if isinstance(schema, model.Array | model.Object | model.Union) or spelled in ("str", "int"):
        return spelled
    return spelled if spelled.startswith("Literal") else "str"


def _grouped(operation: model.Operation, shapes: Shapes) -> Iterator[tuple[str, view.Argument]]:
    """Yield every keyword argument with where it travels."""
    for parameter in operation.parameters:
        if parameter.location in _GROUPS and constant_value(parameter) is None:
            argument = _argument(parameter.name, "", None, parameter.description)
            argument = _keyword(argument, parameter.schema, parameter.required, shapes)
            yield _GROUPS[parameter.location], argument
    members = shapes.members(operation.body) if operation.body else None
    form = sent_form(operation.body.media) if operation.body else None
    has_files = form is not None and form_of(form.name) is Form.MULTIPART
    for member in members.properties if members else ():
        spelled = file_annotation(member.schema) if has_files else None
        argument = _argument(member.name, spelled or "", None, member.schema.description)
        yield "body", _keyword(argument, member.schema, member.required, shapes)


def _keyword(
    bare: view.Argument, schema: model.Schema, required: bool, shapes: Shapes
) -> view.Argument:
    """Complete a keyword argument: an optional one has the document's default, else stands for "leave out"."""
    spelled = bare.annotation or annotation(schema, shapes.classes)
    if required:
        return replace(bare, annotation=spelled, default=_only_value(shapes.resolve(schema)))
    default = shapes.resolve(schema).default if schema.default is model.UNSET else schema.default
    is_plain = default is not model.UNSET and isinstance(default, bool | int | float | str)
    if is_plain and fits(default, schema):
        return replace(bare, annotation=spelled, default=literal(default))
    if allows_null(schema):
        return replace(bare, annotation=f"{spelled} | Unset", default="UNSET")
    return replace(bare, annotation=f"{spelled} | None", default="None")


def _only_value(schema: model.Schema) -> str | None:
    """Return the one value that a schema allows, as a literal."""
    match schema:
        case model.Enumeration(values=(bool() | int() | str() as value,)):
            return literal(value)
        case _:
            return None


def _argument(name: str, spelled: str, default: str | None, text: str | None) -> view.Argument:
    return view.Argument(
        name=argument_name(name),
        annotation=spelled,
        default=default,
        wire=literal(name),
        text=text or f"Sent as {literal(name)}",
    )


def _whole_body(operation: model.Operation, shapes: Shapes) -> view.Argument | None:
    """Return the argument of a body that cannot be taken apart."""
    form = sent_form(operation.body.media) if operation.body else None
    if operation.body is None or form is None or shapes.members(operation.body) is not None:
        return None
    spelled = _body_annotation(form, shapes)
    if operation.body.required:
        return _argument("body", spelled, None, operation.body.description)
    spelled = f"{spelled.removesuffix(' | None')} | None"
    return _argument("body", spelled, "None", operation.body.description)


def _body_annotation(form: model.MediaType, shapes: Shapes) -> str:
    match form_of(form.name):
        case Form.JSON | Form.URLENCODED:
            return annotation(form.schema, shapes.classes)
        case Form.MULTIPART:
            return "Mapping[str, JsonValue | bytes]"
        case Form.TEXT:
            return "str" if essence(form.name) == "text/plain" else "str | bytes"
        case Form.RAW:
            return "bytes"


def _groups(
    grouped: Iterable[tuple[str, view.Argument]], body: model.RequestBody | None
) -> Iterator[view.Group]:
    by_keyword: dict[str, list[view.Argument]] = {}
    for keyword, argument in grouped:
        by_keyword.setdefault(keyword, []).append(argument)
    for keyword, arguments in by_keyword.items():
        required = tuple(a for a in arguments if a.default != "None")
        yield view.Group(
            keyword=keyword,
            required=required,
            optional=tuple(a for a in arguments if a.default == "None"),
            is_optional=keyword == "body" and not required and not (body and body.required),
        )


def _doc(
    operation: model.Operation,
    title: str,
    arguments: tuple[view.Argument, ...],
    *,
    confirms: bool,
) -> str:
    """Write the docstring: what the documents say, then arguments, outcomes and errors."""
    usual = "Ask how a run stands." if operation.states else f"Call {title}."
    summary = operation.summary or operation.description or usual
    rest = operation.description if operation.summary else None
    given = [(a.name, a.text) for a in arguments]
    if confirms:
        given.append((CONFIRM, CONFIRM_TEXT))
    return docstring(
        [
            prose(sentence(summary), _INDENT),
            prose(rest if rest and sentence(rest) != sentence(summary) else None, _INDENT),
            section("Args", given, _INDENT),
            section("Returns", [("", text) for text in _outcomes(operation)], _INDENT),
            section("Raises", list(_errors(operation)), _INDENT),
        ]
    )


def _outcomes(operation: model.Operation) -> list[str]:
    """Say which answer has which outcome, or where a state stands."""
    if operation.states:
        place = ".".join(operation.states.pointer)
        return [f"How the run stands: its state is ``{place}``"]
    told = [f"{rule.outcome} if {_condition(rule)}" for rule in operation.rules]
    return ["; ".join(("What became of the run", *told, "otherwise ACCEPTED")) if told else _PLAIN]


_PLAIN = "The outcome ACCEPTED: a success does not say whether anything was running"


def _condition(rule: model.OutcomeRule) -> str:
    if rule.pointer is None:
        return f"the status is {rule.status}"
    place = ".".join(rule.pointer) or "the body"
    status = "" if rule.status.startswith("2") else f" with status {rule.status}"
    return f"``{place}`` is {rule.equals!r}{status}"


def _errors(operation: model.Operation) -> Iterator[tuple[str, str]]:
    settled = {rule.status for rule in operation.rules if rule.pointer is None}
    for response in operation.responses:
        name = error_class(response.status)
        if name and not response.is_success and response.status not in settled:
            yield name, _reason(response)
    yield "StopError", "The base of all errors, such as a failed connection or another status"


def _reason(response: model.Response) -> str:
    codes = f" ({', '.join(response.codes)})" if response.codes else ""
    return f"{response.status}: {response.description.rstrip('.')}{codes}"
