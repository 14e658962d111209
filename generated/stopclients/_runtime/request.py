"""Makes the request of a call: address, headers, body; nothing is sent here."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from .bodies import encode_body
from .context import Constant, Context
from .declare import Operation
from .encoding import cookie_string, find_style, header_value, path_segment, query_string
from .errors import InvalidArgumentError
from .protocols import HttpHeaders, HttpRequest
from .transport import hide_query
from .unset import UNSET

_BODYLESS = frozenset({"GET", "HEAD", "DELETE", "OPTIONS"})
_ACCEPT = (b"Accept", b"application/json")
_NOT_TAKEN_OVER = frozenset(
    {b"authorization", b"content-length", b"content-type", b"cookie", b"transfer-encoding"}
)


@dataclass(slots=True)
class Call:
    """One use of an operation, with what the caller gave.

    Attributes:
        path: Values of the path, in order.
        query: Query parameters by their names in the document.
        headers: Header parameters likewise.
        cookies: Cookies likewise.
        body: The body; UNSET for none.
    """

    operation: Operation
    path: Sequence[object]
    query: Mapping[str, object]
    headers: Mapping[str, object]
    cookies: Mapping[str, object]
    body: object


def build_request(context: Context, call: Call, defaults: HttpHeaders) -> HttpRequest:
    """Make a request that is ready to be sent as it is.

    Args:
        context: What the client was told.
        call: What to ask for.
        defaults: Headers that the HTTP client adds to every request.

    Raises:
        InvalidArgumentError: A value cannot be sent.
        ConfigurationError: The operation needs a key.
    """
    library = context.library
    constant = context.constant(call.operation)
    kind, content = _content(call)
    try:
        request = library.request(
            call.operation.method,
            _address(call, constant),
            headers=_headers(call, constant, kind, content, defaults),
            stream=library.stream(content),
            extensions={"timeout": context.settings.timeouts},
        )
    except library.bad_url as error:
        raise InvalidArgumentError(f"the address is refused: {error}") from None
    request.read()
    if constant.query:
        hide_query(request, library.url)
    return request


def _content(call: Call) -> tuple[bytes, bytes]:
    """Return the content type and the bytes of a body; nothing of both if there is none."""
    if call.body is UNSET:
        return b"", b""
    return encode_body(call.operation.media, call.body, call.operation.styles)


def _address(call: Call, constant: Constant) -> str:
    values = iter(call.path)
    parts = [
        part if isinstance(part, str) else path_segment(part, next(values))
        for part in call.operation.path
    ]
    address = f"{constant.base_url}/{''.join(parts).lstrip('/')}"
    if not call.query and not constant.query:
        return address
    given = {name: value for name, value in call.query.items() if name not in constant.query}
    queries = query_string(given, call.operation.styles), query_string(constant.query)
    if query := "&".join(filter(None, queries)):
        address += ("&" if "?" in address else "?") + query
    return address


def _headers(
    call: Call, constant: Constant, kind: bytes, content: bytes, defaults: HttpHeaders
) -> list[tuple[bytes, bytes]]:
    """Merge headers, the most important first: none replaces one that is already there."""
    given = _given_headers(call) if call.headers else ()  # before a key is at hand in this frame
    cookies = cookie_string(call.cookies, call.operation.styles) if call.cookies else ""
    headers = constant.headers.copy()
    for raw, value in given:
        headers.setdefault(raw.lower(), (raw, value))
    if cookies:
        known = [headers[b"cookie"][1]] if b"cookie" in headers else []
        headers[b"cookie"] = (b"Cookie", b"; ".join([*known, cookies.encode("ascii")]))
    headers.setdefault(b"accept", _ACCEPT)
    if kind:
        headers.setdefault(b"content-type", (b"Content-Type", kind))
    if content or call.operation.method not in _BODYLESS:
        headers[b"content-length"] = (b"Content-Length", b"%d" % len(content))
    for raw, default in defaults.raw:
        if (lower := raw.lower()) not in _NOT_TAKEN_OVER:
            headers.setdefault(lower, (raw, default))
    return list(headers.values())


def _given_headers(call: Call) -> list[tuple[bytes, bytes]]:
    styles = call.operation.styles
    return [
        (name.encode("ascii"), header_value(name, value, find_style(styles, "header", name)))
        for name, value in call.headers.items()
        if value is not UNSET and value is not None
    ]
