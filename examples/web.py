"""A web endpoint that passes an answer on as it comes, and stops its run when the browser hangs up.

pip install fastapi httpx2 pydantic uvicorn
PYTHONPATH=../generated DIFY_API_KEY=app-… uvicorn web:app
curl --no-buffer "http://127.0.0.1:8000/answer?question=Why"
"""

import json
import os
from collections.abc import AsyncGenerator
from contextlib import asynccontextmanager
from typing import TypedDict

import httpx2
from fastapi import FastAPI, Request
from fastapi.responses import StreamingResponse
from stopclients import AsyncRun, dify, stop_on_cancel

USER = "visitor"


class State(TypedDict):
    """What requests share."""

    http: httpx2.AsyncClient
    client: dify.AsyncClient


@asynccontextmanager
async def lifespan(_: FastAPI) -> AsyncGenerator[State]:
    """Keep connections open for as long as the server runs."""
    headers = {"Authorization": f"Bearer {os.environ['DIFY_API_KEY']}"}
    async with (
        httpx2.AsyncClient(headers=headers, timeout=60) as http,
        dify.AsyncClient() as client,
    ):
        yield State(http=http, client=client)


app = FastAPI(lifespan=lifespan)


@app.get("/answer")
async def answer(question: str, request: Request) -> StreamingResponse:
    """Answer a question, word by word."""
    words = ask(request.state.http, request.state.client, question)
    return StreamingResponse(words, media_type="text/plain")


async def ask(
    http: httpx2.AsyncClient, client: dify.AsyncClient, question: str
) -> AsyncGenerator[str]:
    """Yield the words of an answer; the server cancels this when nobody listens any more."""
    url = f"{client.base_url}/chat-messages"
    body: dict[str, object] = {"query": question, "user": USER, "inputs": {}}
    body["response_mode"] = "streaming"
    async with (
        http.stream("POST", url, json=body) as response,
        stop_on_cancel(AsyncRun(), grace=5.0) as run,
    ):
        async for message in httpx2.EventSource(response.raise_for_status()):
            event = json.loads(message.data or "{}")
            if "task_id" in event:
                run.bind(client.stop_chat_message, event["task_id"], user=USER)
            yield event.get("answer", "")
