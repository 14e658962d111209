"""Finds what a project asks for that no document describes."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Iterator, Sequence
from difflib import get_close_matches

from stopgen.choice import Choices, Wish
from stopgen.description import Description
from stopgen.diagnostic import Code, Diagnostic, error
from stopgen.select import calls


def unmatched(
    descriptions: Sequence[Description], choices: Choices, present: Collection[str]
) -> Iterator[Diagnostic]:
    """Yield an error for each wish that matches nothing in its provider's documents.

    Args:
        descriptions: What could be understood.
        choices: The wishes.
        present: The providers that have documents; those that could not be understood are told elsewhere.
    """
    for provider, choice in choices.items():
        own = [known for known in descriptions if known.document.provider == provider]
        if not own and provider in present:
            continue
        if choice.models_at and not own:
            reason = f"there is no document of {provider!r}{_hint_at(provider, present)}"
            yield error(Code.CHOICE_NO_MATCH, choice.models_at, reason)
        known = dict.fromkeys(call for description in own for call in calls(description))
        for wish in choice.wishes:
            if wish.call not in known:
                hint = _hint(wish, map(" ".join, known)) if own else _hint_at(provider, present)
                reason = f"no document of {provider!r} describes {str(wish)!r}{hint}"
                yield error(Code.CHOICE_NO_MATCH, wish.position, reason)


def _hint(wish: Wish, known: Iterable[str]) -> str:
    close = get_close_matches(str(wish), list(known), n=1)
    return f"; did you mean {close[0]!r}?" if close else ""


def _hint_at(provider: str, others: Iterable[str]) -> str:
    close = get_close_matches(provider, sorted(others), n=1)
    return f"; did you mean the provider {close[0]!r}?" if close else ""
