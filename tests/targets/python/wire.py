"""Generates one package out of many small calls, and says what arrives when they are made."""

from __future__ import annotations

import importlib
import shutil
import sys
from collections.abc import Generator
from contextlib import contextmanager
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import anyio
import httpx2

from descriptions import Tree, openapi, response
from loopback import LoopbackServer, Reply, Seen
from targets.python.support import package, platform, write

FLAVOURS = ("sync", "asyncio")
RUNTIME = Path(__file__).parents[3] / "templates" / "python" / "_runtime"
TRUST = httpx2.create_ssl_context()


@dataclass(frozen=True, kw_only=True)
class Case:
    """A call as a document describes it, the call as a caller makes it, and what must arrive.

    Attributes:
        path: The end of the path template.
        operation: What the operation says besides its answers.
        arguments: Values of the path.
        keywords: Everything else that the caller gives.
        target: The end of what must arrive as path and query.
        headers: Headers that must arrive; None for one that must not.
        body: What must arrive as the body.
    """

    name: str
    path: str = ""
    operation: Tree = field(default_factory=dict[str, Any])
    arguments: tuple[Any, ...] = ()
    keywords: Tree = field(default_factory=dict[str, Any])
    target: str = ""
    headers: dict[str, str | None] = field(default_factory=dict[str, str | None])
    body: bytes = b""


def document(cases: list[Case], **members: Any) -> Tree:
    """Return a document in which every case is an operation."""
    paths: Tree = {}
    for number, case in enumerate(cases):
        operation: Tree = {"operationId": f"stop{number}", "responses": {"200": response()}}
        paths[f"/{number}/stop{case.path}"] = {"post": operation | case.operation}
    return openapi(paths, **members)


@contextmanager
def generated(folder: Path, name: str, whole: Tree) -> Generator[Any]:
    """Write the package of a document, and import its only platform."""
    write(package(platform(whole)), folder / name)
    _share_runtime(folder / name / "_runtime")
    sys.path.insert(0, str(folder))
    try:
        yield importlib.import_module(f"{name}.acme")
    finally:
        sys.path.remove(str(folder))
        for known in [known for known in sys.modules if known.partition(".")[0] == name]:
            del sys.modules[known]


def _share_runtime(copy: Path) -> None:
    """Let a package run on what its runtime is copied from, so that it counts as tested."""
    shutil.rmtree(copy)
    copy.symlink_to(RUNTIME, target_is_directory=True)


def call(flavour: str, acme: Any, url: str | None, method: str, case: Case, **options: Any) -> Any:
    """Make a client of a flavour, and call one of its methods."""
    options = {"max_retries": 0, "base_url": url, **options}

    async def stop() -> Any:
        async with httpx2.AsyncClient(verify=TRUST) as http:
            client = acme.AsyncClient(http_client=http, **options)
            return await getattr(client, method)(*case.arguments, **case.keywords)

    if flavour != "sync":
        return anyio.run(stop, backend=flavour)
    with httpx2.Client(verify=TRUST) as http:
        client = acme.Client(http_client=http, **options)
        return getattr(client, method)(*case.arguments, **case.keywords)


def arrived(flavour: str, acme: Any, server: LoopbackServer, number: int, case: Case) -> Seen:
    """Return what arrives at a server when a case is called."""
    stage = server.play(Reply(200))
    call(flavour, acme, stage.url, f"stop{number}", case)
    (seen,) = stage.seen
    return seen
