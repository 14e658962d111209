"""Reads an answer: what it says about the run, or which exception it is."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import UTC, datetime
from email.utils import parsedate_to_datetime
from functools import cache
from math import isfinite
from typing import Any, TypeAlias, cast

from .declare import Answer, Error, Operation, Platform, Rule
from .decode import find, fit, parse
from .errors import RedirectError, StatusError, error_for
from .outcomes import Evidence, Outcome, StopResult
from .transport import Received
from .unset import UNSET

_Place: TypeAlias = tuple[str, ...]

_CODES = (("code",), ("error", "code"), ("detail", "code"), ("error", "type"))
_MESSAGES = (
    *(("message",), ("error", "message"), ("error",)),
    *(("detail",), ("detail", "message"), ("detail", "0", "msg"), ("title",)),
)
_TELLING = frozenset(place[0] for place in (*_CODES, *_MESSAGES))
_LONGEST_QUOTE = 200


def conclude(
    platform: Platform, operation: Operation, received: Received, attempts: int = 1
) -> StopResult[Any]:
    """Turn an answer into a result.

    Args:
        platform: Who answered.
        operation: What was asked for.
        received: The answer.
        attempts: How many requests it took.

    Returns:
        What a 2xx says, whatever its body, or what a rule says about another status.

    Raises:
        StatusError: The answer says that the request failed.
    """
    parsed = parse(received.content)
    statuses = spellings(received.status)
    rule = next((rule for rule in operation.rules if _applies(rule, statuses, parsed)), None)
    success = statuses[1] == "2XX"
    if rule is None and not success:
        raise failure(platform, operation, received, parsed)
    answer = documented(operation.answers, statuses, is_error=not success)
    code, message = _describe(parsed, answer.error if answer else None)
    return StopResult(
        outcome=rule.outcome if rule else Outcome.ACCEPTED,
        evidence=Evidence.BODY if rule and rule.at is not None else Evidence.STATUS,
        status=received.status,
        body=read_body(answer, parsed, received.content) if success else None,
        raw=received.content,
        code=code,
        message=message,
        attempts=attempts,
    )


def failure(
    platform: Platform, operation: Operation, received: Received, parsed: object
) -> StatusError:
    """Make the exception that an answer stands for."""
    status = received.status
    answer = documented(operation.answers, spellings(status), is_error=True)
    error = answer.error if answer else None
    code, message = _describe(parsed, error)
    kind = error_for(status)
    if error and issubclass(error.kind, kind):
        kind = error.kind
    body = read_body(answer, parsed, received.content)
    if body is None:
        body = received.content.decode(errors="replace") if parsed is UNSET else parsed
    part = find(parsed, error.at) if error else UNSET
    return kind(
        f"{platform.title} answered {status} to {operation.name}{_quote(kind, code, message)}",
        status=status,
        body=body,
        error=None if part is UNSET else part,
        code=code,
        message=message,
        raw=received.content,
        retry_after=_seconds(received.headers.get("retry-after")),
    )


@cache
def spellings(status: int) -> tuple[str, str, str]:
    """Spell a status as documents do, the closest first."""
    return str(status), f"{status // 100}XX", "default"


def _applies(rule: Rule, statuses: Iterable[str], parsed: object) -> bool:
    if rule.status not in statuses:
        return False
    return rule.at is None or _equal(find(parsed, rule.at), rule.equals)


def _equal(found: object, wanted: object) -> bool:
    """Compare JSON values: unlike in Python, true is not 1."""
    return found == wanted and isinstance(found, bool) == isinstance(wanted, bool)


def documented(
    answers: tuple[Answer, ...], statuses: Iterable[str], *, is_error: bool
) -> Answer | None:
    """Find what the documents say about a status."""
    for status in statuses:
        for answer in answers:
            if answer.status == status and (is_error or answer.error is None):
                return answer
    return None


def read_body(answer: Answer | None, parsed: object, raw: bytes) -> Any:
    """Read a body as the documented type; None if it does not fit."""
    if answer is None or answer.model is None:
        return None
    body = None if parsed is UNSET else fit(answer.model, parsed)
    if body is None and parsed is not None and answer.is_text and raw:
        return raw.decode(errors="replace")
    return body


def _describe(parsed: object, error: Error | None) -> tuple[str | None, str | None]:
    """Find the code and the message, first where the document says, then where they usually are."""
    if error is None and not _tells(parsed):
        return None, None
    code = (*error.at, error.code) if error and error.code else None
    message = (*error.at, error.message) if error and error.message else None
    return _first(parsed, code, _CODES), _first(parsed, message, _MESSAGES)


def _tells(parsed: object) -> bool:
    return isinstance(parsed, dict) and not _TELLING.isdisjoint(cast("dict[str, object]", parsed))


def _first(parsed: object, documented: _Place | None, usual: tuple[_Place, ...]) -> str | None:
    for place in (documented, *usual) if documented else usual:
        if text := as_text(find(parsed, place)):
            return text
    return None


def as_text(value: object) -> str | None:
    """Take a text or a whole number for a text; None for anything else."""
    if isinstance(value, str):
        return value
    return str(value) if isinstance(value, int) and not isinstance(value, bool) else None


def _quote(kind: type[StatusError], code: str | None, message: str | None) -> str:
    """Repeat what the platform says in one harmless line."""
    parts = (f": {_line(message)}" if message else "", f" [{_line(code)}]" if code else "")
    note = "; redirects are not followed" if issubclass(kind, RedirectError) else ""
    return "".join(parts) + note


def _line(text: str) -> str:
    shown = "".join(char if char.isprintable() else " " for char in text[:_LONGEST_QUOTE])
    return " ".join(shown.split()) + ("…" if len(text) > _LONGEST_QUOTE else "")


def _seconds(header: str | None) -> float | None:
    """Read `Retry-After`: seconds or a date; None for anything else."""
    if header is None:
        return None
    try:
        seconds = float(header)
    except ValueError:
        return _seconds_until(header)
    return seconds if isfinite(seconds) and seconds >= 0 else None


def _seconds_until(date: str) -> float | None:
    try:
        moment = parsedate_to_datetime(date)
    except (ValueError, TypeError, IndexError, OverflowError):
        return None
    moment = moment if moment.tzinfo else moment.replace(tzinfo=UTC)
    return max(0.0, (moment - datetime.now(UTC)).total_seconds())
