"""Makes the runtime, its hand-written sample and the loopback server importable."""

from __future__ import annotations

import sys
from collections.abc import Iterator
from pathlib import Path

import pytest

TESTS = Path(__file__).parents[1]
RUNTIME = TESTS.parent / "templates" / "python"
sys.path[:0] = [str(TESTS), str(RUNTIME)]

from loopback import LoopbackServer  # noqa: E402
from runtime.flavours import FLAVOURS, Flavour  # noqa: E402 - found through the path set above
from runtime.virtual import VirtualClock  # noqa: E402


@pytest.fixture(autouse=True)
def no_environment(monkeypatch: pytest.MonkeyPatch) -> None:
    for platform in ("DIFY", "RECOUP", "XPANDER", "FAY"):
        monkeypatch.delenv(f"{platform}_API_KEY", raising=False)
        monkeypatch.delenv(f"{platform}_BASE_URL", raising=False)


@pytest.fixture(scope="session")
def server() -> Iterator[LoopbackServer]:
    with LoopbackServer() as running:
        yield running


@pytest.fixture(params=FLAVOURS, ids=lambda flavour: flavour.name)
def flavour(request: pytest.FixtureRequest) -> Flavour:
    chosen: Flavour = request.param
    return chosen


@pytest.fixture
def clock(monkeypatch: pytest.MonkeyPatch) -> VirtualClock:
    virtual = VirtualClock()
    virtual.install(monkeypatch)
    return virtual
