"""What the history holds about a row or an operation, seen from inside an open operation."""

from __future__ import annotations

import json
from typing import Any
from uuid import UUID

from annot.store.models import Change, Event, Record
from annot.store.recorder import Operation


def last_change_of(operation: Operation, record: Record, field: str) -> Event | None:
    """The event that gave a field of a row the value that it has; None if the history has none.

    The row's fields are those of its images, named as its columns.
    """
    noun = str(type(record).__tablename__)
    changes = operation.find(Change, noun=noun, row_id=record.id)
    for change in reversed(changes):
        if _value(change.before, field) != _value(change.after, field):
            return _event(operation, article_id=change.article_id, seq=change.seq)
    return None


def event_of(operation: Operation, uid: UUID) -> Event | None:
    """The first event of an operation; None if there is no such operation."""
    return _event(operation, operation=uid)


def image_of(text: str | None) -> dict[str, Any] | None:
    """The fields of a row as the history keeps them; None where there was no row."""
    if text is None:
        return None
    fields: dict[str, Any] = json.loads(text)
    return fields


def _event(within: Operation, **equal: Any) -> Event | None:
    found = within.find(Event, **equal)
    return found[0] if found else None


def _value(image: str | None, field: str) -> object:
    fields = image_of(image)
    return None if fields is None else fields[field]
