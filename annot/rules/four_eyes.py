"""A claim was approved by who checked it.

Everybody overlooks their own errors. Who checked a claim may therefore not approve it: neither who
gave the verdict that it has, nor who is or was named as its checker since. Names are compared
without upper and lower case. A verdict that came in a file with the name of its checker was given
by the one named.

While the rule is on, such an approval is refused, whichever way it comes in: from the screen, the
command line, a script or a file. The finding is for what is there already: claims from before the
rule was switched on, or from a whole ledger that was taken in with its history.

Found: the claim "The bridge is old", which `dana` checked and approved.

Not found: the same claim approved by `kim`; a claim that nobody approved yet.

To put it right, let somebody else read it again:

    annot --as kim claim set 12 --status approved
    annot --as kim claim review 12 --verdict supported

Who works alone switches the rule off:

    annot rules off A401
"""

from __future__ import annotations

from collections.abc import Iterator

from annot.rules.finding import Remark
from annot.rules.reading import live_claims, remark
from annot.store.checked_by import same_person
from annot.store.dossier import Dossier
from annot.text.display import shown
from annot.vocabulary import Status


def find(dossier: Dossier) -> Iterator[Remark]:
    """Find the claims that were approved by who checked them."""
    for file in live_claims(dossier):
        claim = file.claim
        if claim.status is Status.APPROVED and any(
            same_person(claim.approver, name) for name in {claim.checker, *file.checked_by}
        ):
            yield remark(
                file,
                f"{shown(claim.approver)} checked the claim and approved it too.",
                "Let somebody else read it: "
                f"annot --as NAME claim set {claim.id} --status approved",
            )
