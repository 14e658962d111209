"""What the platforms' servers were seen to answer, as data for any client's tests."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any

from loopback import Fault, Reply

KEY = "app-5ecret-0f-th3-tests"
UUID = "0b5c8a0e-7a43-4d2c-9a52-3f1d5c7e9b21"


@dataclass(frozen=True)
class Expected:
    """What a client makes of a reply: a result if `outcome` is set, else the named exception."""

    outcome: str | None = None
    evidence: str = "STATUS"
    error: str | None = None
    code: str | None = None
    message: str | None = None
    has_body: bool = True


@dataclass(frozen=True)
class Wire:
    """What a right request looks like."""

    stop: str
    path: str
    key_header: tuple[str, str]
    arguments: tuple[str, ...]
    keywords: Mapping[str, Any] = field(default_factory=dict[str, Any])
    content_type: str | None = "application/json"
    body: bytes = b""


@dataclass(frozen=True)
class Scenario:
    """One row of what was observed."""

    platform: str
    name: str
    reply: Reply
    expected: Expected
    arguments: tuple[str, ...] | None = None
    keywords: Mapping[str, Any] | None = None
    path: str | None = None
    timeout: float = 5.0

    @property
    def wire(self) -> Wire:
        return WIRES[self.platform]

    @property
    def call(self) -> tuple[str, tuple[str, ...], Mapping[str, Any]]:
        """The method's name, its positional and its keyword arguments."""
        arguments = self.wire.arguments if self.arguments is None else self.arguments
        keywords = self.wire.keywords if self.keywords is None else self.keywords
        return self.wire.stop, arguments, keywords

    def __str__(self) -> str:
        return f"{self.platform}: {self.name}"


WIRES = {
    "dify": Wire(
        stop="stop_chat_message",
        path=f"/chat-messages/{UUID}/stop",
        key_header=("authorization", f"Bearer {KEY}"),
        arguments=(UUID,),
        keywords={"user": "user-123"},
        body=b'{"user":"user-123"}',
    ),
    "recoup": Wire(
        stop="stop_chat",
        path=f"/api/chat/{UUID}/stop",
        key_header=("x-api-key", KEY),
        arguments=(UUID,),
        content_type=None,
    ),
    "xpander": Wire(
        stop="stop_conversation",
        path="/v1/agents/agent-1/gateway/conversations/conversation-1/stop",
        key_header=("x-api-key", KEY),
        arguments=("agent-1", "conversation-1"),
        keywords={"clear_queue": False},
        body=b'{"clear_queue":false}',
    ),
    "fay": Wire(
        stop="stop_conversation",
        path=f"/api/v1/conversation/{UUID}/stop",
        key_header=("authorization", f"Bearer {KEY}"),
        arguments=(UUID,),
    ),
}

HTML = (("Content-Type", "text/html; charset=utf-8"),)
PAGE = b"<!doctype html>\n<html lang=en>\n<title>404 Not Found</title>\n<h1>Not Found</h1>\n"


def _result(outcome: str, evidence: str = "STATUS", **more: Any) -> Expected:
    return Expected(outcome=outcome, evidence=evidence, **more)


def _error(kind: str, code: str | None = None, message: str | None = None) -> Expected:
    return Expected(error=kind, code=code, message=message)


def _dify(
    name: str,
    status: int,
    code: str,
    message: str,
    kind: str,
    *headers: tuple[str, str],
    **more: Any,
) -> Scenario:
    body = f'{{"code": "{code}", "message": "{message}", "status": {status}}}\n'.encode()
    all_headers = (("Content-Type", "application/json"), *headers)
    reply = Reply(status, body, all_headers, fault=more.pop("fault", None))
    return Scenario("dify", name, reply, _error(kind, code, message), **more)


def _dify_task(name: str, task_id: str, segment: str) -> Scenario:
    return Scenario(
        "dify",
        name,
        Reply(200, b'{"result": "success"}\n'),
        _result("ACCEPTED"),
        arguments=(task_id,),
        path=f"/chat-messages/{segment}/stop",
    )


_DIFY_RESULT = _result("ACCEPTED")
_REQUIRED = "Missing required parameter in the JSON body"
DIFY = (
    Scenario("dify", "taken", Reply(200, b'{"result": "success"}'), _DIFY_RESULT),
    Scenario("dify", "taken, compact", Reply(200, b'{"result":"success"}\n'), _DIFY_RESULT),
    _dify_task("task id not a UUID", "nope", "nope"),
    _dify_task("task id in upper case", UUID.upper(), UUID.upper()),
    _dify_task("task id of 1000 characters", "x" * 1000, "x" * 1000),
    _dify_task("task id with spaces", "a b c", "a%20b%20c"),
    _dify_task("task id with an accent", "é", "%C3%A9"),
    Scenario(
        "dify",
        "task id with a slash",
        Reply(404, PAGE, HTML),
        _error("NotFoundError"),
        arguments=("a/b",),
        path="/chat-messages/a%2Fb/stop",
    ),
    Scenario("dify", "no such page", Reply(404, PAGE, HTML), _error("NotFoundError")),
    _dify(
        "user is empty",
        400,
        "invalid_param",
        "user: " + _REQUIRED,
        "BadRequestError",
        keywords={"user": ""},
    ),
    _dify(
        "user of 256 characters",
        500,
        "unknown",
        "Internal Server Error",
        "ServerError",
        keywords={"user": "u" * 256},
    ),
    Scenario(
        "dify",
        "500 without its status",
        Reply(500, b'{"message": "Internal Server Error", "code": "unknown"}'),
        _error("ServerError", "unknown", "Internal Server Error"),
    ),
    _dify("body malformed", 400, "bad_request", "Failed to decode JSON", "BadRequestError"),
    _dify("not JSON", 415, "unsupported_media_type", "Did not attempt to load", "StatusError"),
    _dify(
        "not JSON, then a reset",
        415,
        "unsupported_media_type",
        "Did not attempt to load",
        "StatusError",
        fault=Fault.RESET_AFTERWARDS,
    ),
    _dify("bad token", 401, "unauthorized", "Access token is invalid", "AuthenticationError"),
    _dify(
        "bad token, challenged",
        401,
        "unauthorized",
        "Access token is invalid",
        "AuthenticationError",
        ("WWW-Authenticate", 'Bearer realm="api"'),
    ),
    _dify("not a chat app", 400, "not_chat_app", "Please check your app mode", "BadRequestError"),
    _dify("not a workflow", 400, "not_workflow_app", "Check the app mode", "BadRequestError"),
    _dify("app unavailable", 400, "app_unavailable", "App unavailable", "BadRequestError"),
    _dify("API switched off", 403, "forbidden", "The app's API is off", "PermissionDeniedError"),
    _dify(
        "wrong method",
        405,
        "method_not_allowed",
        "The method is not allowed",
        "StatusError",
        ("Allow", "POST, OPTIONS"),
    ),
)


def _recoup(name: str, status: int, body: bytes, expected: Expected, **more: Any) -> Scenario:
    return Scenario("recoup", name, Reply(status, body, **more), expected)


_NO_CHAT = b'{"status": "error", "error": "Chat not found"}'
_FAILED = b'{"status": "error", "error": "Failed to stop chat"}'
RECOUP = (
    _recoup(
        "nothing running",
        200,
        b'{"success": true, "stopped": false}',
        _result("NOTHING_RUNNING", "BODY"),
    ),
    _recoup("stopped", 200, b'{"success": true, "stopped": true}', _result("STOPPED", "BODY")),
    _recoup(
        "stopped, after a while",
        200,
        b'{"success": true, "stopped": true}',
        _result("STOPPED", "BODY"),
        delay=0.3,
    ),
    _recoup(
        "no key",
        401,
        b'{"status": "error", "error": "x-api-key header required"}',
        _error("AuthenticationError", None, "x-api-key header required"),
    ),
    _recoup(
        "bad key",
        401,
        b'{"status": "error", "message": "Unauthorized"}',
        _error("AuthenticationError", None, "Unauthorized"),
    ),
    _recoup(
        "chat id not a UUID",
        400,
        b'{"status": "error", "missing_fields": [], "error": "chatId must be a valid UUID"}',
        _error("BadRequestError", None, "chatId must be a valid UUID"),
    ),
    _recoup("unknown chat", 404, _NO_CHAT, _error("NotFoundError", None, "Chat not found")),
    _recoup(
        "other account",
        403,
        b'{"status": "error", "error": "Access denied"}',
        _error("PermissionDeniedError", None, "Access denied"),
    ),
    _recoup("cancelling failed", 502, _FAILED, _error("ServerError", None, "Failed to stop chat")),
    _recoup("did not end", 504, _FAILED, _error("ServerError", None, "Failed to stop chat")),
    _recoup("fault", 500, _FAILED, _error("ServerError", None, "Failed to stop chat")),
)


def _xpander(name: str, status: int, body: bytes, expected: Expected, **more: Any) -> Scenario:
    return Scenario("xpander", name, Reply(status, body), expected, **more)


_INVALID = b'{"detail": [{"loc": ["body", "clear_queue"], "msg": "not a boolean", "type": "bool"}]}'
XPANDER = (
    _xpander("an object", 200, b'{"ok": true}', _result("ACCEPTED")),
    _xpander("a string", 200, b'"stopped"', _result("ACCEPTED")),
    _xpander("a list", 200, b"[1, 2]", _result("ACCEPTED")),
    _xpander("null", 200, b"null", _result("ACCEPTED", has_body=False)),
    _xpander("false", 200, b"false", _result("ACCEPTED")),
    _xpander(
        "queue cleared", 200, b'{"ok": true}', _result("ACCEPTED"), keywords={"clear_queue": True}
    ),
    _xpander(
        "invalid",
        422,
        _INVALID,
        _error("UnprocessableEntityError", None, "not a boolean"),
    ),
    _xpander(
        "no key",
        403,
        b'{"detail": "Not authenticated"}',
        _error("PermissionDeniedError", None, "Not authenticated"),
    ),
)


def _fay(name: str, status: int, code: str, message: str, expected: Expected) -> Scenario:
    body = (
        '{"status": false, "version": "1.0.24", '
        f'"error": {{"message": "{message}", "code": "{code}"}}}}'
    )
    return Scenario("fay", name, Reply(status, body.encode()), expected)


_STOPPED = (
    b'{"status": true, "version": "1.0.24", "data": {"request_id": "e0a0", '
    b'"status": "STOPPED", "message": "Conversation stopped successfully"}}'
)
FAY = (
    Scenario("fay", "stopped", Reply(200, _STOPPED), _result("STOPPED", "BODY")),
    Scenario(
        "fay",
        "taken, in another state",
        Reply(200, _STOPPED.replace(b"STOPPED", b"PROCESSING")),
        _result("ACCEPTED"),
    ),
    _fay(
        "ended before",
        400,
        "CONVERSATION_ALREADY_COMPLETED",
        "Cannot stop completed conversation",
        _result(
            "ALREADY_FINISHED",
            "BODY",
            code="CONVERSATION_ALREADY_COMPLETED",
            message="Cannot stop completed conversation",
            has_body=False,
        ),
    ),
    _fay("another 400", 400, "BAD_ID", "No", _error("BadRequestError", "BAD_ID", "No")),
    _fay(
        "unknown request",
        404,
        "REQUEST_NOT_FOUND",
        "Request not found",
        _error("NotFoundError", "REQUEST_NOT_FOUND", "Request not found"),
    ),
    _fay(
        "bad key",
        401,
        "INVALID_API_KEY",
        "Invalid or expired API key",
        _error("AuthenticationError", "INVALID_API_KEY", "Invalid or expired API key"),
    ),
)

_ANSWERS: tuple[tuple[str, Reply, Expected], ...] = (
    ("an empty 200", Reply(200), _result("ACCEPTED", has_body=False)),
    ("a 204", Reply(204), _result("ACCEPTED", has_body=False)),
    ("an HTML 200", Reply(200, PAGE, HTML), _result("ACCEPTED", has_body=False)),
    ("a 299", Reply(299, b"{"), _result("ACCEPTED", has_body=False)),
    ("half an answer", Reply(200, b'{"st', fault=Fault.CUT), _result("ACCEPTED", has_body=False)),
    (
        "an answer that trickles",
        Reply(200, b" ", fault=Fault.TRICKLE),
        _result("ACCEPTED", has_body=False),
    ),
    (
        "what is not gzip",
        Reply(200, b"{}", (("Content-Encoding", "gzip"),)),
        _result("ACCEPTED", has_body=False),
    ),
    ("an HTML 502", Reply(502, b"<h1>Bad Gateway</h1>", HTML), _error("ServerError")),
    ("an empty 503", Reply(503, b"", (("Retry-After", "7"),)), _error("ServerError")),
    ("a cut 500", Reply(500, b"{", fault=Fault.CUT), _error("ServerError")),
    ("a 429", Reply(429, b"", (("Retry-After", "12"),)), _error("RateLimitError")),
    ("a 409", Reply(409, b"[]"), _error("ConflictError")),
    ("a 418", Reply(418, b"short and stout", ()), _error("StatusError")),
    ("a 599", Reply(599, b"null"), _error("ServerError")),
    ("a 600", Reply(600, b"1"), _error("StatusError")),
    ("a 999", Reply(999, b"\xff\xfe"), _error("StatusError")),
    ("a redirect", Reply(307, b"", (("Location", "/elsewhere"),)), _error("RedirectError")),
    ("a reset", Reply(0, fault=Fault.RESET), _error("TransportError")),
    ("hanging up", Reply(0, fault=Fault.HANG_UP), _error("TransportError")),
    ("what is not HTTP", Reply(0, b"hello\r\n", fault=Fault.NOT_HTTP), _error("TransportError")),
    ("silence", Reply(0, fault=Fault.SILENCE), _error("TransportError")),
)
ANYWHERE = tuple(
    Scenario(platform, name, reply, expected, timeout=0.3)
    for platform in WIRES
    for name, reply, expected in _ANSWERS
    if platform == "dify" or reply.fault not in {Fault.SILENCE, Fault.TRICKLE}
)

SCENARIOS = (*DIFY, *RECOUP, *XPANDER, *FAY, *ANYWHERE)
