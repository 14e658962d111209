"""Prints paths for other programs: byte for byte, and nothing else."""

from __future__ import annotations

import os
from collections.abc import Iterable
from pathlib import Path

import click


def echo(paths: Iterable[Path], *, null: bool) -> None:
    """Print paths, each with a line end or NUL after it."""
    for path in paths:
        click.echo(os.fsencode(path) + (b"\0" if null else b"\n"), nl=False)
