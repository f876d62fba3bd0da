"""No update is lost: a row is only changed as it was when it was read."""

from __future__ import annotations

from uuid import UUID

from annot.errors import ConflictError
from annot.store.models import Record


def refuse_other_version(
    record: Record, version: UUID | None, *, named: str = "", hint: str
) -> None:
    """Refuse to change a row that is no longer as it was read; None asks for nothing.

    Args:
        record: The row as it is stored now.
        version: The version that was read.
        named: What people call the row, if not by noun and number.
        hint: The command that shows what it is now.

    Raises:
        ConflictError: If it is of another version.
    """
    if version is not None and version != record.version:
        name = named or f"{record.__tablename__} {record.id}"
        raise ConflictError(
            f"The {name} was changed by somebody else in between; nothing was written.",
            hint=f"See what it is now: {hint}",
        )
