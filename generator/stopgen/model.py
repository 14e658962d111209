"""The second waist: what a platform offers, free of any document format and of any target language."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from enum import StrEnum
from typing import Final, TypeAlias

from stopgen.description import Json, JsonObject, Origin


class Unset(StrEnum):
    """The type of a default that a document does not give (null would be a value)."""

    UNSET = "unset"


UNSET: Final = Unset.UNSET


class ScalarType(StrEnum):
    """The JSON types that have no parts."""

    STRING = "string"
    INTEGER = "integer"
    NUMBER = "number"
    BOOLEAN = "boolean"
    NULL = "null"


@dataclass(frozen=True, slots=True, kw_only=True)
class Annotated:
    """What every schema can carry besides its shape.

    Attributes:
        title: A short name.
        description: What the value means, in the document's words.
        default: The value that a missing one stands for.
        examples: Values that the document shows.
        deprecated: Whether the document advises against it.
        limits: Validation keywords that no other field holds (``minLength``, ``pattern``, …), as written.
        origin: Where the schema stands.
    """

    title: str | None = None
    description: str | None = None
    default: Json | Unset = UNSET
    examples: tuple[Json, ...] = ()
    deprecated: bool = False
    limits: Mapping[str, Json] = field(default_factory=dict[str, Json])
    origin: Origin | None = field(default=None, compare=False, repr=False)


@dataclass(frozen=True, slots=True, kw_only=True)
class Anything(Annotated):
    """Any JSON value."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Nothing(Annotated):
    """No JSON value at all: the schema ``false``."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Scalar(Annotated):
    """A value without parts.

    Attributes:
        type: The JSON type.
        format: The document's hint about the text or number, such as ``uuid``.
        known_values: Values that the document names without closing the list.
    """

    type: ScalarType
    format: str | None = None
    known_values: tuple[Json, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class Enumeration(Annotated):
    """One of a closed list of values; a constant is a list of one."""

    values: tuple[Json, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class Array(Annotated):
    """A list whose items share a schema."""

    items: Schema


@dataclass(frozen=True, slots=True, kw_only=True)
class Union(Annotated):
    """One of several shapes.

    Attributes:
        options: The shapes.
        exclusive: Whether exactly one must fit (``oneOf``), or at least one (``anyOf``).
        discriminator: The property that tells which, as the document declares it.
    """

    options: tuple[Schema, ...]
    exclusive: bool = False
    discriminator: JsonObject | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Intersection(Annotated):
    """All of several shapes at once."""

    parts: tuple[Schema, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class Reference(Annotated):
    """A schema that the provider keeps under a name."""

    name: str


@dataclass(frozen=True, slots=True)
class Property:
    """A named part of an object.

    Attributes:
        name: Its name.
        schema: What it may be.
        required: Whether an object without it is refused, or never sent.
        read_only: Whether answers alone have it.
    """

    name: str
    schema: Schema
    required: bool = False
    read_only: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class Object(Annotated):
    """A value with named parts.

    Attributes:
        properties: The named parts, in the document's order.
        additional: The schema of parts that are not named; Nothing forbids them, None leaves it open.
    """

    properties: tuple[Property, ...] = ()
    additional: Schema | None = None


Schema: TypeAlias = (
    "Anything | Nothing | Scalar | Enumeration | Array | Union | Intersection | Reference | Object"
)


class Location(StrEnum):
    """Where in a request a parameter goes."""

    PATH = "path"
    QUERY = "query"
    HEADER = "header"
    COOKIE = "cookie"


@dataclass(frozen=True, slots=True, kw_only=True)
class Parameter:
    """A value of a request outside its body.

    Attributes:
        name: The name on the wire.
        location: Where it goes.
        schema: What it may be.
        required: Whether the platform refuses a request without it.
        style: How arrays and objects are spelled (``simple``, ``form``, …).
        explode: Whether each item gets a name of its own.
        reserved: Whether signs such as ``/`` travel as they are.
        content: The media type of the value, where the document gives one instead of a style.
    """

    name: str
    location: Location
    schema: Schema
    required: bool = False
    description: str | None = None
    deprecated: bool = False
    style: str | None = None
    explode: bool | None = None
    reserved: bool = False
    content: str | None = None
    origin: Origin | None = field(default=None, compare=False, repr=False)


@dataclass(frozen=True, slots=True, kw_only=True)
class Encoding:
    """How one field of a form travels.

    Attributes:
        content: Its media type.
        style: How arrays and objects are spelled.
        explode: Whether each item gets a name of its own.
        reserved: Whether signs such as ``/`` travel as they are.
    """

    content: str | None = None
    style: str | None = None
    explode: bool | None = None
    reserved: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class MediaType:
    """One form that a body can take.

    Attributes:
        name: The media type, such as ``application/json``.
        schema: The shape; Anything where the document gives none.
        examples: Named whole bodies that the document shows.
        encodings: How fields of a form travel that do not travel as usual.
    """

    name: str
    schema: Schema
    examples: Mapping[str, Json] = field(default_factory=dict[str, Json])
    encodings: Mapping[str, Encoding] = field(default_factory=dict[str, Encoding])


@dataclass(frozen=True, slots=True, kw_only=True)
class RequestBody:
    """What a request carries."""

    media: tuple[MediaType, ...]
    required: bool = False
    description: str | None = None
    origin: Origin | None = field(default=None, compare=False, repr=False)


@dataclass(frozen=True, slots=True, kw_only=True)
class ErrorShape:
    """Where an error answer says what went wrong.

    Attributes:
        at: Property names from the body to the object that describes the error; empty for the body itself.
        code: The property of that object that holds the platform's own code.
        message: The property of that object that holds a sentence for people.
        codes: The codes that the document names for this status; others may come.
    """

    at: tuple[str, ...] = ()
    code: str | None = None
    message: str | None = None
    codes: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class Response:
    """One documented answer.

    Attributes:
        status: ``200``, a range such as ``4XX``, or ``default``.
        media: The forms that its body can take; empty for an answer without one.
        codes: The platform's own error codes that the document gives for this status.
        error: How to read the error; set by ``classify``, for statuses that are not a success.
    """

    status: str
    description: str = ""
    media: tuple[MediaType, ...] = ()
    codes: tuple[str, ...] = ()
    error: ErrorShape | None = None
    origin: Origin | None = field(default=None, compare=False, repr=False)

    @property
    def is_success(self) -> bool:
        """Whether the status is a 2xx."""
        return self.status.startswith("2")


class SchemeKind(StrEnum):
    """How a credential travels."""

    BEARER = "bearer"
    BASIC = "basic"
    HEADER = "header"
    QUERY = "query"
    COOKIE = "cookie"


@dataclass(frozen=True, slots=True, kw_only=True)
class SecurityScheme:
    """One way to show who is calling.

    Attributes:
        key: The document's name for it.
        kind: How the credential travels; oauth2 and openIdConnect travel as a bearer token.
        name: The header, query parameter or cookie that carries an API key.
        prefix: A word that goes before the key.
        definition: The security scheme as the document declares it.
    """

    key: str
    kind: SchemeKind
    name: str | None = None
    prefix: str | None = None
    definition: JsonObject = field(default_factory=dict[str, Json])
    origin: Origin | None = field(default=None, compare=False, repr=False)


Requirement: TypeAlias = Mapping[str, tuple[str, ...]]
"""Keys of security schemes that are needed together, with their scopes; an empty one allows anonymous calls."""


@dataclass(frozen=True, slots=True, kw_only=True)
class ServerVariable:
    """A part of a server's URL that the caller can set."""

    name: str
    default: str
    values: tuple[str, ...] = ()
    description: str | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Server:
    """Where a platform answers; ``{name}`` in the URL stands for a variable."""

    url: str
    description: str | None = None
    variables: tuple[ServerVariable, ...] = ()
    origin: Origin | None = field(default=None, compare=False, repr=False)


class Outcome(StrEnum):
    """What an answer says about the run."""

    STOPPED = "STOPPED"
    ACCEPTED = "ACCEPTED"
    NOTHING_RUNNING = "NOTHING_RUNNING"
    ALREADY_FINISHED = "ALREADY_FINISHED"


@dataclass(frozen=True, slots=True, kw_only=True)
class OutcomeRule:
    """What one answer means; the first rule that fits decides.

    Attributes:
        status: The status that it speaks about, as documented.
        pointer: Property names from the body to the value that tells; None if the status alone does.
        equals: The value that it must have.
        outcome: What that says about the run.
    """

    status: str
    outcome: Outcome
    pointer: tuple[str, ...] | None = None
    equals: Json = None
    origin: Origin | None = field(default=None, compare=False, repr=False)


@dataclass(frozen=True, slots=True, kw_only=True)
class RateLimit:
    """How often a plan may call an operation.

    Attributes:
        tier: The plan's name in lower case, such as ``free``.
        requests: Calls allowed in a period; None where the document leaves it to a contract.
        seconds: The length of the period.
    """

    tier: str
    requests: int | None
    seconds: int | None
    origin: Origin | None = field(default=None, compare=False, repr=False)


@dataclass(frozen=True, slots=True, kw_only=True)
class RunStates:
    """What a status call says about a run.

    Attributes:
        pointer: Property names from the body to the state.
        running: States in which the run can still be stopped.
        ended: States that a run never leaves.
        stopped: Those among them that say that somebody ended it; ``classify`` adds what it finds.
    """

    pointer: tuple[str, ...]
    running: tuple[str, ...] = ()
    ended: tuple[str, ...] = ()
    stopped: tuple[str, ...] = ()


class Purpose(StrEnum):
    """Why an operation is here."""

    STOP = "stop"
    STATUS = "status"


@dataclass(frozen=True, slots=True, kw_only=True)
class Operation:
    """One call that a platform offers.

    Attributes:
        name: The method's name in words, snake case, not yet fitted to any language.
        method: The HTTP method in upper case.
        path: The path template below the server's URL.
        purpose: Whether it stops a run, or tells how a run stands.
        security: Alternatives, each a set of schemes that are needed together; empty if undeclared.
        rules: What its answers say about the run, first match first.
        rate_limits: How often it may be called.
        states: For a status call: the states that it tells.
        status_operation: For a stop: the key of the call that tells how the run stands.
        inferred: Whether the document only shows the call without stating it.
        documents: Names of the documents that describe it.
    """

    name: str
    method: str
    path: str
    purpose: Purpose = Purpose.STOP
    summary: str | None = None
    description: str | None = None
    operation_id: str | None = None
    deprecated: bool = False
    parameters: tuple[Parameter, ...] = ()
    body: RequestBody | None = None
    responses: tuple[Response, ...] = ()
    security: tuple[Requirement, ...] = ()
    servers: tuple[Server, ...] = ()
    rules: tuple[OutcomeRule, ...] = ()
    rate_limits: tuple[RateLimit, ...] = ()
    states: RunStates | None = None
    status_operation: tuple[str, str] | None = None
    inferred: bool = False
    documents: tuple[str, ...] = ()
    origin: Origin | None = field(default=None, compare=False, repr=False)

    @property
    def key(self) -> tuple[str, str]:
        """What the call is on the wire: two documents with the same key describe the same operation."""
        return self.method, self.path


@dataclass(frozen=True, slots=True, kw_only=True)
class Settings:
    """What a project says about a platform by hand.

    Attributes:
        title: Its name for people.
        key_variable: The environment variable that clients take the API key from.
        url_variable: The environment variable that clients take the address from.
        pages: The address of each document that is published, by its path below the platform's folder.
    """

    title: str | None = None
    key_variable: str | None = None
    url_variable: str | None = None
    pages: Mapping[str, str] = field(default_factory=dict[str, str])


@dataclass(frozen=True, slots=True, kw_only=True)
class Provider:
    """A platform, with the operations that were selected and the schemas that they reach.

    Attributes:
        name: The folder that its documents stand in.
        title: Its name for people.
        version: The version of the API as the document gives it.
        documents: Names of its documents.
        locales: The language of each document, in the same order; None for one without.
        settings: What the project says about it by hand.
    """

    name: str
    title: str
    version: str = "1"
    documents: tuple[str, ...] = ()
    locales: tuple[str | None, ...] = ()
    operations: tuple[Operation, ...] = ()
    schemas: Mapping[str, Schema] = field(default_factory=dict[str, "Schema"])
    security_schemes: Mapping[str, SecurityScheme] = field(
        default_factory=dict[str, SecurityScheme]
    )
    settings: Settings = field(default_factory=Settings)


def parts(schema: Schema) -> Iterator[Schema]:
    """Yield the schemas directly inside a schema; references are not followed."""
    match schema:
        case Array():
            yield schema.items
        case Union():
            yield from schema.options
        case Intersection():
            yield from schema.parts
        case Object():
            yield from (member.schema for member in schema.properties)
            if schema.additional is not None:
                yield schema.additional
        case Anything() | Nothing() | Scalar() | Enumeration() | Reference():
            pass
