"""One stop call over a mock transport, against the same call written by hand with httpx2."""

from __future__ import annotations

import asyncio
import importlib
import statistics
import sys
import time
from collections.abc import Awaitable, Callable
from pathlib import Path
from typing import Any

import httpx2

from bench.processes import ROOT
from bench.rows import Row

RUNS = 41
TARGET = 1.0
_CALLS = 50
_PACKAGE = ROOT / "generated" / "stopclients"
_KEY = "app-0123456789abcdef01234567"
_TASK = "0b5c8a0e-7a43-4d2c-9a52-3f1d5c7e9b21"
_URL = f"https://api.dify.ai/v1/chat-messages/{_TASK}/stop"
_HEADERS = {"Authorization": f"Bearer {_KEY}"}
_TRANSPORT = httpx2.MockTransport(lambda _: httpx2.Response(200, json={"result": "success"}))


def rows(runs: int = RUNS, package: Path = _PACKAGE) -> list[Row]:
    """Measure both flavours; each run is the median of some calls, ours and theirs by turns."""
    sys.path.insert(0, str(package.parent))
    dify = importlib.import_module(f"{package.name}.dify")
    return [_sync(dify, runs), asyncio.run(_asynchronous(dify, runs))]


def _sync(dify: Any, runs: int) -> Row:
    with httpx2.Client(transport=_TRANSPORT) as http, dify.Client(_KEY, http_client=http) as client:

        def ours() -> object:
            return client.stop_chat_message(_TASK, user="user-123").body

        def theirs() -> object:
            return http.post(_URL, json={"user": "user-123"}, headers=_HEADERS).json()

        pairs = [_pair(ours, theirs) for _ in range(runs + 1)][1:]
    return _row("call: sync, wall µs", pairs)


async def _asynchronous(dify: Any, runs: int) -> Row:
    async with (
        httpx2.AsyncClient(transport=_TRANSPORT) as http,
        dify.AsyncClient(_KEY, http_client=http) as client,
    ):

        async def ours() -> object:
            return (await client.stop_chat_message(_TASK, user="user-123")).body

        async def theirs() -> object:
            response = await http.post(_URL, json={"user": "user-123"}, headers=_HEADERS)
            return response.json()

        pairs = [await _pair_async(ours, theirs) for _ in range(runs + 1)][1:]
    return _row("call: async, wall µs", pairs)


def _pair(ours: Callable[[], object], theirs: Callable[[], object]) -> tuple[float, float]:
    times: tuple[list[float], list[float]] = ([], [])
    for _ in range(_CALLS):
        for side, call in enumerate((ours, theirs)):
            start = time.perf_counter()
            call()
            times[side].append(time.perf_counter() - start)
    return _medians(times)


async def _pair_async(
    ours: Callable[[], Awaitable[object]], theirs: Callable[[], Awaitable[object]]
) -> tuple[float, float]:
    times: tuple[list[float], list[float]] = ([], [])
    for _ in range(_CALLS):
        for side, call in enumerate((ours, theirs)):
            start = time.perf_counter()
            await call()
            times[side].append(time.perf_counter() - start)
    return _medians(times)


def _medians(times: tuple[list[float], list[float]]) -> tuple[float, float]:
    return statistics.median(times[0]) * 1e6, statistics.median(times[1]) * 1e6


def _row(name: str, pairs: list[tuple[float, float]]) -> Row:
    return Row(name, tuple(ours for ours, _ in pairs), tuple(theirs for _, theirs in pairs), TARGET)
