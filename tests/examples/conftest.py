"""A platform that the example programs can be run against."""

import sys
from collections.abc import Iterator
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[2]
sys.path[:0] = [str(ROOT / "generated"), str(ROOT / "examples")]

from examples.platform_with_chat import Platform, serve  # noqa: E402 - through the path above


@pytest.fixture
def platform() -> Iterator[Platform]:
    with serve() as running:
        yield running
