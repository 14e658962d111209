"""The four platforms as generated packages declare them, written by hand."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any, Literal, TypeAlias
from uuid import UUID

from pydantic import BaseModel, ConfigDict

from _runtime import UNSET, StopResult, Unset
from _runtime import errors as _errors
from _runtime.async_client import AsyncClient
from _runtime.declare import (
    Answer,
    ApiKey,
    Bearer,
    Error,
    Operation,
    PathValue,
    Platform,
    Rule,
    Server,
)
from _runtime.outcomes import Outcome
from _runtime.sync_client import SyncClient


class Model(BaseModel):
    model_config = ConfigDict(frozen=True, extra="allow")


class AnyClient(SyncClient):
    """A client for operations that a test makes up."""

    def call(
        self,
        operation: Operation,
        path: Sequence[object] = (),
        *,
        query: Mapping[str, object] | None = None,
        headers: Mapping[str, object] | None = None,
        cookies: Mapping[str, object] | None = None,
        body: object = UNSET,
    ) -> StopResult[Any]:
        return self._stop(operation, path, query=query, headers=headers, cookies=cookies, body=body)


# Dify


class StopChatMessageResponse(Model):
    result: str | None = None


DIFY = Platform(
    name="dify",
    title="Dify",
    key_variable="DIFY_API_KEY",
    url_variable="DIFY_BASE_URL",
    server=Server("{api_base_url}", {"api_base_url": "https://api.dify.ai/v1"}),
)
STOP_CHAT_MESSAGE = Operation(
    name="stop_chat_message",
    method="POST",
    path=("/chat-messages/", PathValue("task_id"), "/stop"),
    security=((Bearer(),),),
    answers=(Answer("200", StopChatMessageResponse),),
)


class DifyClient(SyncClient):
    def __init__(self, api_key: str | None = None, **options: Any) -> None:
        super().__init__(DIFY, api_key, **options)

    def stop_chat_message(self, task_id: str, *, user: str) -> StopResult[StopChatMessageResponse]:
        return self._stop(STOP_CHAT_MESSAGE, (task_id,), body={"user": user})


class AsyncDifyClient(AsyncClient):
    def __init__(self, api_key: str | None = None, **options: Any) -> None:
        super().__init__(DIFY, api_key, **options)

    async def stop_chat_message(
        self, task_id: str, *, user: str
    ) -> StopResult[StopChatMessageResponse]:
        return await self._stop(STOP_CHAT_MESSAGE, (task_id,), body={"user": user})


# Recoup


class StopChatResponse(Model):
    success: bool
    stopped: bool


class StopChatErrorResponse(Model):
    status: Literal["error"]
    error: str


class ChatError(_errors.StatusError):
    @property
    def error(self) -> StopChatErrorResponse | None:
        return self._error_as(StopChatErrorResponse)


class RecoupBadRequestError(ChatError, _errors.BadRequestError):
    pass


class RecoupPermissionDeniedError(ChatError, _errors.PermissionDeniedError):
    pass


class RecoupNotFoundError(ChatError, _errors.NotFoundError):
    pass


RECOUP = Platform(
    name="recoup",
    title="Recoup",
    key_variable="RECOUP_API_KEY",
    url_variable="RECOUP_BASE_URL",
    server=Server("https://api.recoupable.dev"),
)
STOP_CHAT = Operation(
    name="stop_chat",
    method="POST",
    path=("/api/chat/", PathValue("chatId", format="uuid"), "/stop"),
    security=((ApiKey("header", "x-api-key"),),),
    answers=(
        Answer("200", StopChatResponse),
        Answer("400", StopChatErrorResponse, Error(RecoupBadRequestError, message="error")),
        Answer("403", StopChatErrorResponse, Error(RecoupPermissionDeniedError, message="error")),
        Answer("404", StopChatErrorResponse, Error(RecoupNotFoundError, message="error")),
    ),
    rules=(
        Rule("200", Outcome.STOPPED, ("stopped",), equals=True),
        Rule("200", Outcome.NOTHING_RUNNING, ("stopped",), equals=False),
    ),
)


class RecoupClient(SyncClient):
    def __init__(self, api_key: str | None = None, **options: Any) -> None:
        super().__init__(RECOUP, api_key, **options)

    def stop_chat(self, chat_id: UUID | str) -> StopResult[StopChatResponse]:
        return self._stop(STOP_CHAT, (chat_id,))


class AsyncRecoupClient(AsyncClient):
    def __init__(self, api_key: str | None = None, **options: Any) -> None:
        super().__init__(RECOUP, api_key, **options)

    async def stop_chat(self, chat_id: UUID | str) -> StopResult[StopChatResponse]:
        return await self._stop(STOP_CHAT, (chat_id,))


# xpander


class ValidationError(Model):
    loc: list[str | int]
    msg: str
    type: str


class HTTPValidationError(Model):
    detail: list[ValidationError] | None = None


class XpanderUnprocessableEntityError(_errors.UnprocessableEntityError):
    @property
    def error(self) -> HTTPValidationError | None:
        return self._error_as(HTTPValidationError)


XPANDER = Platform(
    name="xpander",
    title="xpander",
    key_variable="XPANDER_API_KEY",
    url_variable="XPANDER_BASE_URL",
    server=Server("https://api.xpander.ai"),
)
STOP_GATEWAY = Operation(
    name="stop_conversation",
    method="POST",
    path=(
        "/v1/agents/",
        PathValue("agent_id"),
        "/gateway/conversations/",
        PathValue("conversation_id"),
        "/stop",
    ),
    security=((ApiKey("header", "x-api-key"),),),
    answers=(
        Answer("200", Any),
        Answer("422", HTTPValidationError, Error(XpanderUnprocessableEntityError)),
    ),
)


class XpanderClient(SyncClient):
    def __init__(self, api_key: str | None = None, **options: Any) -> None:
        super().__init__(XPANDER, api_key, **options)

    def stop_conversation(
        self, agent_id: str, conversation_id: str, *, clear_queue: bool | Unset = UNSET
    ) -> StopResult[Any]:
        body = {"clear_queue": clear_queue}
        return self._stop(STOP_GATEWAY, (agent_id, conversation_id), body=body)


class AsyncXpanderClient(AsyncClient):
    def __init__(self, api_key: str | None = None, **options: Any) -> None:
        super().__init__(XPANDER, api_key, **options)

    async def stop_conversation(
        self, agent_id: str, conversation_id: str, *, clear_queue: bool | Unset = UNSET
    ) -> StopResult[Any]:
        body = {"clear_queue": clear_queue}
        return await self._stop(STOP_GATEWAY, (agent_id, conversation_id), body=body)


# Fay


class StopConversationResponseData(Model):
    request_id: str | None = None
    status: str | None = None
    message: str | None = None


class StopConversationResponse(Model):
    status: bool | None = None
    version: str | None = None
    data: StopConversationResponseData | None = None


AlreadyCompleted: TypeAlias = Literal["CONVERSATION_ALREADY_COMPLETED"]
InvalidKey: TypeAlias = Literal["INVALID_API_KEY"]
NotFound: TypeAlias = Literal["REQUEST_NOT_FOUND"]


class StopConversationError(Model):
    message: str
    code: AlreadyCompleted | InvalidKey | NotFound | str


class StopConversationErrorResponse(Model):
    status: bool
    version: str
    error: StopConversationError


class FayBadRequestError(_errors.BadRequestError):
    @property
    def error(self) -> StopConversationError | None:
        return self._error_as(StopConversationError)

    @property
    def code(self) -> AlreadyCompleted | str | None:
        return self._code


class FayAuthenticationError(_errors.AuthenticationError):
    @property
    def error(self) -> StopConversationError | None:
        return self._error_as(StopConversationError)

    @property
    def code(self) -> InvalidKey | str | None:
        return self._code


class FayNotFoundError(_errors.NotFoundError):
    @property
    def error(self) -> StopConversationError | None:
        return self._error_as(StopConversationError)

    @property
    def code(self) -> NotFound | str | None:
        return self._code


def _fay_answer(status: str, kind: type[_errors.StatusError]) -> Answer:
    error = Error(kind, at=("error",), code="code", message="message")
    return Answer(status, StopConversationErrorResponse, error)


FAY = Platform(
    name="fay",
    title="Fay",
    key_variable="FAY_API_KEY",
    url_variable="FAY_BASE_URL",
    server=Server("https://api.fay.work"),
)
STOP_CONVERSATION = Operation(
    name="stop_conversation",
    method="POST",
    path=("/api/v1/conversation/", PathValue("request_id"), "/stop"),
    security=((Bearer(),),),
    headers=(("Content-Type", "application/json"),),
    answers=(
        Answer("200", StopConversationResponse),
        _fay_answer("400", FayBadRequestError),
        _fay_answer("401", FayAuthenticationError),
        _fay_answer("404", FayNotFoundError),
    ),
    rules=(
        Rule("200", Outcome.STOPPED, ("data", "status"), "STOPPED"),
        Rule("400", Outcome.ALREADY_FINISHED, ("error", "code"), "CONVERSATION_ALREADY_COMPLETED"),
    ),
)


class FayClient(SyncClient):
    def __init__(self, api_key: str | None = None, **options: Any) -> None:
        super().__init__(FAY, api_key, **options)

    def stop_conversation(self, request_id: str) -> StopResult[StopConversationResponse]:
        return self._stop(STOP_CONVERSATION, (request_id,))


class AsyncFayClient(AsyncClient):
    def __init__(self, api_key: str | None = None, **options: Any) -> None:
        super().__init__(FAY, api_key, **options)

    async def stop_conversation(self, request_id: str) -> StopResult[StopConversationResponse]:
        return await self._stop(STOP_CONVERSATION, (request_id,))


SYNC: dict[str, type[SyncClient]] = {
    "dify": DifyClient,
    "recoup": RecoupClient,
    "xpander": XpanderClient,
    "fay": FayClient,
}
ASYNC: dict[str, type[AsyncClient]] = {
    "dify": AsyncDifyClient,
    "recoup": AsyncRecoupClient,
    "xpander": AsyncXpanderClient,
    "fay": AsyncFayClient,
}


def without_path(operation: Operation) -> Operation:
    """The same operation for tests that have no value for its path."""
    return operation._replace(path=("/stop",))
