"""A claim gets other values: what follows from them, in one place for whoever sets them."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from annot.errors import InvalidValueError
from annot.operations.claim_values import settled, with_extra
from annot.operations.kept_judgements import follow
from annot.store.models import Anchor, Claim
from annot.store.recorder import Operation
from annot.vocabulary import Status, Verdict

_BEFORE = (Status.TODO, Status.CHECKING, Status.STALE)
_DONE = (Status.CHECKED, Status.APPROVED)


def change(
    operation: Operation,
    claim: Claim,
    values: dict[str, Any],
    *,
    extra: Mapping[str, str] | None,
    actor: str,
) -> Claim:
    """Give a claim other values, with what follows from them for it and for its judgements.

    Args:
        operation: The open operation.
        claim: The claim as it is stored.
        values: Fields of it, checked.
        extra: Texts under names of one's own, which are added to those that it has.
        actor: Who acts.

    Raises:
        InvalidValueError: If the correction says what is printed, or `extra` is not what it
            should be.
    """
    _refuse_no_correction(operation, claim, values)
    changed = consequences(claim, values, actor=actor)
    if extra is not None:
        changed["extra"] = with_extra(claim.extra, extra)
    if "verdict" in values:
        follow(operation, claim, values["verdict"], reader=actor)
    return operation.update(claim, **changed)


def consequences(claim: Claim, values: dict[str, Any], *, actor: str) -> dict[str, Any]:
    """New values of a claim and what follows from them: status, checker, approver, correction."""
    changed = dict(values)
    if "verdict" in changed and "status" not in changed:
        changed["status"] = _status_after(claim, changed["verdict"])
    if "correction" in changed or "correction_state" in changed:
        merged = {
            "correction": changed.get("correction", claim.correction),
            "correction_state": changed.get("correction_state", claim.correction_state),
        }
        changed |= settled(merged)
    if changed.get("text", claim.text) != claim.text and claim.status is Status.APPROVED:
        changed.setdefault("status", Status.CHECKED)
    if changed.get("verdict") and not claim.checker:
        changed.setdefault("checker", actor)
    if "status" in changed:
        approved = changed["status"] is Status.APPROVED
        stays = approved and claim.status is Status.APPROVED and "status" not in values
        changed["approver"] = claim.approver if stays else actor * approved
    return changed


def _status_after(claim: Claim, verdict: Verdict | None) -> Status:
    if verdict is None:
        return Status.CHECKING if claim.status in _DONE else claim.status
    if verdict is claim.verdict and claim.status is Status.APPROVED:
        return claim.status
    return Status.CHECKED if claim.status in {*_BEFORE, *_DONE} else claim.status


def _refuse_no_correction(operation: Operation, claim: Claim, values: dict[str, Any]) -> None:
    """Refuse as a correction the very words that are printed."""
    proposed = values.get("correction", "")
    if proposed and proposed in {a.exact for a in operation.find(Anchor, claim_id=claim.id)}:
        raise InvalidValueError(
            f"The correction of claim {claim.id} says what is printed already.",
            hint="Propose another wording, or leave the correction empty.",
        )
