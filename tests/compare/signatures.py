"""Whether methods take the calls that others took, judged by nothing but their arguments."""

from __future__ import annotations

from stopgen.compare.face import Face


def signatures(face: Face) -> dict[str, tuple[list[str], set[str], set[str]]]:
    """By method: its positional arguments, its required keywords, and all of its keywords."""
    return {
        method.name: (
            [argument.name for argument in method.positional],
            {argument.name for argument in method.keywords if argument.default is None},
            {argument.name for argument in method.keywords},
        )
        for _, method in face.calls.values()
    }


def takes_all_calls(old: Face, new: Face) -> bool:
    """Tell whether every call that fitted the old methods fits the new ones."""
    after = signatures(new)
    return all(
        name in after
        and positional == after[name][0]
        and after[name][1] <= required
        and keywords <= after[name][2]
        for name, (positional, required, keywords) in signatures(old).items()
    )
