"""Whether clients take the calls that others took, judged by nothing but their arguments."""

from __future__ import annotations

from stopgen.compare.face import Face

ABSENT = {"None", "Unset"}
WIDER = {"int": {"float", "JsonValue"}, "str": {"JsonValue"}, "bool": {"JsonValue"}}


def signatures(face: Face) -> dict[str, tuple[list[str], set[str], dict[str, str]]]:
    """By method: its positional arguments, its required keywords, and all arguments with their types."""
    return {
        method.name: (
            [argument.name for argument in method.positional],
            {argument.name for argument in method.keywords if argument.default is None},
            {a.name: a.annotation for a in (*method.positional, *method.keywords)},
        )
        for _, method in face.calls.values()
    }


def alternatives(spelled: str) -> set[str]:
    """What a type can be, each value of a list by itself."""
    parts = (part.removeprefix("Literal[").removesuffix("]") for part in spelled.split(" | "))
    return {value for part in parts for value in part.split(", ")}


def takes(before: str, after: str) -> bool:
    """Tell whether every value of one type fits another."""
    allowed = alternatives(after)
    return all(
        part in allowed
        or WIDER.get(part, set[str]()) & allowed
        or (part.startswith("'") and "str" in allowed)
        for part in alternatives(before) - ABSENT
    )


def takes_all_calls(old: Face, new: Face) -> bool:
    """Tell whether every client and every call that fitted the old package fits the new one."""
    after = signatures(new)
    return {*old.credentials} <= {*new.credentials} and all(
        name in after
        and positional == after[name][0]
        and after[name][1] <= required
        and all(
            key in after[name][2] and takes(kind, after[name][2][key])
            for key, kind in types.items()
        )
        for name, (positional, required, types) in signatures(old).items()
    )
