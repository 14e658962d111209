"""``stopgen diff`` as people use it, with real repositories."""

from __future__ import annotations

import json
import subprocess
from pathlib import Path

import pytest
from click.testing import CliRunner, Result

from compare.pairs import DOCUMENTS
from stopgen.cli import main

API = (DOCUMENTS / "api.yaml").read_text(encoding="utf-8")
BROKEN = API.replace("name: user", "name: account")
ADDED = API.replace("[before, after]", "[before, during, after]")
REWORDED = API.replace("Ends a run", "Finishes a run")
DOCUMENT = "specs/acme/api.yaml"


def put(text: str, path: str = DOCUMENT) -> None:
    Path(path).parent.mkdir(parents=True, exist_ok=True)
    Path(path).write_text(text, encoding="utf-8")


def git(*arguments: str) -> None:
    subprocess.run(["git", *arguments], check=True, capture_output=True)


def commit(text: str, path: str = DOCUMENT) -> None:
    put(text, path)
    git("add", "-A")
    git("commit", "-q", "-m", "Next")


def diff(*arguments: str) -> Result:
    return CliRunner().invoke(main, ["diff", *arguments], catch_exceptions=False)


def heading(*arguments: str) -> str:
    """The first line of a comparison that finds no fault."""
    done = diff(*arguments)
    assert (done.exit_code, done.stderr) == (0, "")
    return done.stdout.splitlines()[0]


def refused(*arguments: str) -> str:
    """The one diagnostic of a comparison that cannot be made."""
    done = diff(*arguments)
    assert (done.exit_code, done.stdout) == (1, "")
    (line,) = done.stderr.splitlines()
    return line


@pytest.fixture
def folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """The working directory."""
    for name in ("GIT_DIR", "GIT_WORK_TREE", "GIT_INDEX_FILE"):
        monkeypatch.delenv(name, raising=False)
    monkeypatch.setenv("GIT_CEILING_DIRECTORIES", str(tmp_path.parent))
    monkeypatch.chdir(tmp_path)
    return tmp_path


@pytest.fixture
def repository(folder: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """The working directory: two commits, of which the second one breaks callers."""
    for role in ("AUTHOR", "COMMITTER"):
        monkeypatch.setenv(f"GIT_{role}_NAME", "Somebody")
        monkeypatch.setenv(f"GIT_{role}_EMAIL", "somebody@example.test")
    git("init", "-q", "-b", "trunk")
    commit(API)
    commit(BROKEN)
    return folder


def test_without_arguments_the_specs_are_compared_with_the_last_commit(repository: Path) -> None:
    assert heading() == "HEAD:specs -> specs: none"
    put(API)
    assert heading().startswith("HEAD:specs -> specs: major (1 breaking, ")


def test_with_one_argument_the_specs_are_compared_with_that(repository: Path) -> None:
    assert heading("HEAD~1").startswith("HEAD~1:specs -> specs: major")


def test_two_revisions_are_compared_whatever_the_folder_holds(repository: Path) -> None:
    put("not even a document")
    assert heading("HEAD~1", "HEAD").startswith("HEAD~1:specs -> HEAD:specs: major")
    assert heading("HEAD", "trunk") == "HEAD:specs -> trunk:specs: none"


def test_positions_say_which_side_they_are_on(repository: Path) -> None:
    lines = diff("HEAD~1:specs").stdout.splitlines()
    place = f"{DOCUMENT}:{API[: API.index('name: user')].count(chr(10)) + 1}:11"
    assert lines[-1] == f"    HEAD~1:{place} -> {place}"


@pytest.mark.parametrize(
    ("old", "place"),
    [
        ("HEAD~1:specs/", "HEAD~1:specs/acme/api.yaml:"),
        ("HEAD~1:specs/acme", "HEAD~1:specs/acme/api.yaml:"),
        ("HEAD~1:./specs/acme", "HEAD~1:./specs/acme/api.yaml:"),
        (f"HEAD~1:{DOCUMENT}", f"HEAD~1:{DOCUMENT}:"),
    ],
)
def test_a_revision_can_name_a_folder_or_a_file(repository: Path, old: str, place: str) -> None:
    new = old.partition(":")[2]
    assert f"    {place}" in diff(old, new).stdout


def test_the_root_of_a_repository_can_be_the_specs_folder(repository: Path) -> None:
    git("mv", "specs/acme", "acme")
    git("commit", "-qm", "Move")
    put(API, "acme/api.yaml")
    assert heading("HEAD:", ".").startswith("HEAD: -> .: major")
    assert heading("HEAD", "HEAD", "--specs", ".") == "HEAD: -> HEAD:: none"
    assert "    HEAD:acme/api.yaml:" in diff("HEAD:", ".").stdout


def test_a_bare_revision_means_the_configured_folder(repository: Path) -> None:
    put('[tool.stopgen]\nspecs = "api"\n', "pyproject.toml")
    git("mv", "specs", "api")
    git("commit", "-qm", "Move")
    assert heading("HEAD") == "HEAD:api -> api: none"


def test_the_specs_are_found_from_below_the_root(
    repository: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    put("[tool.stopgen]\n", "pyproject.toml")
    Path("docs").mkdir()
    monkeypatch.chdir("docs")
    assert heading() == f"HEAD:specs -> {Path('..', 'specs')}: none"


def test_what_is_ignored_in_archives_is_compared(repository: Path) -> None:
    commit("* export-ignore\n", ".gitattributes")
    assert heading("HEAD~2", "HEAD").startswith("HEAD~2:specs -> HEAD:specs: major")


def test_files_are_compared_without_git(folder: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("PATH", "")
    put(API, "one/a.yaml")
    put(BROKEN, "two/b.yaml")
    assert heading("one/a.yaml", "two/b.yaml").startswith("one/a.yaml -> two/b.yaml: major")


def test_a_file_is_the_same_whatever_it_is_called(folder: Path) -> None:
    put(API, "old.yaml")
    put(API, "elsewhere/new.yaml")
    assert heading("old.yaml", "elsewhere/new.yaml") == "old.yaml -> elsewhere/new.yaml: none"


def test_folders_of_one_platform_are_the_same_platform(folder: Path) -> None:
    put(API, "before/api.yaml")
    put(ADDED, "after/api.yaml")
    done = diff("before", "after").stdout.splitlines()
    assert done[0].startswith("before -> after: minor")
    assert done[2] == "after"


def test_a_platform_with_another_folder_is_another_package(folder: Path) -> None:
    put(API, "before/acme/api.yaml")
    put(API, "after/apex/api.yaml")
    assert heading("before", "after").startswith("before -> after: major (1 breaking, 1 additive")


def test_a_side_without_a_stop_call_has_nothing(folder: Path) -> None:
    put(API, "before/acme/api.yaml")
    put(
        API.replace("/stop:", "/list:").replace("Stop", "List").replace("Ends", "Lists"),
        "after/acme/api.yaml",
    )
    assert heading("before", "after") == (
        "before -> after: major (1 breaking, 0 additive, 0 documentation)"
    )


def test_what_is_included_by_hand_need_not_be_on_both_sides(repository: Path) -> None:
    put(
        '[tool.stopgen.providers.acme]\ninclude = ["POST /jobs/{id}/end"]\n',
        "pyproject.toml",
    )
    assert heading() == "HEAD:specs -> specs: none"


@pytest.mark.parametrize(
    ("new", "level", "status"),
    [
        (BROKEN, "breaking", 1),
        (ADDED, "breaking", 0),
        (ADDED, "additive", 1),
        (REWORDED, "additive", 0),
        (REWORDED, "documentation", 1),
        (API, "documentation", 0),
    ],
)
def test_a_level_can_be_made_to_fail(folder: Path, new: str, level: str, status: int) -> None:
    put(API, "before/acme/api.yaml")
    put(new, "after/acme/api.yaml")
    assert diff("before", "after").exit_code == 0
    assert diff("before", "after", "--fail-on", level).exit_code == status


def test_formats_can_be_chosen(repository: Path) -> None:
    assert json.loads(diff("HEAD~1", "--format", "json").stdout)["verdict"] == "major"
    assert diff("HEAD~1", "--format", "markdown").stdout.startswith("## Stop API: breaking")
    assert diff("HEAD~1", "--format", "html").exit_code == 2


def test_an_unknown_revision_is_named(repository: Path) -> None:
    assert refused("nowhere").startswith("nowhere:specs:1:1: error: ")
    assert refused("nowhere:specs").endswith("[unknown-revision]")
    assert refused(":specs").endswith("[unknown-revision]")


@pytest.mark.parametrize("revision", ["--output=made", "-p", "--all:specs", "HEAD\n", "HEAD\0"])
def test_git_never_takes_a_revision_for_an_option(repository: Path, revision: str) -> None:
    assert refused("--", revision).endswith("[unknown-revision]")
    assert not Path("made").exists()


def test_a_path_that_a_revision_lacks_is_named(repository: Path) -> None:
    line = refused("HEAD:nothing")
    assert line.startswith("HEAD:nothing:1:1: error: the revision 'HEAD' has nothing at 'nothing'")
    assert line.endswith("[not-in-revision]")


def test_what_was_probably_meant_is_said(
    repository: Path, monkeypatch: pytest.MonkeyPatch, tmp_path_factory: pytest.TempPathFactory
) -> None:
    assert "one after the other" in refused("HEAD~1..HEAD")
    git("checkout", "-q", "--orphan", "fresh")
    assert "; nothing is committed here yet [unknown-revision]" in refused()
    git("checkout", "-q", "-f", "trunk")
    monkeypatch.chdir("specs")
    assert "; did you mean 'HEAD:./acme'? [" in refused("HEAD:acme", "acme")
    shallow = tmp_path_factory.mktemp("shallow")
    git("clone", "-q", "--depth=1", f"file://{repository}", str(shallow))
    monkeypatch.chdir(shallow)
    assert "shallow one, so fetch more of its history [unknown-revision]" in refused("HEAD~1")


def test_specs_outside_of_the_repository_are_named(
    repository: Path, tmp_path_factory: pytest.TempPathFactory
) -> None:
    elsewhere = tmp_path_factory.mktemp("elsewhere")
    assert refused("HEAD", "HEAD", "--specs", str(elsewhere)).endswith("[not-in-revision]")


def test_a_folder_without_a_repository_is_named(folder: Path) -> None:
    put(API)
    assert refused().endswith("[no-repository]")
    assert refused("HEAD:specs").endswith("[no-repository]")


def test_a_system_without_git_is_named(repository: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("PATH", "")
    assert refused("HEAD:specs").endswith("[no-git]")


def test_faults_of_an_old_document_are_told_where_they_are(repository: Path) -> None:
    commit(f"{API}info: twice\n")
    line = API.count("\n") + 1
    done = diff("HEAD", "HEAD~1")
    assert (done.exit_code, done.stdout) == (1, "")
    first, other = done.stderr.splitlines()
    assert first.startswith(f"HEAD:{DOCUMENT}:{line}:1: error: ")
    assert other.startswith(f"HEAD:{DOCUMENT}:2:1: note: ")


def test_warnings_are_left_to_the_other_commands(folder: Path) -> None:
    prose = (DOCUMENTS / "prose.md").read_text(encoding="utf-8")
    put(prose, "specs/talk/stop.md")
    assert heading("specs", "specs") == "specs -> specs: none"


def test_what_a_partial_clone_lacks_is_named(repository: Path) -> None:
    known = subprocess.run(
        ["git", "rev-parse", f"HEAD~1:{DOCUMENT}"], capture_output=True, check=True, text=True
    ).stdout.strip()
    Path(".git/objects", known[:2], known[2:]).unlink()
    line = refused("HEAD~1")
    assert "does not hold all of this revision" in line
    assert line.endswith("[not-in-revision]")


def test_links_and_other_files_of_a_revision_are_left_alone(repository: Path) -> None:
    Path("specs/acme/link.yaml").symlink_to("/etc/passwd")
    put("GIF89a", "specs/acme/picture.gif")
    git("add", "-A")
    git("commit", "-qm", "Link")
    assert heading("HEAD", "HEAD") == "HEAD:specs -> HEAD:specs: none"


def test_a_comparison_leaves_nothing_behind(
    repository: Path, tmp_path_factory: pytest.TempPathFactory, monkeypatch: pytest.MonkeyPatch
) -> None:
    scratch = tmp_path_factory.mktemp("scratch")
    monkeypatch.setattr("tempfile.tempdir", str(scratch))
    diff("HEAD~1")
    assert list(scratch.iterdir()) == []
    status = subprocess.run(["git", "status", "--porcelain"], capture_output=True, check=True)
    assert status.stdout == b""
