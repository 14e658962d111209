import os
import random
import resource
import signal
import subprocess
import sys
import time
from pathlib import Path

import pytest

import stopgen
from stopgen.emit import exchange
from stopgen.paths import twin

ROOT = Path(__file__).parents[1]
KILLS = int(os.environ.get("STOPGEN_KILLS", "40"))
OUTPUT = Path("generated", "stopclients")
COMMAND = [sys.executable, "-m", "stopgen"]

can_exchange = pytest.mark.skipif(
    not sys.platform.startswith("linux"), reason="only Linux exchanges two folders"
)


@can_exchange
def test_a_run_killed_at_any_call_leaves_the_old_package_or_the_new_one(tmp_path: Path) -> None:
    """``STOPGEN_KILLS=200`` takes more points."""
    seed = random.randrange(1 << 30)
    arguments = [str(tmp_path / "out"), str(KILLS), str(seed)]
    done = subprocess.run(
        [sys.executable, str(ROOT / "tests" / "killed.py"), *arguments],
        capture_output=True,
        check=False,
        text=True,
        timeout=300,
    )
    assert (done.returncode, done.stderr) == (0, ""), f"seed {seed}: {done.stderr}"
    states = done.stdout.splitlines()
    assert len(states) == KILLS
    assert set(states) <= {"old", "new"}, f"seed {seed}: {states}"


def put(root: Path, summary: str) -> None:
    """Write the documents of a project; their text appears in the package."""
    for name in ("acme", "beta"):
        path = root / "specs" / name / "stop.json"
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(DOCUMENT.replace("SUMMARY", summary))


DOCUMENT = """{"openapi": "3.1.0", "info": {"title": "Acme", "version": "1"},
"servers": [{"url": "https://api.acme.test"}], "paths": {"/runs/{id}/stop": {"post": {"summary": "SUMMARY",
"parameters": [{"name": "id", "in": "path", "required": true, "schema": {"type": "string"}}],
"responses": {"200": {"description": "Fine."}}}}}}
"""


def run(
    root: Path, *arguments: str, limit: int = resource.RLIM_INFINITY
) -> subprocess.CompletedProcess[str]:
    """Run a command that can write files up to a size, as on a disk without more room."""
    return subprocess.run(
        [*COMMAND, *arguments],
        cwd=root,
        capture_output=True,
        check=False,
        text=True,
        timeout=120,
        env=os.environ | {"PYTHONDONTWRITEBYTECODE": "1"},
        preexec_fn=lambda: resource.setrlimit(resource.RLIMIT_FSIZE, (limit, limit)),
    )


def package(root: Path) -> dict[str, bytes]:
    paths = (root / OUTPUT).rglob("*")
    return {str(path): path.read_bytes() for path in paths if path.is_file()}


@pytest.fixture
def project(tmp_path: Path) -> Path:
    """A project whose package is outdated."""
    put(tmp_path, "One.")
    assert stopgen.generate(tmp_path / "specs", tmp_path / OUTPUT).ok
    put(tmp_path, "Two.")
    return tmp_path


def is_stale(project: Path) -> bool:
    result = stopgen.check(project / "specs", project / OUTPUT)
    assert result.ok
    return bool(result.stale)


@can_exchange
def test_the_command_can_be_killed_at_any_time(project: Path) -> None:
    before = package(project)
    for _ in range(max(2, KILLS // 20)):
        process = subprocess.Popen(
            [*COMMAND, "generate"],
            cwd=project,
            stdout=subprocess.DEVNULL,
            stderr=subprocess.DEVNULL,
        )
        time.sleep(random.uniform(0, 1.5))
        process.send_signal(signal.SIGKILL)
        process.wait()
        assert is_stale(project) == (package(project) == before)
    assert run(project, "generate").returncode == 0
    assert not is_stale(project)


def test_two_runs_at_once_end_with_what_one_would_have_written(project: Path) -> None:
    both = [
        subprocess.Popen([*COMMAND, "generate"], cwd=project, stdout=subprocess.DEVNULL)
        for _ in range(2)
    ]
    assert [process.wait(120) for process in both] == [0, 0]
    assert not is_stale(project)


def test_a_full_disk_is_one_sentence_and_leaves_everything_as_it_was(project: Path) -> None:
    before = package(project)
    done = run(project, "generate", limit=700)
    assert done.returncode == 1
    assert "File too large" in done.stderr
    assert "[output-inaccessible]" in done.stderr
    assert package(project) == before
    assert not twin(project / OUTPUT).exists()
    assert stopgen.generate(project / "specs", project / OUTPUT).ok


@can_exchange
class TestExchange:
    @pytest.fixture
    def folder(self, tmp_path: Path) -> Path:
        folder = tmp_path / "folder"
        (folder / "p" / "empty").mkdir(parents=True)
        for name in ("a", "p/b", "mine", "p/mine"):
            (folder / name).write_text(name)
        (folder / "link").symlink_to("nowhere")
        return folder

    def test_what_is_not_changed_is_the_same_file(self, folder: Path) -> None:
        before = (folder / "p/mine").stat()
        assert exchange.change(folder, {"a": b"new", "q/c": b"new"}, ["p/b"])
        names = {path.relative_to(folder).as_posix() for path in folder.rglob("*")}
        assert names == {"a", "link", "mine", "p", "p/empty", "p/mine", "q", "q/c"}
        assert ((folder / "a").read_text(), (folder / "mine").read_text()) == ("new", "mine")
        assert os.path.samestat((folder / "p/mine").stat(), before)
        assert (folder / "p/mine").stat().st_mtime_ns == before.st_mtime_ns
        assert not twin(folder).exists()

    def test_what_somebody_writes_meanwhile_is_not_lost(
        self, folder: Path, monkeypatch: pytest.MonkeyPatch
    ) -> None:
        def write(path: Path, content: bytes) -> None:
            path.write_bytes(content)
            (folder / "late").write_text("late")
            (folder / "mine").unlink()
            (folder / "mine").write_text("edited")

        monkeypatch.setattr(exchange, "write", write)
        assert exchange.change(folder, {"a": b"new"}, [])
        found = {name: (folder / name).read_text() for name in ("a", "late", "mine")}
        assert found == {"a": "new", "late": "late", "mine": "edited"}

    def test_a_folder_that_cannot_be_exchanged_is_left_alone(
        self, folder: Path, monkeypatch: pytest.MonkeyPatch
    ) -> None:
        monkeypatch.setattr(exchange, "_swap", lambda: lambda *_: False)
        assert not exchange.change(folder, {"a": b"new"}, [])
        assert (folder / "a").read_text() == "a"
        assert not twin(folder).exists()

    def test_a_folder_that_somebody_stands_in_stays_where_it_is(
        self, folder: Path, monkeypatch: pytest.MonkeyPatch
    ) -> None:
        monkeypatch.chdir(folder / "p")
        assert not exchange.change(folder, {"a": b"new"}, [])

    def test_a_folder_of_thousands_of_files_is_not_copied(
        self, folder: Path, monkeypatch: pytest.MonkeyPatch
    ) -> None:
        monkeypatch.setattr(exchange, "_MOST", 3)
        assert not exchange.change(folder, {"a": b"new"}, [])
        assert not twin(folder).exists()

    def test_files_that_cannot_be_shared_are_a_reason_not_to(
        self, folder: Path, monkeypatch: pytest.MonkeyPatch
    ) -> None:
        def refuse(*_: object, **__: object) -> None:
            raise PermissionError

        monkeypatch.setattr(os, "link", refuse)
        assert not exchange.change(folder, {"a": b"new"}, [])
        assert not twin(folder).exists()

    @pytest.mark.skipif(os.geteuid() != 0, reason="only root can give folders to somebody")
    def test_a_folder_stays_with_whom_it_belongs_to(
        self, folder: Path, monkeypatch: pytest.MonkeyPatch
    ) -> None:
        for place in (folder, folder / "p"):
            os.chown(place, 12345, 54321)
        assert exchange.change(folder, {"a": b"new"}, [])
        for place in (folder, folder / "p"):
            assert (place.stat().st_uid, place.stat().st_gid) == (12345, 54321)

        def refuse(*_: object) -> None:
            raise PermissionError

        monkeypatch.setattr(os, "chown", refuse)
        assert not exchange.change(folder, {"a": b"newer"}, [])

    def test_what_a_killed_run_left_beside_a_folder_goes(self, folder: Path) -> None:
        twin(folder).mkdir()
        (twin(folder) / "rest").touch()
        assert exchange.change(folder, {"a": b"new"}, [])
        assert not twin(folder).exists()
        assert not (folder / "rest").exists()
