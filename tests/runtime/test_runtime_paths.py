"""A value of the path is one segment of it, whatever it holds, or nothing is sent."""

from __future__ import annotations

from urllib.parse import unquote
from uuid import UUID

import httpx
import httpx2
import pytest
from hypothesis import given
from hypothesis import strategies as st

from _runtime import UNSET, InvalidArgumentError
from loopback import LoopbackServer, Reply
from platforms import KEY
from runtime import sample
from runtime.flavours import Flavour

TASK = "/chat-messages/{}/stop"
TRICKY = {
    "../../admin?x=1#f": "..%2F..%2Fadmin%3Fx%3D1%23f",
    "a/b": "a%2Fb",
    "%2F": "%252F",
    "%2e%2e": "%252e%252e",
    "...": "...",
    "~a-b_c.d": "~a-b_c.d",
    " ": "%20",
    "é": "%C3%A9",
    "a\\b": "a%5Cb",
    "a;b=c,d": "a%3Bb%3Dc%2Cd",
    "a\r\nX: y": "a%0D%0AX%3A%20y",
    "{x}|`^": "%7Bx%7D%7C%60%5E",
    "\u2028\x00": "%E2%80%A8%00",
}


@pytest.mark.parametrize("library", [httpx2, httpx], ids=["httpx2", "httpx"])
@pytest.mark.parametrize(("task_id", "segment"), TRICKY.items())
def test_tricky_value_arrives_as_one_segment(
    server: LoopbackServer, library: object, task_id: str, segment: str
) -> None:
    stage = server.play(Reply(200, b"{}"))
    http = httpx2.Client() if library is httpx2 else httpx.Client()

    with http, sample.DifyClient(KEY, base_url=stage.url, http_client=http) as client:
        client.stop_chat_message(task_id, user="u")

    assert [seen.path for seen in stage.seen] == [TASK.format(segment)]


@given(task_id=st.text(min_size=1).filter(lambda text: text not in {".", ".."}))
def test_every_text_is_one_segment_that_decodes_to_itself(task_id: str) -> None:
    paths: list[bytes] = []

    def answer(request: httpx2.Request) -> httpx2.Response:
        paths.append(request.url.raw_path)
        return httpx2.Response(200)

    http = httpx2.Client(transport=httpx2.MockTransport(answer))
    with http, sample.DifyClient(KEY, http_client=http) as client:
        client.stop_chat_message(task_id, user="u")

    empty, version, messages, segment, stop = paths[0].decode("ascii").split("/")
    assert (empty, version, messages, stop) == ("", "v1", "chat-messages", "stop")
    assert unquote(segment, errors="strict") == task_id


def refuse(request: httpx2.Request) -> httpx2.Response:
    pytest.fail(f"{request.method} was sent")


@pytest.mark.parametrize("task_id", ["", ".", "..", "\ud800", None, UNSET], ids=repr)
def test_value_that_would_change_the_path_is_not_sent(flavour: Flavour, task_id: object) -> None:
    with pytest.raises(InvalidArgumentError, match="task_id") as caught:
        flavour.stop(
            "dify",
            "stop_chat_message",
            (task_id,),
            {"user": "u"},
            api_key=KEY,
            http_client=flavour.http_client(refuse),
        )

    assert isinstance(caught.value, ValueError)


def test_too_long_address_is_refused_as_an_argument(flavour: Flavour) -> None:
    with pytest.raises(InvalidArgumentError, match="address"):
        flavour.stop(
            "dify",
            "stop_chat_message",
            ("x" * 70_000,),
            {"user": "u"},
            api_key=KEY,
            http_client=flavour.http_client(refuse),
        )


UUIDS = ["0b5c8a0e-7a43-4d2c-9a52-3f1d5c7e9b21", "0B5C8A0E-7A43-4D2C-9A52-3F1D5C7E9B21"]


@pytest.mark.parametrize("chat_id", [*UUIDS, UUID(UUIDS[0])], ids=repr)
def test_uuid_is_sent_as_it_is_written(flavour: Flavour, chat_id: UUID | str) -> None:
    paths: list[str] = []

    def answer(request: httpx2.Request) -> httpx2.Response:
        paths.append(request.url.path)
        return httpx2.Response(200)

    http = flavour.http_client(answer)
    flavour.stop("recoup", "stop_chat", (chat_id,), api_key=KEY, http_client=http)

    assert paths == [f"/api/chat/{chat_id}/stop"]


@pytest.mark.parametrize(
    "chat_id",
    [
        "nope",
        UUIDS[0].replace("-", ""),
        f"{{{UUIDS[0]}}}",
        f"urn:uuid:{UUIDS[0]}",
        f" {UUIDS[0]}",
        f"{UUIDS[0]}\n",
        UUIDS[0].replace("0", "\uff10"),
        UUIDS[0][:-1],
    ],
)
def test_what_is_not_a_uuid_is_not_sent(flavour: Flavour, chat_id: str) -> None:
    http = flavour.http_client(refuse)
    with pytest.raises(InvalidArgumentError, match="chatId must be a UUID"):
        flavour.stop("recoup", "stop_chat", (chat_id,), api_key=KEY, http_client=http)
