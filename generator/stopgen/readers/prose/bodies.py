"""Puts the body of a request together from rows and JSON examples."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from typing import Final

from stopgen.diagnostic import Checked, Code, error, warning
from stopgen.readers.example_json import ExampleError, parse_json
from stopgen.readers.infer import infer
from stopgen.readers.markdown_blocks import Fence
from stopgen.readers.placed import Loose, Placed, placed
from stopgen.readers.prose.examples import read_example, shown
from stopgen.readers.prose.fields import Field, apply_field
from stopgen.readers.prose.headers import ContentType
from stopgen.readers.prose.parameters import Part
from stopgen.readers.prose.passages import ASKING, Passage, subject
from stopgen.readers.prose.requests import ExampleRequest
from stopgen.readers.prose.responses import examples
from stopgen.readers.prose.slips import check_fields
from stopgen.readers.prose.vocabulary import Role, Topic
from stopgen.readers.shapes import Shape, merge_all, schema

_JSON: Final = "application/json"
_FORMS: Final = {
    "multipart/form-data": re.compile(r"\bmultipart\b|\bform-data\b"),
    "application/x-www-form-urlencoded": re.compile(r"\bform(?:data)?\b|表单"),
}
"""Kinds of bodies, and the words of headings and columns that mean them."""

_WHOLE: Final = frozenset({Topic.BODY, Topic.REQUEST})


def request_body(
    parts: Iterable[Part],
    blocks: Iterable[Passage],
    requests: Iterable[ExampleRequest],
    kind: ContentType | None,
) -> Checked[Placed | None]:
    """Return the OpenAPI request body of a call, None if nothing tells of one."""
    about = [part for part in parts if part.place is Topic.BODY]
    stated = [part for part in about if part.name]
    blocks, requests = list(blocks), list(requests)
    sent = [*(yield from _in_fences(blocks)), *_in_requests(requests)]
    media_type = _media_type(kind, about, blocks, requests)
    if not stated and not any(example.value for example in sent):
        given = next((made.data for made in requests if made.data), None)
        if given is not None and not about:
            sentence = "what this example sends is no JSON, so it is left out"
            yield warning(Code.UNREAD, given, sentence)
        return (yield from _untold(about[0], media_type)) if about else None
    inferred = merge_all(map(infer, sent))
    shape = yield from _shape(stated, inferred)
    place = stated[0].row.position if stated else shape.position
    if not stated and place is not None:
        sentence = "only examples show the body of the request"
        yield warning(Code.INFERRED_SCHEMA, place, sentence)
    media: dict[str, Loose] = {"schema": schema(shape)}
    if sent:
        media["examples"] = examples(sent)
    members: dict[str, Loose] = {"content": {media_type: media}}
    if shape.required or any(part.is_required for part in about if not part.name):
        members["required"] = True
    return placed(members, place)


def _media_type(
    kind: ContentType | None,
    about: list[Part],
    blocks: list[Passage],
    requests: list[ExampleRequest],
) -> str:
    """Return the kind of a body: as a header says, else that of a form that is told of or sent, else JSON."""
    if kind is not None:
        return kind.value.text.partition(";")[0].strip()
    titles = (sign.text for it in blocks for sign in it.signs if sign.topic is Topic.BODY)
    places = (part.row.cells.get(Role.LOCATION) for part in about)
    told = (text.plain.lower() for text in (*titles, *places) if text is not None)
    types = (
        header.value.partition(";")[0].strip().lower()
        for made in requests
        for header in made.headers
        if header.name.lower() == "content-type"
    )
    named = next((it for text in told for it, sign in _FORMS.items() if sign.search(text)), None)
    return named or next((sent for sent in types if sent in _FORMS), _JSON)


def _untold(whole: Part, media_type: str) -> Checked[Placed]:
    """Return a body of which a page says nothing but that there is one."""
    place = whole.row.position
    yield warning(
        Code.INFERRED_SCHEMA, place, "nothing says what the body holds, so it may be anything"
    )
    members: dict[str, Loose] = {"content": {media_type: {"schema": placed({}, place)}}}
    return placed(members | {"required": True} if whole.is_required else members, place)


def _shape(stated: list[Part], inferred: Shape | None) -> Checked[Shape]:
    shape = inferred or Shape(("object",))
    fields: list[Field] = []
    for part in stated:
        field = Field.of(part)
        if field is None:
            sentence = f"{part.name[:60]!r} does not say which part of the body it is about"
            yield error(Code.UNKNOWN_VALUE, part.row.at(Role.NAME), sentence)
        else:
            fields.append(field)
    if inferred is not None:
        yield from check_fields(inferred, fields, [])
    for field in fields:
        shape = yield from apply_field(shape, field)
    return shape


def _in_fences(blocks: Iterable[Passage]) -> Checked[list[Placed]]:
    """Read the JSON that stands where a page speaks about its requests."""
    found: list[Placed] = []
    for passage in blocks:
        fence = passage.block
        if not isinstance(fence, Fence) or not _shows_a_body(passage):
            continue
        block = shown(fence)
        if block.is_json and fence.language in {"json", "jsonc", "json5", ""}:
            example = yield from read_example(block.body)
            found.extend([example] if example else [])
    return found


def _shows_a_body(passage: Passage) -> bool:
    """Tell whether an example is of a body: a part of the request may be shown too, below its own heading."""
    nearest = next((topic for topic in passage.topics if topic in ASKING), None)
    is_about_whole = nearest in _WHOLE or passage.topic is Topic.PARAMETERS
    return subject(passage) is ASKING and is_about_whole


def _in_requests(requests: Iterable[ExampleRequest]) -> Iterator[Placed]:
    """Yield the JSON that examples send; shell text that is none is no fault of the page."""
    for made in requests:
        if made.body is not None:
            try:
                yield parse_json(made.body)
            except ExampleError:
                continue
