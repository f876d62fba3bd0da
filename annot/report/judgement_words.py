"""What a report says of judgements, in the words of its language."""

from __future__ import annotations

from annot.report.model import ClaimEntry, JudgementEntry
from annot.report.wording import Wording, one_line


def judgement_lines(wording: Wording, claim: ClaimEntry) -> list[str]:
    """Who judged what, a line each, and then whether somebody adjudicated; empty for no judgement.

    Args:
        wording: The words.
        claim: The claim.
    """
    told = [_judged(wording, item) for item in claim.judgements]
    if claim.decided is not None:
        decided = wording.act(one_line(claim.decided.by), claim.decided)
        told.append(wording.text("judgement.adjudicated", act=decided))
    elif len({item.verdict for item in claim.judgements}) > 1:
        told.append(wording.text("judgement.open"))
    elif len(claim.judgements) > 1:
        told.append(wording.text("judgement.same"))
    return told


def _judged(wording: Wording, item: JudgementEntry) -> str:
    note = one_line(item.note).strip()
    return wording.text(
        "judgement.told_why" if note else "judgement.told",
        name=one_line(item.reader),
        verdict=wording.label(item.verdict),
        when=wording.moment(item.at),
        why=note,
    )
