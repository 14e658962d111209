"""Reads ``[tool.stopgen]`` of the nearest pyproject.toml."""

from __future__ import annotations

import os
from collections.abc import Mapping
from pathlib import Path
from types import MappingProxyType
from typing import TYPE_CHECKING, NamedTuple

from stopgen import size
from stopgen.diagnostic import Checked, Code, Position, error
from stopgen.source import LIMIT, language

if TYPE_CHECKING:
    from stopgen.choice import Choices
    from stopgen.toml_table import Table

_FILE = "pyproject.toml"
_TABLE = "tool.stopgen"
_DEFAULTS = {
    "specs": "specs",
    "output": "generated/stopclients",
    "locale": "en",
    "max-document-size": "64MiB",
}
_EXPECTED = {
    "specs": "the path of a folder",
    "output": "the path of a folder",
    "locale": "a language tag, such as en or zh-hans",
    "max-document-size": "a number of bytes, or a size such as 64MiB",
}
_KEYS = (*_DEFAULTS, "providers")


class Config(NamedTuple):
    """What a project sets once, so that nobody types it.

    Attributes:
        specs: The folder with a folder of documents for each provider.
        output: The folder of the generated package, which takes its name.
        locale: The language that speaks in docstrings where documents come in several.
        providers: The operations that are included and excluded by hand.
        limit: How many bytes a document may have.
        files: The pyproject.toml that says so or could, if there is one.
    """

    specs: Path = Path(_DEFAULTS["specs"])
    output: Path = Path(_DEFAULTS["output"])
    locale: str = _DEFAULTS["locale"]
    providers: Choices = MappingProxyType({})
    limit: int = LIMIT
    files: tuple[Path, ...] = ()


def load(directory: Path) -> Checked[Config]:
    """Read the configuration that holds for a directory.

    Returns:
        The configuration, its paths as a user in that directory would type them; the defaults
        where no pyproject.toml is at or above the directory, or no ``[tool.stopgen]`` in it.
    """
    path = _nearest(directory)
    if path is None:
        return Config()
    from stopgen.toml_table import Table

    shown = Path(os.path.relpath(path, directory))
    file = Table(str(shown), (yield from _read(path, shown)), _TABLE)
    table = yield from _table(file)
    return Config(files=(shown,)) if table is None else (yield from _config(file, table))


def _nearest(directory: Path) -> Path | None:
    """Return the pyproject.toml at or above a directory, as far as one can look."""
    try:
        here = directory.absolute()
        candidates = (folder / _FILE for folder in (here, *here.parents))
        return next((path for path in candidates if path.is_file()), None)
    except OSError:
        return None


def _read(path: Path, shown: Path) -> Checked[str]:
    """Read the text of a pyproject.toml; empty if it cannot be read."""
    try:
        return path.read_bytes().decode()
    except OSError as problem:
        reason = f"cannot be read: {problem.strerror}"
    except UnicodeDecodeError:
        reason = "not UTF-8 text"
    yield error(Code.INVALID_CONFIGURATION, Position(str(shown)), reason)
    return ""


def _table(file: Table) -> Checked[Mapping[str, object] | None]:
    """Return ``[tool.stopgen]``; None if there is none."""
    from stopgen.toml_table import is_table, mapping, parse

    content = yield from parse(file.file, file.text)
    tool = mapping((content or {}).get("tool"))
    if "stopgen" not in tool:
        return None
    if is_table(tool["stopgen"]):
        return mapping(tool["stopgen"])
    yield file.invalid(f"{_TABLE} must be a table", Position(file.file))
    return None


def _config(file: Table, table: Mapping[str, object]) -> Checked[Config]:
    """Check every key; what is wrong keeps its default."""
    values = dict(_DEFAULTS)
    providers: Choices = {}
    for key, value in table.items():
        if key == "providers":
            from stopgen import config_providers

            providers = yield from config_providers.choices(file.file, file.text, value)
        elif key not in _DEFAULTS:
            yield file.unknown(key, _KEYS, file.key(key))
        elif (usable := _usable(key, value)) is not None:
            values[key] = usable
        else:
            yield file.invalid(f"{key} must be {_EXPECTED[key]}", file.key(key))
    path = Path(file.file)
    return Config(
        specs=path.parent / values["specs"],
        output=path.parent / values["output"],
        locale=values["locale"],
        providers=providers,
        limit=size.read(values["max-document-size"]) or LIMIT,
        files=(path,),
    )


def _usable(key: str, value: object) -> str | None:
    """Return a value in its usual spelling, or None if the key cannot take it."""
    if key == "max-document-size":
        return str(value) if size.read(str(value)) else None
    if not isinstance(value, str):
        return None
    if key == "locale":
        return language(value)
    return value if value and value.isprintable() else None
