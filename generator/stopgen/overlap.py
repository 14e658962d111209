"""Has a second process ask libraries that are slow; what comes back is as if there were none."""

from __future__ import annotations

import os
import pickle
import sys
from collections.abc import Callable, Generator
from contextlib import contextmanager, suppress
from functools import partial
from importlib import import_module
from typing import Any, BinaryIO, Final, NoReturn, ParamSpec, TypeAlias, TypeVar

from stopgen.workers import uninterrupted

P = ParamSpec("P")
T = TypeVar("T")

Later: TypeAlias = Callable[[], T]
"""Returns what was asked for, once it is there."""

_SLOW: Final = (
    "openapi_spec_validator",
    "stopgen.validate.library",
    "datamodel_code_generator.parser.openapi",
    "datamodel_code_generator.config",
    "stopgen.targets.pydantic",
)
"""What the second process imports while the first one reads documents."""
_HEADER: Final = 8


def ask(work: Callable[P, T], *arguments: P.args, **options: P.kwargs) -> Later[T]:
    """Have something done by the second process; if there is none, by this one once it is wanted.

    Args:
        work: What is done: a function of a module, which depends on its arguments alone.
        arguments: What pickle can carry, as it has to carry what the function returns.
        options: The same.
    """
    here = partial(work, *arguments, **options)
    return _processes[-1].ask(here) if _processes else here


@contextmanager
def second_process(*, is_allowed: bool) -> Generator[None]:
    """Keep a second process to ask, if there is a core for it.

    Args:
        is_allowed: Whether this process may be forked, as nobody else's code is in it.
    """
    if is_allowed and _has_second_core() and not _has_threads():
        with suppress(OSError), uninterrupted():  # as many processes as the system allows are there
            _processes.append(_SecondProcess())
    try:
        yield
    finally:
        while _processes:
            _processes.pop().end()


def _has_second_core() -> bool:
    """Tell whether there is one; on other systems than Linux nobody forks without trouble."""
    return sys.platform == "linux" and len(os.sched_getaffinity(0)) > 1


def _has_threads() -> bool:
    """Tell whether a fork might wait for a lock that a thread holds which it does not have."""
    try:
        return len(os.listdir("/proc/self/task")) > 1  # noqa: PTH208  names are all that is wanted
    except OSError:
        return True


class _SecondProcess:
    """A fork of this process, which answers in the order in which it is asked."""

    def __init__(self) -> None:
        (theirs, requests), (answers, ours) = os.pipe(), os.pipe()
        self._process = os.fork()
        if not self._process:
            os.close(requests)
            os.close(answers)
            _serve(theirs, ours)
        os.close(theirs)
        os.close(ours)
        self._requests, self._answers = os.fdopen(requests, "wb"), os.fdopen(answers, "rb")
        self._asked = 0
        self._answered: list[Any] = []

    def ask(self, work: Callable[[], T]) -> Later[T]:
        """Send a request; what cannot be sent is done here."""
        try:
            _send(self._requests, work)
        except (OSError, RecursionError):
            return work
        self._asked += 1
        return partial(self._answer, self._asked, work)

    def _answer(self, number: int, work: Callable[[], T]) -> T:
        """Return an answer; if the other process is lost, the work is done here."""
        try:
            while len(self._answered) < number:
                self._answered.append(pickle.loads(_receive(self._answers)))  # noqa: S301  our own fork's
        except (OSError, EOFError, ValueError):  # the last one of a pipe that was closed
            return work()
        answer: T = self._answered[number - 1]
        return answer

    def end(self) -> None:
        """End the other process, whatever it is at."""
        import signal

        with suppress(ProcessLookupError, ChildProcessError):
            os.kill(self._process, signal.SIGKILL)
            os.waitpid(self._process, 0)
        for stream in (self._requests, self._answers):
            with suppress(OSError):
                stream.close()


def _serve(requests: int, answers: int) -> NoReturn:
    """Answer until nobody asks any more; whatever goes wrong, the one who asks will find out itself."""
    try:
        with os.fdopen(requests, "rb") as questions, os.fdopen(answers, "wb") as replies:
            _answer_all(questions, replies)
    finally:
        os._exit(0)


def _answer_all(requests: BinaryIO, answers: BinaryIO) -> None:
    from queue import SimpleQueue
    from threading import Thread

    waiting: SimpleQueue[bytes] = SimpleQueue()

    def empty() -> None:
        """Read what is asked as it comes: who asks must not wait while an answer waits to be read."""
        while request := _receive(requests):
            waiting.put(request)
        os._exit(0)

    Thread(target=empty, daemon=True).start()
    os.environ["PYDANTIC_DISABLE_PLUGINS"] = "__all__"  # they watch an application's models
    for name in _SLOW:
        import_module(name)
    while True:
        work: Callable[[], object] = pickle.loads(waiting.get())  # noqa: S301  from the same program
        _send(answers, work())


def _send(stream: BinaryIO, content: object) -> None:
    data = pickle.dumps(content)
    stream.write(len(data).to_bytes(_HEADER) + data)
    stream.flush()


def _receive(stream: BinaryIO) -> bytes:
    """Return what was sent; nothing if the other side is gone, be it in the middle of it."""
    size = int.from_bytes(stream.read(_HEADER))
    data = stream.read(size)
    return data if len(data) == size else b""


_processes: list[_SecondProcess] = []
