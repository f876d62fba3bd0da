"""Claims as they are stored now: found by number or filter, with their places and their like."""

from __future__ import annotations

from collections.abc import Sequence

from annot.operations.beside import doubles
from annot.operations.claim_handles import ClaimHandle, number_of, only
from annot.operations.ledger import Ledger
from annot.store.claim_filter import ClaimFilter
from annot.store.models import Anchor, Claim, Same
from annot.store.rows import filtered_claims


class KnownClaims:
    """The claims of a workspace, to be read; `Claims` changes them, too."""

    def __init__(self, ledger: Ledger) -> None:
        self._ledger = ledger

    def get(self, handle: ClaimHandle) -> Claim:
        """The claim of a number, as it is stored now.

        Raises:
            NotFoundError: If there is none.
        """
        return only(self._ledger.database.find(Claim, id=number_of(handle)), handle)

    def list(self, wanted: str | ClaimFilter = "", *, limit: int | None = None) -> Sequence[Claim]:
        """The claims that a filter lets through, in the order of their places.

        Args:
            wanted: The filter, as typed at `annot claim list`: `status:todo no:evidence torture`.
            limit: At most so many.

        Raises:
            InvalidValueError: If the filter is not understood.
        """
        chosen = (
            ClaimFilter.parse(wanted, me=self._ledger.actor) if isinstance(wanted, str) else wanted
        )
        with self._ledger.database.reading() as connection:
            return filtered_claims(connection, chosen, limit)

    def anchors(self, handle: ClaimHandle) -> Sequence[Anchor]:
        """The anchors of a claim in all revisions, in the order of their places."""
        found = self._ledger.database.find(Anchor, claim_id=number_of(handle))
        return sorted(found, key=lambda item: (item.revision_id, item.start))

    def doubles(self, handle: ClaimHandle) -> Sequence[int]:
        """The numbers of the other claims that stand at the very words of a claim."""
        return doubles(self._ledger.database, number_of(handle))

    def same(self, handle: ClaimHandle) -> Sequence[Claim]:
        """The claims that are linked to a claim as the same, by number.

        Only those that a person linked to it: that two others are the same follows from nothing.

        Raises:
            NotFoundError: If there is no such claim.
        """
        number = self.get(handle).id
        find = self._ledger.database.find
        numbers = [item.other_id for item in find(Same, claim_id=number)]
        numbers += [item.claim_id for item in find(Same, other_id=number)]
        return sorted(find(Claim, id=numbers), key=lambda claim: claim.id)
