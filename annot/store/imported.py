"""What imports once wrote, read from the history; and imports that leave all or nothing."""

from __future__ import annotations

import contextlib
import json
from collections import defaultdict
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field, replace
from typing import Any
from uuid import UUID

from sqlalchemy import Connection, select

from annot.store.database import part
from annot.store.images import Image, image, table_of
from annot.store.in_force import undone
from annot.store.models import Anchor, Change, Claim, Event, Evidence, Note
from annot.store.recorder import Operation
from annot.store.rows import running

IMPORT = "import"
"""The action under which an import stands in the history."""

SETTLE = "import.settle"
"""The action of an import that settles conflicts between an earlier one and people.

What it leaves is no base for a later import: the file that was in conflict would win by it.
"""


@dataclass(slots=True)
class Imported:
    """What imports left in an article, as far as they were not undone.

    Attributes:
        base: For each claim its image as the last import left it, or else as it was added; not
            for those that came in runs and that no import touched since.
        below: For each claim what imports added to it one by one: anchors, evidence and notes.
        earlier: The images of rows before they were changed for the first time, by noun and id.
        came: The ids that came in runs, by noun; but for claims only those of imports in force.
    """

    base: dict[int, Image] = field(default_factory=dict)
    below: dict[int, list[tuple[str, Image]]] = field(default_factory=lambda: defaultdict(list))
    earlier: dict[tuple[str, int], Image] = field(default_factory=dict)
    came: dict[str, list[range]] = field(default_factory=lambda: defaultdict(list))

    def base_of(self, claim: Claim) -> Image:
        """A claim as the last import left it, or else as it was added; empty if that is unknown."""
        if claim.id in self.base:
            return self.base[claim.id]
        return self._as_it_came("claim", claim) or {}

    def added_to(
        self, claim_id: int, noun: str, there: Iterable[Anchor | Evidence | Note]
    ) -> list[Image]:
        """What imports once added to a claim of one noun, whether it is still there or not.

        Args:
            claim_id: The claim.
            noun: anchor, evidence or note.
            there: What the claim has of it now.
        """
        single = [image for name, image in self.below.get(claim_id, ()) if name == noun]
        untouched = [
            image(noun, row)
            for row in there
            if (noun, row.id) not in self.earlier and self._came(noun, row.id)
        ]
        touched = [
            found
            for (name, row_id), found in self.earlier.items()
            if name == noun and found["claim_id"] == claim_id and self._came(noun, row_id)
        ]
        return [*single, *untouched, *touched]

    def _as_it_came(self, noun: str, row: Claim) -> Image | None:
        if not self._came(noun, row.id):
            return None
        return self.earlier.get((noun, row.id)) or image(noun, row)

    def _came(self, noun: str, row_id: int) -> bool:
        return any(row_id in ids for ids in self.came[noun])


def imported(connection: Connection, article_id: int) -> Imported:
    """What the imports of an article once wrote, read from its history."""
    undone = undone_operations(connection)
    event, change = table_of(Event), table_of(Change)
    of_event = (change.c.article_id == event.c.article_id) & (change.c.seq == event.c.seq)
    statement = (
        select(change, event.c.action, event.c.operation)
        .join(event, of_event)
        .where(
            change.c.article_id == article_id,
            change.c.noun.in_(["claim", "anchor", "evidence", "note"]),
        )
        .order_by(change.c.seq, change.c.position)
    )
    found = Imported()
    for row in connection.execute(statement):
        _note(found, row, in_force=row.action == IMPORT and row.operation not in undone)
    return found


def _note(found: Imported, row: Any, *, in_force: bool) -> None:
    """Note what a change says about what imports left."""
    key = (row.noun, row.row_id)
    if row.rows > 1:
        if row.after and (in_force or row.noun == "claim"):
            found.came[row.noun].append(range(row.row_id, row.row_id + row.rows))
        return
    if row.before and key not in found.earlier:
        found.earlier[key] = json.loads(row.before)
    if row.after is None:
        return
    if row.noun == "claim":
        if in_force or (row.before is None and row.row_id not in found.base):
            found.base[row.row_id] = json.loads(row.after)
    elif in_force and row.before is None:
        left = json.loads(row.after)
        found.below[left.get("claim_id")].append((row.noun, left))


def undone_operations(connection: Connection) -> set[UUID]:
    """The operations that are not in force: undone, and the undoing was not undone itself."""
    return {UUID(bytes=uid) for uid in undone(running(connection))}


@contextlib.contextmanager
def all_or_nothing(operation: Operation) -> Iterator[None]:
    """A part of an open operation that leaves nothing behind if it raises."""
    before = {key: replace(change) for key, change in operation.changes.items()}
    runs = list(operation.runs)
    try:
        with part(operation.connection):
            yield
    except BaseException:
        operation.changes.clear()
        operation.changes.update(before)
        operation.runs[:] = runs
        raise
