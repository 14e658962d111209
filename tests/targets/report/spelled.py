"""Requests as the report spells them, and as a real shell reads them."""

from __future__ import annotations

import subprocess

from descriptions import Tree, provider
from stopgen.diagnostic import collect
from stopgen.targets import python
from stopgen.targets.report.operations import Maker

ENVIRONMENT = {
    "ACME_API_KEY": "s3cret",
    "ACME_BASE_URL": "http://here",
    "ACME_USERNAME": "me",
    "ACME_PASSWORD": "pass",
    "ACME_TEAM": "t3am",
}
ECHO = 'curl() { printf "%s\\n---\\n" "$@"; }\n'


def requests_of(whole: Tree) -> tuple[str, str]:
    """The call of a document as curl and as Python."""
    made = provider(whole)
    packages, _ = collect(python.check([made]))
    maker = Maker(made, packages.get(made.name), "stopclients")
    (operation,) = made.operations
    return maker.curl(operation), maker.python(operation) or ""


def words(command: str) -> list[str]:
    """What a real shell gives to curl."""
    done = subprocess.run(
        ["bash", "-c", ECHO + command],
        env=ENVIRONMENT,
        capture_output=True,
        text=True,
        check=True,
        timeout=30,
    )
    assert done.stderr == ""
    return done.stdout.removesuffix("\n---\n").split("\n---\n")
