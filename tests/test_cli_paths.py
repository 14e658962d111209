"""What goes in and what comes out, as build systems want to know it."""

import shutil
import subprocess
import sys
from pathlib import Path

import pytest
from click.testing import CliRunner, Result

import stopgen
from builds import BROKEN, document, put
from stopgen.cli import main
from test_noop import HEAVY

OVERLAY = (
    "overlay: 1.0.0\ninfo: {title: O, version: '1'}\nactions: [{target: $.info, update: {}}]\n"
)


@pytest.fixture(scope="module")
def generated(tmp_path_factory: pytest.TempPathFactory) -> Path:
    root = tmp_path_factory.mktemp("generated")
    put(
        root,
        {
            "docs/api/acme/stop.json": document(),
            "docs/api/acme/overlay.yaml": OVERLAY,
            "docs/api/acme/provider.toml": 'title = "Acme"\n',
            "docs/api/acme/logo.svg": "",
            "pyproject.toml": '[tool.stopgen]\nspecs = "docs/api"\noutput = "lib/clients"\n',
            "app/main.py": "",
        },
    )
    assert stopgen.generate(root / "docs/api", root / "lib/clients").ok
    return root


@pytest.fixture
def project(generated: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    shutil.copytree(generated, tmp_path, dirs_exist_ok=True)
    monkeypatch.chdir(tmp_path)
    return tmp_path


def run(*arguments: str) -> Result:
    return CliRunner().invoke(main, arguments, catch_exceptions=False)


def written(project: Path) -> list[str]:
    files = (path for path in (project / "lib").rglob("*") if path.is_file())
    return sorted(path.relative_to(project).as_posix() for path in files)


class TestInputs:
    def test_they_are_what_is_read_and_nothing_else(self, project: Path) -> None:
        names = ["overlay.yaml", "provider.toml", "stop.json"]
        lines = [*(f"docs/api/acme/{name}" for name in names), "pyproject.toml"]
        assert run("inputs").stdout.splitlines() == lines
        assert run("inputs", "-0").stdout == "".join(f"{line}\0" for line in lines)

    def test_paths_are_as_typed_in_the_working_directory(
        self, project: Path, monkeypatch: pytest.MonkeyPatch
    ) -> None:
        monkeypatch.chdir(project / "app")
        assert run("inputs").stdout.splitlines() == [
            "../docs/api/acme/overlay.yaml",
            "../docs/api/acme/provider.toml",
            "../docs/api/acme/stop.json",
            "../pyproject.toml",
        ]

    def test_a_pyproject_that_configures_nothing_yet_is_one(self, project: Path) -> None:
        put(project, {"pyproject.toml": "[project]\n"})
        shutil.copytree("docs/api", "specs")
        assert "pyproject.toml" in run("inputs").stdout.splitlines()

    def test_other_documents_can_be_asked_for(self, project: Path) -> None:
        shutil.copytree("docs/api/acme", "more/beta")
        assert "more/beta/stop.json" in run("inputs", "--specs", "more").stdout.splitlines()

    def test_a_broken_document_is_still_an_input(self, project: Path) -> None:
        put(project, {"docs/api/acme/stop.json": BROKEN})
        done = run("inputs")
        assert (done.exit_code, len(done.stdout.splitlines())) == (0, 4)


class TestOutputs:
    def test_they_are_every_file_that_is_written_with_the_lock(self, project: Path) -> None:
        listed = run("outputs").stdout.splitlines()
        assert listed == written(project)
        assert "lib/clients/stopgen.lock" in listed
        assert run("outputs", "--null").stdout.split("\0") == [*listed, ""]

    def test_they_are_known_before_anything_is_written(self, project: Path) -> None:
        expected = written(project)
        shutil.rmtree("lib")
        assert run("outputs").stdout.splitlines() == expected
        assert not Path("lib").exists()

    def test_what_a_run_would_remove_is_none(self, project: Path) -> None:
        Path("docs/api/acme").rename("docs/api/beta")
        listed = run("outputs").stdout.splitlines()
        assert "lib/clients/beta/client.py" in listed
        assert not [path for path in listed if "acme" in path]

    def test_there_are_none_with_an_error(self, project: Path) -> None:
        put(project, {"docs/api/acme/stop.json": BROKEN})
        done = run("outputs")
        assert (done.exit_code, done.stdout) == (1, "")
        assert "[bad-json]" in done.stderr


@pytest.mark.parametrize("command", ["inputs", "outputs"])
def test_lists_are_cheap_while_nothing_changed(command: str, project: Path) -> None:
    code = (
        "import sys\nfrom stopgen.cli import main\n"
        f"try: main(['{command}', '--quiet'])\n"
        f"finally: print('heavy:', *sorted(set('{HEAVY}'.split()) & set(sys.modules)))\n"
    )
    done = subprocess.run(
        [sys.executable, "-c", code], capture_output=True, text=True, check=True, timeout=60
    )
    assert done.stdout.splitlines()[-1] == "heavy:"
