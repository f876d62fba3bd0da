"""One claim with all that belongs to it."""

from __future__ import annotations

from typing import TYPE_CHECKING

from annot.errors import ConflictError

if TYPE_CHECKING:
    from annot.store.dossier import ClaimFile, Dossier
    from annot.workspace import Workspace


def claim_file(workspace: Workspace, number: int) -> tuple[Dossier, ClaimFile]:
    """All that is known about a claim, and about the article that makes it.

    Raises:
        NotFoundError: If there is no such claim.
        ConflictError: If it is removed at this very moment.
    """
    claim = workspace.claims.get(number)
    dossier = workspace.dossier(claim.article_id or None, claim=number)
    for file in dossier.claims:
        if file.claim.id == number:
            return dossier, file
    raise ConflictError(f"The claim {number} was removed while it was read.")
