"""How much the command line tells, to whom, and in what colours."""

import os
import pty
import subprocess
import sys
from pathlib import Path

import pytest
from click.testing import CliRunner, Result

from stopgen.cli import main
from test_cli import description, put

RED = "\x1b[31m"


@pytest.fixture
def project(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """The working directory, with a document that is fine, and one that only may stop something."""
    monkeypatch.chdir(tmp_path)
    put({"acme/stop.json": description(), "acme/end.json": description("/calls/{id}/hangup")})
    return tmp_path


def run(*arguments: str) -> Result:
    return CliRunner().invoke(main, arguments, catch_exceptions=False)


def on_a_terminal(*arguments: str, environment: dict[str, str]) -> str:
    """What a command shows on a real terminal."""
    reader, writer = pty.openpty()
    kept = {key: value for key, value in os.environ.items() if key not in {"NO_COLOR", "TERM"}}
    command = [sys.executable, "-m", "stopgen", *arguments]
    with subprocess.Popen(command, stdout=writer, stderr=writer, env=kept | environment):
        os.close(writer)
        shown = b""
        while chunk := _read(reader):
            shown += chunk
    os.close(reader)
    return shown.decode()


def _read(reader: int) -> bytes:
    """Linux says EIO where others say that it is the end."""
    try:
        return os.read(reader, 4096)
    except OSError:
        return b""


class TestQuiet:
    @pytest.mark.parametrize("command", ["generate", "check", "export"])
    def test_what_is_no_error_is_not_told(self, command: str, project: Path) -> None:
        assert "maybe-stops" in run("generate").stderr
        done = run(command, "--quiet")
        assert (done.exit_code, done.stdout, done.stderr) == (0, "", "")

    def test_the_exit_status_still_tells_of_stale_files(self, project: Path) -> None:
        done = run("check", "-q")
        assert (done.exit_code, done.stdout, done.stderr) == (1, "", "")

    def test_errors_are_told(self, project: Path) -> None:
        put({"acme/bad.json": '{"openapi": "3.1.0",'})
        done = run("generate", "-q")
        assert done.exit_code == 1
        assert [line.rpartition(" ")[2] for line in done.stderr.splitlines()] == ["[bad-json]"]

    def test_a_list_is_what_was_asked_for(self, project: Path) -> None:
        assert run("list", "-q").stdout == run("list").stdout != ""


class TestVerbose:
    def test_the_line_of_a_finding_is_shown_with_a_mark(self, project: Path) -> None:
        put({"acme/bad.json": '{"openapi": "3.1.0",\n  "paths": oops}'})
        done = run("generate", "--verbose")
        lines = done.stderr.splitlines()
        place = next(index for index, line in enumerate(lines) if "[bad-json]" in line)
        assert lines[place + 1 : place + 3] == [
            '     2 |   "paths": oops}',
            "       |            ^",
        ]

    def test_where_to_read_more_is_said_once_and_only_where_something_was_found(
        self, project: Path
    ) -> None:
        assert run("generate", "--verbose").stderr.count("stopgen explain CODE") == 1
        assert "stopgen explain" not in run("generate").stderr
        Path("specs/acme/end.json").unlink()
        assert run("generate", "--verbose").stderr == ""


class TestColour:
    def test_a_terminal_is_shown_colours(self, project: Path) -> None:
        put({"acme/bad.json": '{"openapi": "3.1.0",'})
        assert RED in on_a_terminal("generate", environment={"TERM": "xterm"})

    @pytest.mark.parametrize("environment", [{"TERM": "xterm", "NO_COLOR": "1"}, {"TERM": "dumb"}])
    def test_who_wants_none_gets_none(self, environment: dict[str, str], project: Path) -> None:
        put({"acme/bad.json": '{"openapi": "3.1.0",'})
        shown = on_a_terminal("generate", environment=environment)
        assert "[bad-json]" in shown
        assert "\x1b" not in shown

    def test_a_pipe_gets_none(self, project: Path) -> None:
        put({"acme/bad.json": '{"openapi": "3.1.0",'})
        done = subprocess.run(
            [sys.executable, "-m", "stopgen", "generate"],
            capture_output=True,
            timeout=60,
            check=False,
        )
        assert b"[bad-json]" in done.stderr
        assert b"\x1b" not in done.stderr


class TestSuggestions:
    @pytest.mark.parametrize(
        ("typed", "meant"), [("genrate", "generate"), ("chekc", "check"), ("lst", "list")]
    )
    def test_a_misspelt_command_is_recognised(self, typed: str, meant: str) -> None:
        done = run(typed)
        assert done.exit_code == 2
        assert f"No such command '{typed}'. Did you mean '{meant}'?" in done.stderr

    def test_a_misspelt_option_is_recognised(self) -> None:
        done = run("generate", "--spces", "x")
        assert done.exit_code == 2
        assert "Did you mean" in done.stderr
        assert "--specs" in done.stderr

    def test_what_resembles_no_command_is_none(self) -> None:
        done = run("frobnicate")
        assert done.exit_code == 2
        assert "No such command 'frobnicate'." in done.stderr


@pytest.mark.parametrize(
    ("shell", "sign", "typed"),
    [
        ("bash", "complete -o nosort", "1"),
        ("zsh", "#compdef", "1"),
        ("fish", "complete ", "gen"),
    ],
)
def test_shells_can_complete_commands(shell: str, sign: str, typed: str) -> None:
    def complete(**environment: str) -> str:
        command = [sys.executable, "-c", "from stopgen.cli import main; main(prog_name='stopgen')"]
        everything = os.environ | environment
        return subprocess.run(
            command, env=everything, capture_output=True, text=True, timeout=60, check=True
        ).stdout

    assert sign in complete(_STOPGEN_COMPLETE=f"{shell}_source")
    offered = complete(
        _STOPGEN_COMPLETE=f"{shell}_complete", COMP_WORDS="stopgen gen", COMP_CWORD=typed
    )
    assert "generate" in offered
    assert "check" not in offered


@pytest.mark.parametrize(
    ("typed", "offered"),
    [
        ("diff sp", "file,sp"),
        ("diff HEAD sp", "file,sp"),
        ("add beta do", "file,do"),
        ("list sp", "file,sp"),
        ("generate --specs sp", "dir,sp"),
        ("update ac", "plain,acme"),
    ],
)
def test_shells_complete_files_and_providers(
    typed: str, offered: str, project: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    put({"beta/stop.json": description()})
    words = f"stopgen {typed}"
    monkeypatch.setenv("COMP_WORDS", words)
    monkeypatch.setenv("COMP_CWORD", str(words.count(" ")))
    done = CliRunner().invoke(main, prog_name="stopgen", env={"_STOPGEN_COMPLETE": "bash_complete"})
    assert done.stdout.split() == [offered]


@pytest.mark.skipif(not Path("/dev/full").exists(), reason="no disk is always full here")
@pytest.mark.parametrize("arguments", [["generate", "--help"], ["outputs", "--quiet"]])
def test_results_that_cannot_be_written_are_one_sentence(
    arguments: list[str], project: Path
) -> None:
    with Path("/dev/full").open("w") as full:
        done = subprocess.run(
            [sys.executable, "-m", "stopgen", *arguments],
            stdout=full,
            stderr=subprocess.PIPE,
            check=False,
            text=True,
        )
    assert done.returncode == 1
    assert done.stderr == "Error: the output cannot be written: No space left on device\n"


def test_nobody_has_to_listen(project: Path) -> None:
    closed = f"exec {sys.executable} -m stopgen generate >&- 2>&-"
    assert subprocess.run(["sh", "-c", closed], check=False).returncode == 0
