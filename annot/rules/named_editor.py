"""A claim that rests on the author's word was not approved by an editor.

The verdict `on_author` means that no source was found, and that the publication prints the claim
because it trusts who wrote it. That is a decision, and a name has to stand under it: the claim
needs the approval of an editor. Editors are those who are named in the rule, or, if nobody is, all
who have the role `editor` or `admin` in the workspace.

The rule is off in a new workspace. Its number: `editors`, the names of those who may decide; nobody
named means everybody with the role.

Found: the claim "She told me so herself" with the verdict `on_author`, which is `checked`; the same
claim approved by a `reviewer`.

Not found: the same claim approved by `lee`, who has the role `editor`; a claim that is still being
checked.

To put it right, let an editor approve it:

    annot --as lee claim set 12 --status approved
    annot people set lee --role editor
    annot rules set A403 editors=lee,kim
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from annot.rules.finding import Remark
from annot.rules.reading import listed, live_claims, remark
from annot.rules.settings import Setting
from annot.store.checked_by import same_person
from annot.store.dossier import Dossier
from annot.text.display import shown
from annot.vocabulary import PUBLISHABLE, Role, Verdict

SETTINGS = (Setting("editors", (), "who may decide; nobody named means all with the role editor"),)

_EDITORS = (Role.EDITOR, Role.ADMIN)


def find(dossier: Dossier, *, editors: Sequence[str] = ()) -> Iterator[Remark]:
    """Find the claims on the author's word that no editor approved."""
    names = editors or [name for name, role in dossier.roles.items() if role in _EDITORS]
    for file in live_claims(dossier):
        claim = file.claim
        if claim.verdict is not Verdict.ON_AUTHOR or claim.status not in PUBLISHABLE:
            continue
        if any(same_person(claim.approver, name) for name in names):
            continue
        by = f", only {shown(claim.approver)}," if claim.approver else ""
        whose = f": {listed([shown(name) for name in names])}" if names else ""
        yield remark(
            file,
            f"The claim rests on the author, and no editor{by} has approved it{whose}.",
            f"Let an editor decide: annot --as NAME claim set {claim.id} --status approved",
        )
