"""Corrects descriptions with OpenAPI Overlay 1.0 documents."""

from __future__ import annotations

import posixpath
from collections.abc import Sequence

from stopgen.description import Description, Pointer
from stopgen.diagnostic import Checked, Code, each, error, warning
from stopgen.overlay.document import Action, Overlay, read
from stopgen.overlay.edit import Edit
from stopgen.references import spell
from stopgen.source import Document
from stopgen.unread import plain


def apply(description: Description, overlays: Sequence[Document]) -> Checked[Description]:
    """Correct one description; its tree is not changed, what differs is copied."""
    corrected = yield from apply_all([description], overlays)
    return corrected[0]


def apply_all(
    descriptions: Sequence[Description], overlays: Sequence[Document]
) -> Checked[list[Description]]:
    """Correct descriptions, each with the overlays of its provider, in the order of the overlays.

    An action has to find its target in one of the descriptions that its overlay speaks about.

    Returns:
        The corrected descriptions, in the same order.
    """
    corrected = [_whole(known) for known in descriptions]
    for overlay in (yield from each(read, overlays)):
        chosen = yield from _chosen(overlay, corrected)
        for action in overlay.actions if chosen else ():
            yield from _act(action, corrected, chosen)
    return corrected


def _whole(description: Description) -> Description:
    """Return a description of which nothing waits to be read: an overlay can select anything in it."""
    tree = plain(description.openapi)
    if tree is description.openapi:
        return description
    return description._replace(openapi=tree, names={})


def _chosen(overlay: Overlay, descriptions: Sequence[Description]) -> Checked[list[int]]:
    """Return which descriptions an overlay speaks about."""
    own = [
        index
        for index, description in enumerate(descriptions)
        if description.document.provider == overlay.document.provider
    ]
    if not own:
        message = "there is no document that this overlay could change"
        yield warning(Code.OVERLAY_NO_MATCH, overlay.origin.position, message)
    named = overlay.extends.text
    if named is None or not own:
        return own
    name = posixpath.normpath(posixpath.join(posixpath.dirname(overlay.document.name), named))
    chosen = [index for index in own if descriptions[index].document.name == name]
    if not chosen:
        message = f"{named!r} is none of the documents beside this overlay"
        yield error(Code.OVERLAY_NO_MATCH, overlay.extends.origin.position, message)
    return chosen


def _act(action: Action, descriptions: list[Description], chosen: Sequence[int]) -> Checked[None]:
    """Apply an action to the chosen descriptions, in place of which the changed ones are put."""
    matched = False
    for index in chosen:
        description = descriptions[index]
        try:
            found = action.select(description.openapi)
        except ValueError as problem:
            message = f"the target cannot be looked for: {problem}"
            yield error(Code.OVERLAY_INVALID, action.target.origin.position, message)
            return
        matched = matched or bool(found)
        if found:
            descriptions[index] = yield from _changed(action, description, found)
    if not matched:
        message = f"nothing is selected by {action.target.text!r}"
        yield error(Code.OVERLAY_NO_MATCH, action.target.origin.position, message)


def _changed(
    action: Action, description: Description, found: Sequence[Pointer]
) -> Checked[Description]:
    edit = Edit(description.openapi, description.origins)
    if action.update is None:
        edit.remove(found)
    else:
        for pointer in found:
            if not edit.update(pointer, action.update):
                message = f"this does not fit what is selected at '{spell(pointer) or '/'}'"
                yield error(Code.OVERLAY_INVALID, action.update.origin.position, message)
    if not isinstance(edit.tree, dict):
        message = "this would leave no description"
        yield error(Code.OVERLAY_INVALID, action.target.origin.position, message)
        return description
    return description._replace(openapi=edit.tree, origins=edit.origins)
