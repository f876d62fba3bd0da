"""Four eyes: who checked a claim may not approve it, by whatever way the approval comes.

Every operation passes here before it is written (see `Ledger.operation`), so that screen, command
line, scripts and imports cannot differ. Stepping back and forth through the history is let alone:
it only puts back what was there.
"""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from annot.errors import OwnApprovalError
from annot.operations.past import image_of
from annot.store.checked_by import ClaimChange, Judged, same_person, who_checked
from annot.store.models import Rule
from annot.store.recorder import Operation
from annot.vocabulary import Status

CODE = "A401"
"""The rule of proof that says so; the workspace may switch it off."""

_APPROVED = f'"status":"{Status.APPROVED}"'
_STEPS = ("undo", "redo")
_TELLING = ("status", "checker", "approver")
"""What of an approved claim has to change for somebody to have approved it anew."""


def is_on(find: Callable[..., Any]) -> bool:
    """Whether the workspace asks for it; it does unless somebody switched it off.

    Args:
        find: Finds the workspace's rows, as `Operation.find` and `Database.find` do.
    """
    found = find(Rule, code=CODE)
    return bool(found[0].enabled) if found else True


def refuse_own_approvals(operation: Operation) -> None:
    """Refuse an open operation that lets somebody approve what they checked themselves.

    Raises:
        OwnApprovalError: If it does.
    """
    approved = [
        (number, change)
        for (noun, number), change in operation.changes.items()
        if noun == "claim"
        and change.after is not None
        and _APPROVED in change.after
        and change.before != change.after
    ]
    if not approved or operation.action in _STEPS or not is_on(operation.find):
        return
    approvers: dict[int, str] = {}
    changes: dict[int, ClaimChange] = {}
    for number, change in approved:
        was, now = image_of(change.before) or {}, image_of(change.after) or {}
        if now["status"] == Status.APPROVED and any(was.get(n) != now[n] for n in _TELLING):
            approvers[number] = now["approver"]
            before = Judged(was["verdict"], was["checker"]) if was else None
            after = Judged(now["verdict"], now["checker"])
            changes[number] = ClaimChange(before, after, operation.actor, operation.action)
    verdicts = {number: after.verdict for number, (_, after, *_) in changes.items() if after}
    checked = who_checked(operation.connection, verdicts, now=changes)
    for number, approver in approvers.items():
        if any(same_person(approver, name) for name in checked[number]):
            raise own_approval(f"claim {number}", approver, claim=number)


def own_approval(what: str, approver: str, *, claim: int | None = None) -> OwnApprovalError:
    """The error for an approval by who checked.

    Args:
        what: What was checked, in words: "claim 12".
        approver: Who checked it and would approve it.
        claim: Its number, if it has one.
    """
    named = claim if claim is not None else "N"
    return OwnApprovalError(
        f"{approver} checked {what} and may not approve it: the rule {CODE} asks for four eyes.",
        hint=f"Let somebody else do it: annot --as NAME claim set {named} --status approved "
        f"(or switch the rule off: annot rules off {CODE})",
        claim=claim,
        checked_by=approver,
    )
