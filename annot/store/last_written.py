"""What was written last, and by whom: what tells that something on the screen is old."""

from __future__ import annotations

from annot.store.thin import Run

_BEFORE_ALL = bytes(16)
"""What all uids come after."""


def operations_after(run: Run, last: bytes) -> list[bytes]:
    """The operations later than one, which is named by its uid; oldest first.

    Operations are numbered upwards, so whatever was done since comes after what was seen.
    """
    rows = run(
        "SELECT DISTINCT operation FROM event WHERE operation > ? ORDER BY operation",
        (last or _BEFORE_ALL,),
    )
    return [row[0] for row in rows]


def last_operation(run: Run) -> bytes:
    """The uid of the newest operation; empty if there is none."""
    found = run("SELECT operation FROM event ORDER BY operation DESC LIMIT 1", ())
    return bytes(found[0][0]) if found else b""


def last_actor(run: Run, noun: str, number: int) -> str:
    """Who changed a row last; empty if the history does not say."""
    rows = run(
        "SELECT event.actor FROM change JOIN event ON event.article_id = change.article_id"
        " AND event.seq = change.seq WHERE change.noun = ? AND change.row_id = ?"
        " ORDER BY event.operation DESC LIMIT 1",
        (noun, number),
    )
    return str(rows[0][0]) if rows else ""
