"""What type checkers must know of the generated package; checked, never run."""

from __future__ import annotations

from typing import assert_type
from uuid import UUID

import httpx
import httpx2
from pydantic import JsonValue
from stopclients import Evidence, NotFoundError, Outcome, StopResult, dify, fay, recoup, xpander


def results_are_typed() -> None:
    with dify.Client(api_key="key") as client:
        result = client.stop_chat_message("task", user="user")
        assert_type(result, StopResult[dify.StopChatMessageResponse])
        assert_type(result.outcome, Outcome)
        assert_type(result.evidence, Evidence)
        assert_type(result.body, dify.StopChatMessageResponse | None)
        if result.body is not None:
            assert_type(result.body.result, str | None)


async def both_flavours_are_alike() -> None:
    async with fay.AsyncClient() as client:
        result = await client.stop_conversation("request")
        assert_type(result, StopResult[fay.StopConversationResponse])
    async with xpander.AsyncClient() as client:
        answer = await client.stop_conversation("agent", "conversation", clear_queue=True)
        assert_type(answer, StopResult[JsonValue])


def a_uuid_may_be_text_or_a_uuid(client: recoup.Client, chat: UUID) -> None:
    assert_type(client.stop_chat(chat), StopResult[recoup.StopChatResponse])
    assert_type(client.stop_chat(str(chat)), StopResult[recoup.StopChatResponse])


def a_documented_error_is_typed(client: fay.Client) -> None:
    try:
        client.stop_conversation("request")
    except fay.NotFoundError as error:
        assert_type(error.error, fay.StopConversationError | None)
        if error.error is not None:
            assert_type(error.error.message, str | None)
        known: NotFoundError = error
        assert_type(known.status, int)


def an_applications_own_client_is_taken(mine: httpx2.Client, older: httpx.Client) -> None:
    dify.Client("key", http_client=mine)
    dify.Client("key", http_client=older)


def and_an_asynchronous_one(mine: httpx2.AsyncClient, older: httpx.AsyncClient) -> None:
    dify.AsyncClient("key", http_client=mine)
    dify.AsyncClient("key", http_client=older)


def what_cannot_work_is_refused(client: dify.Client, asynchronous: httpx2.AsyncClient) -> None:
    client.stop_chat_message("task")  # type: ignore[call-arg]  # pyright: ignore[reportCallIssue]
    client.stop_chat_message("task", "user")  # type: ignore[call-arg]  # pyright: ignore[reportCallIssue]
    dify.Client("key", http_client=asynchronous)  # type: ignore[arg-type]  # pyright: ignore[reportArgumentType]
    print(dify.Clinet)  # type: ignore[attr-defined]  # pyright: ignore[reportAttributeAccessIssue]
