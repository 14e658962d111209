import errno
import os
import shutil
import signal
import subprocess
import sys
from collections.abc import Iterator, Mapping
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from stopgen import emit, lock
from stopgen.change import Conflict, Status
from stopgen.diagnostic import Code, Diagnostic, collect
from stopgen.emit import File, Plan, exchange, guard
from stopgen.lock import Lock
from stopgen.paths import STAGE

ONE = {"a.py": b"a = 1\n", "p/b.py": b"b = 1\n", "p/q/c.py": b"c = 1\n"}
TWO = {"a.py": b"a = 2\n", "p/b.py": b"b = 1\n", "r/d.py": b"d = 2\n"}


def files(tree: Mapping[str, bytes]) -> list[File]:
    return [File(path, content) for path, content in tree.items()]


def write(
    tree: Mapping[str, bytes], output: Path, *, force: bool = False
) -> tuple[Plan | None, list[Diagnostic]]:
    return collect(emit.write(files(tree), Lock(), output, force=force))


def done(tree: Mapping[str, bytes], output: Path, *, force: bool = False) -> dict[str, Status]:
    """Write, and return what that did to each file."""
    plan, found = write(tree, output, force=force)
    assert found == []
    assert plan is not None
    return {change.path: change.status for change in plan.changes}


def refused(tree: Mapping[str, bytes], output: Path) -> dict[str, Code]:
    """Try to write, and return the error of each file; nothing at all may change."""
    before = snapshot(output)
    plan, found = write(tree, output)
    assert plan is None
    assert snapshot(output) == before
    return {os.path.relpath(entry.position.file, output): entry.code for entry in found}


def contents(output: Path) -> dict[str, bytes]:
    """All files of a folder but the lock."""
    found = {
        path.relative_to(output).as_posix(): path.read_bytes()
        for path in output.rglob("*")
        if path.is_file()
    }
    found.pop(lock.NAME, None)
    return found


def snapshot(output: Path) -> dict[str, tuple[object, ...]]:
    """All that could change in a folder."""
    return {path.relative_to(output).as_posix(): _state(path) for path in sorted(output.rglob("*"))}


def _state(path: Path) -> tuple[object, ...]:
    status = path.lstat()
    if path.is_symlink():
        return status.st_mode, str(path.readlink())
    if path.is_file():
        return status.st_mode, status.st_mtime_ns, path.read_bytes()
    return (status.st_mode,)


@pytest.fixture
def output(tmp_path: Path) -> Path:
    return tmp_path / "deep" / "out"


class TestPaths:
    @pytest.mark.parametrize(
        "path",
        [
            "",
            ".",
            "..",
            "/a",
            "a/",
            "a//b",
            "./a",
            "a/../b",
            "a\\b",
            "C:/a",
            "c:a",
            "a\0b",
            "a\nb",
            "a.",
            "a /b",
            "a\u2028b",
            "\udcff",
            "a?",
        ],
    )
    def test_a_file_cannot_be_made_with_a_path_that_could_leave_its_folder(self, path: str) -> None:
        with pytest.raises(ValueError, match="not a path below an output folder"):
            File(path, b"")

    @pytest.mark.parametrize("path", ["a", "a/b.py", ".a", "ä/中.json", "a b/c", "__init__.py"])
    def test_ordinary_paths_are_taken(self, path: str) -> None:
        assert File(path, b"").path == path


class TestWrite:
    def test_the_first_run_creates_everything(self, output: Path) -> None:
        assert set(done(ONE, output).values()) == {Status.CREATED}
        assert contents(output) == ONE

    def test_the_lock_lists_the_digest_of_every_file(self, output: Path) -> None:
        done(ONE, output)
        record = lock.parse((output / lock.NAME).read_bytes())
        assert record.outputs == {path: lock.digest(content) for path, content in ONE.items()}

    def test_a_second_run_touches_nothing(self, output: Path) -> None:
        done(ONE, output)
        before = snapshot(output)
        assert set(done(ONE, output).values()) == {Status.UNCHANGED}
        assert snapshot(output) == before

    def test_a_run_does_only_what_is_needed(self, output: Path) -> None:
        done(ONE, output)
        before = snapshot(output)
        assert done(TWO, output) == {
            "a.py": Status.UPDATED,
            "p/b.py": Status.UNCHANGED,
            "p/q/c.py": Status.REMOVED,
            "r/d.py": Status.CREATED,
            lock.NAME: Status.UPDATED,
        }
        assert contents(output) == TWO
        assert snapshot(output)["p/b.py"] == before["p/b.py"]

    def test_a_folder_that_is_left_empty_goes_and_its_neighbours_stay(self, output: Path) -> None:
        done(ONE, output)
        (output / "p" / "q" / "__pycache__").mkdir()
        (output / "p" / "q" / "__pycache__" / "c.cpython-311.pyc").touch()
        done(TWO, output)
        assert not (output / "p" / "q").exists()
        assert (output / "p").is_dir()

    @pytest.mark.parametrize("name", ["notes.txt", "__pycache__/notes.txt"])
    def test_what_somebody_keeps_in_the_output_stays(self, output: Path, name: str) -> None:
        done(ONE, output)
        kept = output / "p" / "q" / name
        kept.parent.mkdir(exist_ok=True)
        kept.write_bytes(b"mine")
        done({}, output)
        assert contents(output) == {f"p/q/{name}": b"mine"}

    def test_a_listed_file_that_is_gone_already_is_no_trouble(self, output: Path) -> None:
        done(ONE, output)
        (output / "p" / "q" / "c.py").unlink()
        (output / "a.py").unlink()
        statuses = done(TWO, output)
        assert statuses["a.py"] is Status.CREATED
        assert "p/q/c.py" not in statuses

    def test_a_file_can_become_a_folder_and_a_folder_a_file(self, output: Path) -> None:
        done({"x": b"1", "y/z": b"2"}, output)
        done({"x/z": b"3", "y": b"4"}, output)
        assert contents(output) == {"x/z": b"3", "y": b"4"}

    def test_a_checkout_with_other_line_ends_is_as_it_should_be(self, output: Path) -> None:
        done(ONE, output)
        for path in output.rglob("*"):
            if path.is_file():
                path.write_bytes(path.read_bytes().replace(b"\n", b"\r\n"))
        before = snapshot(output)
        assert set(done(ONE, output).values()) == {Status.UNCHANGED}
        assert snapshot(output) == before

    def test_new_files_have_the_permissions_that_the_user_gives_to_new_files(
        self, output: Path
    ) -> None:
        done(ONE, output)
        plain = output / "plain"
        plain.touch()
        assert (output / "a.py").stat().st_mode == plain.stat().st_mode

    def test_the_output_folder_itself_can_be_a_link(self, output: Path, tmp_path: Path) -> None:
        (tmp_path / "real").mkdir()
        output.parent.mkdir()
        output.symlink_to(tmp_path / "real")
        done(ONE, output)
        assert contents(tmp_path / "real") == ONE

    def test_a_folder_without_a_lock_takes_files_over(self, output: Path) -> None:
        output.mkdir(parents=True)
        (output / "a.py").write_bytes(b"old")
        (output / "other").write_bytes(b"other")
        plan, found = collect(emit.write(files({"a.py": b"new"}), None, output))
        assert (found, plan is not None) == ([], True)
        assert contents(output) == {"a.py": b"new", "other": b"other"}
        assert not (output / lock.NAME).exists()

    @given(
        st.lists(
            st.dictionaries(
                st.sampled_from(["a", "b", "c/d", "c/e/f", "g/h"]),
                st.sampled_from([b"1", b"2"]),
            ),
            max_size=5,
        )
    )
    def test_after_any_runs_the_folder_is_what_was_generated_last(
        self, tmp_path_factory: pytest.TempPathFactory, runs: list[dict[str, bytes]]
    ) -> None:
        output = tmp_path_factory.mktemp("out")
        (output / "mine").write_bytes(b"mine")
        for tree in runs:
            done(tree, output)
            assert contents(output) == {**tree, "mine": b"mine"}
            folders = {path for path in output.rglob("*") if path.is_dir()}
            assert all(any(folder.iterdir()) for folder in folders)


class TestConflicts:
    def test_an_edited_file_is_an_error_and_nothing_is_written(self, output: Path) -> None:
        done(ONE, output)
        (output / "a.py").write_bytes(b"a = 7\n")
        (output / "p" / "q" / "c.py").write_bytes(b"c = 7\n")
        assert refused(TWO, output) == {"a.py": Code.EDITED_FILE, "p/q/c.py": Code.EDITED_FILE}

    def test_an_edited_file_is_an_error_even_if_its_content_would_not_change(
        self, output: Path
    ) -> None:
        done(ONE, output)
        (output / "a.py").write_bytes(b"a = 7\n")
        assert refused(ONE, output) == {"a.py": Code.EDITED_FILE}

    def test_a_foreign_file_in_the_way_is_an_error(self, output: Path) -> None:
        done(ONE, output)
        (output / "r").mkdir()
        (output / "r" / "d.py").write_bytes(b"mine")
        assert refused(TWO, output) == {"r/d.py": Code.FOREIGN_FILE}

    def test_force_gives_edited_and_foreign_files_up(self, output: Path) -> None:
        done(ONE, output)
        (output / "a.py").write_bytes(b"a = 7\n")
        (output / "p" / "q" / "c.py").write_bytes(b"c = 7\n")
        (output / "r").mkdir()
        (output / "r" / "d.py").write_bytes(b"mine")
        done(TWO, output, force=True)
        assert contents(output) == TWO

    def test_an_edit_that_is_what_would_be_generated_is_welcome(self, output: Path) -> None:
        done(ONE, output)
        (output / "a.py").write_bytes(TWO["a.py"])
        assert done(TWO, output)["a.py"] is Status.UNCHANGED

    def test_a_lost_lock_comes_back_if_the_files_are_as_they_should_be(self, output: Path) -> None:
        done(ONE, output)
        before = (output / lock.NAME).read_bytes()
        (output / lock.NAME).unlink()
        statuses = done(ONE, output)
        assert statuses.pop(lock.NAME) is Status.CREATED
        assert set(statuses.values()) == {Status.UNCHANGED}
        assert (output / lock.NAME).read_bytes() == before

    def test_without_a_lock_no_file_is_replaced_or_removed(self, output: Path) -> None:
        done(ONE, output)
        (output / lock.NAME).unlink()
        assert refused(TWO, output) == {"a.py": Code.FOREIGN_FILE}

    @pytest.mark.parametrize("content", [b"", b"<<<<<<< ours\n", b'{"format": 99}'])
    def test_a_damaged_lock_is_one_error_that_says_what_to_do(
        self, output: Path, content: bytes
    ) -> None:
        done(ONE, output)
        (output / lock.NAME).write_bytes(content)
        assert refused(TWO, output) == {lock.NAME: Code.DAMAGED_LOCK}
        done(TWO, output, force=True)
        assert {**contents(output), "p/q/c.py": b""} == {**TWO, "p/q/c.py": b""}

    def test_a_lock_cannot_make_a_run_remove_files_elsewhere(self, output: Path) -> None:
        done(ONE, output)
        victim = output.parent / "victim"
        victim.write_bytes(b"")
        forged = (output / lock.NAME).read_bytes().replace(b'"a.py"', b'"../victim"')
        (output / lock.NAME).write_bytes(forged.replace(lock.digest(ONE["a.py"]).encode(), b""))
        assert refused(TWO, output) == {lock.NAME: Code.DAMAGED_LOCK}
        done(TWO, output, force=True)
        assert victim.exists()

    def test_files_that_differ_in_case_only_are_an_error(self, output: Path) -> None:
        plan, found = write({"A.py": b"1", "a.py": b"2", "b.py": b"3"}, output)
        assert plan is None
        assert [entry.code for entry in found] == [Code.COLLIDING_FILES] * 2
        assert not output.exists()


class TestLinks:
    @pytest.mark.parametrize("name", ["a.py", lock.NAME])
    def test_a_link_in_place_of_a_file_is_never_written_through(
        self, output: Path, tmp_path: Path, name: str
    ) -> None:
        done(ONE, output)
        victim = tmp_path / "victim"
        victim.write_bytes(b"precious")
        (output / name).unlink()
        (output / name).symlink_to(victim)
        assert set(refused(TWO, output)) == {name}
        done(TWO, output, force=True)
        assert victim.read_bytes() == b"precious"
        assert not (output / name).is_symlink()

    def test_a_link_in_place_of_a_folder_is_never_followed(
        self, output: Path, tmp_path: Path
    ) -> None:
        done(ONE, output)
        outside = tmp_path / "outside"
        shutil.move(output / "p", outside)
        (output / "p").symlink_to(outside)
        assert refused(ONE, output) == {
            "p/b.py": Code.OUTPUT_BLOCKED,
            "p/q/c.py": Code.OUTPUT_BLOCKED,
        }
        _, found = write({"p/b.py": b"new"}, output, force=True)
        assert [entry.code for entry in found] == [Code.OUTPUT_BLOCKED]
        assert (outside / "b.py").read_bytes() == ONE["p/b.py"]

    def test_a_listed_file_behind_a_link_is_not_removed(self, output: Path, tmp_path: Path) -> None:
        done(ONE, output)
        outside = tmp_path / "outside"
        shutil.move(output / "p", outside)
        (output / "p").symlink_to(outside)
        done({}, output)
        assert contents(outside) == {"b.py": ONE["p/b.py"], "q/c.py": ONE["p/q/c.py"]}

    def test_a_link_in_place_of_the_folder_that_a_run_prepares_in_is_not_followed(
        self, output: Path, tmp_path: Path
    ) -> None:
        outside = tmp_path / "outside"
        outside.mkdir()
        output.mkdir(parents=True)
        (output / STAGE).symlink_to(outside)
        done(ONE, output)
        assert outside.is_dir()
        assert list(outside.iterdir()) == []
        assert contents(output) == ONE

    def test_a_folder_in_place_of_a_file_is_an_error(self, output: Path) -> None:
        (output / "a.py" / "x").mkdir(parents=True)
        assert refused(ONE, output) == {"a.py": Code.OUTPUT_BLOCKED}

    def test_a_file_in_place_of_a_folder_is_an_error(self, output: Path) -> None:
        output.mkdir(parents=True)
        (output / "p").write_bytes(b"mine")
        assert set(refused(ONE, output).values()) == {Code.OUTPUT_BLOCKED}

    def test_a_pipe_in_place_of_a_file_is_an_error_and_never_a_hang(self, output: Path) -> None:
        output.mkdir(parents=True)
        os.mkfifo(output / "a.py")
        _, found = write(ONE, output)
        assert [entry.code for entry in found] == [Code.FOREIGN_FILE]
        os.mkfifo(output / lock.NAME)
        _, found = write(ONE, output)
        assert [entry.code for entry in found] == [Code.DAMAGED_LOCK]


class TestPlan:
    def test_a_plan_says_what_a_run_would_do_and_does_nothing(self, output: Path) -> None:
        plan, found = collect(emit.plan(files(ONE), Lock(), output))
        assert found == []
        assert not output.exists()
        assert {change.path for change in plan.stale} == {*ONE, lock.NAME}

    def test_a_plan_holds_both_contents_and_the_conflict(self, output: Path) -> None:
        done(ONE, output)
        (output / "a.py").write_bytes(b"edited")
        plan, _ = collect(emit.plan(files(TWO), Lock(), output))
        change = next(change for change in plan.changes if change.path == "a.py")
        assert (change.before, change.after) == (b"edited", TWO["a.py"])
        assert change.conflict is Conflict.EDITED

    def test_nothing_is_stale_after_a_run(self, output: Path) -> None:
        done(ONE, output)
        plan, _ = collect(emit.plan(files(ONE), Lock(), output))
        assert plan.stale == ()
        assert len(plan.changes) == len(ONE) + 1

    def test_a_package_never_takes_the_place_of_a_file_system(self) -> None:
        planned, (finding,) = collect(emit.plan(files(ONE), Lock(), Path(Path.cwd().anchor)))
        assert (planned.changes, finding.code) == ((), Code.OUTPUT_INACCESSIBLE)

    def test_a_plan_that_cannot_be_made_is_an_error(
        self, output: Path, monkeypatch: pytest.MonkeyPatch
    ) -> None:
        def refuse(path: Path) -> bytes:
            raise PermissionError(errno.EACCES, "Permission denied", str(path))

        done(ONE, output)
        monkeypatch.setattr(Path, "read_bytes", refuse)
        _, found = collect(emit.plan(files(ONE), Lock(), output))
        assert [entry.code for entry in found] == [Code.OUTPUT_INACCESSIBLE]


def fail_at(monkeypatch: pytest.MonkeyPatch, name: str, count: int, error: BaseException) -> None:
    """Let a method of Path fail once, at the given call."""
    original = getattr(Path, name)
    calls = iter(range(count + 1))

    def failing(path: Path, *args: object, **options: object) -> object:
        if next(calls, None) == count:
            raise error
        return original(path, *args, **options)

    monkeypatch.setattr(Path, name, failing)


def full() -> OSError:
    return OSError(errno.ENOSPC, "No space left on device", "some/file")


class TestInterruptions:
    """What holds where the system cannot exchange folders."""

    @pytest.fixture(autouse=True)
    def _no_exchange(self, monkeypatch: pytest.MonkeyPatch) -> None:
        monkeypatch.setattr(exchange, "_swap", lambda: None)

    @pytest.fixture
    def settled(self, output: Path) -> Path:
        done(ONE, output)
        (output / "mine").write_bytes(b"mine")
        (output / "r").mkdir()
        return output

    @pytest.mark.parametrize("method", ["replace", "mkdir", "open"])
    @pytest.mark.parametrize("count", range(9))
    def test_a_run_that_fails_leaves_everything_as_it_was(
        self, settled: Path, monkeypatch: pytest.MonkeyPatch, method: str, count: int
    ) -> None:
        before = snapshot(settled)
        with monkeypatch.context() as patch:
            fail_at(patch, method, count, full())
            plan, found = write(TWO, settled)
        if plan is None:
            assert [(entry.code, entry.position.file) for entry in found] == [
                (Code.OUTPUT_INACCESSIBLE, "some/file")
            ]
            assert "No space left on device" in found[0].message
            assert snapshot(settled) == before
        assert done(TWO, settled, force=plan is not None)
        assert contents(settled) == {**TWO, "mine": b"mine"}

    @pytest.mark.parametrize("count", range(4))
    def test_a_run_that_is_cancelled_leaves_everything_as_it_was(
        self, settled: Path, monkeypatch: pytest.MonkeyPatch, count: int
    ) -> None:
        before = snapshot(settled)
        with monkeypatch.context() as patch:
            fail_at(patch, "replace", count, KeyboardInterrupt())
            with pytest.raises(KeyboardInterrupt):
                write(TWO, settled)
        assert snapshot(settled) == before

    def test_a_first_run_that_fails_leaves_no_folder(
        self, output: Path, monkeypatch: pytest.MonkeyPatch
    ) -> None:
        fail_at(monkeypatch, "open", 1, full())
        assert write(ONE, output)[0] is None
        assert not output.exists()

    def test_where_files_cannot_have_two_names_they_are_copied(
        self, settled: Path, monkeypatch: pytest.MonkeyPatch
    ) -> None:
        def refuse(*_: object, **__: object) -> None:
            raise PermissionError(errno.EPERM, "Operation not permitted")

        before = snapshot(settled)
        monkeypatch.setattr(os, "link", refuse)
        with monkeypatch.context() as patch:
            fail_at(patch, "replace", 3, full())
            assert write(TWO, settled)[0] is None
        assert snapshot(settled) == before
        done(TWO, settled)

    @pytest.mark.parametrize("asked", [signal.SIGTERM, signal.SIGINT])
    def test_a_signal_between_two_renames_waits_until_all_are_done(
        self, settled: Path, asked: signal.Signals
    ) -> None:
        killed = run_and_kill(TWO, settled, method="replace", count=1, with_signal=asked)
        assert killed != 0
        assert contents(settled) == {**TWO, "mine": b"mine"}

    @pytest.mark.parametrize("count", range(5))
    def test_a_run_killed_between_two_renames_is_repaired_by_any_next_one(
        self, settled: Path, count: int
    ) -> None:
        killed = run_and_kill(TWO, settled, method="replace", count=count)
        assert killed == -signal.SIGKILL or count == 4
        third = {"a.py": b"a = 3\n", "s/e.py": b"e = 3\n"}
        done(third, settled)
        assert contents(settled) == {**third, "mine": b"mine"}
        assert not (settled / STAGE).exists()

    @pytest.mark.parametrize("count", [0, 5, 6, 7])
    def test_a_run_killed_before_the_first_rename_has_changed_nothing(
        self, settled: Path, count: int
    ) -> None:
        before = snapshot(settled)
        assert run_and_kill(TWO, settled, method="open", count=count) == -signal.SIGKILL
        shutil.rmtree(settled / STAGE, ignore_errors=count == 0)
        assert snapshot(settled) == before

    def test_what_a_killed_run_prepared_goes_even_if_nothing_else_is_left_to_do(
        self, settled: Path
    ) -> None:
        run_and_kill(TWO, settled, method="open", count=6)
        assert (settled / STAGE).exists()
        assert set(done(ONE, settled).values()) == {Status.UNCHANGED}
        assert not (settled / STAGE).exists()

    def test_repair_survives_a_second_kill(self, settled: Path) -> None:
        run_and_kill(TWO, settled, method="replace", count=2)
        third = {"a.py": b"a = 3\n"}
        run_and_kill(third, settled, method="open", count=0)
        run_and_kill(third, settled, method="replace", count=1)
        done(ONE, settled)
        assert contents(settled) == {**ONE, "mine": b"mine"}

    def test_an_edit_after_a_killed_run_is_still_protected(self, settled: Path) -> None:
        run_and_kill(TWO, settled, method="replace", count=3)
        (settled / "a.py").write_bytes(b"edited")
        assert refused(TWO, settled) == {"a.py": Code.EDITED_FILE}
        done(TWO, settled, force=True)

    def test_what_a_killed_run_left_half_prepared_is_ignored(self, settled: Path) -> None:
        stage = settled / STAGE / "x" / "new"
        stage.mkdir(parents=True)
        (stage / lock.NAME).write_bytes(b'{"format"')
        done(TWO, settled)
        assert contents(settled) == {**TWO, "mine": b"mine"}


KILLED = """
import os, signal, sys
from pathlib import Path
from stopgen import emit
from stopgen.diagnostic import collect
from stopgen.emit import exchange
from stopgen.lock import Lock

exchange._swap = lambda: None
output, method, count, number, tree = sys.argv[1:]
original = getattr(Path, method)
left = int(count)
def counted(path, *args, **options):
    global left
    left -= 1
    if left == -1:
        os.kill(os.getpid(), int(number))
    return original(path, *args, **options)
setattr(Path, method, counted)
files = [emit.File(path, content) for path, content in eval(tree).items()]
collect(emit.write(files, Lock(), Path(output)))
"""


def run_and_kill(
    tree: Mapping[str, bytes],
    output: Path,
    *,
    method: str,
    count: int,
    with_signal: signal.Signals = signal.SIGKILL,
) -> int:
    """Write in another process that gets a signal at the given call of a method of Path."""
    arguments = [str(output), method, str(count), str(int(with_signal)), repr(dict(tree))]
    command = [sys.executable, "-c", KILLED, *arguments]
    return subprocess.run(command, check=False, capture_output=True, timeout=60).returncode


class TestTwoRuns:
    def test_a_run_waits_for_another_and_gives_up_in_the_end(
        self, output: Path, monkeypatch: pytest.MonkeyPatch
    ) -> None:
        monkeypatch.setattr(guard, "_PATIENCE", 0.0)
        monkeypatch.setattr(guard, "_PAUSE", 0.0)
        done(ONE, output)
        before = snapshot(output)
        with guard.exclusive(output):
            plan, found = write(TWO, output)
        assert plan is None
        assert [entry.code for entry in found] == [Code.OUTPUT_BUSY]
        assert snapshot(output) == before
        done(TWO, output)

    def test_a_file_system_that_cannot_lock_is_no_obstacle(
        self, output: Path, monkeypatch: pytest.MonkeyPatch
    ) -> None:
        def refuse(*_: object) -> None:
            raise OSError(errno.ENOLCK, "No locks available")

        monkeypatch.setattr("fcntl.flock", refuse)
        done(ONE, output)
        assert contents(output) == ONE


@pytest.fixture(autouse=True)
def _no_rests(output: Path) -> Iterator[None]:
    yield
    assert not (output / STAGE).exists()
