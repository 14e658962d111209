"""What the report shows, in words: the only thing that its templates see."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Line:
    """One line of a document; number counts from 1."""

    number: int
    text: str
    is_meant: bool


@dataclass(frozen=True, slots=True)
class Excerpt:
    """A place in a document, with the lines around it.

    Attributes:
        place: File, line and column.
        language: The language tag of the document; None where nobody knows.
        lines: What stands there; empty if it can no longer be read.
    """

    place: str
    language: str | None
    lines: tuple[Line, ...]


@dataclass(frozen=True, slots=True)
class Finding:
    """A diagnostic with every place that it is about."""

    severity: str
    code: str
    message: str
    excerpts: tuple[Excerpt, ...]


@dataclass(frozen=True, slots=True)
class Parameter:
    """A value of a request; a property of its body included."""

    name: str
    where: str
    kind: str
    required: bool
    deprecated: bool
    text: str
    place: str
    inferred: bool


@dataclass(frozen=True, slots=True)
class Answer:
    """A documented answer."""

    status: str
    text: str
    codes: tuple[str, ...]
    place: str
    inferred: bool


@dataclass(frozen=True, slots=True)
class RateLimit:
    """How often a plan may call."""

    tier: str
    text: str
    place: str


@dataclass(frozen=True, slots=True)
class Label:
    """Text in a box of a diagram, a line each; x and y are where the first one begins."""

    x: int
    y: int
    lines: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Branch:
    """A row of a diagram: what the body says, and what follows.

    Attributes:
        y: The middle.
        top: Where the boxes begin.
        height: How high they are.
        test: What is asked of the body; None where the status alone tells.
        is_rest: Whether the test stands for all that the others leave.
        verdict: What follows.
        kind: How that is coloured.
    """

    y: int
    top: int
    height: int
    test: Label | None
    is_rest: bool
    verdict: Label
    kind: str


@dataclass(frozen=True, slots=True)
class Fork:
    """The branches of one status; y is where its box has its middle."""

    y: int
    label: Label
    branches: tuple[Branch, ...]


@dataclass(frozen=True, slots=True)
class Diagram:
    """What each answer means, as a picture; sentences say the same."""

    height: int
    forks: tuple[Fork, ...]
    sentences: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Operation:
    """A call, with everything that people ask about it."""

    id: str
    method: str
    path: str
    name: str
    is_status: bool
    is_inferred: bool
    is_deprecated: bool
    summary: str
    text: str
    place: str
    documents: tuple[str, ...]
    server: str
    is_server_inferred: bool
    key: str
    status_call: str
    parameters: tuple[Parameter, ...]
    curl: str
    python: str | None
    diagram: Diagram
    answers: tuple[Answer, ...]
    limits: tuple[RateLimit, ...]


@dataclass(frozen=True, slots=True)
class Document:
    """A document of a provider.

    Attributes:
        name: Its path below the specs folder.
        language: Its language tag; None where nobody knows.
        status: How it stands to the lock, in a word; empty if nothing is known.
        url: Where it is published; None where nobody says.
    """

    name: str
    language: str | None
    status: str
    url: str | None


@dataclass(frozen=True, slots=True)
class Provider:
    """A platform."""

    id: str
    title: str
    name: str
    version: str
    documents: tuple[Document, ...]
    operations: tuple[Operation, ...]
    disagreements: tuple[Finding, ...]
    inferred: tuple[Finding, ...]
    findings: tuple[Finding, ...]


@dataclass(frozen=True, slots=True)
class Change:
    """Something that is not as the lock has it."""

    name: str
    status: str


@dataclass(frozen=True, slots=True)
class ApiChange:
    """Something that changed for callers."""

    level: str
    kind: str
    about: str
    sentence: str
    places: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Comparison:
    """What changed for callers since a version, and what that asks of the next one."""

    old: str
    verdict: str
    changes: tuple[ApiChange, ...]


@dataclass(frozen=True, slots=True)
class Page:
    """The whole report.

    Attributes:
        counts: How many there are of what.
        is_locked: Whether there is a lock to compare with.
        changes: What is not as the lock has it.
        comparison: What changed since a version that somebody named.
        findings: Diagnostics of no provider in particular.
        style_digest: By which the page's own style is recognised.
    """

    counts: tuple[tuple[int, str], ...]
    is_locked: bool
    changes: tuple[Change, ...]
    comparison: Comparison | None
    providers: tuple[Provider, ...]
    findings: tuple[Finding, ...]
    style_digest: str
