import os
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from stopgen import config
from stopgen.config import Config
from stopgen.diagnostic import Code, Diagnostic, Severity, collect


@pytest.fixture
def project(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A project folder that is the working directory."""
    folder = tmp_path / "project"
    folder.mkdir()
    monkeypatch.chdir(folder)
    return folder


def load(directory: Path) -> tuple[Config, list[Diagnostic]]:
    return collect(config.load(directory))


def clean(directory: Path) -> Config:
    loaded, found = load(directory)
    assert found == []
    return loaded


def write(project: Path, text: str) -> None:
    (project / "pyproject.toml").write_text(text, encoding="utf-8")


def only(project: Path) -> Diagnostic:
    loaded, found = load(project)
    assert len(found) == 1
    assert found[0].severity is Severity.ERROR
    assert loaded._replace(files=()) == Config()
    return found[0]


def test_without_a_project_file_the_defaults_hold(project: Path) -> None:
    assert clean(project) == Config(Path("specs"), Path("generated/stopclients"), "en")


def test_a_project_file_without_our_table_changes_nothing(project: Path) -> None:
    write(project, "[tool.other]\nspecs = 1\n")
    assert clean(project) == Config(files=(Path("pyproject.toml"),))


def test_every_key_can_be_set(project: Path) -> None:
    write(project, '[tool.stopgen]\nspecs = "api"\noutput = "src/stop"\nlocale = "zh_Hans"\n')
    project_file = (Path("pyproject.toml"),)
    expected = Config(Path("api"), Path("src/stop"), "zh-hans", files=project_file)
    assert clean(project) == expected


@pytest.mark.parametrize("size", ["'100MiB'", str(100 * 1024 * 1024)])
def test_a_size_is_a_number_of_bytes_however_it_is_written(project: Path, size: str) -> None:
    write(project, f"[tool.stopgen]\nmax-document-size = {size}\n")
    assert clean(project).limit == 100 * 1024 * 1024


def test_paths_are_relative_to_the_project_file_from_wherever_it_is_used(
    project: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    write(project, '[tool.stopgen]\nspecs = "api"\n')
    below = project / "src" / "deep"
    below.mkdir(parents=True)
    monkeypatch.chdir(below)
    loaded = clean(below)
    assert loaded.specs == Path("../../api")
    assert loaded.output == Path("../../generated/stopclients")


def test_an_absolute_path_stays(project: Path, tmp_path: Path) -> None:
    write(project, f"[tool.stopgen]\nspecs = '{tmp_path}'\n")
    assert clean(project).specs == tmp_path


def test_only_the_nearest_project_file_counts(project: Path) -> None:
    write(project, '[tool.stopgen]\nlocale = "fr"\n')
    inner = project / "inner"
    inner.mkdir()
    write(inner, "")
    assert clean(inner).locale == "en"
    assert clean(project).locale == "fr"


def test_a_misspelt_key_is_an_error_at_its_line_with_a_suggestion(project: Path) -> None:
    write(project, '[tool.a]\nouptut = 1\n\n[tool.stopgen]\nspecs = "specs"\n  ouptut = "x"\n')
    found = only(project)
    assert found.code is Code.UNKNOWN_CONFIGURATION_KEY
    assert str(found.position) == "pyproject.toml:6:3"
    assert "did you mean output?" in found.message


def test_a_key_like_no_other_is_answered_with_the_keys_there_are(project: Path) -> None:
    write(project, "[tool.stopgen]\nzzz = 1\n")
    assert "specs, output, locale" in only(project).message


@pytest.mark.parametrize(
    "line",
    [
        "specs = 1",
        "output = ['generated']",
        'specs = ""',
        'output = "a\\u0000b"',
        'locale = "english"',
        "locale = true",
        'max-document-size = "big"',
        "max-document-size = 0",
    ],
)
def test_a_value_of_the_wrong_kind_is_an_error_at_its_line(project: Path, line: str) -> None:
    write(project, f"[tool.stopgen]\n\n{line}\n")
    found = only(project)
    assert found.code is Code.INVALID_CONFIGURATION
    assert str(found.position) == "pyproject.toml:3:1"
    assert found.message.startswith(f"{line.split(maxsplit=1)[0]} must be ")


def test_all_mistakes_are_named_at_once(project: Path) -> None:
    write(project, "[tool.stopgen]\nspecs = 1\nlocal = 'en'\noutput = 2\n")
    assert [found.position.line for found in load(project)[1]] == [2, 3, 4]


@pytest.mark.parametrize(
    ("text", "line"),
    [
        ("[tool]\nstopgen = {specs = 1}\n", 1),
        ("\n[tool]\nstopgen.specs = 1\n", 1),
        ("\n[tool.stopgen] # ours\n'specs' = 1\n", 3),
        ("\n[ tool.stopgen ]\nspecs.deep = 1\n", 2),
    ],
)
def test_oddly_spelled_tables_are_understood_too(project: Path, text: str, line: int) -> None:
    write(project, text)
    assert only(project).position.line == line


@pytest.mark.parametrize("text", ["tool = 1\n", "[tool]\n", ""])
def test_a_tool_table_without_ours_is_no_finding(project: Path, text: str) -> None:
    write(project, text)
    assert clean(project) == Config(files=(Path("pyproject.toml"),))


@pytest.mark.parametrize(
    ("content", "position", "message"),
    [
        (b"a = 1\nb = = 2\n", "pyproject.toml:2:5", "not valid TOML: Invalid value"),
        (b"\xff", "pyproject.toml:1:1", "not UTF-8 text"),
        (b"[tool]\nstopgen = 1\n", "pyproject.toml:1:1", "tool.stopgen must be a table"),
    ],
)
def test_a_project_file_that_cannot_be_understood_is_an_error(
    project: Path, content: bytes, position: str, message: str
) -> None:
    (project / "pyproject.toml").write_bytes(content)
    found = only(project)
    assert found.code is Code.INVALID_CONFIGURATION
    assert (str(found.position), found.message) == (position, message)


def test_a_project_file_that_cannot_be_read_is_an_error(
    project: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def refuse(_: Path) -> bytes:
        raise PermissionError(13, "Permission denied")

    write(project, "")
    monkeypatch.setattr(Path, "read_bytes", refuse)
    assert only(project).message == "cannot be read: Permission denied"


def test_a_working_directory_that_is_gone_has_no_project_file(project: Path) -> None:
    write(project, "")
    gone = project / "gone"
    gone.mkdir()
    os.chdir(gone)
    gone.rmdir()
    assert clean(Path()) == Config()


@given(st.text(alphabet="[]{}=\"'\n#.,astoolgenspec1 ", max_size=60))
def test_no_project_file_ends_in_a_traceback(
    tmp_path_factory: pytest.TempPathFactory, text: str
) -> None:
    project = tmp_path_factory.mktemp("project")
    write(project, f"[tool.stopgen]\n{text}")
    load(project)


class TestProviders:
    def test_operations_are_included_and_excluded_with_their_places(self, project: Path) -> None:
        write(
            project,
            "[tool.stopgen]\n[tool.stopgen.providers.acme]\n"
            'include = [\n  "post /a/{id}/halt",\n  "PUT /b",\n]\nexclude = ["GET  /c"]\n',
        )
        choice = clean(project).providers["acme"]
        assert [str(wish) for wish in choice.include] == ["POST /a/{id}/halt", "PUT /b"]
        assert [str(wish) for wish in choice.exclude] == ["GET /c"]
        places = [str(wish.position) for wish in choice.wishes]
        assert places == ["pyproject.toml:4:4", "pyproject.toml:5:4", "pyproject.toml:7:13"]

    def test_models_can_have_another_number(self, project: Path) -> None:
        write(project, "[tool.stopgen.providers.acme]\nmodels = 7\n")
        choice = clean(project).providers["acme"]
        assert choice.models == 7
        assert str(choice.models_at) == "pyproject.toml:2:1"
        assert choice.settings("acme") == {"acme.models": "7"}

    def test_each_provider_is_found_in_its_own_table(self, project: Path) -> None:
        entry = 'include = ["GET /a"]\n'
        write(project, "".join(f'[tool.stopgen.providers."{name}"]\n{entry}' for name in "ab"))
        lines = [clean(project).providers[name].include[0].position.line for name in "ab"]
        assert lines == [2, 4]

    @pytest.mark.parametrize(
        ("lines", "place", "message"),
        [
            ('inclde = ["GET /a"]', "3:1", "did you mean include?"),
            ("zzz = 1", "3:1", "include, exclude, models"),
            ("models = 0", "3:1", "models must be a whole number above 0"),
            ("models = true", "3:1", "models must be a whole number above 0"),
            ('models = "9"', "3:1", "models must be a whole number above 0"),
            ('include = "GET /a"', "3:1", "include must be a list of operations"),
            ('exclude = ["/a"]', "3:13", "'/a' in exclude is no operation"),
            ('exclude = ["FETCH /a"]', "3:13", "'FETCH /a' in exclude is no operation"),
            ("exclude = [1]", "3:1", "1 in exclude is no operation"),
            ('include = ["GET /a"]\nexclude = ["GET /a"]', "4:13", "both included and excluded"),
        ],
    )
    def test_a_mistake_is_an_error_at_its_place(
        self, project: Path, lines: str, place: str, message: str
    ) -> None:
        write(project, f"\n[tool.stopgen.providers.acme]\n{lines}\n")
        (found,) = load(project)[1]
        assert found.severity is Severity.ERROR
        assert str(found.position) == f"pyproject.toml:{place}"
        assert message in found.message

    @pytest.mark.parametrize("line", ["providers = 1", "providers.acme = []"])
    def test_a_table_that_is_none_is_an_error(self, project: Path, line: str) -> None:
        write(project, f"[tool.stopgen]\n{line}\n")
        (found,) = load(project)[1]
        assert (found.code, found.position.line) == (Code.INVALID_CONFIGURATION, 2)
