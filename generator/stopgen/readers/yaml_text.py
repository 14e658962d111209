"""Reads YAML 1.2: fast where a text is plain, exactly where it is not."""

from __future__ import annotations

import io
import re
from dataclasses import dataclass, field
from functools import cached_property
from typing import TYPE_CHECKING, Final

import ryaml

from stopgen.description import Json, Pointer
from stopgen.diagnostic import Checked, Position
from stopgen.readers import yaml_lookup
from stopgen.readers.excerpt import Data, Excerpt, existing

if TYPE_CHECKING:
    from stopgen.readers.yaml_errors import Mark
    from stopgen.readers.yaml_nodes import Located

_LINE_BREAKS: Final = "\x85\u2028\u2029"
_UNUSUAL: Final = (
    re.compile(r"<<\s*:"),
    re.compile(r"!(?<![^\s\[{,]!)[^\s=\[]"),
    re.compile(r"\.(?<![\w.)]\.)(?:inf|Inf|INF|nan|NaN|NAN)(?![\w.])"),
)
"""Merge keys, tags and infinities: the fast reader takes them wrongly, as it does line breaks of older
YAML. Each begins with a literal character and looks back from there, which is what makes it fast."""

_ANCHOR: Final = re.compile(r"&(?<![^\s\[{,]&)([\w-]+)")
_ALIAS: Final = re.compile(r"\*(?<![^\s\[{,]\*)([\w-]+)")
_CLOSED: Final = re.compile(r"""\[[^\[\]{}"'#\n]*\]|\{[^\[\]{}"'#\n]*\}""")
_NO_SIGNS: Final = bytes(set(range(256)) - set(b"[]{}\"'#\n"))
_OPENING: Final = re.compile(r"(?<![^\s\[{,:?-])[\[{]")
_MOST_OPENINGS: Final = 2000
_MOST_LOOK_UPS: Final = 50
_STATUS_CODES: Final = frozenset[object](range(100, 600))
_CONTAINERS: Final = frozenset[type]({dict, list})


class _Text(io.StringIO):
    """A file that is a text already, which is not copied: a copy takes four bytes a character."""

    def __init__(self, text: str) -> None:
        super().__init__()
        self.text = text

    def read(self, _size: int | None = -1, /) -> str:
        return self.text


@dataclass(frozen=True)
class YamlOrigins:
    """Answers where a part of a YAML text stands.

    Attributes:
        excerpt: The text.
        tree: What a plain text says; null for a text that was read exactly.
        known: What exact reading gave, if that has already happened.
    """

    excerpt: Excerpt
    tree: Json = None
    known: tuple[Mark, Located] | None = None
    _found: dict[Pointer, int | None] = field(
        default_factory=dict[Pointer, "int | None"], init=False, repr=False, compare=False
    )

    @cached_property
    def _root(self) -> tuple[Mark, Located]:
        if self.known is not None:
            return self.known
        from stopgen.readers.yaml_errors import YamlError
        from stopgen.readers.yaml_nodes import Located, exact

        try:
            return exact(self.excerpt.text)
        except YamlError:
            return (1, 1), Located(None)

    def position(self, pointer: Pointer) -> Position:
        """Return the place of the part's key, or of the nearest part around it."""
        offset = self._look_up(pointer) if self.tree is not None else None
        if offset is not None:
            return self.excerpt.at(offset)
        mark, located = self._root
        for part in pointer:
            entry = located.entries.get(_key(located, part))
            if entry is None:
                break
            mark, located = entry
        return self.excerpt.position(*mark)

    def _look_up(self, pointer: Pointer) -> int | None:
        """Find a part without reading the text; after many questions that no longer pays."""
        present = existing(self.tree, pointer)
        if present not in self._found and len(self._found) < _MOST_LOOK_UPS:
            self._found[present] = yaml_lookup.find(self.excerpt.text, present)
        return self._found.get(present)


def load(excerpt: Excerpt) -> Checked[Data | None]:
    """Read a text; None if there is an error in it."""
    plain = load_plain(excerpt.text)
    if plain is not None:
        return Data(plain[0], YamlOrigins(excerpt, plain[0]))
    from stopgen.readers.yaml_errors import YamlError
    from stopgen.readers.yaml_nodes import exact

    try:
        found = exact(excerpt.text)
    except YamlError as fault:
        yield fault.diagnostic(excerpt)
        return None
    return Data(found[1].value, YamlOrigins(excerpt, known=found))


def _key(located: Located, part: str | int) -> str | int:
    """Return how a part of a pointer is written among the entries."""
    if isinstance(located.value, list):
        return int(part) if str(part).isdecimal() else part
    return str(part)


def load_plain(text: str) -> tuple[Json] | None:
    """Read a text that has nothing unusual in it, None for any other.

    The fast reader is strict, but it multiplies what aliases stand for, takes minutes over a hundred
    thousand opening brackets, leaves keys numbers, and has no place for most of its errors.
    """
    read = parse_plain(text)
    return read if read is not None and settle_keys(read[0]) else None


def parse_plain(text: str) -> tuple[Json] | None:
    """Read a text as ``load_plain`` does, but leave keys as they come: some may be numbers."""
    if _is_unusual(text) or _uses_aliases(text) or _nests(text):
        return None
    try:
        return (ryaml.load(_Text(text)),)
    except ValueError:
        return None


def _is_unusual(text: str) -> bool:
    has_breaks = any(character in text for character in _LINE_BREAKS)
    return has_breaks or any(unusual.search(text) for unusual in _UNUSUAL)


def _uses_aliases(text: str) -> bool:
    names = set(_ALIAS.findall(text)) if "&" in text else set[str]()
    return not names.isdisjoint(_ANCHOR.findall(text)) if names else False


def _nests(text: str) -> bool:
    """Tell whether so many brackets open that they might all stand inside each other."""
    signs = text.encode().translate(None, _NO_SIGNS)
    left = signs.replace(b"[]", b"").replace(b"{}", b"")  # as _CLOSED does, but in no time
    if left.count(b"[") + left.count(b"{") <= _MOST_OPENINGS:
        return False
    return len(_OPENING.findall(_CLOSED.sub("", text))) > _MOST_OPENINGS


def settle_keys(tree: Json) -> bool:
    """Make text of status codes that are keys; False if there is any other key that is no text."""
    level: list[Json] = [tree]
    while level:
        below: list[Json] = []
        for value in level:
            if isinstance(value, list):
                below.extend(value)
            elif isinstance(value, dict):
                if not settle(value):
                    return False
                below.extend(value.values())
        level = [value for value in below if type(value) in _CONTAINERS]
    return True


def settle(mapping: dict[str, Json]) -> bool:
    """Make text of the keys from 100 to 599, whose spelling is beyond doubt, in place."""
    keys: list[object] = list(mapping)
    if all(isinstance(key, str) for key in keys):
        return True
    if any(not isinstance(key, str) and key not in _STATUS_CODES for key in keys):
        return False
    settled = {str(key): value for key, value in mapping.items()}
    if len(settled) != len(mapping):
        return False
    mapping.clear()
    mapping.update(settled)
    return True
