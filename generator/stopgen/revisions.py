"""Takes files out of git's history, the only place that runs git."""

from __future__ import annotations

import os
import subprocess
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from io import BytesIO
from pathlib import Path, PurePosixPath
from typing import Final

from stopgen.diagnostic import Checked, Code, Position, error
from stopgen.filenames import is_read
from stopgen.paths import is_safe

_FILES: Final = ("100644", "100755")
"""The modes of files; links and submodules are not followed."""

_QUIET: Final = {"GIT_NO_LAZY_FETCH": "1", "GIT_OPTIONAL_LOCKS": "0", "GIT_TERMINAL_PROMPT": "0"}


@dataclass(frozen=True, slots=True)
class Place:
    """A folder or file at a revision.

    Attributes:
        revision: The revision, as a user names it.
        path: The path from the root of the repository, or ``./`` from the working directory.
    """

    revision: str
    path: str

    def __str__(self) -> str:
        return f"{self.revision}:{self.path}"


def relative(path: Path) -> Checked[str | None]:
    """Return a path as git names it, from the root of the repository that the working directory is in."""
    answer = yield from _git(path, "rev-parse", "--show-toplevel")
    if answer is None:
        return None
    root = Path(answer.removesuffix(b"\n").decode(errors="surrogateescape"))
    try:
        below = path.resolve().relative_to(root.resolve())
    except ValueError:
        message = "outside of the git repository of the working directory, so no revision has it"
        yield error(Code.NOT_IN_REVISION, Position(str(path)), message)
        return None
    return "/".join(below.parts)


def extract(place: Place, folder: Path) -> Checked[Path | None]:
    """Write what a revision has at a path below a folder.

    Returns:
        The path of it there, of the same name and in a folder of the same name; None if there is none.
    """
    known = yield from _find(place)
    blobs = (yield from _blobs(place, known)) if known else None
    if blobs is None:
        return None
    name = PurePosixPath("/", place.path)
    target = folder / _usable(name.parent.name) / _usable(name.name)
    contents = yield from _contents(place, list(blobs.values()))
    if contents is None:
        return None
    (target.parent if "" in blobs else target).mkdir(parents=True)
    for below, content in zip(blobs, contents, strict=True):
        file = target / below
        file.parent.mkdir(parents=True, exist_ok=True)
        file.write_bytes(content)
    return target


def _usable(name: str) -> str:
    return name if is_safe(name) else "root"


def _find(place: Place) -> Checked[str | None]:
    """Return the object that a revision has at a path."""
    if (yield from _git(place, "rev-parse", "--git-dir")) is None:
        return None
    commit = _verify(f"{place.revision}^{{commit}}") if _is_plain(place.revision) else None
    if commit is None:
        reason = f"{place.revision!r} is neither a file or folder, nor a revision that this repository has"
        message = f"{reason}{_why_unknown(place.revision)}"
        yield error(Code.UNKNOWN_REVISION, Position(str(place)), message)
        return None
    known = _at(commit, place.path)
    if known is None:
        hint = (
            f"; did you mean '{place.revision}:./{place.path}'?"
            if _at(commit, f"./{place.path}")
            else ""
        )
        message = f"the revision {place.revision!r} has nothing at {place.path!r}{hint}"
        yield error(Code.NOT_IN_REVISION, Position(str(place)), message)
    return known


def _at(commit: str, path: str) -> str | None:
    return _verify(f"{commit}:{path.rstrip('/')}") if path.isprintable() else None


def _why_unknown(revision: str) -> str:
    """Say what may be the reason why a revision is not known; empty where nobody can tell."""
    if ".." in revision:
        return "; name the two sides of a range one after the other"
    if revision == "HEAD":
        return "; nothing is committed here yet"
    shallow = _run(("rev-parse", "--is-shallow-repository")).stdout.strip() == b"true"
    return "; this clone is a shallow one, so fetch more of its history" if shallow else ""


def _is_plain(revision: str) -> bool:
    """Tell a revision from what git would take for an option or refuse to read."""
    return revision.isprintable() and not revision.startswith("-") and revision != ""


def _blobs(place: Place, known: str) -> Checked[dict[str, str] | None]:
    """Return the object of each document by its path below a place; a file is at the place itself."""
    kind = yield from _git(place, "cat-file", "-t", known)
    if kind == b"blob\n":
        return {"": known}
    tree = yield from _git(place, "ls-tree", "-r", "-z", "--full-tree", known)
    return None if tree is None else dict(_documents(tree))


def _documents(tree: bytes) -> Iterator[tuple[str, str]]:
    for entry in tree.split(b"\0")[:-1]:
        facts, _, raw = entry.partition(b"\t")
        mode, _, blob = facts.decode().split(" ")
        name = raw.decode(errors="surrogateescape")
        if mode in _FILES and is_safe(name) and is_read(PurePosixPath(name).name):
            yield name, blob


def _contents(place: Place, blobs: Sequence[str]) -> Checked[list[bytes] | None]:
    """Return what is in several objects, in one go."""
    wanted = "".join(f"{blob}\n" for blob in blobs).encode()
    answer = yield from _git(place, "cat-file", "--batch", given=wanted)
    if answer is None:
        return None
    stream = BytesIO(answer)
    contents: list[bytes] = []
    for _ in blobs:
        head = stream.readline().split()
        if head[-1:] == [b"missing"]:
            message = "the repository does not hold all of this revision; fetch it first"
            yield error(Code.NOT_IN_REVISION, Position(str(place)), message)
            return None
        contents.append(stream.read(int(head[-1])))
        stream.readline()
    return contents


def _verify(name: str) -> str | None:
    """Return the one object that a name stands for; None if there is none."""
    done = _run(("rev-parse", "--verify", "--quiet", name))
    return done.stdout.decode().strip() if done.returncode == 0 else None


def _git(place: Place | Path, *arguments: str, given: bytes = b"") -> Checked[bytes | None]:
    """Return what git answers; None, and why, where it does not."""
    try:
        done = _run(arguments, given)
    except OSError as problem:
        reason = (problem.strerror or str(problem)).lower()
        yield error(Code.NO_GIT, Position(str(place)), f"revisions need git: {reason}")
        return None
    if done.returncode == 0:
        return done.stdout
    said = done.stderr.decode(errors="replace").strip().partition("\n")[0]
    yield error(Code.NO_REPOSITORY, Position(str(place)), f"git cannot look: {said}")
    return None


def _run(arguments: Sequence[str], given: bytes = b"") -> subprocess.CompletedProcess[bytes]:
    """Run git: no shell, no prompt, nothing from the network."""
    return subprocess.run(
        ["git", *arguments], input=given, capture_output=True, check=False, env=os.environ | _QUIET
    )
