from __future__ import annotations

import os
import re
import shutil
import stat
import subprocess
import sys
from pathlib import Path

import pytest
from click.testing import CliRunner, Result

from stopgen import lock
from stopgen.cli import main
from test_cli import BROKEN, OUTPUT, description, put

PAGE = Path("report.html")


@pytest.fixture(autouse=True)
def project(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """The working directory, with one document."""
    monkeypatch.chdir(tmp_path)
    put({"acme/stop.json": description()})
    return tmp_path


def run(*arguments: str) -> Result:
    return CliRunner().invoke(main, arguments)


def page(*arguments: str) -> str:
    done = run("report", *arguments)
    assert (done.exit_code, done.stderr) == (0, "")
    return PAGE.read_text(encoding="utf-8")


def test_it_writes_one_page_and_says_so() -> None:
    assert run("report").stdout == "report.html  created\n"
    assert run("report").stdout == "report.html  unchanged\n"
    assert sorted(path.name for path in Path().iterdir()) == ["report.html", "specs"]


def test_the_page_depends_on_nothing_but_the_documents(project: Path) -> None:
    first = page()
    PAGE.unlink()
    os.utime("specs/acme/stop.json", (0, 0))
    assert page() == first
    assert str(project) not in first


def test_it_goes_where_somebody_wants_it() -> None:
    Path("out").mkdir()
    assert run("report", "--output", "out/it.html").stdout.split() == ["out/it.html", "created"]
    assert not PAGE.exists()


def test_the_folder_must_be_there() -> None:
    done = run("report", "--output", "nowhere/it.html")
    assert done.exit_code == 1
    assert done.stderr.startswith("nowhere:1:1: error: there is no such folder")


@pytest.mark.skipif(not Path("/dev/full").exists(), reason="no disk is always full here")
def test_a_full_disk_is_an_error() -> None:
    done = run("report", "--output", "/dev/full")
    assert done.exit_code == 1
    assert done.stderr.startswith("/dev/full:1:1: error: cannot be read or written: No space left")


@pytest.mark.skipif(sys.platform == "win32", reason="no such limit there")
def test_a_disk_that_fills_up_leaves_the_page_as_it_was(project: Path) -> None:
    before = page()
    put({"acme/stop.json": description("/tasks/{id}/stop")})
    script = (
        "import resource, signal, stopgen.cli as cli; signal.signal(signal.SIGXFSZ, signal.SIG_IGN);"
        f"resource.setrlimit(resource.RLIMIT_FSIZE, ({len(before) // 2},) * 2); cli.main(['report'])"
    )
    done = subprocess.run(
        [sys.executable, "-c", script], cwd=project, capture_output=True, check=False, text=True
    )
    assert done.returncode == 1
    assert "[output-inaccessible]" in done.stderr
    assert PAGE.read_text(encoding="utf-8") == before
    assert sorted(path.name for path in Path().iterdir()) == ["report.html", "specs"]


@pytest.mark.skipif(not Path("/dev/stdout").exists(), reason="no such file here")
def test_a_pipe_can_take_the_page(project: Path) -> None:
    command = [sys.executable, "-m", "stopgen", "report", "--quiet", "--output", "/dev/stdout"]
    done = subprocess.run(command, capture_output=True, check=True, text=True)
    assert done.stdout.startswith("<!DOCTYPE html>")
    assert done.stdout.endswith("</html>\n")


def test_permissions_of_a_page_stay() -> None:
    PAGE.write_text("old")
    PAGE.chmod(0o640)
    run("report")
    assert stat.S_IMODE(PAGE.stat().st_mode) == 0o640


def test_a_link_stays_one() -> None:
    Path("kept.html").write_text("old")
    PAGE.symlink_to("kept.html")
    assert run("report").stdout.split() == ["report.html", "updated"]
    assert PAGE.is_symlink()
    assert Path("kept.html").read_text() == PAGE.read_text() != "old"


def test_what_is_no_file_is_an_error() -> None:
    PAGE.mkdir()
    done = run("report")
    assert done.exit_code == 2
    assert "is a directory" in done.stderr


def test_errors_are_on_the_page_and_make_it_fail() -> None:
    put({"beta/broken.json": BROKEN})
    done = run("report")
    assert done.exit_code == 1
    text = PAGE.read_text(encoding="utf-8")
    assert "bad-json" in text
    assert "specs/beta/broken.json:1:" in text
    assert "/runs/{id}/stop" in text
    assert "<b>1</b> error</li>" in text


def test_what_no_client_can_send_is_on_the_page_as_well() -> None:
    bad = {"name": "a b", "in": "header", "required": True, "schema": {"type": "string"}}
    put({"acme/stop.json": description("/runs/stop", parameters=[bad])})
    assert run("report").exit_code == 1
    assert "unsupported-request" in PAGE.read_text(encoding="utf-8")


def test_it_tells_what_changed_since_the_lock() -> None:
    assert "There is no lock to compare with" in page()
    run("generate")
    assert "Nothing has changed" in page()
    put({"acme/stop.json": description(summary="Ends it."), "beta/stop.json": description()})
    text = page()
    assert '<span class="tag changed">changed</span> <code>acme/stop.json</code>' in text
    assert '<span class="tag new">new</span> <code>beta/stop.json</code>' in text
    assert '<span class="tag new">new</span> <code>beta: POST /runs/{id}/stop</code>' in text
    assert "acme: POST" not in text
    put({"acme/stop.json": description("/tasks/{id}/stop")})
    text = page()
    assert (
        '<span class="tag removed">removed</span> <code>acme: POST /runs/{id}/stop</code>' in text
    )


def test_it_tells_callers_what_changed_since_a_version() -> None:
    shutil.copytree("specs", "old")
    parameter = {"name": "id", "in": "path", "required": True, "schema": {"type": "string"}}
    force = {"name": "force", "in": "query", "required": True, "schema": {"type": "boolean"}}
    put({"acme/stop.json": description(summary="Ends it.", parameters=[parameter, force])})
    text = page("--since", "old")
    breaking, documentation = (
        text.index(f">{level}</span>") for level in ("breaking", "documentation")
    )
    assert breaking < documentation
    assert "ask for a new <b>major</b> version" in text
    assert "acme, stop_run, argument force" in text
    assert "Nothing has changed.</p>" in page("--since", "specs")


def test_every_part_of_the_page_has_a_name_of_its_own() -> None:
    names = ("content", "lock", "meanings", "findings", "stop", "stop-stop-run", "stop_stop_run")
    put({f"{name}/stop.json": description() for name in names})
    run("report")
    found = re.findall(r' id="([^"]+)"', PAGE.read_text(encoding="utf-8"))
    assert len(found) == len(set(found)) > 3 * len(names)


def test_errors_are_on_the_page_where_nothing_can_be_compared() -> None:
    shutil.copytree("specs", "old")
    put({"beta/broken.json": BROKEN})
    assert run("report", "--since", "old").exit_code == 1
    assert "bad-json" in PAGE.read_text(encoding="utf-8")


def test_a_version_that_nobody_has_is_an_error() -> None:
    assert run("report", "--since", "nowhere").exit_code == 1
    assert not PAGE.exists()


def test_what_the_project_says_about_a_provider_is_shown() -> None:
    put(
        {
            "acme/provider.toml": """
                title = "Acme & Sons"
                [environment]
                api_key = "SONS_TOKEN"
                [documents]
                "stop.json" = "https://acme.test/stop.json?a=1&b=2"
            """,
            "acme/stop.json": description(security=[{"who": []}]).replace(
                '"paths"',
                '"components": {"securitySchemes": {"who": {"type": "http", "scheme": "bearer"}}}, "paths"',
            ),
        }
    )
    text = page()
    assert '<h2 id="acme" dir="auto">Acme &amp; Sons</h2>' in text
    assert (
        '<a href="https://acme.test/stop.json?a=1&amp;b=2"><code>acme/stop.json</code></a>' in text
    )
    assert "# The key is in SONS_TOKEN." in text
    assert "$SONS_TOKEN" in text


def test_a_damaged_lock_is_told_of_and_compared_with_nothing() -> None:
    run("generate")
    (OUTPUT / lock.NAME).write_text("{}")
    done = run("report")
    assert done.exit_code == 0
    assert "[damaged-lock]" in done.stderr
    assert "There is no lock to compare with" in PAGE.read_text(encoding="utf-8")


def test_what_cannot_be_seen_is_spelled_out() -> None:
    put({"acme/stop.json": description(summary="one\u202etwo\x07\x00three")})
    assert "one\\u202etwo\\x07\\x00three" in page()


def test_a_provider_that_cannot_name_a_package_has_no_python() -> None:
    put({"2nd one/stop.json": description()})
    done = run("report")
    assert "[unusable-name]" in done.stderr
    text = PAGE.read_text(encoding="utf-8")
    assert text.count("curl -X POST") == 2
    assert text.count("Python, with the generated client") == 1
