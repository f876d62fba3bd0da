"""A claim counts as checked, but nobody said what was found.

The status says how far checking has come, the verdict what was found. A claim that is `checked` or
`approved` is off everybody's list: if it has no verdict, nobody will look at it again, and the
report has nothing to say about it.

Found: a claim with the status `checked` and no verdict.

Not found: a claim with the status `checking` and no verdict; a dropped claim.

To put it right, give the verdict, or take the claim back to work:

    annot claim set 12 --verdict supported
    annot claim set 12 --status checking
"""

from __future__ import annotations

from collections.abc import Iterator

from annot.rules.finding import Remark
from annot.rules.reading import live_claims, remark
from annot.store.dossier import Dossier
from annot.vocabulary import CLOSED


def find(dossier: Dossier) -> Iterator[Remark]:
    """Find the checked and approved claims without a verdict."""
    for file in live_claims(dossier):
        if file.claim.status in CLOSED and file.claim.verdict is None:
            yield remark(
                file,
                f"The claim is {file.claim.status}, but it has no verdict.",
                f"Say what was found: annot claim set {file.claim.id} --verdict …",
            )
