"""Writing the claims that a file gives: new ones added, known ones brought up to date."""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass, field
from typing import Any

from annot.exchange.claim_extra import joined
from annot.exchange.claim_row import DEFAULT_LINK, ClaimRow, GivenEvidence, GivenNote
from annot.exchange.claim_update import ClaimUpdate, claim_update
from annot.exchange.conflicts import Asked, Settled, file_wins, state_of
from annot.exchange.known import Known
from annot.exchange.source_book import SourceBook
from annot.exchange.summary import ImportSummary
from annot.exchange.whole_rows import Whole
from annot.exchange.wording import Placed
from annot.operations.anchoring import anchor_at
from annot.operations.ledger import Ledger
from annot.operations.places import Span
from annot.operations.setting import consequences
from annot.operations.sources import Sources, checked, same_source
from annot.store.met_claims import MetClaims
from annot.store.models import Claim, Evidence, Note, Source
from annot.store.recorder import Operation
from annot.store.stage import Stage
from annot.vocabulary import OnConflict


@dataclass(slots=True)
class GivenClaim:
    """What all rows of one claim give together.

    `claim` is the one that the ledger has, `row` the number of its first row, `rows` all of them.
    """

    known: Known
    claim: Claim | None
    key: str
    row: int
    rows: list[int] = field(default_factory=list)
    key_in_file: str = ""
    settled: list[Settled] = field(default_factory=list)
    values: dict[str, Any] = field(default_factory=dict)
    quoted: bool = False
    places: dict[Span, None] = field(default_factory=dict)
    evidence: list[GivenEvidence] = field(default_factory=list)
    notes: list[GivenNote] = field(default_factory=list)

    def disagreeing(self, row: ClaimRow) -> str:
        """The value of the claim about which a row says something else than the rows before."""
        return next(
            (
                name
                for name, value in row.values.items()
                if value
                and self.values.get(name)
                and value != self.values[name]
                and name != "extra"
            ),
            "",
        )

    def add(self, row: ClaimRow, places: list[Span]) -> None:
        """Add what a row says; what it leaves empty, other rows may say."""
        self.rows.append(row.row.number)
        self.key_in_file = row.key
        self.settled += [row.settled] if row.settled else []
        extra = joined(self.values.get("extra", {}), row.values.get("extra", {}))
        self.values |= {n: v for n, v in row.values.items() if v or n not in self.values}
        if "extra" in row.values:
            self.values["extra"] = extra
        self.quoted = self.quoted or row.quote is not None
        self.places |= dict.fromkeys(places)
        for item in row.evidence:
            if all(not _says_the_same(item, known) for known in self.evidence):
                self.evidence.append(item)
        self.notes += [item for item in row.notes if item not in self.notes]


def _says_the_same(one: GivenEvidence, other: GivenEvidence) -> bool:
    """Whether two pieces of evidence are one, though one says what the other leaves to be meant."""
    return one.source == other.source and (
        {**DEFAULT_LINK, **one.link} == {**DEFAULT_LINK, **other.link}
    )


class Taking:
    """An import under way: new claims go to the stage, known ones are brought up to date.

    Attributes:
        asked: The claims of which nothing was taken, since somebody has to decide.
    """

    def __init__(
        self,
        ledger: Ledger,
        operation: Operation,
        stage: Stage,
        book: SourceBook,
        mode: OnConflict = OnConflict.KEEP,
    ) -> None:
        self.asked: list[Asked] = []
        self._actor = ledger.actor
        self._mode = mode
        self._sources = Sources(ledger)
        self._operation = operation
        self._stage = stage
        self._book = book
        self._before = set(operation.changes)
        self._runs_before = len(operation.runs)
        self._counts: Counter[str] = Counter()

    def summary(self) -> ImportSummary:
        """What was done so far."""
        new = (key for key in self._operation.changes if key not in self._before)
        sources = sum(
            self._operation.changes[key].before is None for key in new if key[0] == "source"
        )
        came = self._operation.runs[self._runs_before :]
        sources += sum(run.rows for run in came if run.noun == "source")
        counts = self._counts
        is_written = len(self._operation.changes) > len(self._before) or came
        return ImportSummary(
            operation=str(self._operation.uid) if is_written else "",
            claims=counts["added"] + counts["updated"] + counts["unchanged"],
            added=counts["added"],
            updated=counts["updated"],
            unchanged=counts["unchanged"],
            kept=counts["kept"],
            overruled=counts["overruled"],
            conflicts=len(self.asked),
            sources_added=sources,
            evidence_added=counts["evidence_added"],
            notes_added=counts["notes_added"],
            unanchored=counts["unanchored"],
        )

    def write_new(self, met: MetClaims) -> None:
        """Write all that is on the stage, and count what the ledger has as it is."""
        new = self._stage.write(self._operation)
        self._counts["unanchored"] += met.all - met.placed + new.claims - new.placed
        self._counts["unchanged"] += met.all
        self._counts["added"] += new.claims
        self._counts["evidence_added"] += new.below["evidence"]
        self._counts["notes_added"] += new.below["note"]

    def add(self, given: GivenClaim) -> None:
        """Put a new claim on the stage."""
        whole = Whole(
            given.row,
            given.known.article_id,
            given.key,
            given.values,
            Placed(given.known.wording, tuple(given.places)) if given.places else None,
            given.evidence,
            given.notes,
        )
        row, below = whole.staged(self._book, actor=self._actor)
        for item in (row, *below):
            self._stage.add(item)

    def update(self, given: GivenClaim, claim: Claim) -> None:
        """Bring a claim of the ledger up to date, or have it asked about."""
        asks = self._mode is OnConflict.ASK_FILE
        known = given.known
        below = (*known.evidence.get(claim.id, ()), *known.notes.get(claim.id, ()))
        state = state_of(claim, below)
        update = claim_update(
            given.known,
            claim,
            values=given.values,
            places=list(given.places),
            evidence=given.evidence,
            notes=given.notes,
            source_of=self._known_source if asks else self._source,
            file_wins=file_wins(self._mode, given.settled, state),
        )
        conflicts = [conflict for conflict in update.conflicts if conflict.is_said]
        if asks and conflicts:
            key = given.key_in_file or claim.key or str(claim.uid)
            self.asked.append(Asked(given.rows, key, state, conflicts))
            return
        self._counts["unanchored"] += not given.quoted
        self._counts["updated" if self._bring(given, claim, update) else "unchanged"] += 1
        self._counts["kept"] += bool(update.conflicts)
        self._counts["overruled"] += self._mode is OnConflict.TAKE and bool(update.overruled)

    def _bring(self, given: GivenClaim, claim: Claim, update: ClaimUpdate) -> bool:
        """Write what changes in a claim; whether anything did."""
        changes = consequences(claim, update.changes, actor=self._actor)
        done = self._operation.update(claim, **changes) is not claim
        for place in update.places:
            wording = given.known.wording
            anchor_at(self._operation, claim, wording.revision, wording.text, place)
        sources = {id(item): self._source(item) for item in given.evidence}
        for item, source in update.added:
            self._add_evidence(claim, source or sources[id(item)], item)
        for link, changed in update.links:
            done = self._operation.update(link, **changed) is not link or done
        for note in update.notes:
            self._add_note(claim, note)
        for asked, answer in update.answers:
            self._operation.update(asked, answer=answer)
        return done or bool(update.places or update.added or update.notes or update.answers)

    def _source(self, item: GivenEvidence) -> Source:
        """The source of a piece of evidence, new or found again and filled in."""
        return self._sources.add(**item.source)

    def _known_source(self, item: GivenEvidence) -> Source | None:
        """The source of a piece of evidence as it is in the ledger, if it is."""
        blank = {"url": "", "title": "", "publisher": "", "published": "", "identifiers": {}}
        return same_source(self._operation, checked({**blank, **item.source}))

    def _add_evidence(self, claim: Claim, source: Source, item: GivenEvidence) -> None:
        self._operation.insert(
            Evidence,
            article_id=claim.article_id,
            claim_id=claim.id,
            source_id=source.id,
            added_by=self._actor,
            **{**DEFAULT_LINK, **item.link},
        )
        self._counts["evidence_added"] += 1

    def _add_note(self, claim: Claim, note: GivenNote) -> None:
        self._operation.insert(
            Note,
            article_id=claim.article_id,
            claim_id=claim.id,
            kind=note.kind,
            text=note.text,
            addressee=note.addressee,
            answer=note.answer,
            added_by=self._actor,
        )
        self._counts["notes_added"] += 1
