"""Sources with all that is known of them and who cites them: what the screen shows of sources."""

from __future__ import annotations

import json
from collections.abc import Mapping
from typing import NamedTuple

from annot.store.thin import Thin, uid_text
from annot.vocabulary import NoteKind, Rank, SourceKind, Stance, Status, Verdict

MOST_CITATIONS = 500
"""Pieces of evidence of one source that are read."""


class SourceDetail(NamedTuple):
    """A source with all that is known of it."""

    id: int
    slug: str
    url: str
    title: str
    authors: tuple[str, ...]
    publisher: str
    published: str
    kind: SourceKind
    rank: Rank | None
    accessed: str
    archived_url: str
    identifiers: tuple[tuple[str, str], ...]
    confidential: bool
    version: str


class SourceLine(NamedTuple):
    """A source as a line of a list; `cited` is the number of pieces of evidence.

    `snapped` says that there is a snapshot of it, `problem` why its address did not answer when it
    was asked last.
    """

    id: int
    slug: str
    title: str
    publisher: str
    published: str
    kind: SourceKind
    url: str
    archived_url: str
    accessed: str
    confidential: bool
    authors: tuple[str, ...]
    identifiers: Mapping[str, str]
    cited: int
    snapped: bool = False
    problem: str = ""


class Citation(NamedTuple):
    """A piece of evidence with its claim, as one looks at it from the source."""

    claim: int
    status: Status
    verdict: Verdict | None
    text: str
    article: str
    stance: Stance
    passage: str
    locator: str


class SourceNote(NamedTuple):
    """A note or query about a source."""

    id: int
    kind: NoteKind
    text: str
    answer: str | None
    added_by: str


class SnapshotLine(NamedTuple):
    """What a source said when it was looked at; `at` is UTC text, `sha256` of what was sent."""

    id: int
    at: str
    problem: str
    media_type: str
    sha256: str
    added_by: str


class SourceUse(NamedTuple):
    """What belongs to a source: who cites it (at most `MOST_CITATIONS`), notes, and snapshots."""

    citations: tuple[Citation, ...]
    notes: tuple[SourceNote, ...]
    snapshots: tuple[SnapshotLine, ...] = ()


_NO_NUMBERS: Mapping[str, str] = {}
_KINDS = {kind.value: kind for kind in SourceKind}
_LINES = """
    SELECT source.id, slug, title, publisher, published, kind, url, archived_url, accessed,
      confidential, authors, identifiers, coalesce(cited.times, 0), coalesce(looked.kept, 0),
      coalesce(looked.problem, '')
    FROM source
    LEFT JOIN (SELECT source_id, max(CASE WHEN problem = '' THEN 1 ELSE 0 END) AS kept,
        (SELECT last.problem FROM snapshot AS last WHERE last.source_id = snapshot.source_id
        ORDER BY last.id DESC LIMIT 1) AS problem FROM snapshot GROUP BY source_id) AS looked
      ON looked.source_id = source.id
    LEFT JOIN (SELECT source_id, count(*) AS times FROM evidence GROUP BY source_id) AS cited
      ON cited.source_id = source.id
    ORDER BY source.id
"""
_CITATIONS = """
    SELECT claim.id, claim.status, claim.verdict, substr(claim.text, 1, 400), article.slug,
      stance, substr(passage, 1, 400), locator
    FROM evidence
    JOIN claim ON claim.article_id = evidence.article_id AND claim.id = evidence.claim_id
    JOIN article ON article.id = evidence.article_id
    WHERE evidence.source_id = ?
    ORDER BY evidence.article_id, claim.position, claim.id, evidence.id LIMIT ?
"""
_SNAPSHOTS = """
    SELECT id, at, problem, media_type, lower(hex(coalesce(payload_sha256, ''))), added_by
    FROM snapshot WHERE source_id = ? ORDER BY id DESC
"""
_SNAPSHOT_TEXT = """
    SELECT snapshot.at, content.data FROM snapshot
    JOIN content ON content.sha256 = snapshot.text_sha256
    WHERE source_id = ? ORDER BY snapshot.id DESC LIMIT 1
"""
_NOTES = "SELECT id, kind, text, answer, added_by FROM note WHERE source_id = ? ORDER BY id"


def source_detail(connection: Thin, source_id: int) -> SourceDetail | None:
    """A source with all that is known of it; None if there is none."""
    rows = connection.execute(
        "SELECT id, slug, url, title, authors, publisher, published, kind, rank, accessed,"
        " archived_url, identifiers, confidential, version FROM source WHERE id = ?",
        (source_id,),
    ).fetchall()
    if not rows:
        return None
    number, slug, url, title, authors, publisher, published, kind, rank, *rest = rows[0]
    accessed, archived_url, identifiers, confidential, version = rest
    return SourceDetail(
        number,
        slug,
        url,
        title,
        tuple(json.loads(authors)),
        publisher,
        published,
        SourceKind(kind),
        Rank(rank) if rank else None,
        accessed,
        archived_url,
        tuple(json.loads(identifiers).items()),
        bool(confidential),
        uid_text(version),
    )


def source_lines(connection: Thin) -> list[SourceLine]:
    """All sources, in the order in which they were added."""
    return [
        SourceLine._make(
            (
                *row[:5], _KINDS[row[5]], *row[6:9], bool(row[9]),
                () if row[10] == "[]" else tuple(json.loads(row[10])),
                _NO_NUMBERS if row[11] == "{}" else json.loads(row[11]),
                row[12], bool(row[13]), row[14],
            )
        )
        for row in connection.execute(_LINES)
    ]  # fmt: skip


def source_use(connection: Thin, source_id: int) -> SourceUse:
    """Who cites a source, in the order of articles and places, and the notes about it."""
    citations = connection.execute(_CITATIONS, (source_id, MOST_CITATIONS))
    notes = connection.execute(_NOTES, (source_id,))
    snapshots = connection.execute(_SNAPSHOTS, (source_id,))
    return SourceUse(
        tuple(
            Citation(
                claim,
                Status(status),
                Verdict(verdict) if verdict else None,
                text,
                article,
                Stance(stance),
                passage,
                locator,
            )
            for claim, status, verdict, text, article, stance, passage, locator in citations
        ),
        tuple(SourceNote(i, NoteKind(kind), *rest) for i, kind, *rest in notes),
        tuple(map(SnapshotLine._make, snapshots)),
    )


def snapshot_text(connection: Thin, source_id: int) -> tuple[str, str] | None:
    """When the newest snapshot of a source with a text was taken, and the text; None for none."""
    for at, text in connection.execute(_SNAPSHOT_TEXT, (source_id,)):
        return str(at), text.decode()
    return None
