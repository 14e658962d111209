import os
import signal
import subprocess
import sys
import threading
import time
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest

from stopgen import entry, overlap
from stopgen.emit import files

ROOT = Path(__file__).parents[1]
HERE = os.getpid()

can_fork = pytest.mark.skipif(
    not overlap._has_second_core(), reason="a second process needs Linux and a second core"
)


@pytest.fixture
def second(monkeypatch: pytest.MonkeyPatch) -> None:
    """A second process that imports nothing, whatever threads of its own pytest has."""
    monkeypatch.setattr(overlap, "_SLOW", ())
    monkeypatch.setattr(overlap, "_has_threads", lambda: False)


def where(value: object) -> tuple[bool, object]:
    """Tell whether this is done by another process."""
    return os.getpid() != HERE, value


def long(size: int) -> str:
    return "x" * size


def fails(value: int) -> int:
    if os.getpid() != HERE:
        raise ValueError(value)
    return value


def dies(value: int) -> int:
    if os.getpid() != HERE:
        os.kill(os.getpid(), signal.SIGKILL)
    return value


def answers_badly(value: int) -> object:
    """Return what pickle cannot carry."""
    return value if os.getpid() == HERE else lambda: value


def ask_all(*works: Callable[[int], object]) -> list[object]:
    laters = [overlap.ask(work, number) for number, work in enumerate(works)]
    return [later() for later in laters]


def children() -> set[str]:
    """Return the processes that this one has."""
    lists = Path("/proc/self/task").glob("*/children")
    return {process for path in lists for process in path.read_text("ascii").split()}


@pytest.fixture
def _no_process_left() -> Iterator[None]:
    """Fail a test that leaves a process behind; what earlier ones left does not matter."""
    before = children()
    yield
    assert children() <= before


@can_fork
@pytest.mark.usefixtures("second", "_no_process_left")
@pytest.mark.filterwarnings("ignore:This process:DeprecationWarning")  # of forking with threads
class TestSecondProcess:
    def test_it_answers_and_is_gone_afterwards(self) -> None:
        with overlap.second_process(is_allowed=True):
            assert ask_all(where, where) == [(True, 0), (True, 1)]

    def test_answers_come_to_those_who_asked_in_whatever_order_they_are_wanted(self) -> None:
        with overlap.second_process(is_allowed=True):
            one, other = overlap.ask(where, 1), overlap.ask(where, 2)
            assert [other(), one(), other()] == [(True, 2), (True, 1), (True, 2)]

    def test_nobody_waits_for_the_other_with_more_than_a_pipe_holds(self) -> None:
        with overlap.second_process(is_allowed=True):
            laters = [overlap.ask(where, long(1 << 20)) for _ in range(4)]
            assert [later() for later in laters] == [(True, long(1 << 20))] * 4

    @pytest.mark.parametrize("work", [dies, fails, answers_badly])
    def test_what_it_cannot_do_is_done_here(self, work: Callable[[int], object]) -> None:
        with overlap.second_process(is_allowed=True):
            assert ask_all(where, work, where) == [(True, 0), 1, (False, 2)]
            assert overlap.ask(where, 3)() == (False, 3)

    def test_what_is_too_deep_to_be_sent_is_done_here(self) -> None:
        deep: list[object] = []
        for _ in range(100_000):
            deep = [deep]
        with overlap.second_process(is_allowed=True):
            assert overlap.ask(where, deep)() == (False, deep)
            assert overlap.ask(where, 2)() == (True, 2)

    def test_what_was_not_wanted_in_time_is_done_here(self) -> None:
        with overlap.second_process(is_allowed=True):
            later = overlap.ask(where, 1)
        assert later() == (False, 1)

    def test_an_error_ends_it(self) -> None:
        def interrupted() -> None:
            with overlap.second_process(is_allowed=True):
                overlap.ask(time.sleep, 60)
                raise KeyboardInterrupt

        with pytest.raises(KeyboardInterrupt):
            interrupted()


def test_without_leave_to_fork_everything_is_done_here() -> None:
    with overlap.second_process(is_allowed=False):
        assert ask_all(where) == [(False, 0)]


def test_on_one_core_everything_is_done_here(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(overlap, "_has_second_core", lambda: False)
    with overlap.second_process(is_allowed=True):
        assert ask_all(where) == [(False, 0)]


def test_with_threads_everything_is_done_here() -> None:
    end = threading.Event()
    thread = threading.Thread(target=end.wait)
    thread.start()
    with overlap.second_process(is_allowed=True):
        assert ask_all(where) == [(False, 0)]
    end.set()
    thread.join()


@can_fork
def test_where_no_process_can_be_had_everything_is_done_here(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    def fork() -> int:
        raise BlockingIOError

    monkeypatch.setattr(overlap, "_has_threads", lambda: False)
    monkeypatch.setattr(os, "fork", fork)
    with overlap.second_process(is_allowed=True):
        assert ask_all(where) == [(False, 0)]


def generate(output: Path, code: str = "") -> subprocess.Popen[str]:
    """Generate by the command, after some code was run in its process."""
    output.parent.mkdir(exist_ok=True)
    program = output.parent / "stopgen"
    program.write_text(f"import sys\n{code}\nfrom stopgen.entry import main\nmain()\n")
    command = [sys.executable, str(program), "generate", "--specs", str(ROOT / "specs")]
    command += ["--output", str(output)]
    pipe = subprocess.PIPE
    return subprocess.Popen(command, stdout=pipe, stderr=pipe, text=True, start_new_session=True)


ALONE = "from stopgen import overlap; overlap._has_second_core = lambda: False"
DYING = (
    "from stopgen.targets import pydantic; import os; here, generate = os.getpid(), pydantic.generate\n"
    "def dying(*arguments): return generate(*arguments) if os.getpid() == here else os._exit(3)\n"
    "dying.__module__, dying.__qualname__ = 'stopgen.targets.pydantic', 'generate'\n"
    "pydantic.generate = dying"
)


@can_fork
def test_a_run_writes_and_says_the_same_with_and_without_another_process(tmp_path: Path) -> None:
    """A process that was lost is the third case."""
    runs = [generate(tmp_path / name / "clients", code) for name, code in CASES.items()]
    said = [(run.communicate(timeout=120), run.returncode) for run in runs]
    alike = {str(told).replace(name, "") for told, name in zip(said, CASES, strict=True)}
    assert len(alike) == 1, said
    assert said[0][1] == 0
    trees = [tree(tmp_path / name / "clients") for name in CASES]
    assert trees[0]
    assert trees.count(trees[0]) == len(CASES)


TOGETHER = (
    "import atexit, os\n"
    "slow = {'datamodel_code_generator', 'openapi_spec_validator'}\n"
    "atexit.register(lambda: slow & set(sys.modules) and os._exit(9))"
)
CASES = {"together": TOGETHER, "alone": ALONE, "dying": DYING}


def tree(folder: Path) -> dict[str, bytes]:
    found = (path for path in folder.rglob("*") if path.is_file())
    return {path.relative_to(folder).as_posix(): path.read_bytes() for path in found}


@can_fork
@pytest.mark.parametrize("stop", [signal.SIGINT, signal.SIGTERM, signal.SIGKILL])
def test_no_process_outlives_a_run_that_is_ended(tmp_path: Path, stop: signal.Signals) -> None:
    waiting = "from stopgen import build; build.build = lambda *_: __import__('time').sleep(60)"
    run = generate(tmp_path / "clients", waiting)
    children = Path(f"/proc/{run.pid}/task/{run.pid}/children")
    if not children.exists():
        pytest.skip("this system does not tell the children of a process")
    while not (found := children.read_text().split()):
        assert run.poll() is None
        time.sleep(0.01)
    os.kill(run.pid, stop)
    _, said = run.communicate(timeout=60)  # ends once nobody holds the pipe any more
    assert "Traceback" not in said
    assert run.returncode == (1 if stop is signal.SIGINT else -stop)
    for number in found:
        assert not Path(f"/proc/{number}/fd/0").exists()


@pytest.mark.parametrize(
    ("command", "alone"),
    [
        (["python", "-m", "stopgen", "check"], True),
        (["/v/bin/python", "/v/bin/stopgen", "check"], True),
        (["/v/bin/python", "-sP", "-m", "stopgen"], True),
        (["python", "-m", "coverage", "run", "-m", "stopgen"], False),
        (["python", "program.py", "stopgen"], False),
        (["python", "-c", "import stopgen"], False),
        (["python"], False),
    ],
)
def test_a_process_is_ours_alone_if_python_was_started_for_nothing_else(
    command: list[str], monkeypatch: pytest.MonkeyPatch, *, alone: bool
) -> None:
    monkeypatch.setattr(sys, "orig_argv", command)
    assert entry.is_alone() == alone


def test_what_was_registered_for_the_end_is_called(tmp_path: Path) -> None:
    code = "import atexit; atexit.register(print, 'registered'); sys.argv[1:] = ['--version']"
    out, _ = generate(tmp_path / "clients", code).communicate(timeout=60)
    assert out.splitlines()[1:] == ["registered"]


def test_a_full_disk_is_told_at_the_end(tmp_path: Path) -> None:
    if not Path("/dev/full").exists():
        pytest.skip("this system has no device that is always full")
    with Path("/dev/full").open("w") as full:
        command = [sys.executable, "-m", "stopgen", "--version"]
        done = subprocess.run(command, stdout=full, stderr=subprocess.PIPE, check=False)
    assert done.returncode != 0
    assert b"No space left" in done.stderr


def test_without_more_threads_files_are_written_all_the_same(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def start(_: threading.Thread) -> None:
        raise RuntimeError

    monkeypatch.setattr(threading.Thread, "start", start)
    files.write(tmp_path, dict.fromkeys("abc", b""))
    assert {path.name for path in tmp_path.iterdir()} == {"a", "b", "c"}


def test_the_last_file_is_written_once_all_others_are_there(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    there: list[int] = []
    original = files._write

    def write(path: Path, content: bytes) -> None:
        if path.name == "last":
            there.append(len(list(tmp_path.iterdir())))
        time.sleep(0.001)
        original(path, content)

    monkeypatch.setattr(files, "_write", write)
    files.write(tmp_path, {**{str(number): b"" for number in range(40)}, "last": b""})
    assert there == [40]


def test_a_file_that_cannot_be_written_is_told(tmp_path: Path) -> None:
    (tmp_path / "taken").touch()
    with pytest.raises(FileExistsError, match="taken"):
        files.write(tmp_path, {"a": b"", "taken": b"", "last": b""})
    assert not (tmp_path / "last").exists()
