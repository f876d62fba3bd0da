"""A claim with all that belongs to it, as the screen shows it, by the standard library alone."""

from __future__ import annotations

import json
from typing import Any, NamedTuple

from annot.store.article_reading import LATEST
from annot.store.people_reading import AssignedRow, assigned
from annot.store.same_claims import SameRow, same_claims
from annot.store.thin import Run, uid_text
from annot.vocabulary import (
    Addressee,
    ClaimKind,
    CorrectionState,
    NoteKind,
    Placement,
    Stance,
    Status,
    Verdict,
)

SOURCE_COLUMNS = (
    "source.id, source.slug, source.title, source.publisher, source.published, source.url,"
    " source.confidential"
)
"""What `source_row` makes a source of."""


class PlaceRow(NamedTuple):
    """Where a claim stands in the latest revision; code points, half-open."""

    anchor: int
    exact: str
    start: int
    end: int
    placement: Placement


class SourceRow(NamedTuple):
    """A source in short."""

    id: int
    slug: str
    title: str
    publisher: str
    published: str
    url: str
    confidential: bool


class EvidenceRow(NamedTuple):
    """A piece of evidence with its source."""

    id: int
    stance: Stance
    passage: str
    locator: str
    note: str
    added_by: str
    version: str
    source: SourceRow


class NoteRow(NamedTuple):
    """A note or a query with its answer."""

    id: int
    kind: NoteKind
    text: str
    addressee: Addressee | None
    answer: str | None
    added_by: str
    created_at: str
    version: str = ""


class ClaimDetail(NamedTuple):
    """A claim with everything that belongs to it; versions are UUIDs as text.

    `same` are the claims that are linked to it as the same, `assigned` is who was asked to judge or
    to adjudicate it.
    """

    number: int
    article: str
    text: str
    kind: ClaimKind | None
    status: Status
    verdict: Verdict | None
    reasoning: str
    correction: str
    correction_state: CorrectionState | None
    checker: str
    approver: str
    tags: tuple[str, ...]
    extra: tuple[tuple[str, str], ...]
    version: str
    updated_at: str
    places: tuple[PlaceRow, ...]
    evidence: tuple[EvidenceRow, ...]
    notes: tuple[NoteRow, ...]
    same: tuple[SameRow, ...] = ()
    assigned: tuple[AssignedRow, ...] = ()


def claim(run: Run, number: int) -> ClaimDetail | None:
    """A claim with everything that belongs to it; None if there is none."""
    rows = run(
        "SELECT article.slug, claim.text, kind, status, verdict, reasoning, correction,"
        " correction_state, checker, approver, tags, extra, claim.version,"
        " claim.updated_at, claim.article_id"
        " FROM claim JOIN article ON article.id = claim.article_id WHERE claim.id = ?",
        (number,),
    )
    if not rows:
        return None
    (slug, text, kind, status, verdict, reasoning, correction, state, checker, approver,
     tags, extra, version, updated_at, article_id) = rows[0]  # fmt: skip
    return ClaimDetail(
        number,
        slug,
        text,
        ClaimKind(kind) if kind else None,
        Status(status),
        Verdict(verdict) if verdict else None,
        reasoning,
        correction,
        CorrectionState(state) if state else None,
        checker,
        approver,
        tuple(json.loads(tags)),
        tuple(json.loads(extra).items()),
        uid_text(version),
        updated_at,
        _places(run, article_id, number),
        _evidence(run, article_id, number),
        _notes(run, article_id, number),
        same_claims(run, [number]).get(number, ()),
        assigned(run, article_id, number, Status(status)),
    )


def source_row(row: tuple[Any, ...]) -> SourceRow:
    """A source in short, from its columns."""
    return SourceRow._make((*row[:6], bool(row[6])))


def _places(run: Run, article_id: int, number: int) -> tuple[PlaceRow, ...]:
    # The signs keep SQLite from the index of places, which it would go through whole (4 ms).
    rows = run(
        'SELECT id, exact, "start", "end", placement FROM anchor'
        f" WHERE article_id = ? AND claim_id = ? AND +revision_id = {LATEST}"
        ' ORDER BY +"start"',
        (article_id, number, article_id),
    )
    return tuple(PlaceRow._make((*row[:4], Placement(row[4]))) for row in rows)


def _evidence(run: Run, article_id: int, number: int) -> tuple[EvidenceRow, ...]:
    rows = run(
        "SELECT evidence.id, stance, passage, locator, note, added_by, evidence.version,"
        f" {SOURCE_COLUMNS} FROM evidence JOIN source ON source.id = evidence.source_id"
        " WHERE evidence.article_id = ? AND evidence.claim_id = ? ORDER BY evidence.id",
        (article_id, number),
    )
    return tuple(
        EvidenceRow._make(
            (row[0], Stance(row[1]), *row[2:6], uid_text(row[6]), source_row(row[7:]))
        )
        for row in rows
    )


def _notes(run: Run, article_id: int, number: int) -> tuple[NoteRow, ...]:
    rows = run(
        "SELECT id, kind, text, addressee, answer, added_by, created_at, version FROM note"
        " WHERE article_id = ? AND (claim_id = ? OR evidence_id IN"
        " (SELECT id FROM evidence WHERE article_id = ? AND claim_id = ?)) ORDER BY id",
        (article_id, number, article_id, number),
    )
    return tuple(
        NoteRow(
            i,
            NoteKind(kind),
            text,
            Addressee(to) if to else None,
            answer,
            by,
            at,
            uid_text(version),
        )
        for i, kind, text, to, answer, by, at, version in rows
    )
