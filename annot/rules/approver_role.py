"""A claim was approved by somebody whose role does not allow it.

Who may approve is settled once for the whole workspace: `annot people set kim --role reviewer`
gives a role, and this rule says which roles approve. Who has no role in the workspace may not.

The rule is off in a new workspace, where nobody has a role yet. Its number: `roles`, those that may
approve (`reviewer`, `editor` and `admin`).

Found: a claim approved by `kim`, who is a `checker`, or of whom the workspace knows nothing.

Not found: the same claim approved by `lee`, who is an `editor`; a claim that nobody approved.

To put it right, let somebody approve it who may, or give the role:

    annot --as lee claim set 12 --status approved
    annot people set kim --role reviewer
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from annot.rules.finding import Remark
from annot.rules.reading import listed, live_claims, remark
from annot.rules.settings import Setting
from annot.store.checked_by import same_person
from annot.store.dossier import Dossier
from annot.text.display import shown
from annot.vocabulary import Role, Status

_ROLES = (Role.REVIEWER.value, Role.EDITOR.value, Role.ADMIN.value)

SETTINGS = (
    Setting(
        "roles", _ROLES, "the roles that may approve", words=tuple(item.value for item in Role)
    ),
)


def find(dossier: Dossier, *, roles: Sequence[str] = _ROLES) -> Iterator[Remark]:
    """Find the claims that were approved by people of other roles or of none."""
    for file in live_claims(dossier):
        claim = file.claim
        if claim.status is not Status.APPROVED:
            continue
        own = [role for name, role in dossier.roles.items() if same_person(name, claim.approver)]
        if any(role in roles for role in own):
            continue
        who = shown(claim.approver) or "Nobody knows who"
        what = f", who is {own[0]}," if own else ""
        yield remark(
            file,
            f"{who}{what} approved the claim; only {listed(list(roles))} may.",
            f"Let one of them do it: annot --as NAME claim set {claim.id} --status approved",
        )
