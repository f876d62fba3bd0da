"""All sources and who cites them, as plain tuples: what the screen shows of sources."""

from __future__ import annotations

import json
import sqlite3
from collections.abc import Mapping
from typing import NamedTuple

from annot.vocabulary import NoteKind, SourceKind, Stance, Status, Verdict

MOST_CITATIONS = 500
"""Pieces of evidence of one source that are read."""


class SourceLine(NamedTuple):
    """A source as a line of a list; `cited` is the number of pieces of evidence."""

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


class SourceUse(NamedTuple):
    """What belongs to a source: who cites it (at most `MOST_CITATIONS`), and notes about it."""

    citations: tuple[Citation, ...]
    notes: tuple[SourceNote, ...]


_NO_NUMBERS: Mapping[str, str] = {}
_KINDS = {kind.value: kind for kind in SourceKind}
_LINES = """
    SELECT source.id, slug, title, publisher, published, kind, url, archived_url, accessed,
      confidential, authors, identifiers, coalesce(cited.times, 0)
    FROM source
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
_NOTES = "SELECT id, kind, text, answer, added_by FROM note WHERE source_id = ? ORDER BY id"


def source_lines(connection: sqlite3.Connection) -> list[SourceLine]:
    """All sources, in the order in which they were added."""
    return [
        SourceLine._make(
            (
                *row[:5], _KINDS[row[5]], *row[6:9], bool(row[9]),
                () if row[10] == "[]" else tuple(json.loads(row[10])),
                _NO_NUMBERS if row[11] == "{}" else json.loads(row[11]),
                row[12],
            )
        )
        for row in connection.execute(_LINES)
    ]  # fmt: skip


def source_use(connection: sqlite3.Connection, source_id: int) -> SourceUse:
    """Who cites a source, in the order of articles and places, and the notes about it."""
    citations = connection.execute(_CITATIONS, (source_id, MOST_CITATIONS))
    notes = connection.execute(_NOTES, (source_id,))
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
    )
