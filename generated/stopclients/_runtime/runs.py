"""What the handles of a run share: where it stands, and who sends the one stop."""

from __future__ import annotations

from dataclasses import replace
from enum import StrEnum
from functools import partial
from threading import RLock
from typing import TYPE_CHECKING, Any, Final, Generic, TypeVar

from .errors import ConfigurationError, TransportError
from .outcomes import Evidence, Outcome, StopResult

if TYPE_CHECKING:
    from .poll import Poll

ReturnT = TypeVar("ReturnT")


class RunState(StrEnum):
    """Where a run stands, as far as its handle was told."""

    UNBOUND = "UNBOUND"
    """No call is known that would stop the run."""
    REMEMBERED = "REMEMBERED"
    """A stop was asked for and is sent as soon as the call is known."""
    BOUND = "BOUND"
    """The run can be stopped."""
    STOPPING = "STOPPING"
    """The stop was sent, its answer is not here yet."""
    ANSWERED = "ANSWERED"
    """The stop gave a result."""
    FAILED = "FAILED"
    """The stop gave an exception."""
    FINISHED = "FINISHED"
    """The run ended by itself."""


_OPEN = frozenset({RunState.UNBOUND, RunState.REMEMBERED, RunState.BOUND})
_SETTLED = frozenset({RunState.ANSWERED, RunState.FAILED, RunState.FINISHED})

REMEMBERED: Final[StopResult[Any]] = StopResult(
    outcome=Outcome.ACCEPTED,
    evidence=Evidence.LOCAL,
    status=0,
    attempts=0,
    message="nothing was sent yet: the stop is sent as soon as the run's call is known",
)
FINISHED: Final[StopResult[Any]] = StopResult(
    outcome=Outcome.ALREADY_FINISHED,
    evidence=Evidence.LOCAL,
    status=0,
    attempts=0,
    message="nothing was sent: the run had ended by itself",
)


class RunBase(Generic[ReturnT]):
    """Decides, without I/O, what becomes of bind, stop and finish in whatever order they come."""

    __slots__ = ("__weakref__", "_call", "_error", "_lock", "_result", "_state")

    def __init__(self) -> None:
        self._lock = RLock()  # a signal's handler may come in between, in the same thread
        self._state = RunState.UNBOUND
        self._call: partial[ReturnT] | None = None
        self._result: StopResult[Any] = REMEMBERED
        self._error: Exception | None = None

    def __repr__(self) -> str:
        return f"<{type(self).__name__} {self._state}>"

    @property
    def state(self) -> RunState:
        """Where the run stands."""
        return self._state

    @property
    def is_settled(self) -> bool:
        """Whether nothing more will be sent: the stop was answered, or the run has ended."""
        return self._state in _SETTLED

    @property
    def answer(self) -> StopResult[Any] | Exception | None:
        """What the stop came to, for everybody alike; None as long as that is not known."""
        return (self._error or self._result) if self.is_settled else None

    def finish(self) -> None:
        """Say that the run ended by itself; a later stop sends nothing."""
        with self._lock:
            if self._state in _OPEN:
                self._state, self._result = RunState.FINISHED, FINISHED
                self._call = None
        self._wake()

    def _bind(self, call: partial[ReturnT]) -> bool:
        """Take the call; tell whether a remembered stop is to be sent now, by the caller."""
        with self._lock:
            if self._state not in _OPEN:
                return False
            self._call = call
            remembered = self._state is RunState.REMEMBERED
            self._state = RunState.STOPPING if remembered else RunState.BOUND
            return remembered

    def _ask(self) -> bool:
        """Take the wish to stop; tell whether it is to be sent now, by the caller."""
        with self._lock:
            if self._state is RunState.UNBOUND:
                self._state = RunState.REMEMBERED
            if self._state is not RunState.BOUND:
                return False
            self._state = RunState.STOPPING
            return True

    def _start(self) -> ReturnT:
        call = self._call
        if call is None:
            raise RuntimeError("a stop is sent only once a call is known")
        return call()

    def _succeed(self, result: StopResult[Any]) -> None:
        self._settle(RunState.ANSWERED, result, None)

    def _fail(self, error: Exception) -> None:
        self._settle(RunState.FAILED, self._result, error)

    def _interrupt(self) -> None:
        """Say what others learn about a stop that ended in the middle."""
        if self._state is RunState.STOPPING:
            self._fail(TransportError("the stop was broken off before an answer came"))

    def _settle(self, state: RunState, result: StopResult[Any], error: Exception | None) -> None:
        with self._lock:
            if self._state is RunState.STOPPING:
                self._state, self._result, self._error = state, result, error
                if error is not None:
                    self._call = None
        self._wake()

    def _share(self) -> StopResult[Any]:
        """Give everybody the same result, or the same exception."""
        if self._error is not None:
            raise self._error.with_traceback(None)
        return self._result

    def _check(self, confirm: Poll | None) -> None:
        """Refuse what cannot be confirmed, where the call is known.

        Raises:
            ConfigurationError: No status call is documented, and there is no function to look with.
        """
        if confirm is not None and confirm.look is None and self._call is not None:
            client = getattr(self._call.func, "__self__", None)
            name = getattr(self._call.func, "__name__", "")
            if name not in getattr(client, "_confirmable", ()):
                raise ConfigurationError(
                    f"{name or 'the call'} has no documented status call: give Poll a function to "
                    "look with"
                )

    def _take_look(self, confirm: Poll) -> ReturnT:
        """Have the client look what became of the run, without another stop."""
        self._check(confirm)
        if self._call is None:
            raise RuntimeError("a run is looked at only once its stop was answered")
        return self._call(confirm=replace(confirm, known=self._result))

    def _keep(self, seen: StopResult[Any]) -> StopResult[Any]:
        """Let everybody know what was seen."""
        with self._lock:
            if seen.observed_state is not None and self._result.evidence is not Evidence.POLLED:
                self._result = seen
        return seen

    def _wake(self) -> None:
        raise NotImplementedError
