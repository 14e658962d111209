"""Takes addresses apart: server, path template, query; and compares paths with templates."""

from __future__ import annotations

import re
from dataclasses import dataclass
from difflib import SequenceMatcher
from typing import Final

from stopgen import placeholders
from stopgen.words import split

LONGEST: Final = 1_000
"""Addresses longer than this are no addresses."""

_SERVER: Final = re.compile(r"https?://[^/?#]*", re.IGNORECASE)
_EITHER: Final = re.compile(r"https?\(s\)://", re.IGNORECASE)
"""How pages say that both schemes will do."""
_VARIABLE: Final = re.compile(
    r"(?:\$?\{\{?[^{}/]*\}\}?|\$\w+|<[^<>/]*>|\[[^\[\]/]*\]|[A-Z][A-Z0-9_]+)(?=/)"
)
_PLACEHOLDERS: Final = (
    re.compile(r"\$\{(?:[^{}()]*\()?(?:[^{}()]*\.)?\s*(?P<name>[\w-]+)\s*\)?\}"),
    re.compile(r"\{\{\s*(?P<name>[\w.-]+)\s*\}\}"),
    re.compile(r"\{\s*(?P<name>[\w.-]+)\s*(?::[^{}]*)?\}"),
    re.compile(r"(?<=/)\((?:\w+:)?(?P<name>[A-Za-z_]\w*)\)"),
    re.compile(r"<(?:\w+:)?(?P<name>[\w.-]+(?: [\w.-]+)*)>"),
    re.compile(r"(?<=/):(?P<name>[A-Za-z_][\w-]*)"),
    re.compile(r"(?<=/)\[(?P<name>[A-Za-z_][\w-]*)\]"),
    re.compile(r"(?<=/)\$(?P<name>[A-Za-z_]\w*)"),
    re.compile(r"(?<=/)(?P<name>[A-Z][A-Z0-9]*(?:_[A-Z0-9]+)+)(?=[/:]|$)"),
)
_RESERVED: Final = re.compile(r"\{\s*([\w.-]+)=[^{}]*\*[^{}]*\}")
"""A placeholder that names the shape of its value, which may hold slashes: ``{name=runs/*}``."""

_NAMED_ID: Final = re.compile(
    r"(?<=/)(?P<thing>[a-z]+?)(?:e?s)?/(?P<name>(?P=thing)(?:_id|Id|ID|-id))(?=/|$)"
)
"""An identifier behind what it identifies, its brackets lost: ``/jobs/jobId``."""

_PARAMETER: Final = re.compile(r"\{([^{}]*)\}")
_ALIKE: Final = 0.65
_ALLOWED: Final = re.compile(r"[^\s{}<>\"'`\\|^]*")


@dataclass(frozen=True, slots=True)
class Address:
    """Where a request goes.

    Attributes:
        base: Scheme and host, None where the text leaves them out or as a variable.
        path: The path, its parameters as ``{name}``.
        query: The names of query parameters.
        is_whole: Whether something stands for scheme and host, if only a variable.
    """

    base: str | None
    path: str
    query: tuple[str, ...] = ()
    is_whole: bool = False

    @property
    def parameters(self) -> list[str]:
        """The names of the path's parameters in order."""
        return placeholders.names(self.path)


class AddressError(ValueError):
    """A text that looks like an address and cannot be one; the message is the sentence."""


def read_address(text: str) -> Address | None:
    """Take an address apart, None if the text is none.

    Raises:
        AddressError: It starts like an address and goes wrong.
    """
    spelled = _EITHER.sub("https://", text.strip().strip("`\"'*").rstrip(".,;"))
    if len(spelled) > LONGEST:
        return None
    server = _SERVER.match(spelled)
    variable = _VARIABLE.match(spelled)
    start = server or variable
    rest = spelled[start.end() :] if start else spelled
    if not rest.startswith("/") and not (server and not rest):
        return None
    before, _, query = rest.partition("#")[0].partition("?")
    path = _normal(before)
    _check(path)
    names = (entry.partition("=")[0] for entry in query.split("&"))
    base = server[0] if server else None
    return Address(base, path, tuple(filter(None, names)), start is not None)


def _normal(path: str) -> str:
    path = _RESERVED.sub(r"{+\1}", path)
    for form in _PLACEHOLDERS:
        path = form.sub(_braced, path)
    return _NAMED_ID.sub(_identified, path)


def _identified(found: re.Match[str]) -> str:
    return found[0].removesuffix(found["name"]) + "{" + found["name"] + "}"


def _braced(found: re.Match[str]) -> str:
    return "{" + found["name"].replace(" ", "_") + "}"


def _check(path: str) -> None:
    """Raise if a path is damaged."""
    start = path[:80]
    if not _ALLOWED.fullmatch(_PARAMETER.sub("", path)):
        raise AddressError(f"the path {start!r} has a bracket or a character that no path has")
    names = _PARAMETER.findall(path)
    if len(names) != len(set(names)):
        raise AddressError(f"the path {start!r} has a parameter twice")
    if "//" in path:
        raise AddressError(f"the path {start!r} has an empty part")


def fits(path: str, template: str) -> str | None:
    """Compare a path, concrete or not, with a template.

    Returns:
        What stands in front of the part that fits, None if the path does not end like the template.
    """
    parts, wanted = _parts(path), _parts(template)
    if not wanted or len(parts) < len(wanted):
        return None
    rest, tail = parts[: -len(wanted)], parts[-len(wanted) :]
    is_like = all(_fits(part, want) for part, want in zip(tail, wanted, strict=True))
    return "".join(f"/{part}" for part in rest) if is_like else None


def resembles(path: str, template: str) -> bool:
    """Tell whether a path is meant to be the one of a template: a letter or a slash off."""
    parts, wanted = _parts(path), _parts(template)
    if len(parts) != len(wanted):
        return _squeezed(parts) == _squeezed(wanted)
    pairs = zip(parts, wanted, strict=True)
    off = [(part, want) for part, want in pairs if not _fits(part, want)]
    return len(off) == 1 and len(wanted) > 1 and _alike(*off[0])


def _squeezed(parts: list[str]) -> str:
    """Return a path without slashes, each identifier as the same mark."""
    return "".join("{}" if is_concrete(part) else _PARAMETER.sub("{}", part) for part in parts)


def _alike(first: str, second: str) -> bool:
    is_short = len(first) + len(second) <= 200
    return is_short and SequenceMatcher(None, first, second).ratio() >= _ALIKE


def is_concrete(path: str) -> bool:
    """Tell whether a part of a path looks like the identifier of one thing: digits make it so."""
    return any(
        re.search(r"\d", part) and not re.fullmatch(r"v\d+(?:\.\d+)?\w*|\D*\{.*", part)
        for part in _parts(path)
    )


def same_name(first: str, second: str) -> bool:
    """Tell whether two spellings are the same words: ``requestId`` and ``request_id``."""
    return split(first) == split(second)


def _parts(path: str) -> list[str]:
    return [part for part in path.split("/") if part]


def _fits(part: str, wanted: str) -> bool:
    """Compare one part of a path with one of a template, in time linear in both."""
    literals = _PARAMETER.split(wanted)[::2]
    if len(literals) == 1:
        return part == wanted
    first, *middle, last = literals
    if not part.startswith(first) or not part.endswith(last):
        return False
    offset, end = len(first), len(part) - len(last)
    for literal in middle:
        found = part.find(literal, offset + 1, end)
        if found < 0:
            return False
        offset = found + len(literal)
    return offset < end
