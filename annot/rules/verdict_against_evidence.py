"""The verdict says one thing, the recorded evidence the other.

This is nearly always a slip of the hand: the wrong key for the verdict, or a stance left at its
default. It is also the slip that does the greatest damage. A claim that is

- `supported` needs evidence that supports it,
- `refuted` needs evidence that refutes it,
- `conflicting` needs both, for it says that the sources contradict each other.

Evidence of the other side may stand beside it: checkers weigh. A claim without evidence that takes
a side is the business of A101. The verdicts `inexact` and `misleading` can rest on either side.

Found: a claim with the verdict `supported` whose only evidence has the stance `refutes`; a claim
with the verdict `conflicting` of which all evidence supports it.

Not found: a claim with the verdict `supported`, two supporting sources and a refuting one.

To put it right, look again, then change the one or the other:

    annot claim set 12 --verdict refuted
    annot evidence set 31 --stance supports
"""

from __future__ import annotations

from collections.abc import Iterator

from annot.rules.finding import Remark
from annot.rules.reading import live_claims, remark, stances
from annot.store.dossier import Dossier
from annot.vocabulary import Stance, Verdict, label

_NEEDS = {
    Verdict.SUPPORTED: (Stance.SUPPORTS,),
    Verdict.REFUTED: (Stance.REFUTES,),
    Verdict.CONFLICTING: (Stance.SUPPORTS, Stance.REFUTES),
}


def find(dossier: Dossier) -> Iterator[Remark]:
    """Find the claims whose evidence takes sides, but not the side that the verdict takes."""
    for file in live_claims(dossier):
        claim, taken = file.claim, stances(file)
        if claim.verdict is None or not taken:
            continue
        for stance in _NEEDS.get(claim.verdict, ()):
            if stance not in taken:
                yield remark(
                    file,
                    f"The verdict is {label(claim.verdict)}, but no evidence {stance} the claim.",
                    f"Look again: annot claim show {claim.id}",
                )
