"""Compares two versions of the documents, for the commands that tell what changed."""

from __future__ import annotations

from pathlib import Path
from tempfile import TemporaryDirectory
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from stopgen.commands.run import Run
    from stopgen.compare.formats import Comparison
    from stopgen.config import Config


def compare_versions(run: Run, old: str | None, new: str | None, config: Config) -> Comparison:
    """Return what changed from one version to another; end the run where one cannot be read.

    Args:
        run: The run.
        old: A file, a folder, a revision with a path or one without; by default what HEAD has of the specs.
        new: The same; by default the specs as they are.
        config: Where the specs are, and how they are read.
    """
    from stopgen import compare, versions
    from stopgen.compare.formats import Comparison

    with TemporaryDirectory(prefix="stopgen-") as folder:
        both = run(versions.read(old, new, config, Path(folder)))
        run.stop_if_failed()
        before, after = both
        found = compare.changes(before.providers, after.providers, config.providers)
        shown = [versions.shown(change, before, after) for change in found]
    return Comparison(before.label, after.label, shown)
