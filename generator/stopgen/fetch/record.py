"""``provider.lock``: what was fetched, so that edits are noticed and unchanged pages need not travel."""

from __future__ import annotations

import json
from collections.abc import Mapping
from dataclasses import asdict, dataclass
from pathlib import Path
from typing import Final, TypeAlias

from stopgen.diagnostic import Checked, Code, Position, warning
from stopgen.fetch.client import Validators
from stopgen.lock import digest
from stopgen.source import Document
from stopgen.toml_table import mapping

NAME: Final = "provider.lock"
_FORMAT: Final = 1
_KEYS: Final = ("url", "sha256", "etag", "modified")


@dataclass(frozen=True, slots=True)
class Entry:
    """One document as it was fetched.

    Attributes:
        url: Where it came from.
        sha256: The digest of its text, whatever its line ends.
        etag: The server's name for the version.
        modified: When the version was made, in the server's words.
    """

    url: str
    sha256: str
    etag: str | None = None
    modified: str | None = None

    @property
    def validators(self) -> Validators:
        """What the server recognises the version by."""
        return Validators(self.etag, self.modified)


Record: TypeAlias = Mapping[str, Entry]
"""What was fetched, by the path of the document below the provider's folder."""


def entry(url: str, document: Document, validators: Validators) -> Entry:
    """Return what is remembered of a page."""
    return Entry(url, fingerprint(document), validators.etag, validators.modified)


def fingerprint(document: Document) -> str:
    """Return what the text of a document is recognised by."""
    return digest(document.text.encode())


def render(record: Record) -> bytes:
    """Write a record so that line-based tools can compare and merge it."""
    documents = {
        name: {key: value for key, value in asdict(known).items() if value}
        for name, known in record.items()
    }
    content = {"format": _FORMAT, "documents": documents}
    return f"{json.dumps(content, ensure_ascii=False, indent=2, sort_keys=True)}\n".encode()


def load(folder: Path) -> Checked[Record]:
    """Read the record of a provider's folder; empty where there is none that can be relied on."""
    path = folder / NAME
    try:
        content: object = json.loads(path.read_bytes())
    except FileNotFoundError:
        return {}
    except (OSError, ValueError, RecursionError):
        content = None
    if mapping(content).get("format") == _FORMAT:
        documents = mapping(mapping(content).get("documents"))
        entries = {name: _entry(mapping(known)) for name, known in documents.items()}
        return {name: known for name, known in entries.items() if known}
    reason = "cannot be read, so edits of documents are not told from what was fetched; remove it"
    yield warning(Code.DAMAGED_LOCK, Position(str(path)), reason)
    return {}


def _entry(known: Mapping[str, object]) -> Entry | None:
    values = [value if isinstance(value, str) else None for value in map(known.get, _KEYS)]
    url, sha256, etag, modified = values
    return Entry(url, sha256, etag, modified) if url and sha256 else None
