"""What a package is asked to be made from, and where."""

from __future__ import annotations

from dataclasses import dataclass, field
from pathlib import Path

from stopgen.choice import NO_CHOICES, Choices


@dataclass(frozen=True, slots=True)
class Request:
    """Everything that shapes a package.

    Attributes:
        documents: The folder of the documents, with a folder for each provider.
        output: The folder of the package, which takes its name.
        locale: The language that speaks where documents come in several.
        choices: What is included and excluded by hand.
    """

    documents: Path
    output: Path
    locale: str = "en"
    choices: Choices = field(default_factory=lambda: NO_CHOICES)
