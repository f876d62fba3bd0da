"""Too few people agree on a verdict.

For claims on which much depends, one opinion is not enough: several people judge, and so many of
them have to find the same. Everybody has one vote: who checked the claim and who approved it have
voted for its verdict, a reader for what they found. The vote of a reader who judges again is the
newer one.

As long as fewer people have judged than are asked, the finding says how many votes are missing. If
all have judged and too few agree, somebody has to adjudicate.

The rule is off in a new workspace. Its numbers: `votes`, how many have to agree (2), and `of`, how
many are asked (3), which are not fewer.

Found: the claim "The bridge is old", checked by `dana` as `supported`, on which nobody else judged;
the same claim if `kim` found it `inexact` and `lee` found it `refuted`.

Not found: the same claim if `kim` found it `supported` too.

To put it right, judge it, or decide between those who did:

    annot --as kim claim judge 12 --verdict supported
    annot --as lee claim adjudicate 12 --verdict inexact --reason "The yearbook decides."
"""

from __future__ import annotations

from collections.abc import Iterator

from annot.rules.finding import Remark
from annot.rules.reading import live_claims, remark
from annot.rules.settings import Setting
from annot.store.dossier import ClaimFile, Dossier
from annot.vocabulary import PUBLISHABLE, Verdict, label

SETTINGS = (
    Setting("votes", 2, "how many have to agree", least=1, most=9),
    Setting("of", 3, "how many are asked", least=1, most=9),
)


def fault(*, votes: int, of: int) -> str:
    """What is wrong with the two numbers together; nothing if they go together."""
    return f"{votes} of {of} cannot agree" if votes > of else ""


def find(dossier: Dossier, *, votes: int = 2, of: int = 3) -> Iterator[Remark]:
    """Find the closed claims on whose verdict too few agree."""
    for file in live_claims(dossier):
        claim = file.claim
        if claim.status not in PUBLISHABLE or claim.verdict is None:
            continue
        cast = ballots(file)
        agree = sum(verdict is claim.verdict for verdict in cast.values())
        if agree >= votes:
            continue
        told = f"{agree} of {len(cast)} found it {label(claim.verdict)}; {votes} have to agree"
        if len(cast) < of:
            hint = f"Ask another reader: annot --as NAME claim judge {claim.id} --verdict …"
            yield remark(file, f"{told}, and {of} are asked.", hint)
        else:
            hint = f'Decide: annot claim adjudicate {claim.id} --verdict … --reason "…"'
            yield remark(file, f"{told}, and all have judged.", hint)


def ballots(file: ClaimFile) -> dict[str, Verdict]:
    """What everybody found who judged a claim, by their names in lower case."""
    claim = file.claim
    cast: dict[str, Verdict] = {}
    for name in (claim.checker, claim.approver):
        if name.strip() and claim.verdict is not None:
            cast[name.strip().casefold()] = claim.verdict
    for judgement in file.judgements:
        cast[judgement.reader.strip().casefold()] = judgement.verdict
    return cast
