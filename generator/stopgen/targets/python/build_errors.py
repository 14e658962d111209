"""Builds the exceptions of a platform whose answers have a documented model."""

from __future__ import annotations

from collections.abc import Iterable, Iterator

from stopgen import model
from stopgen.targets.python import view_answers
from stopgen.targets.python.build_answers import error_classes, error_model, error_part
from stopgen.targets.python.docs import docstring, prose, sentence
from stopgen.targets.python.inline import MOST_VALUES
from stopgen.targets.python.literals import literal
from stopgen.targets.python.shapes import Shapes


def build_errors(
    operations: Iterable[model.Operation], shapes: Shapes
) -> list[view_answers.ErrorClass]:
    """Return one class for each kind of status whose error the documents describe."""
    found: dict[str, list[tuple[model.Response, str]]] = {}
    for name, response, class_name in _described(operations, shapes):
        found.setdefault(name, []).append((response, class_name))
    return [_class(name, documented) for name, documented in sorted(found.items())]


def error_parts(
    operations: Iterable[model.Operation], shapes: Shapes
) -> dict[str, view_answers.ErrorPart]:
    """Return how the first answer for which there is such a class says what went wrong."""
    parts: dict[str, view_answers.ErrorPart] = {}
    for name, response, _ in _described(operations, shapes):
        parts.setdefault(name, error_part(name, response.error))
    return parts


def _described(
    operations: Iterable[model.Operation], shapes: Shapes
) -> Iterator[tuple[str, model.Response, str]]:
    """Yield the answers whose error has a model: the exception, the answer and the model."""
    for operation in operations:
        for response in operation.responses:
            class_name = error_model(response, shapes)
            for name in error_classes(operation, response) if class_name else ():
                yield name, response, str(class_name)


def _class(name: str, documented: list[tuple[model.Response, str]]) -> view_answers.ErrorClass:
    responses = [response for response, _ in documented]
    codes = dict.fromkeys(
        code for response in responses if response.error for code in response.error.codes
    )
    reasons = dict.fromkeys(sentence(response.description) for response in responses)
    named = f"Literal[{', '.join(map(literal, codes))}] | str | None"
    return view_answers.ErrorClass(
        name=name,
        types=tuple(dict.fromkeys(class_name for _, class_name in documented)),
        code=named if 0 < len(codes) <= MOST_VALUES else None,
        doc=docstring([prose(" ".join(filter(None, reasons)), 4) or f"The platform's {name}."]),
    )
