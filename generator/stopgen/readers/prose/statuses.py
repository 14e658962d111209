"""Reads HTTP statuses where people write them: ``Success Response (200 OK)``, ``404 Not Found``."""

from __future__ import annotations

import re
from dataclasses import dataclass
from http import HTTPStatus
from typing import Final

from stopgen.readers.prose.lexicon import STATUS_WORDS
from stopgen.readers.prose.vocabulary import Topic

_LONGEST: Final = 200
_LEADING: Final = re.compile(
    r"(?:HTTP(?:/\d(?:\.\d)?)?\s+)?(?P<token>\w{1,5})(?![\w-])[\s:：,，.–—-]*(?P<rest>.*)"
)
_BRACKETED: Final = re.compile(
    r"[(（]\s*(?:HTTP\s*)?(?P<token>\w{1,5})\b[\s:：-]*(?P<rest>[^)）]*)[)）]"
)
_NAMED: Final = re.compile(
    rf"(?:{'|'.join(STATUS_WORDS)})\W{{0,4}}(?P<token>\d\w{{2}})\b[\s:：,，–—-]*(?P<rest>.*)",
    re.IGNORECASE,
)
_SLIPPED: Final = re.compile(r"[\dOoIlSBZ]{3}")
"""What is left of a status when a digit is mistyped for a letter."""

_RANGE: Final = re.compile(r"[1-5][xX]{2}")
_ALIASES: Final = {"unprocessable entity": 422, "payload too large": 413, "ok": 200}
_BY_PHRASE: Final = {status.phrase.lower(): status.value for status in HTTPStatus} | _ALIASES


@dataclass(frozen=True, slots=True)
class Status:
    """An HTTP status as a page names it.

    Attributes:
        code: Three digits, a range such as ``4XX``, or ``default``.
        reason: What the page says behind it, or the standard's words.
        other: The status that the standard's words behind it belong to, if that is another one.
    """

    code: str
    reason: str
    other: int | None = None

    @property
    def is_success(self) -> bool:
        """Whether the status is a 2xx."""
        return self.code.startswith("2")


class StatusError(ValueError):
    """A text that stands where a status should and is none; the message is the sentence."""


def read_status(text: str, *, is_answer: bool) -> Status | None:
    """Return the status that a heading or label names, None if it names none.

    Args:
        text: The heading without styles.
        is_answer: Whether it speaks about answers, so that a number in it must be a status.

    Raises:
        StatusError: It names something that looks like a status and is none.
    """
    spelled = " ".join(text.strip(" :：*`•").split())
    if not spelled or len(spelled) > _LONGEST:
        return None
    for form in (_LEADING.fullmatch, _BRACKETED.search, _NAMED.search):
        found = form(spelled)
        if found and any(character.isdigit() for character in found["token"]):
            status = _status(found["token"], found["rest"], is_answer=is_answer)
            if status is not None:
                return status
    phrase = _BY_PHRASE.get(spelled.lower())
    return Status(str(phrase), spelled) if phrase and is_answer else None


def plain_status(code: str) -> Status:
    """Return a status with the standard's words for it."""
    known = code.isdecimal() and int(code) in set(HTTPStatus)
    return Status(code, HTTPStatus(int(code)).phrase if known else f"Status {code}")


def expected(topics: tuple[Topic, ...]) -> Status:
    """Return the status of an answer that has none, by what the headings say."""
    is_error = next((topic for topic in topics if topic in _TELLING), None) is Topic.ERRORS
    return Status("default", "Any error") if is_error else plain_status("200")


_TELLING: Final = frozenset({Topic.ERRORS, Topic.SUCCESS, Topic.RESPONSE})


def _status(token: str, rest: str, *, is_answer: bool) -> Status | None:
    reason = rest.strip(" `*()（）:：-–—.")
    standard = _BY_PHRASE.get(reason.lower())
    if _is_valid(token):
        other = standard if standard and str(standard) != token else None
        is_meant = bool(standard) or (is_answer and not token.startswith("1"))
        return (
            Status(token.upper(), reason or plain_status(token).reason, other) if is_meant else None
        )
    if is_answer and (standard or _SLIPPED.fullmatch(token)):
        raise StatusError(f"{token!r} is no HTTP status")
    return None


def _is_valid(token: str) -> bool:
    is_number = token.isascii() and token.isdecimal() and len(token) == 3
    return (is_number and 100 <= int(token) <= 599) or _RANGE.fullmatch(token) is not None
