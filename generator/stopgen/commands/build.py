"""Generates the clients in memory, for the commands that write or compare them."""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from stopgen.commands.run import Run
    from stopgen.config import Config
    from stopgen.emit import File
    from stopgen.emit.lock import Lock
    from stopgen.model import Provider


def build(run: Run, config: Config) -> tuple[list[Provider], list[File], Lock]:
    """Return the providers, the files of their clients, and the record of where they come from."""
    from stopgen import pipeline
    from stopgen.targets import python

    providers, record = run(pipeline.provide(config.specs, config.locale, config.providers))
    run.stop_if_failed()
    most = {name: choice.models for name, choice in config.providers.items() if choice.models}
    files = run(python.generate(providers, most))
    run.stop_if_failed()
    return providers, files, record
