"""What several readers found independently of each other, as editor and lawyer are told it."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence

from annot.errors import UnreachableError
from annot.operations.agreement import agreement
from annot.report.model import AgreementEntry, JudgementEntry
from annot.store.dossier import ClaimFile, Dossier
from annot.vocabulary import Verdict


def judgement_entries(file: ClaimFile) -> list[JudgementEntry]:
    """What readers found about a claim, by name."""
    return [
        JudgementEntry(reader=item.reader, verdict=item.verdict, note=item.note, at=item.updated_at)
        for item in file.judgements
    ]


def judged_by_several(dossier: Dossier) -> Iterator[Mapping[str, Verdict]]:
    """The verdicts by reader of the claims that were judged by more than one."""
    for file in dossier.claims:
        if len(file.judgements) > 1:
            yield {item.reader: item.verdict for item in file.judgements}


def agreement_entry(several: Sequence[Mapping[str, Verdict]]) -> AgreementEntry | None:
    """How far the readers of an article's claims agree; None if two never judged the same.

    A report is made without the package that computes alpha, too; it then says that it is missing.

    Args:
        several: The verdicts by reader of the claims that were judged by more than one.
    """
    if not several:
        return None
    readers = len({name for cast in several for name in cast})
    same = sum(len(set(cast.values())) == 1 for cast in several)
    try:
        alpha, is_known = agreement(several).alpha, True
    except UnreachableError:
        alpha, is_known = None, False
    return AgreementEntry(
        claims=len(several), readers=readers, same=same, alpha=alpha, is_known=is_known
    )
