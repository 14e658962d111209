"""Reads YAML and JSON, whichever a text is."""

from __future__ import annotations

from stopgen.diagnostic import Checked
from stopgen.readers import json_text
from stopgen.readers.excerpt import Data, Excerpt


def load(excerpt: Excerpt) -> Checked[Data | None]:
    """Read a text; None if there is an error in it, which then has been reported."""
    if json_text.looks_like_json(excerpt.text):
        return (yield from json_text.load(excerpt))
    from stopgen.readers import yaml_text

    return (yield from yaml_text.load(excerpt))
