"""Knows the headers that show who is calling, by their names."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Final

from stopgen.readers.markdown_inline import Inline, Span
from stopgen.words import split

_SECRETS: Final = frozenset({"key", "token", "secret"})
_OWNERS: Final = frozenset({"api", "access", "auth", "client", "x", "app"})
_WHOLE: Final = frozenset({"apikey", "token", "authtoken", "accesstoken", "apitoken"})


def is_credential(name: str) -> bool:
    """Tell whether a header, by its name, shows who is calling."""
    words = split(name)
    if "".join(words) in {"authorization", *_WHOLE}:
        return True
    return len(words) > 1 and (
        (words[-1] in _SECRETS and not _OWNERS.isdisjoint(words[:-1])) or words[-1] in _WHOLE
    )


def header_codes(text: Inline) -> Iterator[Span]:
    """Yield the pieces of code in a text that are such a header with its value: `` `X-Key: …` ``."""
    for span in text.codes:
        name, colon, value = span.text.partition(":")
        if colon and value.strip() and " " not in name.strip() and is_credential(name):
            yield span
