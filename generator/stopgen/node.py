"""A place in a description: the value, where it stands, and safe ways to look inside."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, field

from stopgen.description import Description, Json, JsonObject, Origin
from stopgen.references import reference_of, resolve


@dataclass(frozen=True, slots=True)
class Node:
    """One value of a description; looking for what is not there finds null, never an exception.

    Attributes:
        value: The JSON value.
        origin: Where it stands.
        root: The whole OpenAPI tree, for references.
    """

    value: Json
    origin: Origin = field(compare=False)
    root: JsonObject = field(compare=False, repr=False)

    @classmethod
    def of(cls, description: Description) -> Node:
        """Return the root of a description."""
        return cls(description.openapi, Origin(description.origins, ()), description.openapi)

    def __getitem__(self, key: str) -> Node:
        value = self.value.get(key) if isinstance(self.value, dict) else None
        return Node(value, self.origin / key, self.root)

    def __contains__(self, key: str) -> bool:
        return isinstance(self.value, dict) and key in self.value

    def __bool__(self) -> bool:
        return self.value is not None

    def members(self) -> Iterator[tuple[str, Node]]:
        """Yield the names and values of an object; nothing for any other value."""
        for key, value in self.value.items() if isinstance(self.value, dict) else ():
            yield key, Node(value, self.origin / key, self.root)

    def items(self) -> Iterator[Node]:
        """Yield the items of an array; nothing for any other value."""
        for index, value in enumerate(self.value) if isinstance(self.value, list) else ():
            yield Node(value, self.origin / index, self.root)

    def follow(self) -> Node:
        """Return the target of a reference; a node that is none returns itself."""
        value, pointer = resolve(self.root, self.value)
        if pointer is None:
            return self
        return Node(value, Origin(self.origin.origins, pointer), self.root)

    @property
    def is_dangling(self) -> bool:
        """Whether this is a reference that leads nowhere."""
        target = self.follow()
        return isinstance(target.value, dict) and "$ref" in target.value

    @property
    def schema_name(self) -> str | None:
        """The name of the component schema that this refers to, None if it does not."""
        match reference_of(self.value):
            case ("components", "schemas", str(name)):
                return name
            case _:
                return None

    @property
    def text(self) -> str | None:
        """The value if it is a string."""
        return self.value if isinstance(self.value, str) else None

    @property
    def flag(self) -> bool | None:
        """The value if it is a boolean."""
        return self.value if isinstance(self.value, bool) else None

    @property
    def number(self) -> int | None:
        """The value if it is an integer."""
        is_integer = isinstance(self.value, int) and not isinstance(self.value, bool)
        return self.value if is_integer and isinstance(self.value, int) else None

    @property
    def texts(self) -> tuple[str, ...]:
        """The strings among the items of an array."""
        return tuple(item.value for item in self.items() if isinstance(item.value, str))

    @property
    def object(self) -> JsonObject:
        """The value if it is an object, else an empty one."""
        return self.value if isinstance(self.value, dict) else {}
