"""The example programs stop their runs when they are told to end, and end as programs do."""

from __future__ import annotations

import os
import signal
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from subprocess import PIPE, Popen

import pytest

from examples.platform_with_chat import LAST_WORDS, PATIENCE, Platform

ROOT = Path(__file__).parents[2]
AT_A_TIME = 4


@contextmanager
def running(platform: Platform, *command: str) -> Iterator[Popen[str]]:
    environment = os.environ | platform.environment | {"PYTHONPATH": str(ROOT / "generated")}
    with Popen(
        [sys.executable, *command],
        cwd=ROOT / "examples",
        env=environment,
        stdin=PIPE,
        stdout=PIPE,
        stderr=PIPE,
        text=True,
    ) as process:
        try:
            yield process
        finally:
            process.kill()


def ask(process: Popen[str], questions: str) -> None:
    assert process.stdin is not None
    process.stdin.write(questions)
    process.stdin.close()
    process.stdin = None


def wait_for_answers(process: Popen[str], number: int) -> None:
    """Wait until as many runs can be stopped."""
    assert process.stderr is not None
    while number:
        line = process.stderr.readline()
        assert line, "the program has ended"
        number -= " answers: " in line


def test_ctrl_c_stops_the_run_of_the_terminal_program(platform: Platform) -> None:
    with running(platform, "terminal.py", "Why?") as process:
        assert process.stdout is not None
        assert process.stdout.read(5) == "word "
        process.send_signal(signal.SIGINT)
        _, errors = process.communicate(timeout=PATIENCE)

    assert process.returncode == 130
    assert errors.strip() == "stop answered: ACCEPTED (status 200)"
    assert platform.stopped == ["task-0"]
    assert platform.fake.problems == []


def test_the_terminal_program_stops_nothing_that_ends_by_itself(platform: Platform) -> None:
    with running(platform, "terminal.py", "Why?") as process:
        platform.wait_for_runs()
        platform.runs[0].end()
        answer, errors = process.communicate(timeout=PATIENCE)

    assert (process.returncode, errors) == (0, "")
    assert answer.endswith(f"{LAST_WORDS}\n")
    assert platform.stopped == []


@pytest.mark.parametrize("number", [signal.SIGTERM, signal.SIGINT])
def test_a_signal_stops_all_runs_of_the_worker(platform: Platform, number: signal.Signals) -> None:
    with running(platform, "worker.py") as process:
        ask(process, "Why?\n" * 3 * AT_A_TIME)
        wait_for_answers(process, AT_A_TIME)
        process.send_signal(number)
        _, errors = process.communicate(timeout=PATIENCE)

    assert process.returncode == -number
    assert errors.count("outcome=ACCEPTED") == AT_A_TIME
    assert platform.stopped == [f"task-{number}" for number in range(AT_A_TIME)]
    assert len(platform.runs) == AT_A_TIME, "more runs were begun while all were stopped"
    assert platform.fake.problems == []


def test_the_worker_stops_nothing_that_ends_by_itself(platform: Platform) -> None:
    with running(platform, "worker.py") as process:
        ask(process, "Why?\nHow?\n")
        wait_for_answers(process, 2)
        for run in platform.runs:
            run.end()
        answers, _ = process.communicate(timeout=PATIENCE)

    assert process.returncode == 0
    assert answers.count(LAST_WORDS) == 2
    assert platform.stopped == []
