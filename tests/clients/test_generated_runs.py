"""The generated package has the run handles."""

from __future__ import annotations

import stopclients


def test_all_handles_are_exported() -> None:
    names = set(
        "ActiveRuns AsyncRun Run RunState StopReport stop_after stop_all_at_exit "
        "stop_all_on_signals stop_many stop_on_cancel".split()
    )

    assert names <= set(stopclients.__all__)
    assert all(getattr(stopclients, name).__module__.startswith("stopclients.") for name in names)
