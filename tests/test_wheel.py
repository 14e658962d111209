import subprocess
import sys
import zipfile
from pathlib import Path

import pytest

from stopgen import __version__

ROOT = Path(__file__).parents[1]


@pytest.fixture(scope="module")
def wheel(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A wheel of this checkout, built as a user's installer builds it."""
    folder = tmp_path_factory.mktemp("wheel")
    options = ["--no-deps", "--no-build-isolation", "--quiet", "--wheel-dir", str(folder)]
    subprocess.run(
        [sys.executable, "-m", "pip", "wheel", *options, str(ROOT)],
        check=True,
        capture_output=True,
        timeout=300,
    )
    (built,) = folder.iterdir()
    return built


@pytest.fixture(scope="module")
def names(wheel: Path) -> set[str]:
    with zipfile.ZipFile(wheel) as archive:
        return set(archive.namelist())


def committed(folder: str, below: str) -> set[str]:
    """The files of a folder that git knows or would take, as they are named in the wheel."""
    listed = subprocess.run(
        ["git", "ls-files", "-z", "--cached", "--others", "--exclude-standard", folder],
        cwd=ROOT,
        check=True,
        capture_output=True,
        text=True,
        timeout=60,
    )
    paths = (Path(name) for name in listed.stdout.split("\0") if name)
    return {
        (below / path.relative_to(folder)).as_posix() for path in paths if (ROOT / path).exists()
    }


def test_it_holds_the_generator_its_templates_its_pages_and_nothing_else(names: set[str]) -> None:
    information = f"stopgen-{__version__}.dist-info/"
    code = committed("generator/stopgen", "stopgen")
    templates = committed("templates", "stopgen/templates")
    pages = committed("docs/diagnostics", "stopgen/docs/diagnostics")
    pages |= {"stopgen/docs/guide/changes.md"}
    assert {name for name in names if not name.startswith(information)} == code | templates | pages
    assert "stopgen/py.typed" in names
    assert "stopgen/templates/python/_runtime/__init__.py" in names
    assert "stopgen/docs/diagnostics/unclosed-fence.md" in names


def test_it_says_what_it_needs_and_brings_the_command(wheel: Path) -> None:
    information = f"stopgen-{__version__}.dist-info"
    with zipfile.ZipFile(wheel) as archive:
        metadata = archive.read(f"{information}/METADATA").decode()
        commands = archive.read(f"{information}/entry_points.txt").decode()
    assert "Requires-Python: >=3.11" in metadata
    assert "stopgen = stopgen.entry:main" in commands


def test_an_installed_stopgen_writes_what_the_checkout_does(wheel: Path, tmp_path: Path) -> None:
    with zipfile.ZipFile(wheel) as archive:
        archive.extractall(tmp_path / "installed")
    code = (
        "import sys; sys.path.insert(0, 'installed'); import stopgen.cli;"
        " assert 'installed' in stopgen.__file__; stopgen.cli.main()"
    )
    options = ["--specs", str(ROOT / "specs"), "--output", "out/stopclients"]
    done = subprocess.run(
        [sys.executable, "-c", code, "generate", *options],
        cwd=tmp_path,
        capture_output=True,
        text=True,
        check=False,
        timeout=120,
    )
    assert done.returncode == 0, done.stderr
    written, snapshot = tmp_path / "out" / "stopclients", ROOT / "generated" / "stopclients"
    files = {path.relative_to(written) for path in written.rglob("*") if path.is_file()}
    assert files
    for name in files:
        assert (written / name).read_bytes() == (snapshot / name).read_bytes()
