"""Reads YAML exactly: each place, duplicate and alias; slower, so only where that is needed."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, field
from typing import Final

import yaml

from stopgen.description import Json
from stopgen.diagnostic import Code
from stopgen.readers.excerpt import quoted
from stopgen.readers.yaml_characters import find_control, without_breaks
from stopgen.readers.yaml_errors import (
    Lines,
    Mark,
    YamlError,
    blame_parent,
    mark_at,
    mark_of,
    understand,
)
from stopgen.readers.yaml_scalars import resolve

MOST_NESTED: Final = 100
"""Lists and mappings inside each other; nothing that people write comes near."""

MOST_ALIASED: Final = 100_000
"""How many values all aliases of a text may stand for together."""

_CORE: Final = "tag:yaml.org,2002:"
_RESOLVED: Final = frozenset({"bool", "float", "int", "null"})
_TEXT: Final = frozenset({"binary", "str", "timestamp"})
_COLLECTIONS: Final = frozenset({"map", "omap", "pairs", "seq", "set"})


@dataclass(slots=True)
class Located:
    """A value with the places of its parts; an alias and its anchor share one.

    Attributes:
        value: The value with all that is inside.
        text: A scalar as it is written; None for lists and mappings.
        entries: The parts by key or index, each with the mark of the key or the item.
        size: How many values there are, each alias counted as all that it stands for.
    """

    value: Json
    text: str | None = None
    entries: dict[str | int, tuple[Mark, Located]] = field(default_factory=dict)
    size: int = 1


@dataclass(slots=True)
class _Key:
    mark: Mark
    text: str
    merges: bool


@dataclass(slots=True)
class _Open:
    """A list or mapping whose end is still to come."""

    located: Located
    mark: Mark
    anchor: str | None
    key: _Key | None = None
    merged: list[Located] = field(default_factory=list)

    def place(self, mark: Mark, part: Located, *, plain: bool) -> None:
        """Take what comes next: an item, a key, or the value of the last key."""
        self.located.size += part.size
        match self.located.value, self.key:
            case list(items), _:
                self.located.entries[len(items)] = mark, part
                items.append(part.value)
            case _, None:
                self.key = self._key(mark, part, plain=plain)
            case _, _Key(merges=True):
                self._merge(mark, part)
            case _, _Key() as key:
                self._add(key.mark, key.text, part)

    def _key(self, mark: Mark, part: Located, *, plain: bool) -> _Key:
        if part.text is None:
            raise YamlError(Code.BAD_YAML, mark, "a list or a mapping cannot be a key")
        earlier = self.located.entries.get(part.text)
        if earlier is not None:
            sentence = f"the key {quoted(part.text)} stands here for the second time"
            raise YamlError(Code.DUPLICATE_KEY, mark, sentence, earlier[0])
        return _Key(mark, part.text, plain and part.text == "<<")

    def _add(self, mark: Mark, key: str, part: Located) -> None:
        self.key = None
        self.located.entries[key] = mark, part
        if isinstance(self.located.value, dict):
            self.located.value[key] = part.value

    def _merge(self, mark: Mark, part: Located) -> None:
        """Remember a mapping, or a list of them, that gives what this mapping does not say."""
        self.key = None
        several = isinstance(part.value, list)
        sources = [entry for _, entry in part.entries.values()] if several else [part]
        if not all(isinstance(source.value, dict) for source in sources):
            raise YamlError(Code.BAD_YAML, mark, "only mappings can be merged with '<<'")
        self.merged += sources

    def close(self) -> Located:
        """Take over what is merged and return the finished value."""
        for source in self.merged:
            for key, (mark, part) in source.entries.items():
                if key not in self.located.entries:
                    self._add(mark, str(key), part)
        return self.located


class _Builder:
    """Makes a tree out of events, without recursion."""

    def __init__(self, breaks: dict[int, str]) -> None:
        self.root: tuple[Mark, Located] | None = None
        self.scalar: Lines | None = None
        self._breaks = breaks
        self._open: list[_Open] = []
        self._anchors: dict[str, Located | None] = {}
        self._aliased = 0

    def take(self, event: yaml.Event) -> None:
        """Take the next event of the text."""
        mark = mark_of(event.start_mark)
        match event:
            case yaml.ScalarEvent():
                self._scalar(mark, event)
            case yaml.AliasEvent():
                self._place(mark, self._alias(mark, event.anchor or ""))
            case yaml.MappingStartEvent():
                self._begin(mark, event, {})
            case yaml.SequenceStartEvent():
                self._begin(mark, event, [])
            case yaml.CollectionEndEvent():
                self._end()
            case yaml.DocumentStartEvent() if self.root is not None:
                raise YamlError(Code.BAD_YAML, mark, "a second YAML document begins here")
            case _:
                pass

    def _place(self, mark: Mark, part: Located, *, plain: bool = False) -> None:
        if self._open:
            self._open[-1].place(mark, part, plain=plain)
        else:
            self.root = mark, part

    def _scalar(self, mark: Mark, event: yaml.ScalarEvent) -> None:
        text = event.value.translate(self._breaks) if self._breaks else event.value
        self.scalar = Lines(mark, mark_of(event.end_mark)[0], event.style in {"'", '"'})
        part = Located(_scalar(mark, event, text), text)
        if event.anchor is not None:
            self._anchors[event.anchor] = part
        self._place(mark, part, plain=not event.style)

    def _alias(self, mark: Mark, anchor: str) -> Located:
        if anchor not in self._anchors:
            raise YamlError(
                Code.BAD_YAML, mark, f"nothing before this has the anchor {quoted(anchor)}"
            )
        part = self._anchors[anchor]
        if part is None:
            raise YamlError(
                Code.ALIAS_BOMB, mark, f"the alias {quoted(anchor)} stands inside itself"
            )
        self._aliased += part.size
        if self._aliased > MOST_ALIASED:
            sentence = f"the aliases up to here stand for more than {MOST_ALIASED} values"
            raise YamlError(Code.ALIAS_BOMB, mark, sentence)
        return part

    def _begin(self, mark: Mark, event: yaml.CollectionStartEvent, value: Json) -> None:
        _name(mark, event.tag, _COLLECTIONS)
        if len(self._open) == MOST_NESTED:
            sentence = f"more than {MOST_NESTED} lists and mappings stand inside each other"
            raise YamlError(Code.TOO_DEEP, mark, sentence)
        if event.anchor is not None:
            self._anchors[event.anchor] = None
        self._open.append(_Open(Located(value), mark, event.anchor))

    def _end(self) -> None:
        closed = self._open.pop()
        part = closed.close()
        if closed.anchor is not None:
            self._anchors[closed.anchor] = part
        self._place(closed.mark, part)


def exact(text: str) -> tuple[Mark, Located]:
    """Read a text.

    Returns:
        Where the value begins, and the value.

    Raises:
        YamlError: The text is no YAML, or must not be read.
    """
    control = find_control(text)
    if control is not None:
        sentence = f"the control character U+{ord(text[control]):04X} may not stand in YAML"
        raise YamlError(Code.BAD_YAML, mark_at(text, control), sentence)
    readable, breaks = without_breaks(text)
    builder = _Builder(breaks)
    try:
        for event in _events(readable):
            builder.take(event)
    except yaml.MarkedYAMLError as problem:
        raise understand(problem, readable, builder.scalar) from None
    except YamlError as problem:
        raise blame_parent(problem, readable) from None
    return builder.root or ((1, 1), Located(None, ""))


def _events(text: str) -> Iterator[yaml.Event]:
    return yaml.parse(text, Loader=yaml.CSafeLoader if yaml.__with_libyaml__ else yaml.SafeLoader)


def _scalar(mark: Mark, event: yaml.ScalarEvent, text: str) -> Json:
    name = _name(mark, event.tag, _RESOLVED | _TEXT)
    if name in _TEXT or (name is None and (event.style or event.tag == "!")):
        return text
    try:
        return resolve(text)
    except ValueError as problem:
        raise YamlError(Code.BAD_YAML, mark, str(problem)) from None


def _name(mark: Mark, tag: str | None, known: frozenset[str]) -> str | None:
    """Return the short name of a tag, None for no tag."""
    if tag is None or tag == "!":
        return None
    name = tag.removeprefix(_CORE)
    if name not in known:
        raise YamlError(Code.BAD_YAML, mark, f"the YAML tag {quoted(name)} has no meaning here")
    return name
