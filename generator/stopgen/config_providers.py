"""Reads ``[tool.stopgen.providers.NAME]``: what a project asks for of one provider."""

from __future__ import annotations

from typing import Final

from stopgen.choice import Choice, Choices
from stopgen.choice_table import KEYS, choice
from stopgen.diagnostic import Checked
from stopgen.toml_table import Table, is_table, mapping

_KEYS: Final = (*KEYS, "models")
_TABLE: Final = "tool.stopgen.providers"


def choices(file: str, text: str, value: object) -> Checked[Choices]:
    """Check the table of all providers.

    Args:
        file: The path of pyproject.toml as a user would type it.
        text: What stands in it.
        value: The value of ``providers``.
    """
    found: dict[str, Choice] = {}
    for provider, entries in mapping(value).items():
        table = Table(file, text, f"{_TABLE}.{provider}")
        found[provider] = yield from _choice(table, provider, entries)
    if not is_table(value):
        table = Table(file, text, _TABLE)
        yield table.invalid("providers must be a table of tables", table.word("providers"))
    return {provider: choice for provider, choice in found.items() if choice != Choice()}


def _choice(table: Table, provider: str, value: object) -> Checked[Choice]:
    if not is_table(value):
        reason = f"{provider} must be a table with include, exclude or models"
        yield table.invalid(reason, table.word(provider))
        return Choice()
    members = mapping(value)
    for key in members:
        if key not in _KEYS:
            yield table.unknown(key, _KEYS, table.word(key))
    found = yield from choice(table, members)
    models = yield from _models(table, members.get("models"))
    return found._replace(models=models, models_at=table.word("models") if models else None)


def _models(table: Table, value: object) -> Checked[int | None]:
    if value is None or (type(value) is int and value > 0):
        return value
    reason = f"models must be a whole number above 0, not {value!r}"
    yield table.invalid(reason, table.word("models"))
    return None
