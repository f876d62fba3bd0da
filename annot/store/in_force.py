"""Which operations are in force: undone or not. Standard library alone."""

from __future__ import annotations

from annot.store.thin import Run

_UNDOING = (
    "SELECT DISTINCT operation, undoes FROM event WHERE undoes IS NOT NULL ORDER BY operation DESC"
)


def undone(run: Run) -> set[bytes]:
    """The operations that are not in force: undone, and the undoing was not undone itself."""
    found: set[bytes] = set()
    for operation, undoes in run(_UNDOING, ()):
        if operation not in found:
            found.add(undoes)
    return found
