"""The Python-shaped view of a provider: the only thing that templates see."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from typing import NamedTuple

from stopgen.overlap import Later
from stopgen.targets.python.view_answers import Answer, ErrorClass, Rule
from stopgen.targets.python.view_fake import Route


@dataclass(frozen=True, slots=True, kw_only=True)
class Argument:
    """One argument of a method or constructor.

    Attributes:
        name: The Python name.
        annotation: Its type, spelled in Python.
        default: A Python expression; None where callers must give a value.
        wire: The name on the wire, as a Python literal.
        text: What the documents say about it.
    """

    name: str
    annotation: str
    default: str | None
    wire: str
    text: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Group:
    """Arguments that travel together.

    Attributes:
        keyword: Where they go: ``body``, ``query``, ``headers`` or ``cookies``.
        required: Those that are sent unless they are UNSET.
        optional: Those that are sent unless they are None.
        is_optional: Whether nothing at all is sent if none of them is given.
    """

    keyword: str
    required: tuple[Argument, ...]
    optional: tuple[Argument, ...]
    is_optional: bool


@dataclass(frozen=True, slots=True, kw_only=True)
class Method:
    """One method of the clients.

    Attributes:
        name: The Python name.
        constant: The name of its operation in ``operations.py``.
        positional: Values of the path.
        path: The names of these arguments, in the order in which the path needs them.
        keywords: Everything else.
        groups: How the keywords travel.
        body: The argument that is a whole body, if there is one.
        returns: The type of the answer's body.
        doc: The escaped docstring.
        wire: HTTP method and path of its operation.
        is_status: Whether it tells how a run stands, rather than to stop it.
        confirms: Whether it can look for itself what became of the run.
        checks: Whether it looks first whether there is anything to stop.
    """

    name: str
    constant: str
    positional: tuple[Argument, ...]
    path: tuple[str, ...]
    keywords: tuple[Argument, ...]
    groups: tuple[Group, ...]
    body: Argument | None
    returns: str
    doc: str
    wire: tuple[str, str]
    is_status: bool
    confirms: bool
    checks: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class RunStates:
    """The states that a status call tells; everything is spelled in Python."""

    constant: str
    pointer: str
    running: str
    stopped: str
    finished: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Operation:
    """What the clients need to know of an operation; everything is spelled in Python.

    Attributes:
        states: For a status call: the name of the states that it tells.
        status: For a stop: the name of the status call that can be asked about the same run.
        is_limited: Whether a limit of the client's own counts it.
    """

    constant: str
    name: str
    method: str
    path: tuple[str, ...]
    security: tuple[tuple[str, ...], ...]
    headers: tuple[tuple[str, str], ...]
    media: str | None
    styles: tuple[str, ...]
    answers: tuple[Answer, ...]
    rules: tuple[Rule, ...]
    server: str | None = None
    states: str | None = None
    status: str | None = None
    is_limited: bool = True


@dataclass(frozen=True, slots=True, kw_only=True)
class RateLimit:
    """How often one plan may call; everything is spelled in Python."""

    name: str
    type: str
    value: str


class ModelCode(NamedTuple):
    """The models of a provider, as Python.

    Attributes:
        imports: Import lines.
        body: Class definitions.
    """

    imports: str = ""
    body: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Model:
    """The models of a provider.

    Attributes:
        names: Classes, in alphabetical order.
        allowed: Identifiers that may stand in the code.
        code: The code, once it is there.
    """

    names: tuple[str, ...] = ()
    allowed: frozenset[str] = frozenset()
    code: Later[ModelCode] = ModelCode


@dataclass(frozen=True, slots=True, kw_only=True)
class Module:
    """Everything that the modules of one provider are rendered from.

    Attributes:
        package: The folder's name.
        title: The platform's name, for people, escaped for docstrings.
        title_literal: The same, as a literal.
        sources: The documents, as part of one comment line.
        doc: The escaped docstring of the package.
        name: The provider's name, as a literal.
        client_doc: The escaped docstring of the synchronous client.
        async_client_doc: The escaped docstring of the asynchronous client.
        key_variable: The environment variable of the API key, as a literal.
        url_variable: The environment variable of the base URL, as a literal.
        server: Where the platform answers, spelled in Python; None where the documents do not say.
        key_required: Whether every operation needs a key.
        credentials: Arguments of the constructor for secrets besides the key.
        variables: Arguments of the constructor for parts of the URL.
        operations: What ``operations.py`` declares, status calls first.
        run_states: The states that status calls tell.
        routes: What ``fake.py`` declares.
        methods: The methods of the clients.
        errors: Exceptions with a documented model.
        rate_limits: How often each plan may call.
        models: The models.
    """

    package: str
    title: str
    title_literal: str
    sources: str
    doc: str
    client_doc: str
    async_client_doc: str
    name: str
    key_variable: str
    url_variable: str
    server: str | None
    key_required: bool
    credentials: tuple[Argument, ...]
    variables: tuple[Argument, ...]
    operations: tuple[Operation, ...]
    run_states: tuple[RunStates, ...]
    routes: tuple[Route, ...]
    methods: tuple[Method, ...]
    errors: tuple[ErrorClass, ...]
    rate_limits: tuple[RateLimit, ...]
    models: Model

    @property
    def confirmable(self) -> tuple[str, ...]:
        """The methods that can look for themselves what became of the run."""
        return tuple(method.name for method in self.methods if method.confirms)

    @property
    def uses_models(self) -> bool:
        """Whether any model is rendered."""
        return bool(self.models.names)

    def names(self) -> Iterator[str]:
        """Yield the identifiers that the view decided on, for the audit of the rendered modules."""
        yield self.package
        yield from self.models.names
        yield from (error.name for error in self.errors)
        yield from (limit.name for limit in self.rate_limits)
        yield from (operation.constant for operation in self.operations)
        yield from (states.constant for states in self.run_states)
        for method in self.methods:
            yield method.name
            yield from (argument.name for argument in (*method.positional, *method.keywords))
        yield from (argument.name for argument in (*self.credentials, *self.variables))
