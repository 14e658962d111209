"""Packages with clients, built from a clean clone as their users build them."""

import os
import subprocess
import sys
import tarfile
import zipfile
from collections.abc import Sequence
from pathlib import Path

import pytest

from builds import BROKEN, ROOT, block, document, put

PACKAGE = """
[project]
name = "sample"
version = "1"
"""
CLIENTS = {"__init__.py", "py.typed", "stopgen.lock", "acme/client.py", "_runtime/flow.py"}
IGNORED = "src/sample/clients/\n"
WHEEL_OF_HATCH = '[tool.hatch.build.targets.wheel]\npackages = ["src/sample"]\n'


@pytest.fixture(scope="module")
def installed(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """stopgen as its wheel installs it, entry points included."""
    folder = tmp_path_factory.mktemp("installed")
    command = [sys.executable, "-m", "hatchling", "build", "-t", "wheel", "-d", str(folder)]
    subprocess.run(command, cwd=ROOT, check=True, capture_output=True, timeout=120)
    (wheel,) = folder.glob("*.whl")
    with zipfile.ZipFile(wheel) as archive:
        archive.extractall(folder)
    return folder


class Sample:
    """A small project that is built with stopgen."""

    def __init__(self, root: Path, installed: Path) -> None:
        self.origin, self.clone = root / "origin", root / "clone"
        self.environment = os.environ | {"PYTHONPATH": str(installed)}
        put(
            self.origin,
            {
                "src/sample/__init__.py": "",
                "specs/acme/stop.json": document(),
                ".gitignore": IGNORED,
            },
        )

    def checkout(self, **files: str) -> None:
        """Commit the project, and clone it."""
        put(self.origin, {name.replace("__", "."): text for name, text in files.items()})
        git = ["git", "-c", "user.name=N", "-c", "user.email=n@example.com", "-C", str(self.origin)]
        for command in (["init", "-q"], ["add", "."], ["commit", "-qm", "Begin"]):
            subprocess.run([*git, *command], check=True, timeout=60)
        clone = ["git", "clone", "-q", str(self.origin), str(self.clone)]
        subprocess.run(clone, check=True, timeout=60)

    def run(self, command: Sequence[str]) -> subprocess.CompletedProcess[str]:
        return subprocess.run(
            [sys.executable, *command],
            cwd=self.clone,
            env=self.environment,
            capture_output=True,
            text=True,
            check=False,
            timeout=120,
        )

    def build(self, *kinds: str) -> subprocess.CompletedProcess[str]:
        """Call the build backend as installers do."""
        code = (
            "import sys, tomllib, importlib, pathlib\n"
            "sys.path.insert(0, '')\n"
            "name = tomllib.load(open('pyproject.toml', 'rb'))['build-system']['build-backend']\n"
            "backend = importlib.import_module(name)\n"
            "pathlib.Path('dist').mkdir(exist_ok=True)\n"
            "for kind in sys.argv[1:]: getattr(backend, 'build_' + kind)('dist')\n"
        )
        return self.run(["-c", code, *kinds])

    def names_in_wheel(self) -> set[str]:
        (wheel,) = (self.clone / "dist").glob("*.whl")
        with zipfile.ZipFile(wheel) as archive:
            return set(archive.namelist())

    def unpack_sdist(self) -> None:
        """Go on in what a source distribution holds, and nothing else."""
        (sdist,) = (self.clone / "dist").glob("*.tar.gz")
        target = self.clone.with_name("unpacked")
        with tarfile.open(sdist) as archive:
            archive.extractall(target, filter="data")
        (self.clone,) = target.iterdir()


@pytest.fixture
def sample(tmp_path: Path, installed: Path) -> Sample:
    return Sample(tmp_path, installed)


def clients(names: set[str], prefix: str = "sample/clients/") -> set[str]:
    return {name.removeprefix(prefix) for name in names if name.startswith(prefix)}


class TestHatch:
    PROJECT = block("toml", "hatchling.build") + PACKAGE + WHEEL_OF_HATCH

    def test_a_wheel_from_a_clean_clone_holds_the_clients(self, sample: Sample) -> None:
        sample.checkout(pyproject__toml=self.PROJECT)
        done = sample.build("wheel", "sdist")
        assert done.returncode == 0, done.stderr
        held = clients(sample.names_in_wheel())
        assert held >= CLIENTS
        assert not [name for name in held if "__pycache__" in name]
        sample.unpack_sdist()
        kept = (path for path in sample.clone.rglob("*") if path.is_file())
        names = {path.relative_to(sample.clone).as_posix() for path in kept}
        assert clients(names, "src/sample/clients/") == held
        assert "specs/acme/stop.json" in names

    def test_options_come_before_those_of_stopgen(self, sample: Sample) -> None:
        hook, configured = "[tool.hatch.build.hooks.stopgen]", "[tool.stopgen]"
        moved = self.PROJECT.replace(hook, f"{hook}\nspecs = 'api'\n{configured}\nspecs = 'oops'")
        put(sample.origin, {"api/acme/stop.json": BROKEN})
        sample.checkout(pyproject__toml=moved)
        assert f"{Path('api/acme/stop.json')}:1:" in sample.build("wheel").stderr

    @pytest.mark.parametrize("way", ["backend", "hatchling"])
    def test_a_broken_document_ends_the_build_with_its_place(
        self, sample: Sample, way: str
    ) -> None:
        put(sample.origin, {"specs/acme/stop.json": BROKEN})
        sample.checkout(pyproject__toml=self.PROJECT)
        done = (
            sample.build("wheel")
            if way == "backend"
            else sample.run(["-m", "hatchling", "build", "-t", "wheel"])
        )
        assert done.returncode != 0
        assert f"{Path('specs/acme/stop.json')}:1:" in done.stderr
        assert "[bad-json]" in done.stderr
        assert "Traceback" not in done.stderr
        assert not list(sample.clone.glob("dist/*.whl"))

    @pytest.mark.parametrize(
        ("option", "told"),
        [
            ("spces = 'x'", "unknown key 'spces'"),
            ("locale = 3", "locale must be text"),
            ("locale = 'klingon!'", "is not a language tag"),
            ("output = '../elsewhere'", "is not inside of what is built"),
        ],
    )
    def test_a_wrong_option_ends_the_build(self, sample: Sample, option: str, told: str) -> None:
        hook = "[tool.hatch.build.hooks.stopgen]"
        kept = [line for line in self.PROJECT.splitlines() if not line.startswith("output")]
        sample.checkout(pyproject__toml="\n".join(kept).replace(hook, f"{hook}\n{option}"))
        done = sample.build("wheel")
        assert done.returncode != 0
        assert told in done.stderr
        assert "Traceback" not in done.stderr


class TestSetuptools:
    PROJECT = block("toml", "setuptools.build_meta") + PACKAGE
    SETUP = block("py", "build_py")

    def checkout(self, sample: Sample) -> None:
        sample.checkout(
            pyproject__toml=self.PROJECT, setup__py=self.SETUP, MANIFEST__in="graft specs\n"
        )

    def test_a_wheel_by_way_of_a_source_distribution_holds_the_clients(
        self, sample: Sample
    ) -> None:
        self.checkout(sample)
        done = sample.build("sdist")
        assert done.returncode == 0, done.stderr
        sample.unpack_sdist()
        assert not (sample.clone / "src" / "sample" / "clients").exists()
        done = sample.build("wheel")
        assert done.returncode == 0, done.stderr
        assert clients(sample.names_in_wheel()) >= CLIENTS

    def test_a_broken_document_ends_the_build_with_its_place(self, sample: Sample) -> None:
        put(sample.origin, {"specs/acme/stop.json": BROKEN})
        self.checkout(sample)
        done = sample.build("wheel")
        assert done.returncode != 0
        assert "[bad-json]" in done.stderr
        assert "Traceback" not in done.stderr
        assert not list(sample.clone.glob("dist/*.whl"))
