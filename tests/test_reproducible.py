import os
import re
import shutil
import subprocess
import sys
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[1]
SNAPSHOT = ROOT / "generated" / "stopclients"


TOOLS = re.compile(rb'^  "(?:code|libraries)": (?:"\w*"|\{[^}]*\}),\n', re.MULTILINE)
"""What the lock says about stopgen's own code, and about the libraries of this environment."""


def tree(folder: Path) -> dict[str, bytes]:
    """Every file of a package but what Python cached."""
    return {
        path.relative_to(folder).as_posix(): TOOLS.sub(b"", path.read_bytes())
        for path in sorted(folder.rglob("*"))
        if path.is_file() and path.parent.name != "__pycache__"
    }


def with_crlf(text: bytes) -> bytes:
    return text.replace(b"\n", b"\r\n")


def with_cr_and_byte_order_mark(text: bytes) -> bytes:
    return b"\xef\xbb\xbf" + text.replace(b"\n", b"\r")


def copy_specs(specs: Path, change: Callable[[bytes], bytes]) -> None:
    """Copy the documents in an order that is not theirs."""
    for path in sorted(ROOT.joinpath("specs").rglob("*"), reverse=True):
        if path.is_file():
            copied = specs / path.relative_to(ROOT / "specs")
            copied.parent.mkdir(parents=True, exist_ok=True)
            copied.write_bytes(change(path.read_bytes()))


@dataclass(frozen=True)
class Variation:
    """What must make no difference.

    Attributes:
        environment: Variables of the run.
        change: What is done to the bytes of every document.
        directory: The working directory, seen from the project's folder.
        absolute: Whether folders are given as absolute paths.
    """

    environment: Mapping[str, str] = field(default_factory=dict[str, str])
    change: Callable[[bytes], bytes] = bytes
    directory: str = "."
    absolute: bool = False


VARIATIONS = {
    "far east, from a folder below": Variation(
        {"PYTHONHASHSEED": "1", "TZ": "Pacific/Apia", "LC_ALL": "C", "PYTHONUTF8": "0"},
        directory="src/deep",
    ),
    "from a checkout with Windows line ends": Variation(
        {"PYTHONHASHSEED": "4242", "LC_ALL": "en_US.ISO-8859-1", "PYTHONCOERCECLOCALE": "0"},
        change=with_crlf,
    ),
    "old line ends, absolute folders, no assertions": Variation(
        {"PYTHONHASHSEED": "0", "PYTHONOPTIMIZE": "2"},
        change=with_cr_and_byte_order_mark,
        directory="src",
        absolute=True,
    ),
}


@pytest.mark.parametrize("name", VARIATIONS)
def test_the_committed_package_is_what_generate_writes_whatever_differs(
    name: str, tmp_path: Path
) -> None:
    variation = VARIATIONS[name]
    project = tmp_path / "project"
    copy_specs(project / "specs", variation.change)
    (project / "pyproject.toml").write_text("[tool.stopgen]\n")
    directory = project / variation.directory
    directory.mkdir(parents=True, exist_ok=True)
    options = ["--specs", str(project / "specs"), "--output", str(project / "out" / "stopclients")]
    done = subprocess.run(
        [sys.executable, "-m", "stopgen", "generate", *(options if variation.absolute else [])],
        env=os.environ | variation.environment,
        cwd=directory,
        capture_output=True,
        check=False,
        timeout=120,
    )
    assert done.returncode == 0, done.stderr.decode()
    output = project / ("out" if variation.absolute else "generated") / "stopclients"
    assert tree(output) == tree(SNAPSHOT)


def test_a_checkout_with_windows_line_ends_is_not_stale(tmp_path: Path) -> None:
    copy_specs(tmp_path / "specs", with_crlf)
    output = tmp_path / "generated" / "stopclients"
    shutil.copytree(SNAPSHOT, output, ignore=shutil.ignore_patterns("__pycache__"))
    for path in output.rglob("*"):
        if path.is_file():
            path.write_bytes(with_crlf(path.read_bytes()))
    done = subprocess.run(
        [sys.executable, "-m", "stopgen", "check"],
        cwd=tmp_path,
        capture_output=True,
        check=False,
        timeout=120,
    )
    assert (done.returncode, done.stdout) == (0, b"")
