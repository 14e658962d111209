"""What goes into a fake and what comes out: requests, replies, faults and runs."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from enum import Enum
from threading import Condition
from typing import cast
from urllib.parse import parse_qsl

from .decode import encode, parse
from .unset import UNSET


class Fault(Enum):
    """How a platform fails to answer."""

    REFUSED = "no connection can be made"
    RESET = "the connection is reset after the request"
    HANG_UP = "the connection is closed after the request"
    CUT = "the connection is reset in the middle of the body"
    RESET_AFTERWARDS = "the connection is reset soon after a whole answer"
    NOT_HTTP = "the answer is not HTTP"
    SILENCE = "no answer comes"


@dataclass(frozen=True, slots=True, kw_only=True)
class Reply:
    """What a platform sends back; everything can be chosen, whatever the documents say.

    Attributes:
        status: The HTTP status.
        json: A body that is JSON.
        content: A body of any other kind.
        headers: Headers; the content's type is `application/json` unless given.
        delay: Seconds that pass before the answer.
        fault: How the answer fails to come.
    """

    status: int = 200
    json: object = UNSET
    content: bytes = b""
    headers: Mapping[str, str] = field(default_factory=dict[str, str])
    delay: float = 0.0
    fault: Fault | None = None

    @property
    def body(self) -> bytes:
        """The body as bytes."""
        return self.content if self.json is UNSET else encode(self.json)

    def all_headers(self) -> list[tuple[str, str]]:
        """The headers with those that every answer has."""
        names = {name.lower() for name in self.headers}
        usual = {"Content-Type": "application/json"} if self.body else {}
        if self.status >= 200 and self.status not in {204, 304}:
            usual["Content-Length"] = str(len(self.body))
        added = [(name, text) for name, text in usual.items() if name.lower() not in names]
        return [*self.headers.items(), *added]


@dataclass(frozen=True, slots=True, kw_only=True)
class Seen:
    """A request as it arrived.

    Attributes:
        method: The HTTP method.
        target: The path with its query, escaped as it was sent.
        headers: Names and values.
        content: The body.
        operation: The name of the operation that was called; None if there is none.
        run: The id of the run that was meant.
        problem: What the documents do not allow about it; None for a right request.
    """

    method: str
    target: str
    headers: tuple[tuple[str, str], ...] = field(repr=False, default=())
    content: bytes = b""
    operation: str | None = None
    run: str | None = None
    problem: str | None = None

    @property
    def path(self) -> str:
        """The path, escaped as it was sent."""
        return self.target.partition("?")[0]

    @property
    def query(self) -> dict[str, str]:
        """Query parameters."""
        return dict(parse_qsl(self.target.partition("?")[2], keep_blank_values=True))

    @property
    def json(self) -> object:
        """The body's JSON; UNSET if it is not JSON."""
        return parse(self.content)

    @property
    def members(self) -> dict[str, object]:
        """The members of the body; empty if it is not a JSON object."""
        value = self.json
        return cast("dict[str, object]", value) if isinstance(value, dict) else {}

    def header(self, name: str) -> str | None:
        """The value of a header; None if it is missing."""
        found = (text for known, text in self.headers if known.lower() == name.lower())
        return next(found, None)


class RunState(Enum):
    """Where a pretended run stands."""

    RUNNING = "running"
    STOPPING = "stopping"
    STOPPED = "stopped"
    ENDED = "ended"


_GOING_ON = frozenset({RunState.RUNNING, RunState.STOPPING})


class FakeRun:
    """Something that the fake platform pretends to be running.

    Attributes:
        id: Its id.
        owner: The API key, or the value of the body, that may stop it; None for whoever asks.
        reply: What every stop of this run is answered with, instead of the usual.
        stops_after: How often a status call still tells of a running one after its stop.
    """

    def __init__(
        self, id_: str, owner: str | None, reply: Reply | None, stops_after: float = 0
    ) -> None:
        self.id = id_
        self.owner = owner
        self.reply = reply
        self.stops_after = stops_after
        self._state = RunState.RUNNING
        self._changed = Condition()

    def __repr__(self) -> str:
        return f"FakeRun({self.id!r}, {self._state.value})"

    @property
    def state(self) -> RunState:
        """Where it stands."""
        return self._state

    def wait(self, timeout: float | None = None) -> bool:
        """Wait until it no longer runs; tell whether that came in time."""
        with self._changed:
            return self._changed.wait_for(lambda: self._state not in _GOING_ON, timeout)

    def end(self) -> None:
        """Let it come to its end by itself; a stopped run stays stopped."""
        self.leave(RunState.ENDED)

    def stop(self) -> None:
        """Begin to stop; it has stopped when enough status calls have been answered."""
        self.leave(RunState.STOPPING if self.stops_after > 0 else RunState.STOPPED)

    def look(self) -> RunState:
        """Tell where it stands to a status call, which brings a run that is stopping further."""
        seen = self._state
        if seen is RunState.STOPPING:
            self.stops_after -= 1
            self.stop()
        return seen

    def leave(self, state: RunState) -> None:
        """Change the state, if it still goes on."""
        with self._changed:
            if self._state in _GOING_ON:
                self._state = state
                self._changed.notify_all()
