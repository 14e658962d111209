"""Finds how a call shows who is calling: in headers that are stated, in prose, or in examples."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, replace
from typing import Final

from stopgen.diagnostic import Checked, Code, Diagnostic, Position, warning
from stopgen.readers.markdown_blocks import ListItems, Paragraph
from stopgen.readers.markdown_inline import Inline
from stopgen.readers.placed import Loose, Placed, placed
from stopgen.readers.prose.arguments import ExampleHeader
from stopgen.readers.prose.pairs import pairs
from stopgen.readers.prose.parameters import Part
from stopgen.readers.prose.passages import Passage, subject
from stopgen.readers.prose.requests import ExampleRequest
from stopgen.readers.prose.secrets import header_codes, is_credential
from stopgen.readers.prose.vocabulary import Topic
from stopgen.words import pascal, split

_SCHEMES: Final = ("bearer", "basic")
_PLACED: Final = re.compile(
    r"\bin (?P<place>header|query|cookie):? (?P<name>[\w-]+)"
    r"|\bname: (?P<named>[\w-]+), in: (?P<placed>header|query|cookie)",
    re.IGNORECASE,
)
"""How exports of OpenAPI tell of a key: ``apiKey in header X-Key``."""


@dataclass(frozen=True, slots=True)
class Credential:
    """A header that shows who is calling.

    Attributes:
        header: Its name; that of a parameter or cookie if it is no header.
        scheme: What stands before the secret: ``bearer``, ``basic``, or nothing known.
        position: Where the page says so.
        is_required: Whether calls without it are refused.
        description: What the page says about it.
        place: Where in a request it stands.
    """

    header: str
    scheme: str | None
    position: Position
    is_required: bool = True
    description: Inline | None = None
    place: str = "header"

    @property
    def key(self) -> str:
        """The name of the security scheme."""
        if self.scheme:
            return f"{self.scheme}Auth"
        return pascal(self.header) or "apiKey"

    def definition(self) -> Placed:
        """Return the OpenAPI security scheme."""
        told = self.description
        members: dict[str, Loose] = (
            {"type": "http", "scheme": self.scheme}
            if self.scheme
            else {"type": "apiKey", "in": self.place, "name": self.header}
        )
        if told is not None and told.plain:
            members["description"] = placed(told.markdown, told.position)
        return placed(members, self.position)


def credentials(
    stated: Iterable[Part], requests: list[ExampleRequest], blocks: list[Passage]
) -> Checked[list[Credential]]:
    """Return the credentials of a call; what only examples show is a warning."""
    found: list[Credential] = []
    for part in stated:
        if part.place is Topic.HEADERS and is_credential(part.name):
            found.append((yield from _stated(part, requests)))
    if found:
        return found
    spoken = [*_spoken(blocks), *_labelled(blocks)]
    if spoken:
        return [(yield from _agreed(spoken, requests))]
    return (yield from _shown(requests))


def requirement(found: list[Credential]) -> Placed | None:
    """Return the OpenAPI security requirements: all required ones together, else any or none."""
    required = [credential for credential in found if credential.is_required]
    together: Loose = {credential.key: list[Loose]() for credential in required}
    if required:
        return placed([together], required[0].position)
    each: list[Loose] = [{credential.key: list[Loose]()} for credential in found]
    return placed([*each, {}], found[0].position) if found else None


def _stated(part: Part, requests: list[ExampleRequest]) -> Checked[Credential]:
    is_required = part.is_required is not False
    place = part.row.position
    if split(part.name) != ("authorization",):
        return Credential(part.name, None, place, is_required, part.description)
    sent = [header for request in requests for header in _named(request, "authorization")]
    scheme = _scheme(part.description.plain) if part.description else None
    if scheme is not None:
        yield from _compared(scheme, sent, place)
    else:
        scheme = next(filter(None, (_scheme(header.value) for header in sent)), None)
        yield _unsaid(part.name, scheme, place)
    return Credential(part.name, scheme, place, is_required, part.description)


def _unsaid(header: str, scheme: str | None, place: Position) -> Diagnostic:
    shown = f"the examples show {scheme}" if scheme else "the whole value is up to the caller"
    sentence = f"nothing says what comes before the secret in {header!r}; {shown}"
    return warning(Code.INFERRED_SECURITY, place, sentence)


def _compared(scheme: str, sent: list[ExampleHeader], place: Position) -> Iterator[Diagnostic]:
    for header in sent:
        if header.value and header.value.split()[0].lower() != scheme:
            sentence = f"this example does not send {scheme} credentials, as the page asks for"
            yield warning(Code.EXAMPLE_MISMATCH, header.position, sentence, place)


def _scheme(text: str) -> str | None:
    words = split(text[:500])
    return next((scheme for scheme in _SCHEMES if scheme in words), None)


def _named(request: ExampleRequest, name: str) -> Iterator[ExampleHeader]:
    return (header for header in request.headers if header.name.lower() == name)


def _spoken(blocks: Iterable[Passage]) -> Iterator[Credential]:
    """Yield what sections about authentication say in sentences."""
    for passage in blocks:
        if Topic.AUTH not in passage.topics:
            yield from _in_passing(passage)
            continue
        match passage.block:
            case Paragraph() as paragraph:
                yield from _in_text(paragraph.text)
            case ListItems() as entries:
                for item in entries.items:
                    yield from _in_text(item.text)
            case _:
                pass


def _in_passing(passage: Passage) -> Iterator[Credential]:
    """Yield the headers that a paragraph about no part of a call shows: `` `X-Key: …` ``."""
    if isinstance(passage.block, Paragraph) and subject(passage) is None:
        for span in header_codes(passage.block.text):
            name, _, value = span.text.partition(":")
            is_plain = split(name) != ("authorization",)
            yield Credential(name.strip(), None if is_plain else _scheme(value), span.position)


def _agreed(spoken: list[Credential], requests: list[ExampleRequest]) -> Checked[Credential]:
    """Return the first of several that examples send too, or else that is said to be a header."""
    shown = [known for request in requests for known in shown_credentials(request)]
    sent = {known.header.lower(): known.scheme for known in shown}
    best = max(spoken, key=lambda known: (known.header.lower() in sent, _is_header(known)))
    header = best.header.lower()
    said = next((it.scheme for it in spoken if it.scheme and it.header.lower() == header), None)
    scheme = said or sent.get(header)
    if scheme and not said:
        yield _unsaid(best.header, scheme, best.position)
    return replace(best, scheme=scheme)


def _is_header(spoken: Credential) -> bool:
    told = split(spoken.description.plain[:500]) if spoken.description else ()
    return spoken.scheme is not None or any(word.startswith("header") for word in told)


def _labelled(blocks: Iterable[Passage]) -> Iterator[Credential]:
    """Yield what lines such as ``**Auth:** Bearer token`` say."""
    for pair in pairs(blocks):
        scheme = _scheme(pair.value.text) if pair.topic is Topic.AUTH else None
        if scheme is not None:
            yield Credential("Authorization", scheme, pair.value.position)


def _in_text(text: Inline) -> Iterator[Credential]:
    placed_at = _PLACED.search(text.plain[:500])
    if placed_at is not None:
        name = placed_at["name"] or placed_at["named"]
        place = (placed_at["place"] or placed_at["placed"]).lower()
        yield Credential(name, None, text.position, description=text, place=place)
        return
    for span in text.codes:
        name, _, value = span.text.partition(":")
        if is_credential(name.strip()) and " " not in name.strip():
            is_plain = split(name) != ("authorization",)
            scheme = None if is_plain else _scheme(value) or _scheme(text.plain)
            yield Credential(name.strip(), scheme, span.position, description=text)
    scheme = _scheme(text.plain)
    if scheme is not None:
        yield Credential("Authorization", scheme, text.position, description=text)


def _shown(requests: Iterable[ExampleRequest]) -> Checked[list[Credential]]:
    """Return the credentials of the first example that sends any."""
    for request in requests:
        sent = shown_credentials(request)
        if sent:
            names = " and ".join(repr(credential.header) for credential in sent)
            sentence = f"only examples show that {names} carries the credential"
            yield warning(Code.INFERRED_SECURITY, sent[0].position, sentence)
            return sent
    return []


def shown_credentials(request: ExampleRequest) -> list[Credential]:
    """Return the credentials that an example sends."""
    return [_of_header(header) for header in request.headers if is_credential(header.name)]


def _of_header(header: ExampleHeader) -> Credential:
    is_plain = split(header.name) != ("authorization",)
    return Credential(header.name, None if is_plain else _scheme(header.value), header.position)
