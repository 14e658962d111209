"""A worker that answers a question a line; at SIGTERM or Ctrl-C it stops all runs, then ends.

pip install httpx2 pydantic
PYTHONPATH=../generated DIFY_API_KEY=app-… python worker.py < questions.txt
"""

import json
import logging
import os
import sys
from concurrent.futures import Future, ThreadPoolExecutor
from threading import BoundedSemaphore

import httpx2
from stopclients import ActiveRuns, RunState, dify, stop_all_on_signals

USER = "worker"
AT_A_TIME = 4

active = ActiveRuns()


def main() -> None:
    """Answer all questions, some at a time."""
    logging.basicConfig(level=logging.INFO, format="%(message)s")  # tells of every stop, too
    stop_all_on_signals(active, grace=10.0)
    free = BoundedSemaphore(AT_A_TIME)

    def show(answer: Future[str]) -> None:
        free.release()
        print(answer.exception() or answer.result(), flush=True)

    with dify.Client() as client, ThreadPoolExecutor(AT_A_TIME) as pool:
        for question in sys.stdin:
            free.acquire()  # this thread also handles signals, and meanwhile begins nothing new
            pool.submit(ask, client, question).add_done_callback(show)


def ask(client: dify.Client, question: str) -> str:
    """Collect the words of an answer; they end when the run is stopped."""
    url = f"{client.base_url}/chat-messages"
    headers = {"Authorization": f"Bearer {os.environ['DIFY_API_KEY']}"}
    body: dict[str, object] = {"query": question, "user": USER, "inputs": {}}
    body["response_mode"] = "streaming"
    words: list[str] = []
    with (
        active.track(object()) as run,
        httpx2.stream("POST", url, headers=headers, json=body, timeout=60) as response,
    ):
        for message in httpx2.EventSource(response.raise_for_status()):
            event = json.loads(message.data or "{}")
            if run.state is RunState.UNBOUND and "task_id" in event:
                run.bind(client.stop_chat_message, event["task_id"], user=USER)
                logging.info("%s answers: %s", event["task_id"], question.strip())
            words.append(event.get("answer", ""))
    return "".join(words)


if __name__ == "__main__":
    main()
