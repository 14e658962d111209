import os
import shutil
import signal
import subprocess
import sys
import time
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest

import stopgen
from builds import BROKEN, ROOT, document, put
from stopgen import watch
from stopgen.config import Config

PATIENCE = 60.0
CLIENTS = "clients"


class Watch:
    """A ``stopgen watch`` in a process of its own."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder
        self.told, self.errors = folder / "told.txt", folder / "errors.txt"
        path = os.pathsep.join([str(ROOT / "generator"), *filter(None, sys.path[1:])])
        with self.told.open("w") as out, self.errors.open("w") as err:
            self.process = subprocess.Popen(
                [sys.executable, "-m", "stopgen", "watch"],
                cwd=folder,
                env=os.environ | {"PYTHONPATH": path},
                stdout=out,
                stderr=err,
            )

    def lines(self, number: int) -> list[str]:
        """What it tells, once it has told so many lines; it must not tell more."""
        deadline = time.monotonic() + PATIENCE
        while len(lines := self.told.read_text().splitlines()) < number:
            assert self.process.poll() is None, self.errors.read_text()
            assert time.monotonic() < deadline, (lines, self.errors.read_text())
            time.sleep(0.02)
        assert len(lines) == number, lines
        return lines

    def save(self, name: str, text: str) -> None:
        """Save a file as most editors do: a new one takes the place of the old one."""
        put(self.folder, {f"{name}.tmp": text})
        (self.folder / f"{name}.tmp").replace(self.folder / name)


@pytest.fixture(scope="module")
def generated(tmp_path_factory: pytest.TempPathFactory) -> Path:
    root = tmp_path_factory.mktemp("generated")
    put(root, {"specs/acme/stop.json": document(), "pyproject.toml": config()})
    assert stopgen.generate(root / "specs", root / CLIENTS).ok
    return root


def config(more: str = "") -> str:
    return f'[tool.stopgen]\noutput = "{CLIENTS}"\n{more}'


@pytest.fixture
def watched(generated: Path, tmp_path: Path) -> Iterator[Watch]:
    shutil.copytree(generated, tmp_path, dirs_exist_ok=True)
    watched = Watch(tmp_path)
    yield watched
    watched.process.kill()
    watched.process.wait()


def test_saves_are_told_in_a_line_each_and_broken_ones_survived(watched: Watch) -> None:
    (first,) = watched.lines(1)
    assert first.endswith(" unchanged")

    watched.save("specs/acme/stop.json", document(summary="Halts."))
    second = watched.lines(2)[1]
    assert " updated, " in second
    assert second.endswith(f"({Path('specs/acme/stop.json')})")
    assert "Halts." in (watched.folder / CLIENTS / "acme" / "client.py").read_text()

    watched.save("specs/acme/stop.json", BROKEN)
    assert "left as it is because of errors" in watched.lines(3)[2]
    assert "[bad-json]" in watched.errors.read_text()

    watched.save("specs/acme/stop.json", document(summary="Ends."))
    assert " updated, " in watched.lines(4)[3]
    assert "Ends." in (watched.folder / CLIENTS / "acme" / "client.py").read_text()

    watched.process.send_signal(signal.SIGINT)
    assert watched.process.wait(PATIENCE) == 130
    assert len(watched.told.read_text().splitlines()) == 4
    assert "Traceback" not in watched.errors.read_text()


def test_the_configuration_is_watched_too(watched: Watch) -> None:
    watched.lines(1)
    watched.save("pyproject.toml", "[tool.stopgen")
    assert "left as it is" in watched.lines(2)[1]
    assert "[invalid-configuration]" in watched.errors.read_text()
    assert not (watched.folder / Config().output).exists()

    watched.save("pyproject.toml", config('specs = "api"\n'))
    watched.lines(3)
    (watched.folder / "specs").rename(watched.folder / "api")
    assert " unchanged" in watched.lines(4)[3]
    watched.save("api/acme/stop.json", document(summary="Halts."))
    assert " updated, " in watched.lines(5)[4]


class TestSaves:
    @pytest.fixture
    def roots(self, tmp_path: Path) -> tuple[Path, Path]:
        put(tmp_path, {"specs/a.md": "", "pyproject.toml": ""})
        return tmp_path / "specs", tmp_path / "pyproject.toml"

    def _next(self, saves: Iterator[tuple[Path, ...]]) -> list[str]:
        return [path.name for path in next(saves)]

    def test_nothing_is_the_first_and_many_at_once_are_one(self, roots: tuple[Path, Path]) -> None:
        saves = watch.saves(lambda: roots)
        assert self._next(saves) == []
        together = ["a.md", "b.md"]
        for _ in range(10):  # a busy machine may take its time between two saves
            put(roots[0], dict.fromkeys(together, "saved"))
            if self._next(saves) == together:
                return
            time.sleep(0.3)
        pytest.fail("each save was told by itself")

    def test_what_editors_write_before_they_save_is_no_save(self, roots: tuple[Path, Path]) -> None:
        saves = watch.saves(lambda: roots)
        next(saves)
        put(roots[0], {"a.md.tmp": "saved"})
        time.sleep(0.3)  # so that what comes next is a save of its own
        put(roots[0], {"b.md": "saved"})
        assert self._next(saves) == ["b.md"]

    @pytest.mark.parametrize("replace", [shutil.rmtree, lambda path: path.rename(f"{path}.old")])
    def test_a_folder_that_took_the_place_of_another_is_watched(
        self, roots: tuple[Path, Path], replace: Callable[[Path], object]
    ) -> None:
        saves = watch.saves(lambda: roots)
        next(saves)
        replace(roots[0])
        next(saves)
        put(roots[0], {"new.md": ""})
        while "new.md" not in (seen := self._next(saves)):
            put(roots[0], {"new.md": "saved"})
            assert set(seen) <= {"specs", "a.md"}

    def test_folders_that_are_not_there_yet_are_waited_for(self, tmp_path: Path) -> None:
        saves = watch.saves(lambda: [tmp_path / "specs"])
        assert self._next(saves) == []
        put(tmp_path, {"specs/a.md": ""})
        assert self._next(saves) == []
        put(tmp_path, {"specs/a.md": "saved"})
        assert self._next(saves) == ["a.md"]
