"""What type checkers must know of the generated package; checked, never run."""

from __future__ import annotations

from typing import Any, assert_type
from uuid import UUID

import httpx
import httpx2
from pydantic import JsonValue
from stopclients import (
    ActiveRuns,
    AsyncRun,
    Evidence,
    NotFoundError,
    Outcome,
    Poll,
    Run,
    RunStatus,
    StopReport,
    StopResult,
    dify,
    fay,
    recoup,
    stop_many,
    xpander,
)


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


def states_are_typed(client: fay.Client) -> None:
    status = client.get_conversation_status("request")
    assert_type(status, RunStatus[fay.GetConversationStatusResponse])
    assert_type(status.outcome, Outcome | None)
    if status.body is not None and status.body.data is not None:
        state: str | None = status.body.data.status
        print(state)


async def asynchronous_look() -> RunStatus[None]:
    return RunStatus("gone", Outcome.STOPPED)


def look() -> RunStatus[None]:
    return RunStatus("running")


async def stops_can_be_confirmed(client: fay.Client, other: fay.AsyncClient) -> None:
    first = client.stop_conversation("request", confirm=Poll(1, 10))
    assert_type(first, StopResult[fay.StopConversationResponse])
    assert_type(first.observed_state, str | None)
    second = await other.stop_if_running("request", confirm=Poll(1.0, 10.0, asynchronous_look))
    assert_type(second, StopResult[fay.StopConversationResponse])
    client.stop_conversation("request", confirm=Poll(look=lambda: RunStatus(None, Outcome.STOPPED)))
    client.stop_conversation("request", confirm=10)  # type: ignore[arg-type]  # pyright: ignore[reportArgumentType]


async def so_can_those_of_handles(client: fay.Client, other: dify.AsyncClient) -> None:
    run, tasked = Run(), AsyncRun()
    run.bind(client.stop_conversation, "request")
    run.bind(client.stop_conversation, "request", confirm=Poll())
    run.stop(confirm=Poll(look=look))
    tasked.bind(other.stop_chat_message, "task", user="user")
    await tasked.stop(confirm=Poll(look=asynchronous_look))
    active = ActiveRuns(AsyncRun)
    assert_type(await active.stop("key", confirm=Poll()), StopResult[Any] | None)
    assert_type(await stop_many([tasked], confirm=Poll()), list[StopReport[AsyncRun]])
    assert_type(stop_many([run], confirm=Poll()), list[StopReport[Run]])
    run.bind(client.get_conversation_status, "request")  # type: ignore[arg-type]  # pyright: ignore[reportArgumentType]
    run.bind(client.stop_conversation)  # type: ignore[call-arg]  # pyright: ignore[reportCallIssue]


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
