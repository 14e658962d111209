"""Finds what a project includes or excludes that no document describes."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from difflib import get_close_matches

from stopgen.choice import Choices, Wish
from stopgen.description import Description
from stopgen.diagnostic import Code, Diagnostic, error
from stopgen.select import calls


def unmatched(descriptions: Sequence[Description], choices: Choices) -> Iterator[Diagnostic]:
    """Yield an error for each wish that matches no operation of its provider's documents."""
    for provider, choice in choices.items():
        own = [known for known in descriptions if known.document.provider == provider]
        known = dict.fromkeys(call for description in own for call in calls(description))
        for wish in choice.wishes:
            if wish.call not in known:
                others = {known.document.provider for known in descriptions}
                hint = _hint(wish, map(" ".join, known)) if own else _hint_at(provider, others)
                reason = f"no document of {provider!r} describes {str(wish)!r}{hint}"
                yield error(Code.CHOICE_NO_MATCH, wish.position, reason)


def _hint(wish: Wish, known: Iterable[str]) -> str:
    close = get_close_matches(str(wish), list(known), n=1)
    return f"; did you mean {close[0]!r}?" if close else ""


def _hint_at(provider: str, others: Iterable[str]) -> str:
    close = get_close_matches(provider, sorted(others), n=1)
    return f"; did you mean the provider {close[0]!r}?" if close else ""
