"""What a project asks for of each provider, whatever the rules say."""

from __future__ import annotations

from collections.abc import Mapping
from types import MappingProxyType
from typing import Final, NamedTuple, TypeAlias

from stopgen.diagnostic import Position

Call: TypeAlias = tuple[str, str]
"""The method in upper case and the path of an operation."""


class Wish(NamedTuple):
    """One operation that a project names, and where it does.

    Attributes:
        method: The HTTP method in upper case.
        path: The path template.
        position: The place in pyproject.toml or provider.toml.
    """

    method: str
    path: str
    position: Position

    @property
    def call(self) -> Call:
        """What the operation is recognised by."""
        return self.method, self.path

    def __str__(self) -> str:
        return f"{self.method} {self.path}"


class Choice(NamedTuple):
    """What a project asks for of one provider.

    Attributes:
        include: Operations that are generated even where no rule finds them.
        exclude: Operations that never are.
        models: How many models each operation may have; None for as many as usual.
        models_at: The place in pyproject.toml that says so.
    """

    include: tuple[Wish, ...] = ()
    exclude: tuple[Wish, ...] = ()
    models: int | None = None
    models_at: Position | None = None

    @property
    def wishes(self) -> tuple[Wish, ...]:
        """All that is named."""
        return self.include + self.exclude

    def settings(self, provider: str) -> dict[str, str]:
        """Return what the lock says about it; the order of entries makes no difference."""
        listed = {"include": self.include, "exclude": self.exclude}
        settings = {
            f"{provider}.{key}": ", ".join(sorted(set(map(str, wishes))))
            for key, wishes in listed.items()
            if wishes
        }
        return settings | ({f"{provider}.models": str(self.models)} if self.models else {})


Choices: TypeAlias = Mapping[str, Choice]
"""The choice for each provider that has one."""

NO_CHOICE: Final = Choice()
NO_CHOICES: Final[Choices] = MappingProxyType({})


def merged(one: Choice, other: Choice) -> Choice:
    """Return what two places ask for together; the first one speaks where both say the same."""
    return Choice(
        _distinct(one.include + other.include),
        _distinct(one.exclude + other.exclude),
        one.models or other.models,
        one.models_at or other.models_at,
    )


def _distinct(wishes: tuple[Wish, ...]) -> tuple[Wish, ...]:
    """Return the first wish for each operation."""
    found: dict[Call, Wish] = {}
    for wish in wishes:
        found.setdefault(wish.call, wish)
    return tuple(found.values())
