"""Evidence that goes from one claim or source to another, where the same may be said already."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

from annot.store.models import Evidence, Note
from annot.store.recorder import Operation

LINK = ("source_id", "stance", "passage", "locator", "note")
"""By what two pieces of evidence for one claim are the same."""


def give(
    operation: Operation, items: Iterable[Evidence], *, beside: Iterable[Evidence], **belongs: int
) -> None:
    """Give evidence to another claim or source; what is said there already is kept once.

    The notes about a piece that goes are about its twin then.

    Args:
        operation: The open operation.
        items: The evidence that is given.
        beside: The evidence that is there already.
        belongs: What it belongs to from now on: `claim_id` or `source_id`.
    """
    there = {_link(item): item for item in beside}
    for item in items:
        twin = there.get(_link(item, **belongs))
        if twin is None:
            moved = operation.update(item, **belongs)
            there[_link(moved)] = moved
            continue
        for note in operation.find(Note, evidence_id=item.id):
            operation.update(note, evidence_id=twin.id)
        operation.delete(item)


def _link(item: Evidence, **belongs: Any) -> tuple[object, ...]:
    names = ("article_id", "claim_id", *LINK)
    return tuple(belongs.get(name, getattr(item, name)) for name in names)
