"""Makes the folder of a new provider: all of it, or nothing."""

from __future__ import annotations

import json
import os
import shutil
import tempfile
from collections.abc import Mapping, Sequence
from contextlib import suppress
from pathlib import Path

from stopgen import source
from stopgen.diagnostic import Checked, Code, Position, error
from stopgen.fetch import record
from stopgen.fetch.gather import Gathered
from stopgen.fetch.names import file_names
from stopgen.filenames import SETTINGS
from stopgen.paths import is_safe
from stopgen.targets.python.names import package_name


def check_name(name: str, specs: Path) -> Checked[None]:
    """Make sure that a provider can have a name."""
    folder = specs / name
    usable = "/" not in name and is_safe(name) and package_name(name) is not None
    if not usable or name.startswith("."):
        reason = (
            f"{name!r} cannot be a provider's name: it must be one that a Python package can have"
        )
        yield error(Code.UNUSABLE_NAME, Position(str(specs)), reason)
    elif os.path.lexists(folder):
        reason = "this is here already; 'stopgen update' brings its documents up to date"
        yield error(Code.PROVIDER_EXISTS, Position(str(folder)), reason)
    elif other := _namesake(name, specs):
        reason = f"the package of this provider has the same name as that of {name!r}"
        yield error(Code.PROVIDER_EXISTS, Position(str(other)), reason)


def _namesake(name: str, specs: Path) -> Path | None:
    """Return the folder of a provider whose package would be the same one."""
    folders = sorted(specs.iterdir()) if specs.is_dir() else []
    package = package_name(name)
    return next((path for path in folders if package_name(path.name) == package), None)


def add(name: str, specs: Path, pages: Sequence[Gathered]) -> Checked[Path | None]:
    """Write the folder of a provider.

    Args:
        name: The provider.
        specs: The folder of all providers.
        pages: The documents that it shall have.

    Returns:
        The folder; None if it was not made, because of an error.
    """
    names = file_names([(page.place, page.content) for page in pages])
    named = dict(zip(names, pages, strict=True))
    files = {file: page.content for file, page in named.items()}
    pages_with_address = {file: page for file, page in named.items() if page.validators}
    if pages_with_address:
        files[SETTINGS] = _settings(pages_with_address)
        files[record.NAME] = record.render((yield from _record(name, specs, pages_with_address)))
    try:
        _make(specs / name, files)
    except OSError as trouble:
        reason = f"cannot be written: {trouble.strerror}"
        yield error(Code.OUTPUT_INACCESSIBLE, Position(str(specs / name)), reason)
        return None
    return specs / name


def _settings(pages: Mapping[str, Gathered]) -> bytes:
    """Return a provider.toml that says where the documents are published."""
    lines = [f"{json.dumps(file)} = {json.dumps(page.place)}" for file, page in pages.items()]
    return "\n".join(["[documents]", *lines, ""]).encode()


def _record(
    name: str, specs: Path, pages: Mapping[str, Gathered]
) -> Checked[dict[str, record.Entry]]:
    """Return what is remembered of the pages."""
    entries: dict[str, record.Entry] = {}
    for file, page in pages.items():
        path = specs / name / file
        document = yield from source.from_bytes(path, f"{name}/{file}", name, page.content)
        if document and page.validators:
            entries[file] = record.entry(page.place, document, page.validators)
    return entries


def _make(folder: Path, files: Mapping[str, bytes]) -> None:
    """Write a new folder: beside its place first, and moved there when it is whole."""
    folder.parent.mkdir(parents=True, exist_ok=True)
    aside = Path(tempfile.mkdtemp(prefix=f".{folder.name}-", dir=folder.parent))
    try:
        new = aside / folder.name
        new.mkdir()
        for file, content in files.items():
            (new / file).write_bytes(content)
        new.rename(folder)
    finally:
        shutil.rmtree(aside, ignore_errors=True)
        with suppress(OSError):
            folder.parent.rmdir()
