"""A verdict has nothing to stand on.

A verdict is only worth what a second person can follow. The verdicts `supported`, `inexact`,
`misleading`, `refuted` and `conflicting` say that a source was found: they need at least one piece
of evidence that supports or refutes the claim. Context takes no side and is not enough.

The other verdicts say that no source decides, so they need words that say why:

- `unproven` needs a reasoning or a note: where was looked, and what is missing?
- `on_author` needs a reasoning, a note, an answered query or a piece of evidence: what did the
  author say, and when?
- `not_checkable` needs a reasoning or a note, unless the kind of the claim is `opinion` or
  `prediction`, which says why.

A query that is still open asks and does not tell: it does not count as a note.

Found: the claim "The bridge was closed for two years" has the verdict `supported`, its only
evidence is a map of the town as context.

Not found: the same claim with a page of the road authority that supports it; the claim "The bridge
is ugly" of the kind `opinion` with the verdict `not_checkable`.

To put it right, record the proof or the reason:

    annot evidence add 12 --source road-authority --stance supports --passage "closed from May 2021"
    annot claim set 12 --reasoning "Neither the archive nor the authority has a record."

If nothing can be found, the verdict is `unproven`, not `supported`:

    annot claim set 12 --verdict unproven
"""

from __future__ import annotations

from collections.abc import Iterator

from annot.rules.finding import Remark
from annot.rules.reading import has_note, live_claims, remark, stances
from annot.store.dossier import ClaimFile, Dossier
from annot.vocabulary import ClaimKind, Stance, Verdict, label

_NEEDS_EVIDENCE = {
    Verdict.SUPPORTED: Stance.SUPPORTS,
    Verdict.INEXACT: Stance.REFUTES,
    Verdict.MISLEADING: Stance.REFUTES,
    Verdict.REFUTED: Stance.REFUTES,
    Verdict.CONFLICTING: Stance.SUPPORTS,
}
_SAYS_WHY = frozenset({ClaimKind.OPINION, ClaimKind.PREDICTION})


def find(dossier: Dossier) -> Iterator[Remark]:
    """Find the claims whose verdict lacks its evidence or its reason."""
    for file in live_claims(dossier):
        verdict = file.claim.verdict
        if verdict in _NEEDS_EVIDENCE:
            if not stances(file):
                yield _without_evidence(file, verdict)
        elif verdict is not None and not _is_explained(file, verdict):
            yield remark(
                file,
                f"The verdict is {label(verdict)}, but nothing says why.",
                f'Say why: annot claim set {file.claim.id} --reasoning "…"',
            )


def _without_evidence(file: ClaimFile, verdict: Verdict) -> Remark:
    return remark(
        file,
        f"The verdict is {label(verdict)}, but no evidence supports or refutes the claim.",
        "Add the proof: "
        f"annot evidence add {file.claim.id} --source … --stance {_NEEDS_EVIDENCE[verdict]}",
    )


def _is_explained(file: ClaimFile, verdict: Verdict) -> bool:
    if file.claim.reasoning.strip() or has_note(file.notes):
        return True
    if verdict is Verdict.ON_AUTHOR:
        return bool(file.evidence)
    return verdict is Verdict.NOT_CHECKABLE and file.claim.kind in _SAYS_WHY
