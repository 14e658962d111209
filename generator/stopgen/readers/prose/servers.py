"""Finds the host of a call: stated with the path, stated for all calls, or shown by examples."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Iterator
from typing import Final

from stopgen.diagnostic import Checked, Code, Diagnostic, Position, warning
from stopgen.readers.markdown_blocks import Paragraph
from stopgen.readers.placed import Placed, placed
from stopgen.readers.prose.address import AddressError, fits, read_address, resembles
from stopgen.readers.prose.endpoints import METHODS, Endpoint
from stopgen.readers.prose.lexicon import RELATIVE_TO
from stopgen.readers.prose.pairs import pairs
from stopgen.readers.prose.passages import Passage
from stopgen.readers.prose.requests import ExampleRequest
from stopgen.readers.prose.vocabulary import Topic

_OPEN: Final = frozenset("{}<>$[]*")
"""Characters of a host that the reader of the page has to fill in."""


def own_requests(endpoint: Endpoint, requests: Iterable[ExampleRequest]) -> list[ExampleRequest]:
    """Return the examples that make the call, slips of the pen included."""
    return [made for made in requests if _is_own(made, endpoint)]


def _is_own(made: ExampleRequest, endpoint: Endpoint) -> bool:
    path = made.address.path
    if fits(path, endpoint.path) is not None:
        return made.method in {endpoint.method, None}
    return made.method == endpoint.method and resembles(path, endpoint.path)


def servers(
    endpoint: Endpoint, requests: list[ExampleRequest], blocks: list[Passage]
) -> Checked[Placed | None]:
    """Return the OpenAPI servers of a call, None where the page gives no host."""
    stated = next(_stated(endpoint, blocks), None)
    shown = [(base, made.position) for made in requests for base in _base(made, endpoint)]
    count = Counter(base for base, _ in shown)
    if stated is None and not shown:
        return None
    usual = max(count, key=lambda base: count[base], default="")
    chosen, place = stated or (usual, next(p for base, p in shown if base == usual))
    if stated is None:
        sentence = f"only examples name the server of this call, {chosen}"
        yield warning(Code.INFERRED_SERVER, endpoint.position, sentence, place)
    elif count and chosen not in count and usual.startswith(_origin(chosen)):
        chosen = usual
    for base, position in shown:
        if base != chosen:
            sentence = f"this example calls {base}, not {chosen}"
            yield warning(Code.EXAMPLE_MISMATCH, position, sentence, place)
    return placed([placed({"url": placed(chosen, place)}, place)], place)


def _base(made: ExampleRequest, endpoint: Endpoint) -> Iterator[str]:
    before = fits(made.address.path, endpoint.path)
    if made.address.base and _OPEN.isdisjoint(made.address.base):
        yield made.address.base + (before or "")


def _stated(endpoint: Endpoint, blocks: list[Passage]) -> Iterator[tuple[str, Position]]:
    base = endpoint.address.base
    if base and _OPEN.isdisjoint(base):
        yield base, endpoint.position
    named = (
        (pair.value.text, pair.value.position) for pair in pairs(blocks) if pair.topic is Topic.BASE
    )
    for text, position in (*named, *_relative(blocks)):
        url = _url(text, endpoint)
        if url:
            yield url, position


def _relative(blocks: Iterable[Passage]) -> Iterator[tuple[str, Position]]:
    """Yield addresses behind words such as "relative to"."""
    for passage in blocks:
        text = passage.block.text.text if isinstance(passage.block, Paragraph) else ""
        start = text.find("http")
        if start > 0 and any(phrase in text[:start].lower() for phrase in RELATIVE_TO):
            word = text[start:].split()[0].rstrip("*_.,;)")
            yield word, passage.block.position


def _url(text: str, endpoint: Endpoint) -> str | None:
    """Return the URL of a server; a base path that the endpoint repeats is left out."""
    try:
        address = read_address(text)
    except AddressError:
        return None
    if address is None or not address.base or not _OPEN.isdisjoint(address.base + address.path):
        return None
    path = address.path.rstrip("/")
    return address.base + ("" if endpoint.path.startswith(f"{path}/") else path)


def _origin(url: str) -> str:
    return "/".join(url.split("/")[:3])


def check_requests(endpoint: Endpoint, requests: Iterable[ExampleRequest]) -> Iterator[Diagnostic]:
    """Yield where examples call something that is nearly, but not quite, what the page states."""
    every = list(requests)
    exact = [made for made in every if fits(made.address.path, endpoint.path) is not None]
    told = set(map(id, exact))
    like = [made for made in every if id(made) not in told and _is_own(made, endpoint)]
    like = like or [made for made in every if not exact and _is_alike(made, endpoint)]
    if like and not exact:
        sentence = f"the examples call {like[0].address.path!r}, not {endpoint.path!r}"
        places = (made.position for made in like)
        yield warning(Code.EXAMPLE_MISMATCH, endpoint.position, sentence, *places)
        return
    for made in like:
        sentence = f"this example calls {made.address.path!r}, not {endpoint.path!r}"
        yield warning(Code.EXAMPLE_MISMATCH, made.position, sentence, endpoint.position)
    for made in exact:
        if _is_other_method(made, endpoint):
            sentence = f"this example sends {made.method}, not {endpoint.method}"
            place = made.method_position or made.position
            yield warning(Code.EXAMPLE_MISMATCH, place, sentence, endpoint.position)


def _is_alike(made: ExampleRequest, endpoint: Endpoint) -> bool:
    """Tell whether an example makes a call that ends like the one that is stated."""
    *_, last = endpoint.path.rsplit("/", 1)
    is_named = bool(last) and not last.endswith("}")
    return is_named and made.method == endpoint.method and made.address.path.endswith(f"/{last}")


def _is_other_method(made: ExampleRequest, endpoint: Endpoint) -> bool:
    """Tell a slip from another call: a path that ends in a word serves one method."""
    if made.method in {endpoint.method, None}:
        return False
    return made.method not in METHODS or not endpoint.path.endswith("}")
