"""Compares the classes that the package of a platform exports: models and exceptions."""

from __future__ import annotations

from collections.abc import Iterator

from stopgen.compare.change import Change, say
from stopgen.compare.face import Face
from stopgen.compare.kinds import Kind
from stopgen.compare.schemas import Told
from stopgen.compare.sides import Sides
from stopgen.model import Schema
from stopgen.targets.python.build_errors import build_errors


def compare_models(sides: Sides, told: Told) -> Iterator[Change]:
    """Yield which models have another name, are gone or are new.

    Args:
        sides: The two sides of a platform.
        told: Which class of the old side stood where which class of the new one does.
    """
    old, new = _models(sides.old), _models(sides.new)
    renamed = {
        before: after
        for before, after in sorted((before, after) for _, before, after in told)
        if before not in new and after not in old
    }
    for before, after in renamed.items():
        spot = sides.at(f"model {after}", old.get(before), new.get(after))
        yield spot.change(Kind.MODEL_RENAMED, say("the model {} has this name now", before))
    for name in sorted(old.keys() - new.keys() - renamed.keys()):
        spot = sides.at(f"model {name}", old[name], None)
        yield spot.change(Kind.MODEL_REMOVED, say("the model is gone"))
    for name in sorted(new.keys() - old.keys() - {*renamed.values()}):
        spot = sides.at(f"model {name}", None, new[name])
        yield spot.change(Kind.MODEL_ADDED, say("the model is new"))


def _models(face: Face) -> dict[str, Schema]:
    """Return the classes of models, and where the documents describe each."""
    return {name: face.shapes.schemas[key] for key, name in face.shapes.classes.items()}


def compare_exceptions(sides: Sides) -> Iterator[Change]:
    """Yield which exceptions have a documented model now, or have none any more."""
    old, new = _exceptions(sides.old), _exceptions(sides.new)
    for name in sorted(old - new):
        sentence = say("the exception has no documented model any more")
        yield sides.at(f"exception {name}").change(Kind.EXCEPTION_REMOVED, sentence)
    for name in sorted(new - old):
        sentence = say("the exception has a documented model now")
        yield sides.at(f"exception {name}").change(Kind.EXCEPTION_ADDED, sentence)


def _exceptions(face: Face) -> set[str]:
    return {found.name for found in build_errors(face.operations, face.shapes)}
