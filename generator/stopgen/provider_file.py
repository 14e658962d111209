"""Reads ``provider.toml``: what a project says about a provider that no document does."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace
from pathlib import Path
from typing import Final

from stopgen import address, choice_table
from stopgen.choice import NO_CHOICE, Choice, Choices, merged
from stopgen.diagnostic import Checked, Code, Diagnostic, Position, error, warning
from stopgen.filenames import has_known_ending, is_document
from stopgen.model import Provider, Server, Settings
from stopgen.paths import is_safe
from stopgen.source import Document, Sources, language
from stopgen.toml_table import Table, is_table, mapping, parse

_VARIABLE: Final = re.compile(r"[A-Za-z_][A-Za-z0-9_]*")
_KEYS: Final = ("title", "locale", "base_url", *choice_table.KEYS, "environment", "documents")
_VARIABLES: Final = ("api_key", "base_url")
_EXPECTED: Final = {
    "title": "a name on one line",
    "locale": "a language tag, such as en or zh-hans",
    "base_url": "an address, such as https://api.acme.test/v1",
}


@dataclass(frozen=True, slots=True)
class Page:
    """Where a document is published.

    Attributes:
        name: The path of the document below the provider's folder.
        url: The address.
        position: Where that is said.
    """

    name: str
    url: str
    position: Position


@dataclass(frozen=True, slots=True)
class ProviderFile:
    """What a provider.toml says.

    Attributes:
        provider: The folder that it stands in.
        folder: The path of that folder as a user would type it.
        settings: What generated code shows or reads.
        locale: The language that speaks for this provider.
        base_url: Where the platform answers, whatever its documents say.
        choice: What is included and excluded by hand.
        pages: Where the documents are published.
    """

    provider: str
    folder: Path
    settings: Settings = field(default_factory=Settings)
    locale: str | None = None
    base_url: str | None = None
    choice: Choice = NO_CHOICE
    pages: tuple[Page, ...] = ()


def read(document: Document) -> Checked[ProviderFile | None]:
    """Check every key of a provider.toml; what is wrong is as if it were not there."""
    if document.name.count("/") > 1:
        reason = f"this belongs in the folder of the provider {document.provider!r} itself"
        yield error(Code.INVALID_CONFIGURATION, Position(document.file), reason)
        return None
    content = yield from parse(document.file, document.text)
    table = Table(document.file, document.text)
    values = yield from _values(table, content or {})
    pages = yield from _pages(table, (content or {}).get("documents", {}))
    variables = yield from _variables(table, (content or {}).get("environment", {}))
    return ProviderFile(
        document.provider,
        Path(document.file).parent,
        Settings(
            title=values.get("title"),
            key_variable=variables.get("api_key"),
            url_variable=variables.get("base_url"),
            pages={page.name: page.url for page in pages},
        ),
        values.get("locale"),
        values.get("base_url"),
        (yield from choice_table.choice(table, content or {})),
        tuple(pages),
    )


def choices(files: Iterable[ProviderFile], project: Choices) -> Checked[Choices]:
    """Return what is included and excluded by provider.toml files and by the project together."""
    result = dict(project)
    for file in files:
        both = merged(result.get(file.provider, NO_CHOICE), file.choice)
        excluded = {wish.call: wish for wish in both.exclude}
        for wish in both.include:
            if wish.call in excluded:
                reason = f"{wish} is included here and excluded elsewhere"
                places = wish.position, excluded[wish.call].position
                yield error(Code.INVALID_CONFIGURATION, places[0], reason, places[1])
        if both.wishes:
            result[file.provider] = both
    return result


def missing(files: Iterable[ProviderFile], sources: Sources) -> Iterator[Diagnostic]:
    """Yield a warning for each document that has an address and is not there."""
    present = {document.file for document in sources.documents}
    for file in files:
        for page in file.pages:
            if str(file.folder / page.name) not in present:
                reason = (
                    f"{page.name} is not here; 'stopgen update {file.provider} --accept' fetches it"
                )
                yield warning(Code.DOCUMENT_MISSING, page.position, reason)


def apply(files: Sequence[ProviderFile], provider: Provider) -> Provider:
    """Return a provider as its provider.toml wants it."""
    for file in files:
        if file.provider == provider.name:
            title = file.settings.title or provider.title
            provider = replace(provider, title=title, settings=file.settings)
            return _moved(provider, file.base_url) if file.base_url else provider
    return provider


def _moved(provider: Provider, base_url: str) -> Provider:
    """Return a provider that answers at an address."""
    servers = (Server(url=base_url),)
    operations = tuple(replace(operation, servers=servers) for operation in provider.operations)
    return replace(provider, operations=operations)


def _values(table: Table, content: Mapping[str, object]) -> Checked[dict[str, str]]:
    """Return the entries that are one text each."""
    values: dict[str, str] = {}
    for key, value in content.items():
        if key not in _KEYS:
            yield table.unknown(key, _KEYS, table.key(key))
        elif key in _EXPECTED:
            usable = _usable(key, value) if isinstance(value, str) else None
            if usable is None:
                yield table.invalid(f"{key} must be {_EXPECTED[key]}", table.key(key))
            else:
                values[key] = usable
    return values


def _usable(key: str, value: str) -> str | None:
    """Return a text in its usual spelling, or None if the key cannot take it."""
    match key:
        case "locale":
            return language(value)
        case "base_url":
            return value if address.is_base_url(value) else None
        case _:
            return value.strip() if value.strip() and value.isprintable() else None


def _variables(root: Table, value: object) -> Checked[dict[str, str]]:
    """Return the environment variables that clients read."""
    table, variables = root._replace(name="environment"), dict[str, str]()
    if not is_table(value):
        yield root.invalid("environment must be a table", root.key("environment"))
    for key, name in mapping(value).items():
        if key not in _VARIABLES:
            yield table.unknown(key, _VARIABLES, table.key(key))
        elif isinstance(name, str) and _VARIABLE.fullmatch(name):
            variables[key] = name
        else:
            reason = f"{key} must be the name of an environment variable, such as ACME_TOKEN"
            yield table.invalid(reason, table.key(key))
    if len(set(variables.values())) < len(variables):
        reason = "api_key and base_url cannot be the same variable"
        yield table.invalid(reason, table.key("base_url"))
    return variables


def _pages(root: Table, value: object) -> Checked[list[Page]]:
    """Return where documents are published."""
    table, pages = root._replace(name="documents"), list[Page]()
    if not is_table(value):
        reason = "documents must be a table of file names and their addresses"
        yield root.invalid(reason, root.key("documents"))
    for name, url in mapping(value).items():
        place = table.key(name)
        if flaw := _flaw(name, url):
            yield table.invalid(flaw, place)
        else:
            pages.append(Page(name, str(url), place))
    return pages


def _flaw(name: str, url: object) -> str | None:
    """Say why an entry names no document with its address."""
    if not (is_safe(name) and has_known_ending(name) and is_document(name)):
        return f"{name!r} cannot be the name of a document in this folder"
    if not isinstance(url, str):
        return f"the address of {name!r} must be a text, such as 'https://docs.acme.test/stop.md'"
    reason = address.flaw(url)
    return f"the address of {name!r} {reason}" if reason else None
