"""What stands at the words of a claim beside it: other claims, and acceptances as making none."""

from __future__ import annotations

from collections.abc import Sequence

from annot.operations.places import Span
from annot.store.database import Database
from annot.store.models import Acceptance, Anchor, Revision
from annot.store.recorder import Operation


def take_back_acceptances(operation: Operation, revision: Revision, places: Sequence[Span]) -> None:
    """Take back what says of sentences that they make no claim, since one is made there now."""
    for acceptance in operation.find(Acceptance, revision_id=revision.id):
        if any(acceptance.start < end and acceptance.end > start for start, end in places):
            operation.delete(acceptance)


def doubles(database: Database, claim: int) -> list[int]:
    """The other claims that stand at the very words of a claim, by number."""
    found: set[int] = set()
    for anchor in database.find(Anchor, claim_id=claim):
        here = database.find(Anchor, revision_id=anchor.revision_id, start=anchor.start)
        found.update(other.claim_id for other in here if other.end == anchor.end)
    return sorted(found - {claim})
