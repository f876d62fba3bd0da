"""A second person's reading of a checked claim: approve it, or send it back."""

from __future__ import annotations

from annot.errors import InvalidValueError
from annot.operations.kept_judgements import keep
from annot.store.models import Claim, Note
from annot.store.recorder import Operation
from annot.vocabulary import NoteKind, Status, Verdict, label


def review(
    operation: Operation, claim: Claim, verdict: Verdict, *, note: str, reader: str
) -> Claim:
    """Hold a second reader's verdict against that of a claim; see `Claims.review`.

    Args:
        operation: The open operation.
        claim: The claim.
        verdict: What the second reader found.
        note: Why, if it is another verdict.
        reader: Who reads.

    Raises:
        InvalidValueError: If the claim is not checked, or was checked by the one who reads.
    """
    if claim.status is not Status.CHECKED or claim.verdict is None:
        raise InvalidValueError(
            f"Claim {claim.id} is {label(claim.status)}, {label(claim.verdict)}: "
            "a second reading is of a checked claim with a verdict.",
            hint="See which there are: annot claim list status:checked",
        )
    if claim.checker == reader:
        raise InvalidValueError(
            f"{reader} checked claim {claim.id}; a second reading is another person's.",
            hint="Say who reads: annot --as NAME …",
        )
    if claim.checker:
        keep(operation, claim, claim.verdict, reader=claim.checker)
    keep(operation, claim, verdict, reader=reader, note=note)
    if verdict is claim.verdict:
        return operation.update(claim, status=Status.APPROVED, approver=reader)
    found = f"Second reading: {label(verdict)}, not {label(claim.verdict)}."
    operation.insert(
        Note,
        article_id=claim.article_id,
        claim_id=claim.id,
        kind=NoteKind.NOTE,
        text=f"{found} {note}".strip(),
        added_by=reader,
    )
    return operation.update(claim, status=Status.CHECKING, approver="")
