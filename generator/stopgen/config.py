"""Reads ``[tool.stopgen]`` of the nearest pyproject.toml."""

from __future__ import annotations

import os
import re
import tomllib
from collections.abc import Mapping
from dataclasses import dataclass, field
from pathlib import Path
from typing import TYPE_CHECKING, NamedTuple, cast

from stopgen.diagnostic import Checked, Code, Diagnostic, Position, error
from stopgen.source import language

if TYPE_CHECKING:
    from stopgen.choice import Choice, Choices

_FILE = "pyproject.toml"
_HEADER = r"\s*\[\s*(.*?)\s*\]\s*(?:#.*)?"
_AT_LINE = r" *\(at line (\d+), column (\d+)\)"
_DEFAULTS = {"specs": "specs", "output": "generated/stopclients", "locale": "en"}
_EXPECTED = {
    "specs": "the path of a folder",
    "output": "the path of a folder",
    "locale": "a language tag, such as en or zh-hans",
}
_KEYS = (*_DEFAULTS, "providers")


@dataclass(frozen=True, slots=True)
class Config:
    """What a project sets once, so that nobody types it.

    Attributes:
        specs: The folder with a folder of documents for each provider.
        output: The folder of the generated package, which takes its name.
        locale: The language that speaks in docstrings where documents come in several.
        providers: The operations that are included and excluded by hand.
        files: The pyproject.toml that says so, if there is one.
    """

    specs: Path = Path(_DEFAULTS["specs"])
    output: Path = Path(_DEFAULTS["output"])
    locale: str = _DEFAULTS["locale"]
    providers: Choices = field(default_factory=dict[str, "Choice"])
    files: tuple[Path, ...] = ()


class _File(NamedTuple):
    """A pyproject.toml.

    Attributes:
        shown: The path as a user in the working directory would type it.
        text: The content; empty if it cannot be read.
    """

    shown: Path
    text: str = ""

    def error(self, code: Code, message: str, place: tuple[int, int] = (1, 1)) -> Diagnostic:
        return error(code, Position(str(self.shown), *place), message)


def load(directory: Path) -> Checked[Config]:
    """Read the configuration that holds for a directory.

    Returns:
        The configuration, its paths as a user in that directory would type them; the defaults
        where no pyproject.toml is at or above the directory, or no ``[tool.stopgen]`` in it.
    """
    path = _nearest(directory)
    if path is None:
        return Config()
    file = yield from _read(path, _File(Path(os.path.relpath(path, directory))))
    table = yield from _table(file)
    return Config() if table is None else (yield from _config(file, table))


def _nearest(directory: Path) -> Path | None:
    """Return the pyproject.toml at or above a directory, as far as one can look."""
    try:
        here = directory.absolute()
        candidates = (folder / _FILE for folder in (here, *here.parents))
        return next((path for path in candidates if path.is_file()), None)
    except OSError:
        return None


def _read(path: Path, file: _File) -> Checked[_File]:
    """Read the text of a pyproject.toml."""
    try:
        return _File(file.shown, path.read_bytes().decode())
    except OSError as problem:
        yield file.error(Code.INVALID_CONFIGURATION, f"cannot be read: {problem.strerror}")
    except UnicodeDecodeError:
        yield file.error(Code.INVALID_CONFIGURATION, "not UTF-8 text")
    return file


def _table(file: _File) -> Checked[Mapping[str, object] | None]:
    """Return ``[tool.stopgen]``; None if there is none."""
    try:
        content: object = tomllib.loads(file.text)
    except (tomllib.TOMLDecodeError, RecursionError) as problem:
        yield _not_toml(file, problem)
        return None
    tool = _mapping(_mapping(content).get("tool"))
    if "stopgen" not in tool:
        return None
    table = tool["stopgen"]
    if isinstance(table, dict):
        return cast("dict[str, object]", table)
    yield file.error(Code.INVALID_CONFIGURATION, "tool.stopgen must be a table")
    return None


def _mapping(value: object) -> Mapping[str, object]:
    return cast("dict[str, object]", value) if isinstance(value, dict) else {}


def _not_toml(file: _File, problem: Exception) -> Diagnostic:
    """Say where a file stops being TOML."""
    found = re.search(_AT_LINE, str(problem))
    place = (int(found[1]), int(found[2])) if found else (1, 1)
    reason = re.sub(_AT_LINE, "", str(problem))
    return file.error(Code.INVALID_CONFIGURATION, f"not valid TOML: {reason}", place)


def _config(file: _File, table: Mapping[str, object]) -> Checked[Config]:
    """Check every key; what is wrong keeps its default."""
    values = dict(_DEFAULTS)
    providers: Choices = {}
    for key, value in table.items():
        if key == "providers":
            from stopgen import config_providers

            providers = yield from config_providers.choices(str(file.shown), file.text, value)
        elif key not in _DEFAULTS:
            yield _unknown(file, key)
        elif (usable := _usable(key, value)) is not None:
            values[key] = usable
        else:
            reason = f"{key} must be {_EXPECTED[key]}"
            yield file.error(Code.INVALID_CONFIGURATION, reason, _place(file.text, key))
    home = file.shown.parent
    specs, output = home / values["specs"], home / values["output"]
    return Config(specs, output, values["locale"], providers, (file.shown,))


def _unknown(file: _File, key: str) -> Diagnostic:
    """Name a key that means nothing, and the one that was probably meant."""
    from difflib import get_close_matches

    close = get_close_matches(key, _KEYS, n=1)
    known = f"did you mean {close[0]}?" if close else f"known keys are {', '.join(_KEYS)}"
    reason = f"unknown key {key!r} in [tool.stopgen]; {known}"
    return file.error(Code.UNKNOWN_CONFIGURATION_KEY, reason, _place(file.text, key))


def _usable(key: str, value: object) -> str | None:
    """Return a value in its usual spelling, or None if the key cannot take it."""
    if not isinstance(value, str):
        return None
    if key == "locale":
        return language(value)
    return value if value and value.isprintable() else None


def _place(text: str, key: str) -> tuple[int, int]:
    """Return line and column of a key; of the nearest line before it where it is spelled oddly."""
    nearest, inside = 1, False
    entry = re.compile(rf"(\s*)([\"']?){re.escape(key)}\2\s*=")
    for number, line in enumerate(text.splitlines(), start=1):
        if header := re.fullmatch(_HEADER, line):
            inside = header[1] == "tool.stopgen"
            nearest = number if inside else nearest
        elif inside and (found := entry.match(line)):
            return number, len(found[1]) + 1
    return nearest, 1
