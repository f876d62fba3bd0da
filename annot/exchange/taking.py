"""Writing the claims that a file gives: new ones added, known ones brought up to date."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass, field
from typing import Any

from annot.exchange.claim_row import DEFAULT_LINK, ClaimRow, GivenEvidence, GivenNote
from annot.exchange.known import Known
from annot.exchange.source_book import SourceBook
from annot.exchange.summary import ImportSummary
from annot.exchange.whole_rows import Whole
from annot.exchange.wording import Placed
from annot.operations.claims import anchor_at, consequences
from annot.operations.ledger import Ledger
from annot.operations.places import Span
from annot.operations.sources import Sources
from annot.store.images import plain
from annot.store.met_claims import MetClaims
from annot.store.models import Claim, Evidence, Note, Source
from annot.store.recorder import Operation
from annot.store.stage import Stage


@dataclass(slots=True)
class GivenClaim:
    """What all rows of one claim give together.

    `claim` is the one that the ledger has, `row` the number of its first row.
    """

    known: Known
    claim: Claim | None
    key: str
    row: int
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
                if value and self.values.get(name) and value != self.values[name]
            ),
            "",
        )

    def add(self, row: ClaimRow, places: list[Span]) -> None:
        """Add what a row says; what it leaves empty, other rows may say."""
        self.values |= {n: v for n, v in row.values.items() if v or n not in self.values}
        self.quoted = self.quoted or row.quote is not None
        self.places |= dict.fromkeys(places)
        self.evidence += [item for item in row.evidence if item not in self.evidence]
        self.notes += [item for item in row.notes if item not in self.notes]


class Taking:
    """An import under way: new claims go to the stage, known ones are brought up to date."""

    def __init__(
        self, ledger: Ledger, operation: Operation, stage: Stage, book: SourceBook
    ) -> None:
        self._actor = ledger.actor
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
        return ImportSummary(
            claims=counts["added"] + counts["updated"] + counts["unchanged"],
            added=counts["added"],
            updated=counts["updated"],
            unchanged=counts["unchanged"],
            kept=counts["kept"],
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
        """Bring a claim of the ledger up to date."""
        self._counts["unanchored"] += not given.quoted
        base = given.known.imported.base_of(claim)
        changes, kept = _three_way(claim, base, _settled(given.values, claim))
        fresh = self._operation.update(claim, **consequences(claim, changes, actor=self._actor))
        done = [fresh is not claim]
        done += [self._place(given.known, claim, place) for place in given.places]
        for changed, differs in self._take_evidence(given, claim):
            done.append(changed)
            kept = kept or differs
        for note in given.notes:
            changed, differs = self._take_note(given.known, claim, note)
            done.append(changed)
            kept = kept or differs
        self._counts["updated" if any(done) else "unchanged"] += 1
        self._counts["kept"] += kept

    def _place(self, known: Known, claim: Claim, place: Span) -> bool:
        if known.is_place(claim, place):
            return False
        self._anchor(known, claim, place)
        return True

    def _anchor(self, known: Known, claim: Claim, place: Span) -> None:
        wording = known.wording
        anchor_at(self._operation, claim, wording.revision, wording.text, place)

    def _source(self, item: GivenEvidence) -> Source:
        return self._sources.add(**item.source)

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

    def _take_evidence(self, given: GivenClaim, claim: Claim) -> Iterator[tuple[bool, bool]]:
        """For each piece whether it was written, and whether people's own work was kept instead.

        What is there as the file has it is set aside first, so that what the file cites otherwise
        now is not taken for it.
        """
        evidence = EvidenceOfClaim(given.known, claim)
        cited = [(self._source(item), item) for item in given.evidence]
        new = [(s, item) for s, item in cited if not evidence.has(s, item.link)]
        for source, item in new:
            if evidence.had(source, item.link):
                yield False, True
                continue
            link, left = evidence.successor(source)
            if link is None:
                self._add_evidence(claim, source, item)
                yield True, False
            else:
                changes, kept = _three_way(link, left, item.link)
                yield self._operation.update(link, **changes) is not link, kept

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

    def _take_note(self, known: Known, claim: Claim, note: GivenNote) -> tuple[bool, bool]:
        """Whether a note was written, and whether people's own work was kept instead."""
        same = [item for item in known.notes.get(claim.id, ()) if _is_note(item.__dict__, note)]
        if not same:
            if any(_is_note(item, note) for item in known.left(claim.id, "note")):
                return False, True
            self._add_note(claim, note)
            return True, False
        if note.answer is None or note.answer in [item.answer for item in same]:
            return False, False
        unanswered = [item for item in same if item.answer is None]
        if not unanswered:
            return False, True
        self._operation.update(unanswered[0], answer=note.answer)
        return True, False


class EvidenceOfClaim:
    """The evidence that a claim has, and what imports once gave it; each is met once."""

    def __init__(self, known: Known, claim: Claim) -> None:
        self._here = {item.id: item for item in known.evidence.get(claim.id, ())}
        self._left = {item["id"]: item for item in known.left(claim.id, "evidence")}

    def has(self, source: Source, link: dict[str, Any]) -> bool:
        """Whether the claim has evidence that says this."""
        for number, item in self._here.items():
            if _is_link(item.__dict__, source, link):
                del self._here[number]
                self._left.pop(number, None)
                return True
        return False

    def had(self, source: Source, link: dict[str, Any]) -> bool:
        """Whether an import gave the claim evidence that says this; people changed it since."""
        for number, left in self._left.items():
            if _is_link(left, source, link):
                del self._left[number]
                self._here.pop(number, None)
                return True
        return False

    def successor(self, source: Source) -> tuple[Evidence | None, dict[str, Any]]:
        """Evidence from the same source that an import gave, and how it left it.

        The file cites that source otherwise now: this is what changed in it.
        """
        for number, left in self._left.items():
            item = self._here.get(number)
            if item is not None and left["source_id"] == source.id == item.source_id:
                del self._left[number], self._here[number]
                return item, left
        return None, {}


def _three_way(
    record: Claim | Evidence, base: dict[str, Any], given: dict[str, Any]
) -> tuple[dict[str, Any], bool]:
    """The given values that nobody set otherwise since, and whether one was kept as it is."""
    differing = {name: value for name, value in given.items() if getattr(record, name) != value}
    changes = {
        name: value
        for name, value in differing.items()
        if name in base and plain(getattr(record, name)) == base[name]
    }
    return changes, len(changes) < len(differing)


def _settled(given: dict[str, Any], claim: Claim) -> dict[str, Any]:
    """The given values without a state of a correction that there is none of."""
    if given.get("correction", claim.correction):
        return given
    return {name: value for name, value in given.items() if name != "correction_state"}


def _is_link(item: dict[str, Any], source: Source, link: dict[str, Any]) -> bool:
    return item["source_id"] == source.id and all(
        item[name] == value for name, value in link.items()
    )


def _is_note(item: dict[str, Any], note: GivenNote) -> bool:
    found = (item["kind"], item["text"], item["addressee"])
    return found == (note.kind, note.text, note.addressee)
