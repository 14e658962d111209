"""A program that is told to end stops its runs first, and ends as it would have anyway."""

from __future__ import annotations

import signal
import subprocess
import sys
from pathlib import Path

import pytest

import _runtime
from loopback import LoopbackServer, Reply, Stage

PATHS = [str(Path(__file__).parents[1]), str(Path(_runtime.__file__).parents[1])]
RUNS = 200
START = f"import sys; sys.path[:0] = {PATHS!r}; url = sys.argv[1]\n"
THREADS = (
    START
    + """
import signal, time
import httpx2
from _runtime.active import ActiveRuns
from _runtime.signals import stop_all_at_exit, stop_all_on_signals
from runtime import sample
BEFORE
client = sample.DifyClient("app-k3y", base_url=url, http_client=httpx2.Client(verify=False))
active = ActiveRuns()
for number in range(200):
    run = active.track(number).__enter__()
    run.bind(client.stop_chat_message, f"task-{number}", user="u")
WATCH
print("ready", flush=True)
time.sleep(60)
"""
)
TASKS = (
    START
    + """
import anyio, httpx2
from _runtime.active import ActiveRuns
from _runtime.async_run import AsyncRun
from _runtime.signals import stop_all_on_signals
from runtime import sample

async def main():
    async with httpx2.AsyncClient(verify=False) as http:
        client = sample.AsyncDifyClient("app-k3y", base_url=url, http_client=http)
        active = ActiveRuns(AsyncRun)
        for number in range(200):
            run = AsyncRun()
            run.bind(client.stop_chat_message, f"task-{number}", user="u")
            active.add(number, run)
        stop_all_on_signals(active, grace=30)
        print("ready", flush=True)
        await anyio.sleep(60)

anyio.run(main, backend="BACKEND")
"""
)
KINDS = [signal.SIGTERM, signal.SIGINT]


@pytest.fixture
def stage(server: LoopbackServer) -> Stage:
    return server.play(Reply(200, b'{"result": "success"}'))


def threads(before: str = "", watch: str = "stop_all_on_signals(active, grace=30)") -> str:
    return THREADS.replace("BEFORE", before).replace("WATCH", watch)


def end(script: str, stage: Stage, number: signal.Signals | None) -> tuple[int, str]:
    """Run a program until it says that it is ready, send it a signal, wait for its end."""
    command = [sys.executable, "-c", script, stage.url]
    with subprocess.Popen(command, stdout=-1, stderr=subprocess.DEVNULL, text=True) as process:
        assert process.stdout is not None
        assert process.stdout.readline() == "ready\n"
        if number is not None:
            process.send_signal(number)
        printed = process.stdout.read()
        return process.wait(60), printed


def stopped(stage: Stage) -> set[str]:
    return {seen.path for seen in stage.seen}


@pytest.mark.parametrize("number", KINDS)
def test_all_stops_arrive_and_the_exit_code_is_as_before(
    stage: Stage, number: signal.Signals
) -> None:
    code, _ = end(threads(), stage, number)

    assert code == -number
    assert len(stage.seen) == RUNS
    assert stopped(stage) == {f"/chat-messages/task-{number}/stop" for number in range(RUNS)}


@pytest.mark.parametrize("backend", ["asyncio", "trio"])
@pytest.mark.parametrize("number", KINDS)
def test_tasks_on_an_event_loop_too(stage: Stage, backend: str, number: signal.Signals) -> None:
    code, _ = end(TASKS.replace("BACKEND", backend), stage, number)

    assert code == -number
    assert len(stage.seen) == RUNS


def test_an_earlier_handler_is_called_afterwards(stage: Stage) -> None:
    before = "signal.signal(signal.SIGTERM, lambda *_: (print('earlier'), sys.exit(7)))"

    assert end(threads(before), stage, signal.SIGTERM) == (7, "earlier\n")
    assert len(stage.seen) == RUNS


def test_a_signal_that_was_ignored_stays_ignored(stage: Stage) -> None:
    before = "signal.signal(signal.SIGTERM, signal.SIG_IGN)"
    script = threads(before).replace("time.sleep(60)", "time.sleep(0.3)")

    assert end(script, stage, signal.SIGTERM) == (0, "")
    assert stage.seen == []


def test_handlers_are_put_back(stage: Stage) -> None:
    watch = "stop_all_on_signals(active)()"

    assert end(threads(watch=watch), stage, signal.SIGTERM)[0] == -signal.SIGTERM
    assert stage.seen == []


def test_a_program_that_ends_by_itself_stops_its_runs(stage: Stage) -> None:
    script = threads(watch="stop_all_at_exit(active)").replace("time.sleep(60)", "sys.exit(3)")

    assert end(script, stage, None) == (3, "")
    assert len(stage.seen) == RUNS
