"""What `--json` prints: the records of the ledger as plain objects, nothing shortened."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from datetime import UTC, datetime
from typing import TYPE_CHECKING, Any
from uuid import UUID

if TYPE_CHECKING:
    from annot.store.dossier import ClaimFile, Dossier, EvidenceFile
    from annot.store.history import Entry
    from annot.store.models import Anchor, Article, Claim, Evidence, Note, Revision, Source
    from annot.store.same_claims import SameRow
    from annot.store.verify import Verification
    from annot.text.coverage import SentenceCoverage
    from annot.workspace import Workspace

_PURGED = ("of", "sha256", "size", "at", "actor", "reason")
_TIMES = ("created_at", "updated_at", "version")


def article_object(article: Article, revision: Revision) -> dict[str, Any]:
    """An article with its latest revision."""
    return {
        **_fields(article, "slug", "uid", "title", "byline", "publication", "published"),
        "revision": _fields(
            revision, "number", "filename", "media_type", "encoding", "text_sha256", "file_sha256"
        ),
        **_fields(article, *_TIMES),
    }


def block_objects(revision: Revision, text: str) -> list[dict[str, Any]]:
    """What in the text of a revision is no plain paragraph."""
    from annot.text.structure import known_blocks

    return [block._asdict() for block in known_blocks(revision.blocks, len(text))]


def sentence_object(sentence: SentenceCoverage) -> dict[str, Any]:
    """A sentence and what covers it."""
    names = ("number", "start", "end", "text", "claims", "accepted", "repeated", "covered")
    return _fields(sentence, *names)


def claim_object(dossier: Dossier, file: ClaimFile) -> dict[str, Any]:
    """A claim with its anchors, evidence and notes."""
    claim = file.claim
    revision = dossier.revision
    return {
        "number": claim.id,
        "uid": str(claim.uid),
        "article": dossier.article.slug if revision else None,
        **_fields(claim, "key", "text", "kind", "status", "verdict", "reasoning"),
        **_fields(claim, "correction", "correction_state", "checker", "approver", "tags"),
        **_fields(claim, "extra"),
        "dropped_because": file.dropped_because,
        "anchors": [
            _anchor_object(anchor, dossier.article.slug, revision.number)
            for anchor in file.anchors
            if revision is not None
        ],
        "evidence": [_evidence_file_object(item) for item in file.evidence],
        "notes": [note_object(note) for note in file.notes],
        "same": [_same_object(row) for row in file.same],
        "judgements": [
            _fields(judgement, "reader", "verdict", "note") for judgement in file.judgements
        ],
        **_fields(claim, *_TIMES),
    }


def _same_object(row: SameRow) -> dict[str, Any]:
    fields = {name: value for name, value in row._asdict().items() if name != "title"}
    return {**fields, "article": row.article or None}


def claim_objects(workspace: Workspace, claims: Sequence[Claim]) -> list[dict[str, Any]]:
    """Claims of any articles, in the order given; each article is read once."""
    found: dict[int, dict[str, Any]] = {}
    wanted = {claim.id for claim in claims}
    for article_id in dict.fromkeys(claim.article_id for claim in claims):
        dossier = workspace.dossier(article_id or None)
        for file in dossier.claims:
            if file.claim.id in wanted:
                found[file.claim.id] = claim_object(dossier, file)
    return [found[claim.id] for claim in claims if claim.id in found]


def evidence_object(evidence: Evidence, source: Source) -> dict[str, Any]:
    """A piece of evidence with its source."""
    return {
        "number": evidence.id,
        "claim": evidence.claim_id,
        "source": source.slug,
        "source_url": source.url,
        "source_title": source.title,
        **_fields(evidence, "uid", "stance", "passage", "locator", "note", "added_by", *_TIMES),
    }


def source_object(source: Source) -> dict[str, Any]:
    """A source."""
    return {
        **_fields(source, "slug", "uid", "url", "title", "authors", "publisher", "published"),
        **_fields(source, "kind", "rank", "accessed", "archived_url", "identifiers"),
        **_fields(source, "confidential", *_TIMES),
    }


def note_object(note: Note) -> dict[str, Any]:
    """A note, or a query with its answer (null as long as it is open)."""
    return {
        "number": note.id,
        **_fields(note, "uid", "kind", "addressee", "text", "answer", "added_by"),
        "claim": note.claim_id,
        "evidence": note.evidence_id,
        **_fields(note, *_TIMES),
    }


def entry_object(entry: Entry) -> dict[str, Any]:
    """An operation with what it changed."""
    return {
        **_fields(entry, "operation", "at", "actor", "action", "reason", "undoes", "undone"),
        "changes": [
            {
                "noun": change.noun,
                "number": change.id,
                "rows": change.rows,
                "fields": {
                    name: {"before": before, "after": after}
                    for name, (before, after) in change.fields.items()
                },
            }
            for change in entry.changes
        ],
    }


def verification_object(found: Verification) -> dict[str, Any]:
    """What a walk through the history found."""
    return {
        "holds": not found.breaks,
        "events": found.events,
        "rows": found.rows,
        "root": found.root.hex(),
        "breaks": [_fields(item, "where", "what") for item in found.breaks],
        "purged": [_fields(item, *_PURGED) for item in found.purged],
    }


def plain(value: Any) -> Any:
    """A value as JSON has it: times in UTC, identities and hashes as text."""
    if isinstance(value, datetime):
        return value.astimezone(UTC).isoformat().replace("+00:00", "Z")
    if isinstance(value, bytes):
        return value.hex()
    if isinstance(value, UUID):
        return str(value)
    if isinstance(value, dict):
        return {name: plain(item) for name, item in value.items()}
    if isinstance(value, Iterable) and not isinstance(value, str):
        return list(map(plain, value))
    return value


def _anchor_object(anchor: Anchor, article: str, revision: int) -> dict[str, Any]:
    return {
        "number": anchor.id,
        "article": article,
        "revision": revision,
        **_fields(anchor, "exact", "prefix", "suffix", "start", "end", "placement"),
    }


def _evidence_file_object(file: EvidenceFile) -> dict[str, Any]:
    names = ("uid", "stance", "passage", "locator", "note", "added_by", *_TIMES)
    return {
        "number": file.evidence.id,
        "source": source_object(file.source),
        **_fields(file.evidence, *names),
        "notes": [note_object(note) for note in file.notes],
    }


def _fields(record: object, *names: str) -> dict[str, Any]:
    return dict(_pairs(record, names))


def _pairs(record: object, names: Iterable[str]) -> Iterator[tuple[str, Any]]:
    for name in names:
        yield name, plain(getattr(record, name))
