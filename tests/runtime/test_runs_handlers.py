"""What the handlers of signals do, seen from inside of the program."""

from __future__ import annotations

import signal
import threading
from collections.abc import Iterator
from types import FrameType

import anyio
import pytest

from _runtime import Evidence, Outcome, StopResult
from _runtime.active import ActiveRuns
from _runtime.async_run import AsyncRun
from _runtime.run import Run
from _runtime.signals import stop_all_at_exit, stop_all_on_signals

NUMBER = signal.SIGUSR1
RESULT: StopResult[None] = StopResult(outcome=Outcome.STOPPED, evidence=Evidence.BODY, status=200)


@pytest.fixture
def told() -> Iterator[list[str]]:
    """What happens, in order; a handler that was there before says "earlier"."""
    if threading.current_thread() is not threading.main_thread():
        pytest.skip("only the main thread can have handlers of signals")
    events: list[str] = []

    def earlier(_: int, __: FrameType | None) -> None:
        events.append("earlier")

    before = signal.signal(NUMBER, earlier)
    yield events
    signal.signal(NUMBER, before)


def tracked(told: list[str], count: int = 3) -> ActiveRuns[Run]:
    active = ActiveRuns()

    def stop(number: int) -> StopResult[None]:
        told.append(f"stop {number}")
        return RESULT

    for number in range(count):
        run = Run()
        run.bind(stop, number)
        active.add(number, run)
    return active


def test_all_runs_are_stopped_before_the_earlier_handler_is_called(told: list[str]) -> None:
    restore = stop_all_on_signals(tracked(told), signals=[NUMBER])

    signal.raise_signal(NUMBER)
    restore()

    assert sorted(told[:-1]) == ["stop 0", "stop 1", "stop 2"]
    assert told[-1] == "earlier"


def test_a_second_signal_calls_the_earlier_handler_and_stops_nothing_again(told: list[str]) -> None:
    restore = stop_all_on_signals(tracked(told, 1), signals=[NUMBER])

    signal.raise_signal(NUMBER)
    signal.raise_signal(NUMBER)
    restore()

    assert told == ["stop 0", "earlier", "earlier"]


def test_a_signal_while_the_stops_are_on_their_way_does_at_once_what_it_did(
    told: list[str],
) -> None:
    active = ActiveRuns()

    def stop() -> StopResult[None]:
        handler = signal.getsignal(NUMBER)
        assert callable(handler)
        handler(NUMBER, None)
        told.append("stop")
        return RESULT

    run = Run()
    run.bind(stop)
    active.add("only", run)
    restore = stop_all_on_signals(active, signals=[NUMBER])

    signal.raise_signal(NUMBER)
    restore()

    assert told == ["earlier", "stop", "earlier"]


def test_handlers_are_put_back_unless_somebody_set_another_one(told: list[str]) -> None:
    before = signal.getsignal(NUMBER)
    restore = stop_all_on_signals(tracked(told), signals=[NUMBER])
    restore()
    assert signal.getsignal(NUMBER) is before

    restore = stop_all_on_signals(tracked(told), signals=[NUMBER])
    signal.signal(NUMBER, signal.SIG_IGN)
    restore()
    assert signal.getsignal(NUMBER) is signal.SIG_IGN


def test_a_signal_that_is_ignored_stays_so(told: list[str]) -> None:
    signal.signal(NUMBER, signal.SIG_IGN)
    stop_all_on_signals(tracked(told), signals=[NUMBER])
    signal.raise_signal(NUMBER)
    assert told == []


@pytest.mark.parametrize("backend", ["asyncio", "trio"])
def test_runs_on_an_event_loop_are_stopped_by_it(told: list[str], backend: str) -> None:
    async def main() -> None:
        done = anyio.Event()

        async def stop() -> StopResult[None]:
            told.append("stop")
            return RESULT

        def earlier(_: int, __: FrameType | None) -> None:
            told.append("earlier")
            done.set()

        signal.signal(NUMBER, earlier)
        active = ActiveRuns(AsyncRun)
        run = AsyncRun()
        run.bind(stop)
        active.add("only", run)
        restore = stop_all_on_signals(active, signals=[NUMBER])
        signal.raise_signal(NUMBER)
        with anyio.fail_after(10):
            await done.wait()
        restore()

    anyio.run(main, backend=backend)

    assert told == ["stop", "earlier"]


def test_what_is_done_at_the_end_of_the_interpreter_can_be_taken_back(
    told: list[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    registered: list[object] = []
    monkeypatch.setattr("atexit.register", registered.append)
    monkeypatch.setattr("atexit.unregister", registered.remove)

    take_back = stop_all_at_exit(tracked(told, 2))
    (at_exit,) = registered
    assert callable(at_exit)
    at_exit()
    take_back()

    assert sorted(told) == ["stop 0", "stop 1"]
    assert registered == []
