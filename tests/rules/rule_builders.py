"""Dossiers made by hand, each in a line or two."""

from __future__ import annotations

from datetime import UTC, datetime
from typing import Any
from uuid import UUID

from annot.rules.finding import Finding
from annot.rules.registry import check
from annot.store.dossier import ClaimFile, Dossier, EvidenceFile
from annot.store.models import Acceptance, Anchor, Article, Claim, Evidence, Note, Revision, Source
from annot.vocabulary import (
    Addressee,
    NoteKind,
    Placement,
    SourceKind,
    Stance,
    Status,
)

_KEPT = {
    "article_id": 1,
    "uid": UUID(int=1),
    "version": UUID(int=1),
    "created_at": datetime(2026, 3, 12, tzinfo=UTC),
    "updated_at": datetime(2026, 3, 12, tzinfo=UTC),
}


def note(text: str = "Cut it.", **values: Any) -> Note:
    """A remark."""
    return Note(**_KEPT | {"id": 7, "kind": NoteKind.NOTE, "text": text, "added_by": "a"} | values)


def query(text: str = "Who says so?", answer: str | None = None) -> Note:
    """A question to the author, open unless there is an answer."""
    asked = {"kind": NoteKind.QUERY, "addressee": Addressee.AUTHOR, "answer": answer}
    return note(text, **asked)


def evidence(
    passage: str = "",
    stance: Stance = Stance.SUPPORTS,
    *,
    kind: SourceKind = SourceKind.PAGE,
    published: str = "",
    notes: tuple[Note, ...] = (),
    **values: Any,
) -> EvidenceFile:
    """Evidence from the road authority's page that supports the claim."""
    link = {"id": 31, "claim_id": 12, "source_id": 3, "stance": stance, "passage": passage}
    source = {"id": 3, "slug": "road-authority", "title": "Road authority", "authors": []}
    more = {"kind": kind, "published": published, "identifiers": {}}
    return EvidenceFile(Evidence(**_KEPT | link | values), Source(**_KEPT | source | more), notes)


def claim(
    text: str = "The bridge was closed.",
    verdict: str | None = None,
    *found: EvidenceFile,
    at: tuple[int, int] | None = None,
    quote: str = "",
    notes: tuple[Note, ...] = (),
    placement: Placement = Placement.PLACED,
    **values: Any,
) -> ClaimFile:
    """Claim 12, being checked; `at` or `quote` gives it an anchor."""
    plain = {"id": 12, "text": text, "status": Status.CHECKING, "verdict": verdict, "tags": []}
    number = values.get("id", 12)
    anchors = []
    if at or quote:
        start, end = at or (0, len(quote))
        anchor = {"id": 1, "claim_id": number, "revision_id": 1, "placement": placement}
        anchors = [Anchor(**_KEPT | anchor | {"exact": quote, "start": start, "end": end})]
    return ClaimFile(Claim(**_KEPT | plain | values), tuple(anchors), found, notes)


def dossier(
    *claims: ClaimFile, text: str = "", accepted: tuple[tuple[int, int], ...] = ()
) -> Dossier:
    """The article `bridges`."""
    article = Article(**_KEPT | {"id": 1, "slug": "bridges", "title": "Bridges"})
    revision = Revision(**_KEPT | {"id": 1, "number": 1}) if text else None
    acceptances = [
        Acceptance(**_KEPT | {"id": i, "revision_id": 1, "start": start, "end": end})
        for i, (start, end) in enumerate(accepted, start=1)
    ]
    return Dossier(article, revision, text, claims, tuple(acceptances), ())


def found_by(code: str, *claims: ClaimFile, **values: Any) -> list[Finding]:
    """What one rule finds."""
    return check(dossier(*claims, **values), codes=[code])
