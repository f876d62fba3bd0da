"""From the ledger to a `Report`: what each audience may see, and nothing else.

What is confidential is left out here, once, so that no writer of a format can let it slip: the
public sees neither a confidential source, nor notes, nor who checked, nor a claim that is not
settled. Editors and lawyers see all.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime
from itertools import pairwise

from annot.operations.drafting import Fate
from annot.report.model import (
    ArticleEntry,
    ClaimEntry,
    Coverage,
    DraftEntry,
    EvidenceEntry,
    FindingEntry,
    NoteEntry,
    Paragraph,
    Piece,
    Report,
    SameEntry,
    SentenceEntry,
    SourceEntry,
)
from annot.store.dossier import ClaimFile, Dossier, EvidenceFile
from annot.store.models import Note, Source
from annot.store.purged import Purged
from annot.store.same_claims import SameRow
from annot.text.coverage import SentenceCoverage, covered_sentences, tally
from annot.text.paragraphs import paragraphs, repeats
from annot.text.spans import SpanIndex
from annot.vocabulary import Audience, ClaimKind, CorrectionState, Placement, Status

SOMEBODY = frozenset({"person", "organisation", "organization", "company"})
"""Tags of claims about somebody who could sue; for the lawyer they come first."""

ABOUT_SOMEBODY = frozenset({ClaimKind.IDENTITY, ClaimKind.QUOTATION, ClaimKind.ATTRIBUTION})
"""Kinds of claims that are mostly about somebody."""


@dataclass(frozen=True, slots=True)
class Circumstances:
    """What a report says about itself: for whom, by whom, when (UTC), on what history."""

    title: str
    audience: Audience
    made_by: str
    made_at: datetime
    software: str
    root: str
    linked_data: str = ""


@dataclass(frozen=True, slots=True)
class Found:
    """What a rule of proof found: its code, what it finds in a sentence, the claim, the place.

    The place is in code points of the text, half-open.
    """

    code: str
    rule: str
    claim: int | None
    place: tuple[int, int] | None


def build_report(
    dossiers: Iterable[Dossier],
    circumstances: Circumstances,
    check: Callable[[Dossier], Iterable[Found]],
    drafted: Callable[[Dossier], Iterable[Fate]] = lambda _: (),
) -> Report:
    """The report over the dossiers, as the audience may see it.

    Args:
        dossiers: All that is known about the articles.
        circumstances: What the report says about itself.
        check: Applies the rules of proof to a dossier; asked for the editor only.
        drafted: Says what the latest draft did to the claims of a dossier; not for the public.
    """
    sources = _Sources(circumstances.audience)
    entries = (_article(item, circumstances.audience, sources, check, drafted) for item in dossiers)
    articles = [entry for entry in entries if entry.paragraphs or entry.claims or entry.notes]
    titles = [article.title for article in articles if article.revision]
    public = circumstances.audience is Audience.PUBLIC
    return Report(
        title=circumstances.title or (titles[0] if len(titles) == 1 else "Verification report"),
        audience=circumstances.audience,
        made_by="" if public else circumstances.made_by,
        made_at=circumstances.made_at,
        software=circumstances.software,
        root=circumstances.root,
        articles=articles,
        sources=sources.entries,
        linked_data=circumstances.linked_data if public else "",
    )


class _Sources:
    """The sources in the order in which they are first cited."""

    def __init__(self, audience: Audience) -> None:
        self._audience = audience
        self._known: dict[int, SourceEntry] = {}

    @property
    def entries(self) -> list[SourceEntry]:
        return list(self._known.values())

    def entry(self, source: Source) -> SourceEntry | None:
        """The entry of a source; None if the audience must not know it."""
        if source.confidential and self._audience is Audience.PUBLIC:
            return None
        if source.id not in self._known:
            self._known[source.id] = SourceEntry(
                number=len(self._known) + 1,
                title=source.title,
                authors=source.authors,
                publisher=source.publisher,
                published=source.published,
                kind=source.kind,
                rank=source.rank,
                url=source.url,
                archived_url=source.archived_url,
                accessed=source.accessed,
                identifiers=sorted(source.identifiers.items()),
                confidential=source.confidential,
            )
        return self._known[source.id]


def _article(
    dossier: Dossier,
    audience: Audience,
    sources: _Sources,
    check: Callable[[Dossier], Iterable[Found]],
    drafted: Callable[[Dossier], Iterable[Fate]],
) -> ArticleEntry:
    shown = [file for file in dossier.claims if _may_see(file, audience)]
    if audience is Audience.LAWYER:
        shown.sort(key=_is_of_nobody)
    article, revision = dossier.article, dossier.revision
    public = audience is Audience.PUBLIC
    covered = _covered(dossier)
    told = tally(covered)
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
        paragraphs=_paragraphs(dossier.text, shown),
        claims=[_claim(file, audience, sources) for file in shown],
        notes=_notes(dossier.notes, audience),
        coverage=Coverage(claimed=told.claimed, accepted=told.accepted, total=told.total),
        uncovered=() if public else _uncovered(dossier.text, covered),
        findings=_findings(dossier.text, check(dossier)) if audience is Audience.EDITOR else (),
        drafted=() if public else _drafted(dossier, drafted(dossier)),
        purged=[_gone(item, public=public) for item in dossier.purged],
    )


def _gone(item: Purged, *, public: bool) -> str:
    """What was purged, and when; by whom and why is nothing for the public."""
    told = f"purged on {item.at:%Y-%m-%d}" if public else item.told
    return f"{item.of}, {told}"


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


def _drafted(dossier: Dossier, fates: Iterable[Fate]) -> list[DraftEntry]:
    """What the latest draft did to claims, as far as nobody has confirmed their places."""
    asking = {
        file.claim.id
        for file in dossier.claims
        if file.claim.status is not Status.DROPPED
        and (
            not file.anchors
            or any(anchor.placement is not Placement.PLACED for anchor in file.anchors)
        )
    }
    return [
        DraftEntry(
            claim=fate.claim,
            outcome=fate.outcome,
            words=fate.difference or fate.old,
            context=fate.context,
        )
        for fate in fates
        if fate.claim in asking
    ]


def _is_of_nobody(file: ClaimFile) -> bool:
    """Whether a claim is about no living person and no organisation, as far as it is marked."""
    marked = file.claim.kind in ABOUT_SOMEBODY or bool(SOMEBODY & set(file.claim.tags))
    return not marked


def _may_see(file: ClaimFile, audience: Audience) -> bool:
    return file.is_publishable or audience is not Audience.PUBLIC


def _claim(file: ClaimFile, audience: Audience, sources: _Sources) -> ClaimEntry:
    claim = file.claim
    public = audience is Audience.PUBLIC
    # The public is told what was corrected, not what somebody once proposed.
    is_decided = claim.correction_state is CorrectionState.ACCEPTED
    is_shown = bool(claim.correction) and (is_decided or not public)
    return ClaimEntry(
        number=claim.id,
        text=claim.text,
        quotes=list(dict.fromkeys(anchor.exact for anchor in file.anchors)),
        kind=claim.kind,
        status=claim.status,
        verdict=claim.verdict,
        reasoning=claim.reasoning,
        correction=claim.correction if is_shown else None,
        correction_state=claim.correction_state if is_shown else None,
        checker="" if public else claim.checker,
        approver="" if public else claim.approver,
        tags=[] if public else claim.tags,
        dropped_because=file.dropped_because,
        changed_at=claim.updated_at,
        evidence=[_evidence(item, public=public, sources=sources) for item in file.evidence],
        notes=_notes(file.notes, audience),
        # What else is in the ledger is nothing for the public.
        same=[] if public else [_same(item) for item in file.same],
    )


def _same(row: SameRow) -> SameEntry:
    return SameEntry(
        number=row.number,
        article=row.title or row.article,
        text=row.text,
        status=row.status,
        verdict=row.verdict,
    )


def _evidence(file: EvidenceFile, *, public: bool, sources: _Sources) -> EvidenceEntry:
    source = sources.entry(file.source)
    evidence = file.evidence
    return EvidenceEntry(
        stance=evidence.stance,
        source=source,
        passage=evidence.passage if source else "",
        locator=evidence.locator if source else "",
        note="" if public else evidence.note,
        added_by="" if public else evidence.added_by,
        added_at=evidence.created_at,
    )


def _notes(notes: Iterable[Note], audience: Audience) -> list[NoteEntry]:
    if audience is Audience.PUBLIC:
        return []
    return [
        NoteEntry(
            kind=note.kind,
            text=note.text,
            addressee=note.addressee,
            answer=note.answer,
            added_by=note.added_by,
            added_at=note.created_at,
        )
        for note in notes
    ]


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


def _paragraphs(text: str, files: Sequence[ClaimFile]) -> list[Paragraph]:
    originals = {item.paragraph: item.first_paragraph for item in repeats(text)}
    spans = [
        (anchor.start, anchor.end, file.claim.id)
        for file in files
        if file.claim.status is not Status.DROPPED
        for anchor in file.anchors
    ]
    spans.sort()
    return [
        Paragraph(
            number=number,
            pieces=_pieces(text, start, end, [s for s in spans if s[0] < end and s[1] > start]),
            repeats=originals.get(number),
        )
        for number, (start, end) in enumerate(paragraphs(text), start=1)
    ]


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
