"""Time that goes as a test tells it to: nothing ever waits."""

from __future__ import annotations

from collections.abc import Callable

import anyio.lowlevel
import pytest

from _runtime.async_client import AsyncClient
from _runtime.base_client import BaseClient
from _runtime.clock import Clock
from _runtime.sync_client import SyncClient
from _runtime.timer import AsyncClosing, AsyncTimer, Closing, Timer


class VirtualClock(Clock):
    """A clock that stands still unless somebody sleeps, and whose chance is always the same."""

    def __init__(self, chance: float = 0.5) -> None:
        self.time = 1000.0
        self.fixed_chance = chance
        self.slept: list[float] = []
        self.after_sleep: Callable[[], object] = lambda: None

    def now(self) -> float:
        return self.time

    def chance(self) -> float:
        return self.fixed_chance

    def pass_time(self, seconds: float) -> None:
        self.slept.append(seconds)
        self.time += seconds
        self.after_sleep()

    def install(self, monkeypatch: pytest.MonkeyPatch) -> None:
        """Let all clients that are made from now on live in this time."""
        monkeypatch.setattr(BaseClient, "_clock", self)
        monkeypatch.setattr(SyncClient, "_timer", VirtualTimer(self))
        monkeypatch.setattr(AsyncClient, "_timer", VirtualAsyncTimer(self))


class VirtualTimer(Timer):
    def __init__(self, clock: VirtualClock) -> None:
        self._clock = clock

    def sleep(self, seconds: float, closed: Closing) -> bool:
        self._clock.pass_time(seconds)
        return closed.is_set()


class VirtualAsyncTimer(AsyncTimer):
    def __init__(self, clock: VirtualClock) -> None:
        self._clock = clock

    async def sleep(self, seconds: float, closed: AsyncClosing) -> bool:
        await anyio.lowlevel.checkpoint()
        self._clock.pass_time(seconds)
        return closed.is_set()
