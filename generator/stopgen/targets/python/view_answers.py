"""The Python-shaped view of what a platform answers."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True, slots=True, kw_only=True)
class ErrorPart:
    """How an answer says what went wrong; everything is spelled in Python."""

    class_name: str
    at: str
    code: str
    message: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Answer:
    """One documented answer; everything is spelled in Python.

    Attributes:
        status: The status.
        type: The type of the body.
        error: How it says what went wrong.
        is_text: Whether the body can be text that is no JSON.
    """

    status: str
    type: str
    error: ErrorPart | None
    is_text: bool


@dataclass(frozen=True, slots=True, kw_only=True)
class Rule:
    """What one answer says about the run; everything is spelled in Python."""

    status: str
    outcome: str
    pointer: str
    equals: str


@dataclass(frozen=True, slots=True, kw_only=True)
class ErrorClass:
    """An exception of one status whose answer has a documented model.

    Attributes:
        name: The name of the class and of the shared one that it narrows.
        types: Models that describe the error.
        code: The annotation of the platform's own code; None if the documents name none.
        doc: The escaped docstring.
    """

    name: str
    types: tuple[str, ...]
    code: str | None
    doc: str
