"""The options and the late imports of the commands that fetch documents."""

from __future__ import annotations

from importlib.util import find_spec
from math import isnan
from pathlib import Path
from typing import TYPE_CHECKING

import click

from stopgen.commands import options
from stopgen.commands.run import Run
from stopgen.diagnostic import Code, Position, error

if TYPE_CHECKING:
    from stopgen.fetch.session import Network

_LIBRARY = "httpx2"


def _real(_context: click.Context, _parameter: click.Parameter, value: float) -> float:
    """Refuse what is no number, which is in every range."""
    if isnan(value):
        raise click.BadParameter("it must be a number")
    return value


timeout = click.option(
    "--timeout",
    callback=_real,
    type=click.FloatRange(min=0, min_open=True),
    default=60.0,
    show_default=True,
    metavar="SECONDS",
    help="How long a page may take, from the first name lookup to the last byte.",
)
ca_file = click.option(
    "--ca-file",
    type=options.Place(exists=True, dir_okay=False, path_type=Path),
    metavar="FILE",
    help="Certificates to trust instead of the system's (or of SSL_CERT_FILE).",
)


def network(run: Run, timeout: float, ca_file: Path | None) -> Network:
    """Return how pages are fetched; end the run where the library for it is missing."""
    if find_spec(_LIBRARY) is None:
        reason = f"this command needs {_LIBRARY}: install 'stopgen[update]'"
        run.found.append(error(Code.LIBRARY_MISSING, Position("stopgen"), reason))
        run.end()
    from stopgen.fetch.limits import Limits
    from stopgen.fetch.session import Network

    limits = Limits(seconds=timeout, connect=min(timeout, Limits().connect))
    return Network(limits, ca_file)
