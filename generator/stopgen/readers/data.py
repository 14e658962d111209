"""Reads YAML and JSON, whichever a text is."""

from __future__ import annotations

from stopgen.diagnostic import Checked
from stopgen.readers import json_text, yaml_text
from stopgen.readers.excerpt import Data, Excerpt


def load(excerpt: Excerpt) -> Checked[Data | None]:
    """Read a text; None if there is an error in it, which then has been reported."""
    loader = json_text.load if json_text.looks_like_json(excerpt.text) else yaml_text.load
    return (yield from loader(excerpt))
