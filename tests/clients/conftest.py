"""The generated package, imported as an application would."""

import sys
from collections.abc import Iterator
from pathlib import Path

import pytest

from loopback import LoopbackServer

sys.path.insert(0, str(Path(__file__).parents[2] / "generated"))


@pytest.fixture(scope="session")
def server() -> Iterator[LoopbackServer]:
    with LoopbackServer() as running:
        yield running
