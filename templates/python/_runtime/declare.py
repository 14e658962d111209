"""The words in which each platform's `operations.py` says what its documents say."""

from __future__ import annotations

from collections.abc import Mapping
from types import MappingProxyType
from typing import Any, Literal, NamedTuple, TypeAlias

from .errors import StatusError
from .outcomes import Outcome


def given(values: Mapping[str, object]) -> dict[str, object]:
    """Leave out the values that are None, which stands for "not given" where null cannot be sent."""
    return {name: value for name, value in values.items() if value is not None}


class Server(NamedTuple):
    """Where a platform answers.

    Attributes:
        url: The address; `{name}` stands for a variable.
        variables: The documented value of each variable.
    """

    url: str
    variables: Mapping[str, str] = MappingProxyType({})


class Platform(NamedTuple):
    """A service that runs something.

    Attributes:
        name: Its name in code.
        title: Its name in sentences.
        key_variable: The environment variable that holds the API key.
        url_variable: The environment variable that holds the address.
        server: The documented address; None if the documents give none.
        key_required: Whether every operation needs a key.
    """

    name: str
    title: str
    key_variable: str
    url_variable: str
    server: Server | None = None
    key_required: bool = True

    def variable(self, credential: str) -> str:
        """Name the environment variable that holds a credential."""
        if credential == "api_key":
            return self.key_variable
        stem = self.key_variable.removesuffix("_API_KEY")
        stem = self.name.upper().replace("-", "_") if stem == self.key_variable else stem
        return f"{stem}_{credential.upper()}"


class Bearer(NamedTuple):
    """A key travels as `Authorization: Bearer …`."""

    credential: str = "api_key"


class Basic(NamedTuple):
    """A name and a password travel as `Authorization: Basic …`."""

    credential: str = "basic"


class ApiKey(NamedTuple):
    """A key travels in a header, query parameter or cookie of its own.

    Attributes:
        location: Where it travels.
        name: The name of the header, parameter or cookie.
        credential: Which key it is, as clients call it.
        prefix: A word that goes before it.
    """

    location: Literal["header", "query", "cookie"]
    name: str
    credential: str = "api_key"
    prefix: str | None = None


Scheme: TypeAlias = Bearer | Basic | ApiKey


class PathValue(NamedTuple):
    """A value that the caller puts into the path.

    Attributes:
        name: Its name in the document.
        format: `uuid` if the text must be one.
        style: How lists and objects are spelled: `simple`, `label`, `matrix`, or `json`.
        explode: Whether each of their parts is spelled by itself.
        reserved: Whether it may hold slashes: several segments in one value.
    """

    name: str
    format: str | None = None
    style: str = "simple"
    explode: bool = False
    reserved: bool = False


class Style(NamedTuple):
    """How a value is spelled that is not spelled as is usual where it goes.

    Attributes:
        location: Where it goes; `body` for a field of a form.
        name: Its name in the document.
        style: `form`, `simple`, `spaceDelimited`, `pipeDelimited`, `deepObject`, or `json`.
        explode: Whether each part of a list or object is spelled by itself.
        reserved: Whether signs such as `/` and `:` stay as they are.
        media: The media type of a part of a multipart body.
    """

    location: Literal["query", "header", "cookie", "body"]
    name: str
    style: str
    explode: bool = False
    reserved: bool = False
    media: str | None = None


class Error(NamedTuple):
    """Where a documented error answer says what went wrong.

    Attributes:
        kind: The exception to raise.
        at: Property names from the body to the object that describes the error.
        code: The property of that object that holds the platform's own code.
        message: The property of that object that holds a sentence for people.
    """

    kind: type[StatusError]
    at: tuple[str, ...] = ()
    code: str | None = None
    message: str | None = None


class Answer(NamedTuple):
    """A documented answer.

    Attributes:
        status: `200`, a range such as `4XX`, or `default`.
        model: The type of the body; None if there is none.
        error: How to read it, if it reports an error.
        is_text: Whether the body can be text that is no JSON.
    """

    status: str
    model: Any = None
    error: Error | None = None
    is_text: bool = False


class Rule(NamedTuple):
    """What an answer means.

    Attributes:
        status: The status that it speaks about, spelled as in `Answer`.
        outcome: What that says about the run.
        at: Property names from the body to the value that tells; None if the status alone does.
        equals: The value that stands there.
    """

    status: str
    outcome: Outcome
    at: tuple[str, ...] | None = None
    equals: str | float | bool | None = None


class RunStates(NamedTuple):
    """The states that a status call tells.

    Attributes:
        at: Property names from the body to the state.
        running: States in which a run can still be stopped.
        stopped: States of a run that somebody ended.
        finished: States of a run that ended by itself, well or not.
    """

    at: tuple[str, ...]
    running: tuple[str, ...] = ()
    stopped: tuple[str, ...] = ()
    finished: tuple[str, ...] = ()

    def outcome(self, state: str | None) -> Outcome | None:
        """Tell what a run in a state has come to; None if it has not ended as far as one knows."""
        if state in self.stopped:
            return Outcome.STOPPED
        return Outcome.ALREADY_FINISHED if state in self.finished else None


class Operation(NamedTuple):
    """A call that stops something, or tells how it stands.

    Attributes:
        name: The method's name.
        method: The HTTP method.
        path: Fixed text and values, in order.
        security: Alternatives, each a set of schemes needed together; `()` means without a key.
        headers: Headers that always have the same value.
        media: What the body is.
        styles: Parameters and fields that are not spelled as usual.
        answers: What the platform may answer.
        rules: What answers mean; the first that fits decides.
        server: Where it is answered, if that is not where the platform's others are.
        states: For a call that tells how a run stands: what it tells.
        status: For a call that stops: the call that tells how the same run stands.
        is_limited: Whether a limit of the client's own counts it.
    """

    name: str
    method: str
    path: tuple[str | PathValue, ...]
    security: tuple[tuple[Scheme, ...], ...] = ()
    headers: tuple[tuple[str, str], ...] = ()
    media: str = "application/json"
    styles: tuple[Style, ...] = ()
    answers: tuple[Answer, ...] = ()
    rules: tuple[Rule, ...] = ()
    states: RunStates | None = None
    status: Operation | None = None
    is_limited: bool = True
    server: Server | None = None
