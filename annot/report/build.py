"""From the ledger to a `Report`: what each audience may see, and nothing else.

What is confidential is left out here, once, so that no writer of a format can let it slip: the
public sees neither a confidential source, nor notes, nor judgements, nor a claim that is not
settled, nor who checked, unless that was allowed. Editors and lawyers see all.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from datetime import datetime
from itertools import pairwise

from annot.report.asked import Asked, Found, Signed
from annot.report.drafts import revised_entry
from annot.report.judged import agreement_entry, judgement_entries
from annot.report.model import (
    ActEntry,
    ArticleEntry,
    ClaimEntry,
    Coverage,
    FindingEntry,
    Paragraph,
    Piece,
    PurgedEntry,
    Report,
    SameEntry,
    SentenceEntry,
)
from annot.report.proof import Proof
from annot.report.shapes import Blocks
from annot.store.dossier import ClaimFile, Dossier
from annot.store.same_claims import SameRow
from annot.store.signed import ClaimSigned
from annot.text.coverage import SentenceCoverage, covered_sentences, tally
from annot.text.paragraphs import paragraphs, repeats
from annot.text.sentences import sentences
from annot.text.spans import SpanIndex
from annot.vocabulary import Audience, ClaimKind, CorrectionState, Status

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


def build_report(
    dossiers: Iterable[Dossier], circumstances: Circumstances, asked: Asked | None = None
) -> Report:
    """The report over the dossiers, as the audience may see it.

    Args:
        dossiers: All that is known about the articles.
        circumstances: What the report says about itself.
        asked: Where it finds what is in no dossier; else that is left out.
    """
    asked = asked or Asked()
    proof = Proof(circumstances.audience, asked)
    entries = (_article(item, circumstances, proof, asked) for item in dossiers)
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
    )


def _article(
    dossier: Dossier, circumstances: Circumstances, proof: Proof, asked: Asked
) -> ArticleEntry:
    audience = circumstances.audience
    shown = [file for file in dossier.claims if _may_see(file, audience)]
    if audience is Audience.LAWYER:
        shown.sort(key=_is_of_nobody)
    article, revision = dossier.article, dossier.revision
    public, is_editor = audience is Audience.PUBLIC, audience is Audience.EDITOR
    covered = _covered(dossier)
    told = tally(covered)
    uncovered = [] if public else _uncovered(dossier.text, covered)
    signed = asked.signed(dossier)
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
        paragraphs=_paragraphs(dossier.text, shown, revision.blocks if revision else None),
        claims=[_claim(file, circumstances, proof, signed) for file in shown],
        notes=proof.notes(dossier.notes, signed),
        coverage=Coverage(claimed=told.claimed, accepted=told.accepted, total=told.total),
        uncovered=uncovered,
        findings=_findings(dossier.text, asked.check(dossier)) if is_editor else (),
        revised=None if public else revised_entry(dossier, asked.drafted(dossier), uncovered),
        purged=_purged(dossier, public=public),
        agreement=None if public else agreement_entry(dossier),
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


def _findings(text: str, found: Iterable[Found]) -> list[FindingEntry]:
    spans = SpanIndex(paragraphs(text))
    entries = []
    for item in found:
        inside = spans.touching(*item.place) if item.place else []
        paragraph = inside[0] + 1 if inside else None
        entries.append(
            FindingEntry(code=item.code, rule=item.rule, claim=item.claim, paragraph=paragraph)
        )
    return entries


def _is_of_nobody(file: ClaimFile) -> bool:
    """Whether a claim is about no living person and no organisation, as far as it is marked."""
    marked = file.claim.kind in ABOUT_SOMEBODY or bool(SOMEBODY & set(file.claim.tags))
    return not marked


def _may_see(file: ClaimFile, audience: Audience) -> bool:
    return file.is_publishable or audience is not Audience.PUBLIC


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


def _covered(dossier: Dossier) -> list[SentenceCoverage]:
    return covered_sentences(
        dossier.text,
        [
            (anchor.start, anchor.end, file.claim.id)
            for file in dossier.claims
            if file.claim.status is not Status.DROPPED
            for anchor in file.anchors
        ],
        [(item.start, item.end) for item in dossier.acceptances],
    )


def _uncovered(text: str, sentences: Iterable[SentenceCoverage]) -> list[SentenceEntry]:
    spans = SpanIndex(paragraphs(text))
    return [
        SentenceEntry(text=item.text, paragraph=inside[0] + 1)
        for item in sentences
        if not item.covered and (inside := spans.touching(item.start, item.end))
    ]


def _paragraphs(text: str, files: Sequence[ClaimFile], stored: object) -> list[Paragraph]:
    originals = {item.paragraph: item.first_paragraph for item in repeats(text)}
    blocks = Blocks(text, stored)
    spans = [
        (anchor.start, anchor.end, file.claim.id)
        for file in files
        if file.claim.status is not Status.DROPPED
        for anchor in file.anchors
    ]
    spans.sort()
    index = SpanIndex([(start, end) for start, end, _ in spans])
    found = []
    for number, (start, end) in enumerate(paragraphs(text), start=1):
        inside = [spans[i] for i in index.touching(start, end)]
        block = blocks.of(start, end)
        words = blocks.words(start, end, block) if block else (start, end)
        # A sign that a claim covers stays.
        first = start if any(s[0] < words[0] for s in inside) else words[0]
        last = end if any(s[1] > words[1] for s in inside) else words[1]
        found.append(
            Paragraph(
                number=number,
                pieces=_pieces(text, first, last, inside),
                repeats=originals.get(number),
                kind=block.kind if block else "",
                level=block.level if block else 0,
                goes_on=block is not None and block.start < start,
            )
        )
    return found


def _pieces(text: str, start: int, end: int, spans: Sequence[tuple[int, int, int]]) -> list[Piece]:
    """Cut a paragraph wherever a claim begins or ends; a claim is new in its first piece here."""
    cuts = {start, end}
    begins: dict[int, list[int]] = defaultdict(list)
    for first, last, claim in spans:
        cuts |= {max(first, start), min(last, end)}
        begins[max(first, start)].append(claim)
    ordered = sorted(cuts)
    return [
        Piece(
            text=text[here:there],
            claims=list(dict.fromkeys(c for f, t, c in spans if f <= here and t >= there)),
            begins=list(dict.fromkeys(begins[here])),
            goes_on=[c for f, t, c in spans if f < start == here < t],
        )
        for here, there in pairwise(ordered)
    ]
