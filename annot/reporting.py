"""The verification report as a file: asks ledger, rules and drafts, and lays out what they say."""

from __future__ import annotations

import contextlib
import io
import tempfile
from collections.abc import Iterator, Mapping, Sequence
from datetime import UTC, datetime
from functools import cache, cached_property, lru_cache, partial
from itertools import islice
from pathlib import Path
from typing import TYPE_CHECKING

from annot import __version__
from annot.errors import BusyError
from annot.exchange.claim_review_out import write_claim_reviews
from annot.exchange.output import written
from annot.exchange.selection import Selection
from annot.operations.article_handles import ArticleHandle
from annot.operations.articles import Articles
from annot.operations.history import History
from annot.operations.ledger import Ledger, line, member
from annot.operations.outputs import refuse_folder, refuse_overwriting
from annot.report.asked import Asked, Drafted, Found, Signed
from annot.report.build import Circumstances, build_report, in_two_sentences
from annot.report.dress import Dress
from annot.report.files import ending_of, whole, writer_for
from annot.report.model import SnapshotEntry
from annot.report.spool import Spool
from annot.rules.book import Rules
from annot.rules.registry import check, rule_named
from annot.rules.settings import Choice
from annot.sealing import refuse_public, write_bundle
from annot.store.dossier_pages import DossierPages
from annot.store.history import current_root
from annot.store.models import (
    UNPLACED,
    Article,
    Claim,
    Note,
    Revision,
    Snapshot,
    Source,
)
from annot.store.purged import purged
from annot.store.rows import content, has
from annot.store.signed import (
    Import,
    claims_decided,
    claims_signed,
    imports,
    notes_answered,
    notes_on_sources,
)
from annot.text.standing import Snapped, Standing
from annot.vocabulary import Audience

if TYPE_CHECKING:
    from sqlalchemy import Connection

    from annot.store.dossier import Dossier, EvidenceFile

_TEXTS = 64
"""The texts of snapshots that are kept at hand, folded; each costs some ten times its size."""


_TRIES = 20
"""How often a state is looked for between two writes of others."""


def write_report(
    ledger: Ledger,
    path: Path | str,
    *,
    format: str = "",  # noqa: A002 -- the word users know, as in --format
    article: ArticleHandle | None = None,
    audience: str = Audience.EDITOR,
    title: str = "",
    tracked: bool = False,
    names: bool = False,
    dress: Dress | None = None,
) -> None:
    """Write the report; see `Workspace.report`."""
    chosen = _articles(ledger, article)
    target = Path(path)
    refuse_folder(target, command="annot report", name="report.html")
    ending = ending_of(path, format)
    sealed = ending == ".zip"
    write = writer_for(Path(f"report{'.html' if sealed else ending}"), tracked=tracked)
    refuse_overwriting(ledger, target)
    reader = member(Audience, audience, "audience")
    told = line(title, "title")
    if sealed:
        refuse_public(reader)
    with contextlib.closing(Spool()) as spool, contextlib.ExitStack() as until_written:
        connection, root = until_written.enter_context(_sealed_state(ledger))
        circumstances = Circumstances(
            title=told,
            audience=reader,
            made_by=ledger.actor,
            made_at=datetime.now(UTC),
            software=f"annot {__version__}",
            root=root.hex(),
            linked_data=_linked_data(ledger, article) if reader is Audience.PUBLIC else "",
            names=names,
        )
        dossiers = (DossierPages(connection, item) for item in chosen)
        report = build_report(dossiers, circumstances, spool, Known(ledger).asked())
        if not sealed:
            until_written.close()  # others need not wait until it is laid out
        with written(target, public=reader is Audience.PUBLIC) as out, whole(out) as file:
            if sealed:
                with tempfile.TemporaryFile() as page:
                    write(report, page, dress or Dress())
                    write_bundle(ledger, report, {"report.html": page}, file)
            else:
                write(report, file, dress or Dress())


def _articles(ledger: Ledger, article: ArticleHandle | None) -> Sequence[Article]:
    """The articles that are told of: one, or all and the claims without one, if any."""
    articles = Articles(ledger)
    if article is not None:
        return [articles.get(article)]
    with ledger.database.reading() as connection:
        unplaced = has(connection, Claim, article_id=UNPLACED)
    return [*articles.list(), *(ledger.database.find(Article, id=UNPLACED) if unplaced else ())]


@contextlib.contextmanager
def _sealed_state(ledger: Ledger) -> Iterator[tuple[Connection, bytes]]:
    """One state of the ledger, whoever writes meanwhile, and the sealed root of its history.

    Raises:
        BusyError: If others write all the time.
    """
    history = History(ledger, Articles(ledger))
    for _ in range(_TRIES):
        root = history.seal()
        with ledger.database.one_state() as connection:
            if current_root(connection) == root:
                yield connection, root
                return
    raise BusyError("Others write into the ledger all the time.", hint="Try again in a moment.")


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
        self._drafts = lru_cache(1)(self._read_drafts)
        self._came = lru_cache(4)(self._read_imports)
        self._summary = cache(lambda code: rule_named(code).summary)

    # What only some readers are told of is not even asked for the others.

    @cached_property
    def _chosen(self) -> Mapping[str, Choice]:
        return Rules(self._ledger).chosen()

    @cached_property
    def _purged(self) -> frozenset[bytes]:
        with self._ledger.database.reading() as connection:
            return frozenset(purged(connection))

    @cached_property
    def _snapshots(self) -> Mapping[int, Sequence[Snapshot]]:
        """The snapshots of each source, the newest first."""
        found: dict[int, list[Snapshot]] = {}
        for snapshot in self._ledger.database.find(Snapshot):
            found.setdefault(snapshot.source_id, []).insert(0, snapshot)
        return found

    @cached_property
    def _about(self) -> Mapping[int, Sequence[Note]]:
        """The notes on each source."""
        found: dict[int, list[Note]] = {}
        with self._ledger.database.reading() as connection:
            for note in notes_on_sources(connection):
                found.setdefault(note.source_id or 0, []).append(note)
        return found

    def asked(self) -> Asked:
        """All of it."""
        return Asked(
            check=partial(self.found_by_rules, of_claims=True),
            check_text=partial(self.found_by_rules, of_claims=False),
            drafted=self.drafted,
            signed=self.signed,
            seen=self.seen,
            about=self.about,
        )

    def found_by_rules(self, dossier: Dossier, *, of_claims: bool) -> Iterator[Found]:
        """What the rules of proof find in claims, or in the text as a whole."""
        for finding in check(dossier, chosen=self._chosen, of_claims=of_claims):
            yield Found(finding.code, self._summary(finding.code), finding.claim, finding.place)

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
        """Who found, approved, answered and adjudicated among the claims and notes of a dossier."""
        files = [file for claim in dossier.claims for file in claim.evidence]
        notes = [
            *dossier.notes,
            *(note for claim in dossier.claims for note in claim.notes),
            *(note for file in files for note in file.notes),
        ]
        article = dossier.article.id
        drafts = self._drafts(article)
        claims_came, notes_came = self._came("claim", article_id=article), self._came("note")
        with self._ledger.database.reading() as connection:
            claims = [file.claim for file in dossier.claims]
            return Signed(
                claims_signed(connection, article, claims, claims_came),
                notes_answered(connection, notes, notes_came),
                claims_decided(connection, article, claims),
                drafts,
            )

    def _read_imports(self, noun: str, **equal: int) -> Sequence[Import]:
        with self._ledger.database.reading() as connection:
            return imports(connection, noun, **equal)

    def _read_drafts(self, article: int) -> Sequence[tuple[datetime, int]]:
        """From when on each draft of an article was the latest one, with its number."""
        revisions = self._ledger.database.find(Revision, article_id=article)
        return [(revision.created_at, revision.number) for revision in revisions]

    def about(self, source: Source) -> tuple[Sequence[Note], Signed]:
        """The notes on a source, and who answered the queries among them."""
        notes = self._about.get(source.id, [])
        came = self._came("note")
        with self._ledger.database.reading() as connection:
            return notes, Signed(answers=notes_answered(connection, notes, came))

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
