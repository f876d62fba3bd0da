"""Four eyes in another copy: an approval by who checked is not taken over from there."""

from __future__ import annotations

import shlex
from collections.abc import Iterable, Mapping

from annot.errors import OwnApprovalError
from annot.operations.four_eyes import CODE
from annot.store.checked_by import same_person
from annot.store.merging.plan import Plan
from annot.store.place import Place
from annot.vocabulary import Status


def refuse_own_approvals_there(
    plan: Plan, checked: Mapping[int, Iterable[str]], other: Place
) -> None:
    """Refuse a merge that would bring the approval of a claim by who checked it.

    Args:
        plan: What comes.
        checked: Who checked the claims there, by their numbers there.
        other: The other copy.

    Raises:
        OwnApprovalError: If it would.
    """
    for item in plan.items:
        theirs = item.theirs
        if item.noun != "claim" or theirs is None or item.number not in checked:
            continue
        row = ("claim", int(item.ours["id"])) if item.ours else None
        fields = plan.updates.get(row, {}) if row else theirs
        if fields.get("status") != Status.APPROVED and "approver" not in fields:
            continue
        approver = str(fields.get("approver", theirs["approver"]))
        is_approved = fields.get("status", theirs["status"]) == Status.APPROVED
        if is_approved and any(same_person(approver, name) for name in checked[item.number]):
            raise OwnApprovalError(
                f"{approver} checked claim {item.number} in {other} and approved it, too: the rule "
                f"{CODE} asks for four eyes; nothing was merged.",
                hint="Take the approval back there: "
                f"annot -d {shlex.quote(str(other))} claim set {item.number} --status checked",
                claim=item.number,
                checked_by=approver,
            )
