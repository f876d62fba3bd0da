"""All that is known about one article, read at once: what rules, reports and exports work on."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import UTC, datetime
from typing import Any

from sqlalchemy import Connection, func, select

from annot.store import rows
from annot.store.checked_by import who_checked
from annot.store.images import table_of
from annot.store.models import (
    Acceptance,
    Anchor,
    Article,
    Change,
    Claim,
    Event,
    Evidence,
    Judgement,
    Note,
    Person,
    Revision,
    Snapshot,
    Source,
)
from annot.store.purged import Purged, purged
from annot.store.recorder import batches
from annot.store.rows import R, fetch
from annot.store.same_claims import SameRow, same_claims
from annot.vocabulary import PUBLISHABLE, Role, Status


@dataclass(frozen=True, slots=True)
class EvidenceFile:
    """A piece of evidence with its source and the notes about it.

    `kept_at` is the moment of the source's newest snapshot in which there is something.
    """

    evidence: Evidence
    source: Source
    notes: tuple[Note, ...]
    kept_at: datetime | None = None


@dataclass(frozen=True, slots=True)
class ClaimFile:
    """A claim with its anchors in the latest revision, its evidence and the notes about it.

    `dropped_because` is the reason that was given when it was dropped, if it is. `same` are the
    claims that are linked to it as the same. `judgements` are what readers found, by name.
    `checked_by` is everybody who checked an approved claim, empty for others.
    """

    claim: Claim
    anchors: tuple[Anchor, ...]
    evidence: tuple[EvidenceFile, ...]
    notes: tuple[Note, ...]
    dropped_because: str = ""
    same: tuple[SameRow, ...] = ()
    judgements: tuple[Judgement, ...] = ()
    checked_by: frozenset[str] = frozenset()

    @property
    def is_publishable(self) -> bool:
        """Whether the public may see the claim: it is settled, and there is a verdict."""
        return self.claim.status in PUBLISHABLE and self.claim.verdict is not None


@dataclass(frozen=True, slots=True)
class Dossier:
    """An article in its latest revision with its claims, in the order of their places.

    The workspace's own article, for claims without a place, has no revision and an empty text.
    `notes` are those about the article itself. `roles` are those of the workspace's people, by
    name; `at` is the moment at which all this was so. Where the text or file was purged, `purged`
    says so, and a purged text is empty. `places` are start, end and claim of every standing place
    of a claim that was not dropped, if `claims` are not all (see `dossier_pages`); else None.
    """

    article: Article
    revision: Revision | None
    text: str
    claims: tuple[ClaimFile, ...]
    acceptances: tuple[Acceptance, ...]
    notes: tuple[Note, ...]
    roles: Mapping[str, Role] = field(default_factory=dict)
    at: datetime = field(default_factory=lambda: datetime.now(UTC))
    purged: tuple[Purged, ...] = ()
    places: Sequence[tuple[int, int, int]] | None = None


def read_dossier(connection: Connection, article: Article, *, claim: int | None = None) -> Dossier:
    """Read all that is known about an article, in a fixed number of queries.

    Args:
        connection: Where.
        article: The article.
        claim: Of all its claims, only the one with this number.
    """
    frame = read_frame(connection, article)
    claims = read_claims(connection, frame, None if claim is None else [claim])
    return replace(frame, claims=tuple(sorted(claims, key=_place)))


def read_frame(connection: Connection, article: Article) -> Dossier:
    """The dossier of an article without its claims."""
    revision = _latest(connection, article)
    text, gone = _text(connection, revision)
    accepted = _below(connection, Acceptance, article, revision_id=revision.id) if revision else ()
    return Dossier(
        article,
        revision,
        text,
        (),
        tuple(accepted),
        tuple(_below(connection, Note, article, claim_id=None, evidence_id=None, source_id=None)),
        {person.name: person.role for person in rows.find(connection, Person)},
        purged=gone,
    )


def read_claims(
    connection: Connection, frame: Dossier, numbers: Sequence[int] | None = None
) -> list[ClaimFile]:
    """Claims of an article with all that is known about them, by number.

    Args:
        connection: Where.
        frame: The dossier of the article; its claims are not looked at.
        numbers: Only the claims with these numbers, some hundreds at most.
    """
    article = frame.article
    some = {} if numbers is None else {"claim_id": numbers}
    links = _below(connection, Evidence, article, **some)
    notes = _notes(connection, article, links, numbers)
    by_claim = _grouped(notes, "claim_id")
    evidence = _evidence(connection, links, notes)
    current = frame.revision.id if frame.revision else None
    anchors = _grouped(
        (a for a in _below(connection, Anchor, article, **some) if a.revision_id == current),
        "claim_id",
    )
    found = _below(connection, Claim, article, **({} if numbers is None else {"id": numbers}))
    reasons = _reasons(connection, [c.id for c in found if c.status is Status.DROPPED])
    same = same_claims(rows.running(connection), [c.id for c in found])
    judgements = _grouped(_below(connection, Judgement, article, **some), "claim_id")
    approved = {c.id: c.verdict for c in found if c.status is Status.APPROVED}
    checked_by = who_checked(connection, approved)
    return [
        ClaimFile(
            claim,
            tuple(sorted(anchors[claim.id], key=lambda anchor: anchor.start)),
            tuple(evidence[claim.id]),
            tuple(by_claim[claim.id]),
            reasons.get(claim.id, ""),
            same.get(claim.id, ()),
            tuple(sorted(judgements[claim.id], key=lambda judgement: judgement.reader)),
            checked_by.get(claim.id, frozenset()),
        )
        for claim in found
    ]


def _reasons(connection: Connection, dropped: list[int]) -> dict[int, str]:
    """Why claims were dropped, as far as that was said."""
    event, change = table_of(Event), table_of(Change)
    of_event = (event.c.article_id == change.c.article_id) & (event.c.seq == change.c.seq)
    found: dict[int, str] = {}
    for numbers in batches(dropped):
        said = (
            select(change.c.row_id, event.c.reason)
            .join(event, of_event)
            .where(change.c.noun == "claim", change.c.row_id.in_(numbers))
            .where(event.c.action == "claim.drop")
            .order_by(event.c.operation)
        )
        found.update((row.row_id, row.reason) for row in connection.execute(said))
    return found


def _place(file: ClaimFile) -> tuple[int, int]:
    return file.claim.position, file.claim.id


def _below(connection: Connection, model: type[R], article: Article, **more: Any) -> list[R]:
    return rows.find(connection, model, article_id=article.id, **more)


def _notes(
    connection: Connection, article: Article, links: list[Evidence], numbers: Sequence[int] | None
) -> list[Note]:
    """The notes of an article's claims with their evidence, or of some of them."""
    if numbers is None:
        return _below(connection, Note, article)
    return [
        *_below(connection, Note, article, claim_id=numbers),
        *(
            note
            for batch in batches(link.id for link in links)
            for note in _below(connection, Note, article, evidence_id=batch)
        ),
    ]


def _grouped(records: Iterable[R], column: str) -> dict[int, list[R]]:
    groups: dict[int, list[R]] = defaultdict(list)
    for record in records:
        groups[getattr(record, column)].append(record)
    return groups


def _latest(connection: Connection, article: Article) -> Revision | None:
    revisions = _below(connection, Revision, article)
    return revisions[-1] if revisions else None


def _text(connection: Connection, revision: Revision | None) -> tuple[str, tuple[Purged, ...]]:
    """A revision's text, and what of its text and file was purged."""
    if revision is None:
        return "", ()
    digests = dict.fromkeys((revision.text_sha256, revision.file_sha256))
    known = purged(connection)
    gone = tuple(known[digest] for digest in digests if digest in known)
    if revision.text_sha256 in known:
        return "", gone
    return rows.content(connection, revision.text_sha256).decode(), gone


def _evidence(
    connection: Connection, links: list[Evidence], notes: Iterable[Note]
) -> dict[int, list[EvidenceFile]]:
    source = table_of(Source)
    sources = {
        item.id: item
        for cited in batches({link.source_id for link in links})
        for item in fetch(connection, Source, select(source).where(source.c.id.in_(cited)))
    }
    kept = _kept_at(connection, sources)
    about = _grouped(notes, "evidence_id")
    files: dict[int, list[EvidenceFile]] = defaultdict(list)
    for evidence in links:
        files[evidence.claim_id].append(
            EvidenceFile(
                evidence,
                sources[evidence.source_id],
                tuple(about[evidence.id]),
                kept.get(evidence.source_id),
            )
        )
    return files


def _kept_at(connection: Connection, sources: Iterable[int]) -> dict[int, datetime]:
    """The moment of the newest snapshot of each source in which there is something."""
    snapshot = table_of(Snapshot)
    kept: dict[int, datetime] = {}
    for numbers in batches(sources):
        newest = (
            select(snapshot.c.source_id, func.max(snapshot.c.at).label("at"))
            .where(snapshot.c.source_id.in_(numbers), snapshot.c.problem == "")
            .group_by(snapshot.c.source_id)
        )
        kept.update((row.source_id, row.at) for row in connection.execute(newest))
    return kept
