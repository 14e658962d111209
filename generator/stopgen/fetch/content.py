"""Tells documents from what servers send instead of them."""

from __future__ import annotations

import codecs
import re
from typing import Final

from stopgen.diagnostic import Code
from stopgen.fetch.problem import FetchError

_HTML: Final = re.compile(rb"\s*<(?:!doctype|html|head|body)\b", re.IGNORECASE)
_PREAMBLE: Final = re.compile(rb"\s*(?:<!--.*?-->|<\?xml.*?\?>)", re.DOTALL)
_WEB_PAGE: Final = "is a web page, not the page's Markdown, YAML or JSON"


def check(content: bytes, kind: str) -> None:
    """Make sure that a page is text for people and programs, not for browsers.

    Args:
        content: The page.
        kind: Its ``Content-Type``.

    Raises:
        FetchError: It is something else.
    """
    plain = content.removeprefix(codecs.BOM_UTF8)
    if kind.partition(";")[0].strip().lower() in ("text/html", "application/xhtml+xml"):
        raise FetchError(Code.NOT_A_DOCUMENT, _WEB_PAGE)
    if _is_html(plain):
        raise FetchError(Code.NOT_A_DOCUMENT, _WEB_PAGE)
    if not plain.strip():
        raise FetchError(Code.NOT_A_DOCUMENT, "is empty")
    try:
        plain.decode()
    except UnicodeDecodeError:
        raise FetchError(Code.NOT_UTF8, "is not UTF-8 text") from None


def _is_html(text: bytes) -> bool:
    """Tell how a page begins, after comments and the like that may stand before anything."""
    start = 0
    while found := _PREAMBLE.match(text, start):
        start = found.end()
    return _HTML.match(text, start) is not None
