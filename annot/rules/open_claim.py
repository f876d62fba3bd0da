"""A claim is still open: nobody has finished checking it.

A text is as good as the claim that nobody got round to. Whatever is to do, being checked, waiting
for an answer or stale (its words or its source changed after it was checked) stands in the way of
publication, however sound the rest is.

Found: a claim with the status `todo`, `checking`, `query` or `stale`.

Not found: a claim that is `checked`, `approved` or `dropped`.

To put it right, finish checking it, or drop it with a reason:

    annot claim set 12 --verdict supported
    annot claim drop 12 --reason "a figure of speech"
"""

from __future__ import annotations

from collections.abc import Iterator

from annot.rules.finding import Remark
from annot.rules.reading import live_claims, remark
from annot.store.dossier import Dossier
from annot.vocabulary import CLOSED


def find(dossier: Dossier) -> Iterator[Remark]:
    """Find the claims that are not closed."""
    for file in live_claims(dossier):
        if file.claim.status not in CLOSED:
            yield remark(
                file,
                f"The claim is not checked yet: its status is {file.claim.status}.",
                f"Finish it: annot claim set {file.claim.id} --verdict …",
            )
