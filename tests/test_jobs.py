import json
import os
import signal
import subprocess
import sys
import time
from pathlib import Path

import pytest

from stopgen import finding, progress, workers
from stopgen.description import JsonObject
from stopgen.diagnostic import Code, collect

COUNT = 6
UNUSED: JsonObject = {f"Unused{number}": {"description": "x" * 1000} for number in range(400)}


@pytest.fixture
def specs(tmp_path: Path) -> Path:
    """A folder with more documents than processes, and as much to read as is worth several."""
    for number in range(COUNT):
        document: JsonObject = {
            "openapi": "3.1.0",
            "paths": {
                f"/jobs{number}/{{id}}/cancel": {"post": {"summary": "Cancel a job"}},
                "/jobs/{id}/pause": {"bad": {}},
            },
            "components": {"schemas": UNUSED},
        }
        (tmp_path / f"p{number % 2}").mkdir(exist_ok=True)
        (tmp_path / f"p{number % 2}" / f"{number}.json").write_text(json.dumps(document))
    return tmp_path


def stopgen(specs: Path, *arguments: str) -> subprocess.Popen[str]:
    command = [sys.executable, "-m", "stopgen", "list", str(specs), *arguments]
    pipe = subprocess.PIPE
    return subprocess.Popen(command, stdout=pipe, stderr=pipe, text=True, start_new_session=True)


def children(process: subprocess.Popen[str]) -> list[int]:
    """Wait for the worker processes of a run, and return their numbers."""
    path = Path(f"/proc/{process.pid}/task/{process.pid}/children")
    if not path.exists():
        pytest.skip("this system does not tell the children of a process")
    while process.poll() is None:
        if found := [int(number) for number in path.read_text().split()]:
            return found
        time.sleep(0.001)
    pytest.fail("no worker process was started")


def slow(item: int) -> int:
    time.sleep(0 if item else 60)
    return item


def lost(item: int) -> int:
    os.kill(os.getpid(), signal.SIGKILL)
    return item


def test_several_processes_say_what_one_says(specs: Path) -> None:
    said = [stopgen(specs, "--jobs", jobs).communicate(timeout=60) for jobs in ("1", "3")]
    assert said[0] == said[1]
    assert said[0][0].count("cancel") >= COUNT
    assert said[0][1].count("wrong-shape") + said[0][1].count("unknown-key") >= COUNT


def test_a_killed_worker_is_told(specs: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    def killed(*_: object) -> list[object]:
        raise workers.LostError

    monkeypatch.setattr(workers, "each", killed)
    found, diagnostics = collect(finding.find([specs], jobs=2))
    assert found == []
    assert [diagnostic.code for diagnostic in diagnostics] == [Code.WORKER_LOST]


def test_a_worker_that_is_killed_is_noticed() -> None:
    with pytest.raises(workers.LostError):
        workers.each(lost, [1, 2], 2, lambda _: None)


def test_results_come_in_the_order_of_the_items_and_each_is_counted() -> None:
    counted: list[int] = []
    assert workers.each(slow, [3, 2, 1], 2, counted.append) == [3, 2, 1]
    assert counted == [1, 2, 3]


def test_an_interrupt_ends_a_run_at_once(specs: Path) -> None:
    process = stopgen(specs, "--jobs", "2")
    children(process)
    os.killpg(process.pid, signal.SIGINT)
    _, said = process.communicate(timeout=30)
    assert process.returncode == 1
    assert "Traceback" not in said
    assert "Aborted!" in said


def test_an_interrupt_ends_workers_that_did_not_get_it() -> None:
    def interrupted(done: int) -> None:
        raise KeyboardInterrupt

    started = time.monotonic()
    with pytest.raises(KeyboardInterrupt):
        workers.each(slow, [0, 1, 1], 2, interrupted)
    assert time.monotonic() - started < 30


class TestProgress:
    @pytest.fixture(autouse=True)
    def impatient(self, monkeypatch: pytest.MonkeyPatch) -> None:
        monkeypatch.setattr(progress, "_PATIENCE", 0)

    def test_a_terminal_shows_it(
        self, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
    ) -> None:
        monkeypatch.setattr(sys.stderr, "isatty", lambda: True)
        with progress.bar("reading") as told:
            told(1, 2)
            told(2, 2)
        assert "reading" in capsys.readouterr().err

    def test_a_pipe_hears_nothing(self, capsys: pytest.CaptureFixture[str]) -> None:
        with progress.bar("reading") as told:
            told(1, 2)
        assert capsys.readouterr() == ("", "")
