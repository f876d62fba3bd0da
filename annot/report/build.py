"""From the ledger to a `Report`: what each audience may see, and nothing else.

What is confidential is left out here, once, so that no writer of a format can let it slip: the
public sees neither a confidential source, nor notes, nor judgements, nor a claim that is not
settled, nor who checked, unless that was allowed. Editors and lawyers see all.
"""

from __future__ import annotations

from array import array
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import datetime

from annot.report.asked import Asked, Signed
from annot.report.cut import CutText, Places
from annot.report.drafts import revised_entry
from annot.report.findings import Gathered
from annot.report.judged import agreement_entry, judged_by_several, judgement_entries
from annot.report.model import (
    ActEntry,
    ArticleEntry,
    ClaimEntry,
    Coverage,
    PurgedEntry,
    Report,
    SameEntry,
    SentenceEntry,
)
from annot.report.proof import Proof
from annot.report.spool import Spool, SpooledClaims
from annot.store.dossier import ClaimFile, Dossier
from annot.store.dossier_pages import ClaimHead, DossierPages
from annot.store.same_claims import SameRow
from annot.store.signed import ClaimSigned
from annot.text.coverage import SentenceCoverage, covered_sentences, tally
from annot.text.paragraphs import paragraphs
from annot.text.sentences import sentences
from annot.text.spans import SpanIndex
from annot.vocabulary import Audience, ClaimKind, CorrectionState, Placement, Status, Verdict

SOMEBODY = frozenset({"person", "organisation", "organization", "company"})
"""Tags of claims about somebody who could sue; for the lawyer they come first."""

ABOUT_SOMEBODY = frozenset({ClaimKind.IDENTITY, ClaimKind.QUOTATION, ClaimKind.ATTRIBUTION})
"""Kinds of claims that are mostly about somebody."""


@dataclass(frozen=True, slots=True)
class Circumstances:
    """What a report says about itself: for whom, by whom, when (UTC), on what history.

    `names` says whether the public may be told who checked.
    """

    title: str
    audience: Audience
    made_by: str
    made_at: datetime
    software: str
    root: str
    linked_data: str = ""
    names: bool = False


_UNSIGNED = ClaimSigned(None, None)

_PAGE = 500
"""Claims that are read at once: their rows are held until the next ones are."""


def build_report(
    dossiers: Iterable[DossierPages],
    circumstances: Circumstances,
    spool: Spool,
    asked: Asked | None = None,
) -> Report:
    """The report over the dossiers, as the audience may see it.

    Args:
        dossiers: All that is known about the articles.
        circumstances: What the report says about itself.
        spool: Where its claims are put down, which the report needs as long as it is used.
        asked: Where it finds what is in no dossier; else that is left out.
    """
    asked = asked or Asked()
    proof = Proof(circumstances.audience, asked)
    entries = (_article(item, circumstances, proof, asked, spool) for item in dossiers)
    articles = [entry for entry in entries if entry.paragraphs or entry.claims or entry.notes]
    titles = [article.title for article in articles if article.revision]
    public = circumstances.audience is Audience.PUBLIC
    return Report(
        title=circumstances.title or (titles[0] if len(titles) == 1 else ""),
        audience=circumstances.audience,
        made_by="" if public else circumstances.made_by,
        made_at=circumstances.made_at,
        software=circumstances.software,
        root=circumstances.root,
        articles=articles,
        sources=proof.sources,
        linked_data=circumstances.linked_data if public else "",
        citing=proof.citing,
    )


def _article(
    pages: DossierPages, circumstances: Circumstances, proof: Proof, asked: Asked, spool: Spool
) -> ArticleEntry:
    audience, frame = circumstances.audience, pages.frame
    article, revision = frame.article, frame.revision
    public, is_editor = audience is Audience.PUBLIC, audience is Audience.EDITOR
    order = _order(pages, audience)
    gathered = Gathered()
    judged: list[Mapping[str, Verdict]] = []

    def entries() -> Iterator[ClaimEntry]:
        for start in range(0, len(order), _PAGE):
            dossier = pages.page(order[start : start + _PAGE])
            signed = asked.signed(dossier)
            for file in dossier.claims:
                yield _claim(file, circumstances, proof, signed)
            judged.extend(judged_by_several(dossier))
            if is_editor:
                gathered.add(asked.check(dossier))

    claims = SpooledClaims(spool, entries())
    if is_editor:
        gathered.add(asked.check_text(replace(frame, places=_standing(pages))))
    places = _places(pages)
    covered = _covered(frame, places)
    told = tally(covered)
    uncovered = [] if public else _uncovered(frame.text, covered)
    if public:
        shown = frozenset(order)
        places = Places(place for place in places if place[2] in shown)
    return ArticleEntry(
        slug=article.slug,
        title=article.title,
        byline=article.byline,
        publication=article.publication,
        published=article.published,
        revision=revision.number if revision else 0,
        text_sha256=revision.text_sha256.hex() if revision else "",
        file_sha256=revision.file_sha256.hex() if revision else "",
        filename=revision.filename if revision else "",
        added_at=revision.created_at if revision else article.created_at,
        paragraphs=CutText(frame.text, places, revision.blocks if revision else None),
        claims=claims,
        notes=proof.notes(frame.notes, asked.signed(frame)),
        coverage=Coverage(claimed=told.claimed, accepted=told.accepted, total=told.total),
        uncovered=uncovered,
        findings=gathered.findings(frame.text),
        revised=None if public else revised_entry(pages, asked.drafted(frame), uncovered),
        purged=_purged(frame, public=public),
        agreement=None if public else agreement_entry(judged),
    )


def _purged(dossier: Dossier, *, public: bool) -> list[PurgedEntry]:
    """What is kept no more, and since when; by whom and why is nothing for the public."""
    if dossier.revision is None:
        return []
    text, file = dossier.revision.text_sha256, dossier.revision.file_sha256
    return [
        PurgedEntry(
            what="both" if text == file else "text" if item.sha256 == text else "file",
            at=item.at,
            by="" if public else item.actor,
            reason="" if public else item.reason,
        )
        for item in dossier.purged
    ]


def _order(pages: DossierPages, audience: Audience) -> Sequence[int]:
    """The numbers of the claims that the audience may see, in the order in which it reads them."""
    first, last = array("q"), array("q")
    for head in pages.heads():
        if head.is_publishable or audience is not Audience.PUBLIC:
            is_last = audience is Audience.LAWYER and _is_of_nobody(head)
            (last if is_last else first).append(head.number)
    return first + last


def _is_of_nobody(claim: ClaimHead) -> bool:
    """Whether a claim is about no living person and no organisation, as far as it is marked."""
    return claim.kind not in ABOUT_SOMEBODY and not SOMEBODY & set(claim.tags)


def _claim(
    file: ClaimFile, circumstances: Circumstances, proof: Proof, signed: Signed
) -> ClaimEntry:
    claim = file.claim
    public = circumstances.audience is Audience.PUBLIC
    named = circumstances.names or not public
    # The public is told what was corrected, not what somebody once proposed.
    is_decided = claim.correction_state is CorrectionState.ACCEPTED
    is_shown = bool(claim.correction) and (is_decided or not public)
    acts = signed.claims.get(claim.id, _UNSIGNED)
    return ClaimEntry(
        number=claim.id,
        text=claim.text,
        quotes=list(dict.fromkeys(anchor.exact for anchor in file.anchors)),
        kind=claim.kind,
        status=claim.status,
        verdict=claim.verdict,
        reasoning=in_two_sentences(claim.reasoning) if public else claim.reasoning,
        correction=claim.correction if is_shown else None,
        correction_state=claim.correction_state if is_shown else None,
        checker=claim.checker if named else "",
        approver=claim.approver if named else "",
        tags=[] if public else claim.tags,
        dropped_because=file.dropped_because,
        changed_at=claim.updated_at,
        evidence=[proof.evidence(item, signed) for item in file.evidence],
        notes=proof.notes(file.notes, signed),
        # What else is in the ledger is nothing for the public.
        same=[] if public else [_same(item) for item in file.same],
        found=_act(signed.entry(acts.found), public=public),
        approved=_act(signed.entry(acts.approved), public=public),
        # How a verdict came about, and by whom, is nothing for the public either.
        judgements=[] if public else judgement_entries(file),
        decided=None if public else signed.entry(signed.decisions.get(claim.id)),
    )


def _act(act: ActEntry | None, *, public: bool) -> ActEntry | None:
    """An act; for the public when it was done, and not by whose hand."""
    return replace(act, by="") if act is not None and public else act


def in_two_sentences(reasoning: str) -> str:
    """Why, in the first two sentences of it; three dots say that there is more."""
    spans = sentences(reasoning)
    return f"{reasoning[: spans[1][1]]} …" if len(spans) > 2 else reasoning


def _same(row: SameRow) -> SameEntry:
    return SameEntry(
        number=row.number,
        article=row.title or row.article,
        text=row.text,
        status=row.status,
        verdict=row.verdict,
    )


def _places(pages: DossierPages) -> Places:
    """Where claims stand that were not dropped."""
    return Places(
        (place.start, place.end, place.claim)
        for place in pages.places()
        if place.status is not Status.DROPPED
    )


def _standing(pages: DossierPages) -> Places:
    """The same without places that were lost."""
    return Places(
        (place.start, place.end, place.claim)
        for place in pages.places()
        if place.status is not Status.DROPPED and place.placement is not Placement.ORPHANED
    )


def _covered(dossier: Dossier, places: Places) -> list[SentenceCoverage]:
    accepted = [(item.start, item.end) for item in dossier.acceptances]
    return covered_sentences(dossier.text, places, accepted)


def _uncovered(text: str, sentences: Iterable[SentenceCoverage]) -> list[SentenceEntry]:
    spans = SpanIndex(paragraphs(text))
    return [
        SentenceEntry(text=item.text, paragraph=inside[0] + 1)
        for item in sentences
        if not item.covered and (inside := spans.touching(item.start, item.end))
    ]
