"""Evidence: the links of claims and sources."""

from __future__ import annotations

from collections.abc import Sequence
from uuid import UUID

from annot.errors import NotFoundError
from annot.operations.claim_handles import ClaimHandle, claim_in, number_of
from annot.operations.ledger import Ledger, line, member, words
from annot.operations.sources import SourceHandle, cited_in
from annot.operations.versions import refuse_other_version
from annot.store.models import Evidence, Note
from annot.store.recorder import Operation
from annot.vocabulary import Stance

EvidenceHandle = Evidence | int


class EvidenceLinks:
    """The evidence of a workspace: `workspace.evidence`."""

    def __init__(self, ledger: Ledger) -> None:
        self._ledger = ledger

    def add(
        self,
        claim: ClaimHandle,
        source: SourceHandle,
        *,
        stance: str = Stance.SUPPORTS,
        passage: str = "",
        locator: str = "",
        note: str = "",
    ) -> Evidence:
        """Link a claim to what a source says about it.

        Args:
            claim: The claim, by number.
            source: The source, by slug or URL; `workspace.sources.add` makes one.
            stance: Whether it `supports` or `refutes` the claim, or gives `context`.
            passage: What the source says, in its own words.
            locator: Where in the source: page, paragraph, time code.
            note: A remark.

        Raises:
            NotFoundError: If there is no such claim or source.
            InvalidValueError: If a value is not what it should be.
        """
        values = {
            "stance": member(Stance, stance, "stance"),
            "passage": words(passage, "passage"),
            "locator": line(locator, "locator"),
            "note": words(note, "note"),
        }
        with self._ledger.operation("evidence.add") as operation:
            found = claim_in(operation, number_of(claim))
            return operation.insert(
                Evidence,
                article_id=found.article_id,
                claim_id=found.id,
                source_id=cited_in(operation, source).id,
                added_by=self._ledger.actor,
                **values,
            )

    def get(self, handle: EvidenceHandle) -> Evidence:
        """The evidence of a number, as it is stored now.

        Raises:
            NotFoundError: If there is none.
        """
        return _one(self._ledger.database.find(Evidence, id=_id(handle)), handle)

    def list(self, claim: ClaimHandle) -> Sequence[Evidence]:
        """The evidence of a claim, in the order in which it was added."""
        return self._ledger.database.find(Evidence, claim_id=number_of(claim))

    def set(
        self,
        handle: EvidenceHandle,
        *,
        source: SourceHandle | None = None,
        stance: str | None = None,
        passage: str | None = None,
        locator: str | None = None,
        note: str | None = None,
        version: UUID | None = None,
    ) -> Evidence:
        """Change a piece of evidence; what is not given stays.

        Args:
            handle: The evidence, by number.
            source: Another source.
            stance: What it does to the claim.
            passage: What the source says.
            locator: Where in the source.
            note: A remark.
            version: The version that was read; if it has changed since, nothing is done.

        Raises:
            NotFoundError: If there is no such evidence or source.
            ConflictError: If it is no longer of the version given.
            InvalidValueError: If a value is not what it should be.
        """
        given = {
            "stance": None if stance is None else member(Stance, stance, "stance"),
            "passage": None if passage is None else words(passage, "passage"),
            "locator": None if locator is None else line(locator, "locator"),
            "note": None if note is None else words(note, "note"),
        }
        with self._ledger.operation("evidence.set") as operation:
            evidence = evidence_in(operation, handle)
            refuse_other_version(
                operation, evidence, version, hint=f"annot claim show {evidence.claim_id}"
            )
            values = {name: value for name, value in given.items() if value is not None}
            if source is not None:
                return operation.update(
                    evidence, source_id=cited_in(operation, source).id, **values
                )
            return operation.update(evidence, **values)

    def remove(self, handle: EvidenceHandle) -> None:
        """Take a piece of evidence from its claim, with the notes about it.

        Raises:
            NotFoundError: If there is no such evidence.
        """
        with self._ledger.operation("evidence.remove") as operation:
            evidence = evidence_in(operation, handle)
            for note in operation.find(Note, evidence_id=evidence.id):
                operation.delete(note)
            operation.delete(evidence)


def evidence_in(operation: Operation, handle: EvidenceHandle) -> Evidence:
    """The evidence that a number names, as it is stored now, inside an operation.

    Raises:
        NotFoundError: If there is none.
    """
    return _one(operation.find(Evidence, id=_id(handle)), handle)


def _id(handle: EvidenceHandle) -> int:
    return handle.id if isinstance(handle, Evidence) else handle


def _one(found: Sequence[Evidence], handle: EvidenceHandle) -> Evidence:
    if not found:
        raise NotFoundError(
            f"There is no evidence {_id(handle)}.", hint="See a claim's: annot claim show NUMBER"
        )
    return found[0]
