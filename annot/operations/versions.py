"""No update is lost: a row is only changed as it was when it was read."""

from __future__ import annotations

from typing import Any
from uuid import UUID

from annot.errors import ConflictError
from annot.store.history import changed_since
from annot.store.models import Record
from annot.store.recorder import Operation
from annot.text.display import one_line

_MOST_FIELDS = 3
_EXCERPT = 40


def refuse_other_version(
    operation: Operation, record: Record, version: UUID | None, *, named: str = "", hint: str
) -> None:
    """Refuse to change a row that is no longer as it was read; None asks for nothing.

    Args:
        operation: The open operation, in which the row was read.
        record: The row as it is stored now.
        version: The version that was read.
        named: What people call the row, if not by noun and number.
        hint: The command that shows what it is now.

    Raises:
        ConflictError: If it is of another version; it tells who changed what, and when.
    """
    if version is None or version == record.version:
        return
    name = named or f"{record.__tablename__} {record.id}"
    last = changed_since(operation.connection, record, version)
    who = f"{last.actor} at {last.at:%Y-%m-%d %H:%M} UTC" if last else "somebody else"
    what = f" ({_told(last.fields)})" if last and last.fields else ""
    raise ConflictError(
        f"The {name} was changed by {who} in between{what}; nothing was written.",
        hint=f"See what it is now: {hint}",
    )


def _told(fields: dict[str, tuple[Any, Any]]) -> str:
    told = [f"{name}: {_value(old)} → {_value(new)}" for name, (old, new) in fields.items()]
    more = f", and {len(told) - _MOST_FIELDS} more" if len(told) > _MOST_FIELDS else ""
    return ", ".join(told[:_MOST_FIELDS]) + more


def _value(value: Any) -> str:
    if value is None or value in ("", [], {}):
        return "none"
    return one_line(value if isinstance(value, str) else str(value), _EXCERPT)
