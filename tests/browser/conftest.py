"""One browser for all tests of a process."""

from collections.abc import Iterator

import pytest

from browser.chromium import Browser, chromium


@pytest.fixture(scope="session")
def window() -> Iterator[Browser]:
    with chromium() as opened:
        yield opened
