"""The vocabulary of stopping: the words that select and naming look for."""

from __future__ import annotations

from typing import Final

STOP_VERBS: Final = frozenset({"stop", "cancel", "abort", "terminate", "interrupt", "kill", "halt"})
"""Imperatives that end a run."""
