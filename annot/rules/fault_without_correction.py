"""A fault was found, and nobody proposes what to print instead.

Who finds that a sentence is wrong knows best what would be right. A finding `refuted`, `inexact` or
`misleading` is therefore handed over with a wording to print, or with a note that says what is to
be done (cut the sentence, ask the author, leave it to the lawyer).

The reasoning does not count: it tells readers why the claim is wrong, not the editor what to do. An
open query does not count either, for it decides nothing; an answered one does. A correction that
was refused counts: somebody has decided that the text stays as it is (`stet`).

Found: the claim "The tower has 300 steps" with the verdict `inexact` and the reasoning "The
leaflet says 287", without a correction and without a note.

Not found: the same claim with the correction "The tower has 287 steps", or with the note "Cut, the
desk agrees".

To put it right, propose a wording or note what is to be done:

    annot claim set 12 --correction "The tower has 287 steps"
    annot note add --claim 12 "Cut, the desk agrees."
"""

from __future__ import annotations

from collections.abc import Iterator

from annot.rules.finding import Remark
from annot.rules.reading import has_note, live_claims, remark
from annot.store.dossier import Dossier
from annot.vocabulary import Verdict, label

_ASKS_FOR_WORDS = frozenset({Verdict.REFUTED, Verdict.INEXACT, Verdict.MISLEADING})


def find(dossier: Dossier) -> Iterator[Remark]:
    """Find the faulty claims that have neither a correction nor a note."""
    for file in live_claims(dossier):
        claim = file.claim
        if claim.verdict not in _ASKS_FOR_WORDS:
            continue
        if not claim.correction.strip() and not has_note(file.notes):
            yield remark(
                file,
                f"The claim is {label(claim.verdict)}, but there is no correction and no note.",
                f'Propose a wording: annot claim set {claim.id} --correction "…"',
            )
