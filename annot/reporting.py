"""The verification report as a file: asks ledger, rules and drafts, and lays out what they say."""

from __future__ import annotations

import io
from collections.abc import Iterable, Sequence
from datetime import UTC, datetime
from functools import lru_cache
from itertools import islice
from pathlib import Path
from typing import TYPE_CHECKING

from annot import __version__
from annot.exchange.claim_review_out import write_claim_reviews
from annot.exchange.output import written
from annot.exchange.selection import Selection
from annot.operations.articles import ArticleHandle, Articles
from annot.operations.history import History
from annot.operations.ledger import Ledger, line, member
from annot.operations.outputs import refuse_folder, refuse_overwriting
from annot.report.asked import Asked, Drafted, Found, Signed
from annot.report.build import Circumstances, build_report, in_two_sentences
from annot.report.dress import Dress
from annot.report.files import ending_of, writer_for
from annot.report.model import SnapshotEntry
from annot.rules.book import Rules
from annot.rules.registry import check, rule_named
from annot.sealing import refuse_public, write_bundle
from annot.store.models import Note, Revision, Snapshot, Source
from annot.store.purged import purged
from annot.store.rows import content
from annot.store.signed import (
    claims_decided,
    claims_signed,
    notes_answered,
    notes_on_sources,
)
from annot.text.standing import Snapped, Standing
from annot.vocabulary import Audience

if TYPE_CHECKING:
    from annot.store.dossier import Dossier, EvidenceFile

_TEXTS = 64
"""The texts of snapshots that are kept at hand, folded; each costs some ten times its size."""


def write_report(
    ledger: Ledger,
    path: Path | str,
    dossiers: Iterable[Dossier],
    *,
    format: str = "",  # noqa: A002 -- the word users know, as in --format
    article: ArticleHandle | None = None,
    audience: str = Audience.EDITOR,
    title: str = "",
    tracked: bool = False,
    names: bool = False,
    dress: Dress | None = None,
) -> None:
    """Write the report over dossiers; see `Workspace.report`."""
    target = Path(path)
    refuse_folder(target, command="annot report", name="report.html")
    ending = ending_of(path, format)
    sealed = ending == ".zip"
    write = writer_for(Path(f"report{'.html' if sealed else ending}"), tracked=tracked)
    refuse_overwriting(ledger, target)
    reader = member(Audience, audience, "audience")
    circumstances = Circumstances(
        title=line(title, "title"),
        audience=reader,
        made_by=ledger.actor,
        made_at=datetime.now(UTC),
        software=f"annot {__version__}",
        root=History(ledger, Articles(ledger)).seal().hex(),
        linked_data=_linked_data(ledger, article) if reader is Audience.PUBLIC else "",
        names=names,
    )
    if sealed:
        refuse_public(reader)
    known = Known(ledger)
    # The public is told nothing of this, so that it is not even asked.
    asked = Asked(signed=known.signed) if reader is Audience.PUBLIC else known.asked()
    report = build_report(dossiers, circumstances, asked)
    told = write(report, dress or Dress())
    made = told.encode() if isinstance(told, str) else told
    with written(target, public=reader is Audience.PUBLIC) as out:
        if sealed:
            write_bundle(ledger, report, {"report.html": made}, out)
        else:
            out.write(made)


def _linked_data(ledger: Ledger, article: ArticleHandle | None) -> str:
    """The ClaimReviews of a report for the public, as JSON-LD."""
    out = io.BytesIO()
    selected = Selection(article, audience=Audience.PUBLIC)
    write_claim_reviews(ledger, selected, out, told=in_two_sentences)
    return out.getvalue().decode().strip()


class Known:
    """What the ledger knows besides the dossiers, as a report asks for it."""

    def __init__(self, ledger: Ledger) -> None:
        self._ledger = ledger
        self._articles = Articles(ledger)
        self._snapped = lru_cache(_TEXTS)(self._read)
        self._snapshots: dict[int, list[Snapshot]] = {}
        for snapshot in ledger.database.find(Snapshot):
            self._snapshots.setdefault(snapshot.source_id, []).insert(0, snapshot)
        with ledger.database.reading() as connection:
            self._purged = frozenset(purged(connection))
        self._about: dict[int, list[Note]] | None = None
        self._chosen = Rules(ledger).chosen()

    def asked(self) -> Asked:
        """All of it."""
        return Asked(
            check=self.found_by_rules,
            drafted=self.drafted,
            signed=self.signed,
            seen=self.seen,
            about=self.about,
        )

    def found_by_rules(self, dossier: Dossier) -> list[Found]:
        """What the rules of proof find in an article."""
        return [
            Found(finding.code, rule_named(finding.code).summary, finding.claim, finding.place)
            for finding in check(dossier, chosen=self._chosen)
        ]

    def drafted(self, dossier: Dossier) -> Drafted | None:
        """What the latest draft of an article did; None for a first one, or a purged one."""
        if dossier.revision is None or dossier.revision.number < 2:
            return None
        *_, earlier, latest = self._articles.revisions(dossier.article)
        if not self._purged.isdisjoint((earlier.text_sha256, latest.text_sha256)):
            return None
        before = earlier.number
        return Drafted(
            before,
            self._articles.text(dossier.article, before),
            self._articles.fates(dossier.article),
            [block.kind for block in self._articles.diff(dossier.article, before=before)],
        )

    def signed(self, dossier: Dossier) -> Signed:
        """Who found, approved, answered and adjudicated in an article."""
        files = [file for claim in dossier.claims for file in claim.evidence]
        notes = [
            *dossier.notes,
            *(note for claim in dossier.claims for note in claim.notes),
            *(note for file in files for note in file.notes),
        ]
        revisions = self._ledger.database.find(Revision, article_id=dossier.article.id)
        with self._ledger.database.reading() as connection:
            claims = [file.claim for file in dossier.claims]
            return Signed(
                claims_signed(connection, dossier.article.id, claims),
                notes_answered(connection, notes),
                claims_decided(connection, dossier.article.id, claims),
                [(revision.created_at, revision.number) for revision in revisions],
            )

    def about(self, source: Source) -> tuple[Sequence[Note], Signed]:
        """The notes on a source, and who answered the queries among them."""
        if self._about is None:
            self._about = {}
            with self._ledger.database.reading() as connection:
                for note in notes_on_sources(connection):
                    self._about.setdefault(note.source_id or 0, []).append(note)
        notes = self._about.get(source.id, [])
        with self._ledger.database.reading() as connection:
            return notes, Signed(answers=notes_answered(connection, notes))

    def seen(self, file: EvidenceFile) -> list[SnapshotEntry]:
        """The newest snapshot of a source; and the newest in which the passage stands, if older.

        One in which there is a text, that was not purged, goes before others.
        """
        kept = self._snapshots.get(file.source.id, [])
        readable = [
            snapshot
            for snapshot in kept
            if snapshot.text_sha256 is not None and snapshot.text_sha256 not in self._purged
        ]
        passage = file.evidence.passage
        if not readable or not passage.strip():
            return [_entry(snapshot) for snapshot in (readable or kept)[:1]]
        newest, *older = readable
        now = self._held(newest, passage)
        if now.stands:
            return [now]
        before = (self._held(snapshot, passage) for snapshot in older)
        return [now, *islice((entry for entry in before if entry.stands), 1)]

    def _held(self, snapshot: Snapshot, passage: str) -> SnapshotEntry:
        assert snapshot.text_sha256 is not None
        return _entry(snapshot, self._snapped(snapshot.text_sha256).standing(passage))

    def _read(self, sha256: bytes) -> Snapped:
        with self._ledger.database.reading() as connection:
            return Snapped(content(connection, sha256).decode())


def _entry(snapshot: Snapshot, found: Standing | None = None) -> SnapshotEntry:
    return SnapshotEntry(
        number=snapshot.id,
        at=snapshot.at,
        sha256=_hex(snapshot.file_sha256),
        payload_sha256=_hex(snapshot.payload_sha256),
        problem=snapshot.problem,
        stands=None if found is None else found.stands,
        page=0 if found is None else found.page,
        difference="" if found is None else found.difference,
    )


def _hex(sha256: bytes | None) -> str:
    return "" if sha256 is None else sha256.hex()
