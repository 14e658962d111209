import json
import os
import re
import runpy
import subprocess
import sys
from collections.abc import Mapping, Sequence
from pathlib import Path

import pytest
from click.testing import CliRunner, Result

import stopgen
from stopgen import __version__, lock
from stopgen.cli import main

DIAGNOSTIC = re.compile(r"[^:]+:\d+:\d+: (?:error|warning|note): .* \[[a-z0-9-]+\]")
HEAVY = (
    "black datamodel_code_generator httpx2 jinja2 jsonschema markdown_it openapi_spec_validator"
    " pydantic ryaml yaml stopgen.pipeline stopgen.readers"
)


def description(path: str = "/runs/{id}/stop", **operation: object) -> str:
    """An OpenAPI document with one operation."""
    parameter = {"name": "id", "in": "path", "required": True, "schema": {"type": "string"}}
    plain = {"parameters": [parameter], "responses": {"200": {"description": "Fine."}}}
    tree = {
        "openapi": "3.1.0",
        "info": {"title": "Acme", "version": "1"},
        "servers": [{"url": "https://api.acme.test"}],
        "paths": {path: {"post": plain | operation}},
    }
    return json.dumps(tree, indent=2, ensure_ascii=False)


def put(documents: Mapping[str, str]) -> None:
    for name, text in documents.items():
        path = Path("specs", name)
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(text, encoding="utf-8")


@pytest.fixture
def project(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """The working directory, with one document."""
    monkeypatch.chdir(tmp_path)
    put({"acme/stop.json": description()})
    return tmp_path


def run(*arguments: str) -> Result:
    return CliRunner().invoke(main, arguments)


def ok(*arguments: str) -> str:
    """Run a command that finds nothing wrong, and return what it prints."""
    done = run(*arguments)
    assert (done.exit_code, done.stderr) == (0, "")
    return done.stdout


def failed(*arguments: str) -> list[str]:
    """Run a command that ends with an error, and return the diagnostics."""
    done = run(*arguments)
    assert done.exit_code == 1
    lines = done.stderr.splitlines()
    assert lines
    assert all(DIAGNOSTIC.fullmatch(line) for line in lines)
    return lines


def table(text: str) -> list[list[str]]:
    """The cells of the table that a text ends with."""
    return [re.split(r" {2,}", line) for line in text.rpartition("\n\n")[2].splitlines()]


OVERLAY = """
overlay: 1.0.0
info: {title: Corrections, version: "1"}
actions: [{target: $.info, update: {title: Acme}}]
"""
BROKEN = '{"openapi": "3.1.0",'
OUTPUT = Path("generated/stopclients")


@pytest.mark.usefixtures("project")
class TestGenerate:
    def test_it_writes_the_package_and_ends_with_a_table(self) -> None:
        assert table(ok("generate")) == [
            ["PROVIDER", "METHOD", "HTTP CALL", "DOCUMENTS", "CHANGED"],
            ["acme", "stop_run", "POST /runs/{id}/stop", "acme/stop.json", "created"],
        ]
        assert (OUTPUT / "acme" / "client.py").is_file()
        assert (OUTPUT / lock.NAME).is_file()

    def test_the_table_says_what_changed(self) -> None:
        ok("generate")
        assert table(ok("generate"))[1][-1] == "unchanged"
        put({"acme/stop.json": description(summary="Ends a run."), "beta/stop.json": description()})
        text = ok("generate")
        assert [row[-1] for row in table(text)[1:]] == ["updated", "created"]

    def test_a_choice_is_part_of_what_the_lock_knows(self) -> None:
        put({"acme/rest.json": description("/runs/{id}/rest")})
        call = "POST /runs/{id}/rest"
        Path("pyproject.toml").write_text(f'[tool.stopgen.providers.acme]\ninclude = ["{call}"]\n')
        assert [row[2] for row in table(ok("generate"))[1:]] == [call, "POST /runs/{id}/stop"]
        settings = json.loads((OUTPUT / lock.NAME).read_text())["settings"]
        assert settings == {"locale": "en", "acme.include": call}

    def test_a_platform_that_is_gone_is_gone_from_the_package(self) -> None:
        put({"beta/stop.json": description()})
        ok("generate")
        Path("specs/beta/stop.json").unlink()
        assert f"removed beta{os.sep}client.py".replace(os.sep, "/") in ok("generate").splitlines()
        assert not (OUTPUT / "beta").exists()

    def test_options_say_where(self) -> None:
        Path("specs").rename("api")
        ok("generate", "--specs", "api", "--output", "src/mine")
        assert Path("src/mine/acme/client.py").is_file()
        assert not OUTPUT.exists()

    def test_settings_of_the_project_say_where_and_options_overrule_them(self) -> None:
        Path("specs").rename("api")
        Path("pyproject.toml").write_text('[tool.stopgen]\nspecs = "api"\noutput = "out/one"\n')
        ok("generate")
        assert Path("out/one").is_dir()
        ok("generate", "--output", "out/two")
        assert Path("out/two").is_dir()

    def test_the_lock_names_inputs_below_specs_and_no_place_of_this_machine(
        self, project: Path
    ) -> None:
        put({"acme/overlay.yaml": OVERLAY})
        run("generate", "--specs", str(project / "specs"))
        text = (OUTPUT / lock.NAME).read_text()
        record = lock.parse(text.encode())
        assert set(record.inputs) == {"acme/stop.json", "acme/overlay.yaml"}
        assert record.settings == {"locale": "en"}
        assert str(project) not in text

    def test_the_chosen_language_is_in_the_lock(self) -> None:
        ok("generate", "--locale", "zh_Hans")
        record = lock.parse((OUTPUT / lock.NAME).read_bytes())
        assert record.settings == {"locale": "zh-hans"}

    def test_an_error_in_one_document_is_reported_with_all_others_and_nothing_is_written(
        self,
    ) -> None:
        ok("generate")
        before = {path: path.read_bytes() for path in OUTPUT.rglob("*") if path.is_file()}
        put({"acme/stop.json": description("/tasks/{id}/stop")})
        put({"beta/broken.json": BROKEN, "gamma/broken.yaml": "openapi: [\n"})
        Path("specs/acme/bad.md").write_bytes(b"\xff")
        lines = failed("generate")
        for name in ("beta/broken.json", "gamma/broken.yaml", "acme/bad.md"):
            assert any(line.startswith(f"specs/{name}:") for line in lines)
        assert {p: p.read_bytes() for p in OUTPUT.rglob("*") if p.is_file()} == before

    def test_findings_that_are_no_errors_are_said_and_stop_nothing(self) -> None:
        put({"acme/README.md": "# Nothing here\n"})
        done = run("generate")
        assert done.exit_code == 0
        assert DIAGNOSTIC.fullmatch(done.stderr.strip())
        assert (OUTPUT / "acme").is_dir()

    def test_documents_that_stop_nothing_are_an_error(self) -> None:
        put({"acme/stop.json": description("/runs/{id}/start")})
        assert any("[no-stop-operation]" in line for line in failed("generate") if "error" in line)
        assert not OUTPUT.exists()

    def test_no_documents_are_an_error(self) -> None:
        Path("specs/acme/stop.json").unlink()
        assert failed("generate") == [
            "specs:1:1: error: no document in here (.json .md .mdx .txt .yaml .yml) [no-documents]"
        ]

    def test_an_edited_file_is_an_error_until_it_is_given_up(self) -> None:
        ok("generate")
        client = OUTPUT / "acme" / "client.py"
        client.write_text("edited")
        (line,) = failed("generate")
        assert line.startswith(f"{client}:1:1: error: ")
        assert client.read_text() == "edited"
        ok("generate", "--force")
        assert client.read_text() != "edited"


@pytest.mark.usefixtures("project")
class TestCheck:
    def test_it_is_content_with_what_generate_wrote(self) -> None:
        ok("generate")
        assert ok("check", "--diff") == ""

    def test_it_names_every_stale_file_and_what_is_wrong_with_it(self) -> None:
        put({"beta/stop.json": description()})
        ok("generate")
        (OUTPUT / "acme" / "errors.py").unlink()
        (OUTPUT / "acme" / "models.py").write_text("edited")
        Path("specs/beta/stop.json").unlink()
        done = run("check")
        assert (done.exit_code, done.stderr) == (1, "")
        lines = [re.split(r" {2,}", line) for line in done.stdout.splitlines()]
        assert ["missing", str(OUTPUT / "acme" / "errors.py")] in lines
        assert ["edited", str(OUTPUT / "acme" / "models.py")] in lines
        assert ["left over", str(OUTPUT / "beta" / "client.py")] in lines
        assert ["outdated", str(OUTPUT / lock.NAME)] in lines

    def test_it_says_which_other_version_wrote_what_is_stale(self) -> None:
        ok("generate")
        path = OUTPUT / lock.NAME
        path.write_text(path.read_text().replace(f'"{__version__}"', '"0.0.1"', 1))
        reason = f"it was written with stopgen 0.0.1, and here is {__version__}"
        done = run("check")
        assert done.stdout.splitlines() == [f"outdated  {path}", reason]
        assert reason in run("check", "--format", "json").stdout

    def test_it_shows_differences_on_request(self) -> None:
        ok("generate")
        client = OUTPUT / "acme" / "client.py"
        client.write_text(client.read_text().replace("Client", "Tneilc", 1))
        done = run("check", "--diff")
        assert done.exit_code == 1
        assert f"--- {client}\n+++ {client}\n@@" in done.stdout
        assert "Tneilc" in done.stdout
        assert "@@" not in run("check").stdout

    def test_it_writes_nothing(self) -> None:
        assert run("check").exit_code == 1
        assert not OUTPUT.exists()

    def test_errors_in_documents_are_said(self) -> None:
        put({"acme/stop.json": BROKEN})
        failed("check")

    def test_a_damaged_lock_is_an_error(self) -> None:
        ok("generate")
        (OUTPUT / lock.NAME).write_text("<<<<<<<")
        (line,) = failed("check")
        assert line.endswith("[damaged-lock]")


@pytest.mark.usefixtures("project")
class TestList:
    def test_programs_get_an_object_for_each_operation(self) -> None:
        put({"beta/v1/cancel.json": description("/v1/jobs/{id}/cancel")})
        assert json.loads(ok("list", "--format", "json")) == [
            {
                "document": str(Path("specs/acme/stop.json")),
                "provider": "acme",
                "method": "POST",
                "path": "/runs/{id}/stop",
                "name": "stop_run",
                "stops": "yes",
                "position": f"{Path('specs/acme/stop.json')}:14:7",
            },
            {
                "document": str(Path("specs/beta/v1/cancel.json")),
                "provider": "beta",
                "method": "POST",
                "path": "/v1/jobs/{id}/cancel",
                "name": "cancel_job",
                "stops": "yes",
                "position": f"{Path('specs/beta/v1/cancel.json')}:14:7",
            },
        ]

    def test_people_get_a_line_for_each_operation(self) -> None:
        assert ok("list").split() == [
            *("acme", "stop_run", "yes", "POST", "/runs/{id}/stop"),
            f"{Path('specs/acme/stop.json')}:14:7",
        ]

    def test_it_takes_files_and_folders_from_anywhere(self, tmp_path: Path) -> None:
        elsewhere = tmp_path / "elsewhere" / "acme"
        elsewhere.mkdir(parents=True)
        Path("specs/acme/stop.json").rename(elsewhere / "page.unknown")
        found = json.loads(ok("list", str(elsewhere / "page.unknown"), "--format", "json"))
        assert [entry["provider"] for entry in found] == ["acme"]

    def test_nothing_found_is_an_empty_list(self) -> None:
        put({"acme/stop.json": description("/runs/{id}/start")})
        assert json.loads(run("list", "--format", "json").stdout) == []
        assert run("list").stdout == ""

    def test_an_error_does_not_hide_what_other_documents_hold(self) -> None:
        put({"beta/stop.json": BROKEN})
        done = run("list", "--format", "json")
        assert done.exit_code == 1
        assert [entry["provider"] for entry in json.loads(done.stdout)] == ["acme"]

    def test_names_are_those_that_methods_get(self) -> None:
        put({"acme/tasks.json": description("/tasks/{id}/stop"), "acme/again.json": description()})
        ok("generate")
        client = (OUTPUT / "acme" / "client.py").read_text()
        methods = set(re.findall(r"def (\w+)\(", client)) - {"__init__"}
        found = json.loads(ok("list", "--format", "json"))
        assert {entry["name"] for entry in found} == methods
        assert len(found) == 3

    def test_what_is_included_by_hand_is_listed_as_a_stop(self) -> None:
        put({"acme/rest.json": description("/runs/{id}/rest")})
        assert len(json.loads(ok("list", "--format", "json"))) == 1
        choice = '[tool.stopgen.providers.acme]\ninclude = ["POST /runs/{id}/rest"]\n'
        Path("pyproject.toml").write_text(choice)
        found = json.loads(ok("list", "--format", "json"))
        assert [entry["stops"] for entry in found] == ["yes", "yes"]

    def test_a_path_that_is_not_there_is_an_error(self) -> None:
        (line,) = failed("list", "nowhere")
        assert line.startswith("nowhere:1:1: error: ")


@pytest.mark.usefixtures("project")
class TestExport:
    def test_each_provider_becomes_a_document(self) -> None:
        put({"beta/stop.json": description()})
        ok("export")
        for name in ("acme", "beta"):
            tree = json.loads(Path(f"build/openapi/{name}.openapi.json").read_text())
            assert list(tree["paths"]) == ["/runs/{id}/stop"]

    def test_an_option_says_where(self) -> None:
        text = ok("export", "--output", "out")
        assert text.split() == [str(Path("out/acme.openapi.json")), "created"]
        assert [path.name for path in Path("out").iterdir()] == ["acme.openapi.json"]

    def test_an_export_can_be_repeated(self) -> None:
        ok("export")
        put({"acme/stop.json": description("/jobs/{id}/stop")})
        assert ok("export").split()[1] == "updated"

    def test_an_error_in_a_document_exports_nothing(self) -> None:
        put({"beta/stop.json": BROKEN})
        failed("export")
        assert not Path("build").exists()


@pytest.mark.usefixtures("project")
class TestMisuse:
    @pytest.mark.parametrize(
        "arguments",
        [
            ["generate", "--nonsense"],
            ["generate", "extra"],
            ["generate", "--locale", "english"],
            ["generate", "--output", "specs/acme/stop.json"],
            ["generate", "--output", ""],
            ["generate", "--specs", ""],
            ["generate", "--depfile", ""],
            ["report", "--output", ""],
            ["list", ""],
            ["list", "--format", "xml"],
            ["nonsense"],
            ["check", "--diff=1"],
        ],
    )
    def test_it_is_exit_status_2_and_says_what_is_wrong(self, arguments: Sequence[str]) -> None:
        done = run(*arguments)
        assert done.exit_code == 2
        assert "Error: " in done.stderr
        assert not OUTPUT.exists()

    @pytest.mark.skipif(sys.platform == "win32", reason="such a folder cannot be removed there")
    @pytest.mark.parametrize("command", ["generate", "check", "list", "outputs"])
    def test_a_working_directory_that_is_gone_is_no_traceback(
        self, command: str, tmp_path: Path
    ) -> None:
        Path("gone").mkdir()
        os.chdir("gone")
        (tmp_path / "gone").rmdir()
        done = run(command)
        os.chdir(tmp_path)
        assert done.exit_code == 1
        assert done.stderr.startswith("specs:1:1: error: ")

    @pytest.mark.parametrize("command", ["generate", "check", "list", "export", "report"])
    def test_a_mistake_in_the_settings_is_an_error_of_every_command(self, command: str) -> None:
        Path("pyproject.toml").write_text('[tool.stopgen]\nspec = "specs"\n')
        (line,) = failed(command)
        assert line.startswith("pyproject.toml:2:1: error: unknown key 'spec'")


@pytest.mark.usefixtures("project")
class TestTerminal:
    def test_what_documents_say_cannot_steer_it(self) -> None:
        escape = "\x1b]0;pwned\x07\x1b[2J\u202e"
        put({"acme/stop.json": description(f"/runs/{escape}/stop")})
        for command in ("list", "generate", "check", "export", "report"):
            done = run(command)
            assert not set("\x1b\x07\u202e") & set(done.output)

    def test_one_that_knows_few_signs_gets_the_others_spelled_out(self, project: Path) -> None:
        put({"acme/停止.json": description()})
        done = subprocess.run(
            [sys.executable, "-m", "stopgen", "list"],
            env=os.environ | {"PYTHONIOENCODING": "latin-1"},
            cwd=project,
            capture_output=True,
            check=False,
            timeout=60,
        )
        assert (done.returncode, done.stderr) == (0, b"")
        assert rb"\u505c\u6b62.json" in done.stdout

    @pytest.mark.skipif(sys.platform == "win32", reason="pipes break differently there")
    def test_a_reader_that_leaves_early_gets_no_traceback(self, project: Path) -> None:
        put({f"p{number}/stop.json": description() for number in range(300)})
        command = [sys.executable, "-m", "stopgen", "list"]
        with subprocess.Popen(
            command, cwd=project, stdout=subprocess.PIPE, stderr=subprocess.PIPE
        ) as process:
            assert process.stdout is not None
            assert process.stderr is not None
            process.stdout.close()
            assert process.stderr.read() == b""

    def test_an_interrupt_ends_it_calmly(self, monkeypatch: pytest.MonkeyPatch) -> None:
        def interrupt(*_: object) -> None:
            raise KeyboardInterrupt

        monkeypatch.setattr("stopgen.finding.find", interrupt)
        done = run("list")
        assert done.exit_code == 1
        assert done.stderr.strip() == "Aborted!"


def test_everything_that_programs_may_use_is_there() -> None:
    assert [name for name in stopgen.__all__ if not hasattr(stopgen, name)] == []


def test_the_version_is_printed() -> None:
    assert ok("--version") == f"stopgen, version {__version__}\n"


def test_the_package_is_a_program(
    monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.setattr(sys, "argv", ["stopgen", "--version"])
    with pytest.raises(SystemExit) as end:
        runpy.run_module("stopgen", run_name="__main__")
    assert end.value.code == 0
    assert capsys.readouterr().out == f"stopgen, version {__version__}\n"


@pytest.mark.parametrize("option", ["-h", "--help"])
@pytest.mark.parametrize("command", ["generate", "check", "list", "export", "report", None])
def test_every_command_explains_itself(command: str | None, option: str) -> None:
    assert ok(*filter(None, [command, option])).startswith("Usage: ")


def test_nothing_heavy_is_imported_before_a_command_needs_it() -> None:
    code = f"import sys, stopgen.cli; print(set({HEAVY.split()}) & set(sys.modules))"
    done = subprocess.run(
        [sys.executable, "-c", code], capture_output=True, text=True, check=True, timeout=60
    )
    assert done.stdout == "set()\n"
