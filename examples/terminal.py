"""A terminal program that shows an answer as it comes; Ctrl-C stops the run, too.

pip install httpx2 pydantic
PYTHONPATH=../generated DIFY_API_KEY=app-… python terminal.py Why is the sky blue?
"""

import json
import os
import sys

import httpx2
from stopclients import Run, dify, stop_on_cancel

USER = "me"


def main() -> int:
    """Answer the question on the command line."""
    try:
        with dify.Client() as client:
            show_answer(client, " ".join(sys.argv[1:]))
    except KeyboardInterrupt as interrupt:
        print("", *getattr(interrupt, "__notes__", ()), sep="\n", file=sys.stderr)
        return 130
    return 0


def show_answer(client: dify.Client, question: str) -> None:
    """Show an answer word by word; whatever breaks this off stops the run."""
    url = f"{client.base_url}/chat-messages"
    headers = {"Authorization": f"Bearer {os.environ['DIFY_API_KEY']}"}
    body: dict[str, object] = {"query": question, "user": USER, "inputs": {}}
    body["response_mode"] = "streaming"
    with (
        httpx2.stream("POST", url, headers=headers, json=body, timeout=60) as response,
        stop_on_cancel(Run(), grace=5.0) as run,
    ):
        for message in httpx2.EventSource(response.raise_for_status()):
            event = json.loads(message.data or "{}")
            if "task_id" in event:
                run.bind(client.stop_chat_message, event["task_id"], user=USER)
            print(event.get("answer", ""), end="", flush=True)
    print()


if __name__ == "__main__":
    sys.exit(main())
