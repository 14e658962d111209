import shutil
from collections.abc import Callable
from pathlib import Path, PurePosixPath, PureWindowsPath
from typing import NamedTuple

import pytest
from click.testing import CliRunner

import stopgen
from builds import BROKEN, block, command_in, document, environment, put, run, touch
from stopgen.cli import main
from stopgen.depfile import escape, render

LOCK = Path("generated/stopclients/stopgen.lock")
NAMES = [
    "plain.md",
    "with blank.md",
    "two  blanks.md",
    "a#b.md",
    "a$b.md",
    "a$(b).md",
    "a:b.md",
    "[id].md",
    "back\\slash.md",
    "back\\ slash.md",
    "per%cent.md",
    "~home.md",
    "überall.md",
]
MAKEFILE = "out:\n\t@echo it runs\ninclude d\n"
NINJA = "rule r\n command = echo it runs\n depfile = d\nbuild out: r\n"


class Tool(NamedTuple):
    """A build tool, its file, and how it says that there is nothing to do."""

    command: str
    file: str
    recipe: str
    idle: str


TOOLS = [
    Tool("ninja", "build.ninja", block("ninja"), "no work to do"),
    Tool("make", "Makefile", block("make"), "is up to date"),
]


@pytest.fixture(params=TOOLS, ids=lambda tool: tool.command)
def tool(request: pytest.FixtureRequest, tmp_path: Path) -> Tool:
    chosen: Tool = request.param
    if not shutil.which(chosen.command, path=environment(tmp_path)["PATH"]):
        pytest.skip(f"{chosen.command} is not installed here")
    return chosen


@pytest.fixture(scope="module")
def generated(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A project whose clients are up to date, with names that are hard to write down."""
    root = tmp_path_factory.mktemp("generated")
    put(
        root,
        {
            "specs/acme/stop.json": document(),
            "specs/acme/overlay.yaml": "overlay: 1.0.0\ninfo: {title: O, version: '1'}\n"
            "actions: [{target: $.info, update: {title: Acme}}]\n",
            "specs/acme/the $1 #1 page.json": document("/jobs/{id}/stop"),
            "pyproject.toml": '[tool.stopgen]\nlocale = "en"\n',
        },
    )
    assert stopgen.generate(root / "specs", root / LOCK.parent).ok
    return root


@pytest.fixture
def build(tool: Tool, generated: Path, tmp_path: Path) -> Callable[[], str]:
    """That project in the working directory of a function that builds it and returns what is said."""
    shutil.copytree(generated, tmp_path, dirs_exist_ok=True)
    command_in(tmp_path / "bin")
    put(tmp_path, {tool.file: tool.recipe})

    def build() -> str:
        done = run([tool.command], tmp_path, environment(tmp_path / "bin"))
        assert done.returncode == 0, done.stdout + done.stderr
        return done.stdout

    return build


@pytest.mark.parametrize("name", NAMES)
def test_both_tools_take_any_name_for_what_it_is(name: str, tool: Tool, tmp_path: Path) -> None:
    put(tmp_path, {name: "", "other.md": "", "Makefile": MAKEFILE, "build.ninja": NINJA})
    target, depending = Path("out"), Path(name)
    (tmp_path / "d").write_text(render(target, [depending, Path("other.md")]))

    def runs() -> bool:
        done = run([tool.command], tmp_path, environment(tmp_path))
        assert done.returncode == 0, done.stdout + done.stderr
        return "it runs" in done.stdout

    assert runs()
    (tmp_path / "out").touch()
    if tool.command == "make":
        assert not runs()
    touch(tmp_path / name, after=tmp_path / "out")
    assert runs()


@pytest.mark.parametrize(
    ("path", "written"),
    [
        (PureWindowsPath(r"C:\my specs\a#b.md"), r"C:/my\ specs/a\#b.md"),
        (PureWindowsPath(r"..\specs\stop.md"), "../specs/stop.md"),
        (PurePosixPath("C:/stop.md"), r"C\:/stop.md"),
    ],
)
def test_windows_paths_get_forward_slashes_and_keep_their_drive(
    path: PurePosixPath, written: str
) -> None:
    assert escape(path) == written


class TestBuilds:
    def test_each_touched_input_is_a_run_and_the_second_time_is_none(
        self, build: Callable[[], str], tool: Tool, tmp_path: Path
    ) -> None:
        assert "stopgen generate" in build()
        listed = run(
            [tmp_path / "bin" / "stopgen", "inputs", "-0"], tmp_path, environment(tmp_path)
        )
        inputs = listed.stdout.removesuffix("\0").split("\0")
        assert len(inputs) == 4
        for name in inputs:
            assert tool.idle in build()
            touch(tmp_path / name, after=tmp_path / LOCK)
            assert "stopgen generate" in build(), name
        assert tool.idle in build()

    def test_documents_come_and_go(
        self, build: Callable[[], str], tool: Tool, tmp_path: Path
    ) -> None:
        build()
        new = tmp_path / "specs" / "beta" / "stop.json"
        put(tmp_path, {"specs/beta/stop.json": document()})
        touch(new.parents[1], after=tmp_path / LOCK)
        build()
        assert (tmp_path / LOCK.parent / "beta" / "client.py").is_file()
        assert tool.idle in build()
        shutil.rmtree(new.parent)
        touch(new.parents[1], after=tmp_path / LOCK)
        build()
        assert not (tmp_path / LOCK.parent / "beta").exists()
        assert tool.idle in build()

    def test_a_broken_document_fails_the_build_until_it_is_mended(
        self, build: Callable[[], str], tool: Tool, tmp_path: Path
    ) -> None:
        build()
        page = tmp_path / "specs" / "acme" / "stop.json"
        page.write_text(BROKEN)
        touch(page, after=tmp_path / LOCK)
        done = run([tool.command], tmp_path, environment(tmp_path / "bin"))
        assert done.returncode != 0
        assert "[bad-json]" in done.stdout + done.stderr
        page.write_text(document())
        assert "stopgen generate" in build()
        assert tool.idle in build()


@pytest.fixture
def project(generated: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """That project, as the working directory."""
    shutil.copytree(generated, tmp_path, dirs_exist_ok=True)
    monkeypatch.chdir(tmp_path)
    return tmp_path


def test_where_nothing_changed_no_time_is_touched(project: Path) -> None:
    def generate() -> dict[str, int]:
        done = CliRunner().invoke(main, ["generate", "--depfile", "d/stopgen.d"])
        assert done.exit_code == 0
        files = [path for name in ("d", "generated") for path in Path(name).rglob("*")]
        return {str(path): path.stat().st_mtime_ns for path in files}

    before = generate()
    (project / "specs" / "acme" / "stop.json").touch()
    assert generate() == before


def test_a_dependency_file_that_cannot_be_written_is_an_error(project: Path) -> None:
    done = CliRunner().invoke(main, ["generate", "--depfile", "pyproject.toml/d"])
    assert done.exit_code == 1
    assert done.stderr.endswith("[output-inaccessible]\n")


def test_a_run_with_an_error_leaves_the_dependency_file_alone(project: Path) -> None:
    put(project, {"specs/acme/stop.json": BROKEN})
    done = CliRunner().invoke(main, ["generate", "--depfile", "d/stopgen.d"])
    assert done.exit_code == 1
    assert not Path("d").exists()
