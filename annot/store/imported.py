"""What imports once wrote, read from the history; and imports that leave all or nothing."""

from __future__ import annotations

import contextlib
import json
from collections import defaultdict
from collections.abc import Iterator
from dataclasses import dataclass, field, replace
from uuid import UUID

from sqlalchemy import Connection, select

from annot.store.images import Image, table_of
from annot.store.models import Change, Event
from annot.store.recorder import Operation

IMPORT = "import"
"""The action under which an import stands in the history."""


@dataclass(slots=True)
class Imported:
    """What imports left in an article, as far as they were not undone.

    Attributes:
        base: For each claim its image as the last import left it, or else as it was added.
        below: For each claim what imports added to it: anchors, evidence and notes, as images.
    """

    base: dict[int, Image] = field(default_factory=dict)
    below: dict[int, list[tuple[str, Image]]] = field(default_factory=lambda: defaultdict(list))


def imported(connection: Connection, article_id: int) -> Imported:
    """What the imports of an article once wrote, read from its history."""
    undone = _undone(connection)
    event, change = table_of(Event), table_of(Change)
    of_event = (change.c.article_id == event.c.article_id) & (change.c.seq == event.c.seq)
    added = change.c.before.is_(None)
    statement = (
        select(change.c.noun, change.c.row_id, change.c.after, event.c.action, event.c.operation)
        .join(event, of_event)
        .where(
            change.c.article_id == article_id,
            change.c.after.is_not(None),
            ((change.c.noun == "claim") & (added | (event.c.action == IMPORT)))
            | (change.c.noun.in_(["anchor", "evidence", "note"]) & added),
        )
        .order_by(change.c.seq, change.c.position)
    )
    found = Imported()
    for row in connection.execute(statement):
        in_force = row.action == IMPORT and row.operation not in undone
        if row.noun == "claim":
            if in_force or row.row_id not in found.base:
                found.base[row.row_id] = json.loads(row.after)
        elif in_force:
            left = json.loads(row.after)
            found.below[left.get("claim_id")].append((row.noun, left))
    return found


def _undone(connection: Connection) -> set[UUID]:
    """The operations that are not in force: undone, and the undoing was not undone itself."""
    event = table_of(Event)
    undoing = connection.execute(
        select(event.c.operation, event.c.undoes)
        .distinct()
        .where(event.c.undoes.is_not(None))
        .order_by(event.c.operation.desc())
    )
    undone: set[UUID] = set()
    for row in undoing:
        if row.operation not in undone:
            undone.add(row.undoes)
    return undone


@contextlib.contextmanager
def all_or_nothing(operation: Operation) -> Iterator[None]:
    """A part of an open operation that leaves nothing behind if it raises."""
    before = {key: replace(change) for key, change in operation.changes.items()}
    try:
        with operation.connection.begin_nested():
            yield
    except BaseException:
        operation.changes.clear()
        operation.changes.update(before)
        raise
