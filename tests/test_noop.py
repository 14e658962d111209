import importlib.metadata
import json
import os
import shutil
import subprocess
import sys
from collections.abc import Callable, Mapping
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

import stopgen
from stopgen import Code, Result, Status, lock, pipeline, toolchain
from stopgen.choice import Choices
from stopgen.diagnostic import Checked
from stopgen.model import Provider
from stopgen.paths import STAGE
from stopgen.source import Sources

ROOT = Path(__file__).parents[1]
HEAVY = (
    "asyncio black datamodel_code_generator difflib httpx2 jinja2 jsonschema markdown_it"
    " openapi_spec_validator pydantic ryaml shutil tempfile yaml stopgen.build stopgen.emit"
    " stopgen.model stopgen.pipeline stopgen.readers stopgen.targets"
)
OVERLAY = """
overlay: 1.0.0
info: {title: Corrections, version: "1"}
actions: [{target: $.info, update: {description: Corrected}}]
"""


def document(summary: str = "Stops.", path: str = "/runs/{id}/stop") -> str:
    parameter = {"name": "id", "in": "path", "required": True, "schema": {"type": "string"}}
    answer = {"description": "Fine.", "content": {"application/json": {"schema": {}}}}
    operation = {"summary": summary, "parameters": [parameter], "responses": {"200": answer}}
    tree = {
        "openapi": "3.1.0",
        "info": {"title": "Acme", "version": "1"},
        "servers": [{"url": "https://api.acme.test"}],
        "paths": {path: {"post": operation}},
    }
    return json.dumps(tree)


PAGE = "# Nothing here\n"
"""A document that only gets a note."""


class Project:
    """A folder with documents and a package."""

    def __init__(self, root: Path) -> None:
        self.specs, self.output = root / "specs", root / "out" / "clients"
        self.turned: list[set[str]] = []

    def put(self, documents: Mapping[str, str]) -> None:
        for name, text in documents.items():
            path = self.specs / name
            path.parent.mkdir(parents=True, exist_ok=True)
            path.write_text(text, encoding="utf-8")

    def generate(self, **options: object) -> Result:
        return stopgen.generate(self.specs, self.output, **options)  # type: ignore[arg-type] # any options

    def fresh(self) -> tuple[Result, dict[str, bytes]]:
        """What a first run would find, and the files that it would write."""
        result = stopgen.check(self.specs, self.output.parent / "nothing")
        return result, {change.path: change.after or b"" for change in result.changes}

    def tree(self) -> dict[str, bytes]:
        return {
            path.relative_to(self.output).as_posix(): path.read_bytes()
            for path in self.output.rglob("*")
            if path.is_file()
        }

    def times(self) -> dict[str, int]:
        return {str(path): path.lstat().st_mtime_ns for path in self.output.rglob("*")}


@pytest.fixture(scope="module")
def generated(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A package of two providers."""
    project = Project(tmp_path_factory.mktemp("generated"))
    project.put(
        {"acme/stop.json": document(), "acme/README.md": PAGE, "beta/stop.json": document()}
    )
    assert project.generate().ok
    return project.specs.parent


@pytest.fixture
def project(generated: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Project:
    """That package; what is turned into providers from now on is recorded."""
    shutil.copytree(generated, tmp_path, dirs_exist_ok=True)
    project = Project(tmp_path)
    original = pipeline.turn

    def turn(sources: Sources, locale: str, choices: Choices) -> Checked[list[Provider]]:
        project.turned.append({entry.provider for entry in sources.documents})
        return original(sources, locale, choices)

    monkeypatch.setattr(pipeline, "turn", turn)
    return project


class TestNothingToDo:
    def test_nothing_is_read_or_touched_and_the_same_is_told(self, project: Project) -> None:
        before = project.times()
        fresh, _ = project.fresh()
        project.turned.clear()
        for result in (project.generate(), stopgen.check(project.specs, project.output)):
            assert [found.code for found in result.diagnostics] == [Code.NOT_A_DESCRIPTION]
            assert (result.diagnostics, result.operations) == (fresh.diagnostics, fresh.operations)
            assert {change.path for change in result.changes} == set(project.tree())
            assert {change.status for change in result.changes} == {Status.UNCHANGED}
        assert project.turned == []
        assert project.times() == before

    def test_findings_come_in_the_order_of_their_places_the_first_time_too(
        self, project: Project
    ) -> None:
        maybe = document("Hangs up.", "/calls/{id}/hangup")
        project.put({"acme/a.json": maybe, "acme/z.md": PAGE})
        first, second = project.generate(), project.generate()
        assert first.stale
        places = [found.position for found in first.diagnostics]
        assert len(places) == 4
        assert places == sorted(places)
        assert second.diagnostics == first.diagnostics

    @pytest.mark.parametrize("command", ["generate", "check"])
    def test_a_command_imports_nothing_heavy_and_prints_what_a_full_run_does(
        self, project: Project, command: str
    ) -> None:
        code = (
            "import sys\n"
            f"from stopgen.cli import main\n"
            f"try: main(['{command}', '--output', 'out/clients'])\n"
            f"finally: print(*sorted(set('{HEAVY}'.split()) & set(sys.modules)))\n"
        )
        folder = project.specs.parent
        done = subprocess.run(
            [sys.executable, "-c", code],
            check=False,
            cwd=folder,
            capture_output=True,
            text=True,
            timeout=60,
        )
        *lines, imported = done.stdout.split("\n")[:-1]
        assert (done.returncode, imported) == (0, "")
        assert done.stderr.startswith(f"{Path('specs/acme/README.md')}:1:1: note: ")
        table = [
            f"{Path('out/clients')}: {len(project.tree())} unchanged",
            "",
            "PROVIDER  METHOD    HTTP CALL             DOCUMENTS       CHANGED",
            "acme      stop_run  POST /runs/{id}/stop  acme/stop.json  unchanged",
            "beta      stop_run  POST /runs/{id}/stop  beta/stop.json  unchanged",
        ]
        assert lines == (table if command == "generate" else [])

    def test_findings_name_documents_as_they_are_typed_now(
        self, project: Project, monkeypatch: pytest.MonkeyPatch
    ) -> None:
        monkeypatch.chdir(project.specs)
        (found,) = stopgen.check(".", project.output).diagnostics
        assert found.position.file == str(Path("acme/README.md"))
        assert project.turned == []

    def test_windows_line_ends_and_byte_order_marks_are_no_change(self, project: Project) -> None:
        for path in (*project.output.rglob("*.py"), *project.specs.rglob("*.json")):
            path.write_bytes(path.read_bytes().replace(b"\n", b"\r\n"))
        project.put({"acme/README.md": f"\ufeff{PAGE}"})
        assert not project.generate().stale
        assert project.turned == []


CHANGES: dict[str, Callable[[Project], object]] = {
    "a document": lambda project: project.put({"beta/stop.json": document("Halts.")}),
    "a new overlay": lambda project: project.put({"beta/overlay.yaml": OVERLAY}),
    "a new document": lambda project: project.put(
        {"beta/more.json": document(path="/a/{id}/stop")}
    ),
    "a document is gone": lambda project: (project.specs / "beta/stop.json").unlink(),
    "a new provider": lambda project: project.put({"gamma/stop.json": document()}),
    "a file is gone": lambda project: (project.output / "beta/client.py").unlink(),
    "a shared file is gone": lambda project: (project.output / "_runtime/flow.py").unlink(),
    "the lock is gone": lambda project: (project.output / lock.NAME).unlink(),
    "an interrupted run": lambda project: (project.output / STAGE / "x").mkdir(parents=True),
}


@pytest.mark.parametrize("name", CHANGES)
def test_whatever_changes_is_brought_up_to_date(project: Project, name: str) -> None:
    CHANGES[name](project)
    result = project.generate()
    assert result.ok
    assert result.stale or name == "an interrupted run"
    told, files = project.fresh()
    assert project.tree() == files
    assert (result.operations, result.diagnostics) == (told.operations, told.diagnostics)
    project.turned.clear()
    assert not project.generate().stale
    assert project.turned == []


class TestTools:
    @pytest.mark.parametrize("tool", ["code", "libraries"])
    def test_another_state_of_a_tool_is_a_full_run(
        self, project: Project, monkeypatch: pytest.MonkeyPatch, tool: str
    ) -> None:
        monkeypatch.setattr(toolchain, tool, lambda: {"black": "0"} if tool == "libraries" else "0")
        assert stopgen.check(project.specs, project.output).stale == ()
        assert project.turned == [{"acme", "beta"}]

    def test_another_version_of_stopgen_is_a_full_run(
        self, project: Project, monkeypatch: pytest.MonkeyPatch
    ) -> None:
        path = project.output / lock.NAME
        path.write_text(path.read_text().replace(f'"{stopgen.__version__}"', '"0.0.0"'))
        assert [change.path for change in project.generate().stale] == [lock.NAME]
        assert project.turned == [{"acme", "beta"}]

    def test_only_a_library_that_changes_files_changes_the_lock(
        self, project: Project, monkeypatch: pytest.MonkeyPatch
    ) -> None:
        before = project.times()
        monkeypatch.setattr(toolchain, "libraries", lambda: {"black": "0"})
        project.generate()
        assert project.times() == before
        monkeypatch.setattr(toolchain, "code", lambda: "0")
        assert [change.path for change in project.generate().stale] == [lock.NAME]

    def test_a_lock_of_an_older_format_says_what_is_stopgens_and_nothing_else(
        self, project: Project
    ) -> None:
        path = project.output / lock.NAME
        content = json.loads(path.read_text())
        kept = {key: content[key] for key in ("generator", "inputs", "outputs", "settings")}
        path.write_text(json.dumps(kept | {"format": 1}))
        project.put({"beta/stop.json": document("Halts.")})
        assert project.generate().ok
        assert project.turned == [{"acme", "beta"}]
        assert json.loads(path.read_text())["format"] == 2

    def test_versions_are_those_that_python_would_tell(self) -> None:
        known = toolchain.libraries()
        assert set(known) == {"black", "datamodel-code-generator"}
        for name, version in known.items():
            assert version == importlib.metadata.version(name)

    def test_every_file_that_could_shape_the_output_counts(self) -> None:
        for folder in (ROOT / "generator" / "stopgen", ROOT / "templates"):
            files = [path for path in folder.rglob("*") if path.is_file()]
            aside = {"__pycache__", ".mypy_cache", "report"}
            files = [path for path in files if not aside & set(path.parts)]
            assert {path.suffix for path in files if path.name != "py.typed"} <= set(
                toolchain.SUFFIXES
            )

    def test_code_is_the_same_installed_and_in_a_checkout_until_it_is_changed(
        self, tmp_path: Path
    ) -> None:
        caches = shutil.ignore_patterns("__pycache__")
        package = tmp_path / "stopgen"
        shutil.copytree(ROOT / "generator" / "stopgen", package, ignore=caches)
        shutil.copytree(ROOT / "templates", package / "templates", ignore=caches)
        assert self._code(tmp_path) == toolchain.code()
        for aside in ("commands/generate.py", "targets/report/view.py"):
            (package / aside).write_text((package / aside).read_text() + "# not about clients\n")
        assert self._code(tmp_path) == toolchain.code()
        template = package / "templates" / "python" / "__init__.py.j2"
        template.write_text(template.read_text().replace("vocabulary", "words"))
        assert self._code(tmp_path) != toolchain.code()

    def _code(self, folder: Path) -> str:
        return subprocess.run(
            [sys.executable, "-c", "from stopgen import toolchain; print(toolchain.code())"],
            env=os.environ | {"PYTHONPATH": str(folder)},
            capture_output=True,
            check=True,
            text=True,
            timeout=60,
        ).stdout.strip()


class TestOneProvider:
    def test_a_change_of_one_provider_is_the_work_of_one(self, project: Project) -> None:
        project.put({"beta/stop.json": document("Halts.")})
        changed = {change.path for change in project.generate().stale}
        assert project.turned == [{"beta"}]
        assert {path.partition("/")[0] for path in changed} == {"beta", lock.NAME}

    def test_an_edited_file_is_found_and_its_neighbours_are_not_generated(
        self, project: Project
    ) -> None:
        (project.output / "beta" / "client.py").write_text("edited")
        (found,) = [entry for entry in project.generate().diagnostics if entry.severity == "error"]
        assert found.code is Code.EDITED_FILE
        assert project.generate(force=True).ok
        assert project.turned == [{"beta"}, {"beta"}]

    def test_a_language_is_the_same_however_it_is_spelled(self, project: Project) -> None:
        assert project.generate(locale="zh-hans").stale
        assert project.generate(locale="zh_Hans").stale == ()
        with pytest.raises(ValueError, match="'klingon' is not a language tag"):
            project.generate(locale="klingon")

    def test_a_setting_of_one_provider_is_the_work_of_one_and_one_of_all_of_all(
        self, project: Project
    ) -> None:
        from stopgen.choice import Choice, Wish
        from stopgen.diagnostic import Position

        wish = Wish("POST", "/runs/{id}/stop", Position("pyproject.toml"))
        project.generate(choices={"beta": Choice(include=(wish,))})
        project.generate(choices={"beta": Choice(include=(wish,))}, locale="de")
        assert project.turned == [{"beta"}, {"acme", "beta"}]
        project.put({"acme/stop.json": document("Halts.")})
        assert project.generate(choices={"beta": Choice(include=(wish,))}, locale="de").ok

    def test_errors_do_not_hide_what_was_found_elsewhere(self, project: Project) -> None:
        project.put({"beta/stop.json": '{"openapi": "3.1.0",'})
        codes = {found.code for found in project.generate().diagnostics}
        assert codes == {Code.BAD_JSON, Code.NOT_A_DESCRIPTION}

    def test_a_provider_without_a_stop_is_missed_whatever_the_others_have(
        self, project: Project
    ) -> None:
        project.put({"beta/stop.json": document(path="/runs/{id}/start")})
        found = project.generate().diagnostics
        assert [entry.code for entry in found if entry.severity == "error"] == [
            Code.NO_STOP_OPERATION
        ]
        assert project.turned == [{"beta"}]

    def test_a_finding_goes_with_the_document_that_it_is_about(self, project: Project) -> None:
        assert [found.code for found in project.generate().diagnostics] == [Code.NOT_A_DESCRIPTION]
        (project.specs / "acme" / "README.md").unlink()
        assert project.generate().diagnostics == ()

    def test_two_providers_never_share_a_folder(self, project: Project) -> None:
        project.put({"Acme/stop.json": document()})
        found = project.generate().diagnostics
        assert set(found) == set(project.fresh()[0].diagnostics)
        assert Code.UNUSABLE_NAME in {entry.code for entry in found}

    def test_documents_that_refer_to_another_providers_are_generated_with_it(
        self, project: Project
    ) -> None:
        shared = '{"components": {"schemas": {"Answer": {"type": "object", "title": "%s"}}}}'
        pointer = '{"$ref": "../beta/shared.json#/components/schemas/Answer"}'
        text = document().replace('"schema": {}', f'"schema": {pointer}')
        project.put({"acme/stop.json": text, "beta/shared.json": shared % "One"})
        assert project.generate().ok
        project.turned.clear()
        project.put({"beta/shared.json": shared % "Two"})
        assert project.generate().ok
        assert project.turned == [{"acme", "beta"}]
        assert project.tree() == project.fresh()[1]

    def test_files_behind_a_link_are_not_what_was_written(self, project: Project) -> None:
        elsewhere = project.output.parent / "elsewhere"
        (project.output / "beta").rename(elsewhere)
        (project.output / "beta").symlink_to(elsewhere)
        codes = {entry.code for entry in project.generate().diagnostics}
        assert Code.OUTPUT_BLOCKED in codes

    def test_a_specs_folder_that_names_the_provider_is_part_of_what_is_known(
        self, tmp_path: Path
    ) -> None:
        project = Project(tmp_path)
        project.put({"stop.json": document()})
        assert project.generate().operations[0].provider == "specs"
        project.specs = project.specs.rename(tmp_path / "api")
        assert project.generate().operations[0].provider == "api"


TEXTS = [None, document(), document("Halts."), document(path="/jobs/{id}/cancel"), PAGE]


@settings(max_examples=5)
@given(
    st.lists(
        st.dictionaries(
            st.sampled_from(["acme/stop.json", "acme/more.md", "beta/stop.json", "c/stop.json"]),
            st.sampled_from(TEXTS),
        ),
        min_size=1,
        max_size=2,
    )
)
def test_step_by_step_comes_out_as_all_at_once(
    tmp_path_factory: pytest.TempPathFactory, steps: list[dict[str, str | None]]
) -> None:
    project = Project(tmp_path_factory.mktemp("project"))
    project.put({"always/stop.json": document()})
    for step in steps:
        for name, text in step.items():
            if text is None:
                (project.specs / name).unlink(missing_ok=True)
            else:
                project.put({name: text})
        done = project.generate()
        told, files = project.fresh()
        assert (done.ok, done.operations) == (told.ok, told.operations)
        assert sorted(map(str, done.diagnostics)) == sorted(map(str, told.diagnostics))
        assert not done.ok or project.tree() == files
